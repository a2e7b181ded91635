"""What a client may rely on for actions and their interactions, and for the datasets of domain groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code, refused
from journey import INTERACTIONS, schema_text

if TYPE_CHECKING:
    from journey import Journey

ACTIONS = [("ACTION_ID", "string"), ("VALUE", ["long", "null"]), ("REPEAT_FREQUENCY", ["long", "null"])]
DEEDS = [("USER_ID", "string"), ("ACTION_ID", "string"), ("EVENT_TYPE", "string"), ("TIMESTAMP", "long")]
GENRES = ("GENRES", "string", {"categorical": True})
CATEGORY = ("CATEGORY_L1", "string", {"categorical": True})
SHOP = [("ITEM_ID", "string"), ("PRICE", "float"), CATEGORY]
VIDEO = [("ITEM_ID", "string"), ("CREATION_TIMESTAMP", "long"), GENRES]
USERS = [("USER_ID", "string"), ("SUBSCRIPTION_MODEL", "string", {"categorical": True})]


def attempt(
    journey: Journey, group: str, kind: str, fields: list[Any], record: str | None = None, **more: Any
) -> tuple[str, str]:
    schema = journey.schema("tried", record or kind, fields, **more)
    call = journey.personalize.create_dataset
    answer = refused(call, name="d", datasetGroupArn=group, datasetType=kind, schemaArn=schema)
    journey.personalize.delete_schema(schemaArn=schema)
    return answer


@pytest.mark.documented
def test_actions_and_their_interactions_are_imported(journey: Journey) -> None:
    group = journey.group()
    actions = journey.dataset(group, "Actions", ACTIONS)
    text = schema_text("ActionInteractions", DEEDS)
    schema = journey.personalize.create_schema(name="deeds", schema=text)["schemaArn"]
    deeds = journey.personalize.create_dataset(
        name="deeds", datasetGroupArn=group, datasetType="Action_Interactions", schemaArn=schema
    )["datasetArn"]
    journey.wait(60)
    assert deeds.endswith(":dataset/videos/ACTION_INTERACTIONS")
    journey.bucket(
        actions="ACTION_ID,VALUE,REPEAT_FREQUENCY\na1,3,\na2,,30\n",
        deeds="USER_ID,ACTION_ID,EVENT_TYPE,TIMESTAMP\nu1,a1,Taken,1700000000\n",
    )
    role = journey.role()
    jobs = [
        journey.start_import(actions, "actions.csv", "actions", role),
        journey.start_import(deeds, "deeds.csv", "deeds", role),
    ]
    journey.wait(1200)
    for arn in jobs:
        job = journey.personalize.describe_dataset_import_job(datasetImportJobArn=arn)["datasetImportJob"]
        assert job["status"] == "ACTIVE", job


@pytest.mark.documented
def test_the_service_tracks_action_interactions_by_itself(journey: Journey) -> None:
    group = journey.group()
    actions = journey.dataset(group, "Actions", ACTIONS)
    deeds = journey.dataset(group, "Action_Interactions", DEEDS)
    found = journey.personalize.describe_dataset(datasetArn=deeds)["dataset"]
    assert (found["datasetType"], len(found["trackingId"])) == ("ACTION_INTERACTIONS", 36)
    assert "trackingId" not in journey.personalize.describe_dataset(datasetArn=actions)["dataset"]
    assert journey.personalize.list_event_trackers(datasetGroupArn=group)["eventTrackers"] == []


@pytest.mark.documented
@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("Actions", [("ACTION_ID", "string")], "metadata"),
        ("Actions", [("ITEM_ID", "string"), ("VALUE", ["long", "null"])], "ACTION_ID"),
        ("Actions", [("ACTION_ID", "string"), ("VALUE", "string")], "VALUE must be of type long"),
        ("Action_Interactions", DEEDS[:2] + DEEDS[3:], "EVENT_TYPE"),
        ("Action_Interactions", DEEDS[:3], "TIMESTAMP"),
    ],
)
def test_actions_need_their_fields(journey: Journey, kind: str, fields: list[Any], said: str) -> None:
    answer = attempt(journey, journey.group(), kind, fields)
    assert answer[0] == "InvalidInputException"
    assert said in answer[1]


@pytest.mark.documented
def test_domain_groups_hold_no_actions_and_custom_ones_no_schema_of_a_domain(journey: Journey) -> None:
    shop, custom = journey.group("shop", domain="ECOMMERCE"), journey.group("custom")
    for kind, fields in (("Actions", ACTIONS), ("Action_Interactions", DEEDS)):
        answer = attempt(journey, shop, kind, fields, domain="ECOMMERCE")
        assert answer[0] == "InvalidInputException"
        assert "Domain dataset group" in answer[1]
    for group, domain in (
        (shop, {}),
        (shop, {"domain": "VIDEO_ON_DEMAND"}),
        (custom, {"domain": "ECOMMERCE"}),
    ):
        answer = attempt(journey, group, "Interactions", INTERACTIONS, **domain)
        assert answer[0] == "InvalidInputException"
        assert "domain" in answer[1]


@pytest.mark.documented
@pytest.mark.parametrize(
    ("domain", "kind", "fields", "said"),
    [
        ("ECOMMERCE", "Interactions", INTERACTIONS[:3], "EVENT_TYPE"),
        ("ECOMMERCE", "Items", [SHOP[0], SHOP[2]], "PRICE"),
        ("ECOMMERCE", "Items", SHOP[:2], "CATEGORY_L1"),
        ("ECOMMERCE", "Items", [*SHOP[:2], ("CATEGORY_L1", "string")], "categorical"),
        ("ECOMMERCE", "Users", USERS[:1], "metadata"),
        ("VIDEO_ON_DEMAND", "Interactions", INTERACTIONS[:3], "EVENT_TYPE"),
        ("VIDEO_ON_DEMAND", "Items", [VIDEO[0], GENRES], "CREATION_TIMESTAMP"),
        ("VIDEO_ON_DEMAND", "Items", VIDEO[:2], "GENRES"),
    ],
)
def test_a_domain_requires_fields(
    journey: Journey, domain: str, kind: str, fields: list[Any], said: str
) -> None:
    answer = attempt(journey, journey.group(domain=domain), kind, fields, domain=domain)
    assert answer[0] == "InvalidInputException"
    assert said in answer[1]


@pytest.mark.documented
@pytest.mark.parametrize(("domain", "items"), [("ECOMMERCE", SHOP), ("VIDEO_ON_DEMAND", VIDEO)])
def test_a_domain_group_takes_its_three_datasets(journey: Journey, domain: str, items: list[Any]) -> None:
    made = journey.personalize.create_dataset_group(name="domain", domain=domain)
    assert made["domain"] == domain
    journey.wait(120)
    group = made["datasetGroupArn"]
    for kind, fields in (("Interactions", INTERACTIONS), ("Items", items), ("Users", USERS)):
        arn = journey.dataset(group, kind, fields, domain=domain)
        assert journey.personalize.describe_dataset(datasetArn=arn)["dataset"]["status"] == "ACTIVE"


@pytest.mark.documented
def test_the_schema_of_actions_cannot_be_replaced(journey: Journey) -> None:
    dataset = journey.dataset(journey.group(), "Actions", ACTIONS)
    wider = journey.schema("wider", "Actions", [*ACTIONS, ("NAME", ["string", "null"])])
    answer = code(journey.personalize.update_dataset, datasetArn=dataset, schemaArn=wider)
    assert answer == "InvalidInputException"
