"""What a client may rely on when it replaces the schema of a dataset in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code, refused
from journey import BUCKET, INTERACTIONS

if TYPE_CHECKING:
    from journey import Journey

ITEMS = [("ITEM_ID", "string"), ("GENRE", ["null", "string"], {"categorical": True}), ("PRICE", "float")]
USERS = [("USER_ID", "string"), ("AGE", ["int", "null"])]
DEEDS = [("USER_ID", "string"), ("ACTION_ID", "string"), ("EVENT_TYPE", "string"), ("TIMESTAMP", "long")]
YEAR = ("YEAR", ["int", "null"])


def describe(journey: Journey, dataset: str) -> dict[str, Any]:
    found: dict[str, Any] = journey.personalize.describe_dataset(datasetArn=dataset)["dataset"]
    return found


@pytest.mark.documented
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (ITEMS[:2], "lacks the field PRICE"),
        ([*ITEMS[:2], ("PRICE", "double")], "changes the field PRICE"),
        ([*ITEMS[:2], ("PRICE", ["float", "null"])], "changes the field PRICE"),
        ([ITEMS[0], ("GENRE", ["null", "string"]), ITEMS[2]], "changes the field GENRE"),
        ([*ITEMS[:2], ("COST", ["float", "null"])], "lacks the field PRICE"),
        ([*ITEMS, ("YEAR", "int")], "YEAR must allow null"),
        ([YEAR, ("USER_ID", "string")], "ITEM_ID"),
    ],
)
def test_old_fields_must_stay_as_they_are_and_new_ones_allow_null(
    journey: Journey, change: list[Any], said: str
) -> None:
    dataset = journey.dataset(journey.group(), "Items", ITEMS)
    schema = journey.schema("changed", "Items", change)
    error, message = refused(journey.personalize.update_dataset, datasetArn=dataset, schemaArn=schema)
    assert (error, said in message) == ("InvalidInputException", True), message
    assert "latestDatasetUpdate" not in describe(journey, dataset)


@pytest.mark.documented
def test_interactions_actions_and_their_interactions_keep_their_schema(journey: Journey) -> None:
    group = journey.group()
    wider = ("PLACE", ["string", "null"])
    parts = {
        "Interactions": INTERACTIONS,
        "Actions": [("ACTION_ID", "string"), ("VALUE", ["long", "null"])],
        "Action_Interactions": DEEDS,
    }
    for kind, fields in parts.items():
        dataset = journey.dataset(group, kind, fields)
        schema = journey.schema(f"wider-{kind}", kind, [*fields, wider])
        call = journey.personalize.update_dataset
        assert code(call, datasetArn=dataset, schemaArn=schema) == "InvalidInputException"


@pytest.mark.observed
@pytest.mark.parametrize(("kind", "fields"), [("Items", ITEMS), ("Users", USERS)])
def test_items_and_users_take_a_new_nullable_field_and_stay_the_same_dataset(
    journey: Journey, kind: str, fields: list[Any]
) -> None:
    group = journey.imported()
    dataset = journey.dataset(group, kind, fields)
    wider = journey.schema("wider", kind, [*fields, YEAR])
    journey.personalize.update_dataset(datasetArn=dataset, schemaArn=wider)
    before = describe(journey, dataset)
    assert before["status"] == "ACTIVE"
    assert before["latestDatasetUpdate"]["schemaArn"] == wider
    assert before["schemaArn"] != wider
    journey.wait(300)
    after = describe(journey, dataset)
    assert (after["datasetArn"], after["schemaArn"]) == (dataset, wider)
    assert after["creationDateTime"] == before["creationDateTime"]


@pytest.mark.documented
def test_the_records_stay_through_the_update(journey: Journey) -> None:
    group = journey.imported()
    dataset = journey.dataset(group, "Items", ITEMS)
    body = b"ITEM_ID,GENRE,PRICE\ni1,Drama,1.0\ni2,Comedy,1.0\n"
    journey.s3.put_object(Bucket=BUCKET, Key="items.csv", Body=body)
    journey.start_import(dataset, "items.csv", "items", "arn:aws:iam::123456789012:role/Import")
    journey.wait(600)
    campaign = journey.campaign(journey.version(journey.solution(group)))
    only = 'INCLUDE ItemID WHERE Items.GENRE IN ("Drama")'
    dramas = journey.personalize.create_filter(name="f", datasetGroupArn=group, filterExpression=only)
    wider = journey.schema("wider", "Items", [*ITEMS, YEAR])
    journey.personalize.update_dataset(datasetArn=dataset, schemaArn=wider)
    for wait in (100, 300):
        journey.wait(wait)
        answer = journey.runtime.get_recommendations(
            campaignArn=campaign, userId="u", filterArn=dramas["filterArn"]
        )
        assert [entry["itemId"] for entry in answer["itemList"]] == ["i1"]


@pytest.mark.documented
def test_after_the_update_imports_need_the_new_column_and_filters_may_use_it(journey: Journey) -> None:
    group = journey.imported()
    dataset = journey.dataset(group, "Items", ITEMS)
    files = {"old": "ITEM_ID,GENRE,PRICE\ni1,Drama,1.0\n", "new": "ITEM_ID,GENRE,PRICE,YEAR\ni1,Drama,1.0,\n"}
    for name, body in files.items():
        journey.s3.put_object(Bucket=BUCKET, Key=f"{name}.csv", Body=body.encode())
    wanted = {"datasetGroupArn": group, "filterExpression": "INCLUDE ItemID WHERE Items.YEAR > 2000"}
    call = journey.personalize.create_filter
    assert code(call, name="recent", **wanted) == "InvalidInputException"
    wider = journey.schema("wider", "Items", [*ITEMS, YEAR])
    journey.personalize.update_dataset(datasetArn=dataset, schemaArn=wider)
    journey.wait(300)
    call(name="recent", **wanted)
    role = "arn:aws:iam::123456789012:role/Import"
    jobs = [journey.start_import(dataset, f"{name}.csv", name, role) for name in files]
    journey.wait(600)
    found = [
        journey.personalize.describe_dataset_import_job(datasetImportJobArn=job)["datasetImportJob"]
        for job in jobs
    ]
    assert [job["status"] for job in found] == ["CREATE FAILED", "ACTIVE"]
    assert found[0]["failureReason"].endswith("Input CSV is missing the following columns:[YEAR].")


@pytest.mark.assumed
def test_one_update_at_a_time_and_no_deletion_meanwhile(journey: Journey) -> None:
    dataset = journey.dataset(journey.group(), "Items", ITEMS)
    wider = journey.schema("wider", "Items", [*ITEMS, YEAR])
    journey.personalize.update_dataset(datasetArn=dataset, schemaArn=wider)
    seen = []
    for wait in (100, 200):
        seen.append(describe(journey, dataset)["latestDatasetUpdate"]["status"])
        for call, more in (
            (journey.personalize.update_dataset, {"schemaArn": wider}),
            (journey.personalize.delete_dataset, {}),
        ):
            assert code(call, datasetArn=dataset, **more) == "ResourceInUseException"
        journey.wait(wait)
    assert seen == ["UPDATE PENDING", "UPDATE IN_PROGRESS"]
    journey.personalize.delete_dataset(datasetArn=dataset)


@pytest.mark.assumed
def test_a_schema_of_another_domain_is_refused_and_another_order_of_fields_is_not(journey: Journey) -> None:
    dataset = journey.dataset(journey.group(), "Users", USERS)
    other = journey.schema("other", "Users", [*USERS, YEAR], domain="ECOMMERCE")
    turned = journey.schema("turned", "Users", [YEAR, *reversed(USERS)])
    call = journey.personalize.update_dataset
    assert code(call, datasetArn=dataset, schemaArn=other) == "InvalidInputException"
    call(datasetArn=dataset, schemaArn=turned)


@pytest.mark.documented
def test_schema_and_dataset_must_exist_and_the_dataset_be_active(journey: Journey) -> None:
    group = journey.group()
    dataset = journey.dataset(group, "Users", USERS)
    schema = journey.schema("wider", "Users", [*USERS, YEAR])
    call = journey.personalize.update_dataset
    for arns in (
        {"datasetArn": dataset, "schemaArn": f"{schema}-not"},
        {"datasetArn": f"{dataset}-NOT", "schemaArn": schema},
    ):
        assert code(call, **arns) == "ResourceNotFoundException"
    journey.personalize.delete_dataset(datasetArn=dataset)
    assert code(call, datasetArn=dataset, schemaArn=schema) == "ResourceInUseException"
