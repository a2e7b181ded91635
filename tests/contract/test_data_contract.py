"""What a client may rely on for groups, schemas, datasets, imports, trackers and filters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from answers import code, refused
from journey import BUCKET, INTERACTIONS, interactions_csv, schema_text

if TYPE_CHECKING:
    from journey import Journey

ACCOUNT = "arn:aws:personalize:eu-west-1:123456789012"
ITEMS = [("ITEM_ID", "string"), ("GENRE", ["string", "null"])]


@pytest.mark.observed
def test_a_group_passes_pending_and_in_progress_before_it_is_active(journey: Journey) -> None:
    arn = journey.personalize.create_dataset_group(name="g")["datasetGroupArn"]
    seen = []
    for _ in range(3):
        seen.append(journey.personalize.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]["status"])
        journey.wait(30)
    assert arn == f"{ACCOUNT}:dataset-group/g"
    assert seen == ["CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"]


@pytest.mark.observed
def test_a_dataset_goes_from_pending_to_active_and_is_named_by_group_and_type(journey: Journey) -> None:
    group = journey.group()
    schema = journey.schema("s", "Interactions", INTERACTIONS)
    arn = journey.personalize.create_dataset(
        name="any", schemaArn=schema, datasetGroupArn=group, datasetType="InterActions"
    )["datasetArn"]
    found = journey.personalize.describe_dataset(datasetArn=arn)["dataset"]
    assert arn == f"{ACCOUNT}:dataset/videos/INTERACTIONS"
    assert (found["datasetType"], found["status"]) == ("INTERACTIONS", "CREATE PENDING")
    journey.wait(60)
    assert journey.personalize.describe_dataset(datasetArn=arn)["dataset"]["status"] == "ACTIVE"


@pytest.mark.observed
def test_a_second_schema_of_a_name_already_exists(journey: Journey) -> None:
    arn = journey.schema("s", "Interactions", INTERACTIONS)
    answer = refused(
        journey.personalize.create_schema, name="s", schema=schema_text("Interactions", INTERACTIONS)
    )
    expected = f"Another resource with Arn {arn} already exists."
    assert answer == ("ResourceAlreadyExistsException", expected)


@pytest.mark.documented
def test_a_schema_in_use_cannot_be_deleted_and_a_free_one_goes_at_once(journey: Journey) -> None:
    journey.dataset(journey.group())
    used, free = f"{ACCOUNT}:schema/videos-interactions", journey.schema("free", "Interactions", INTERACTIONS)
    assert code(journey.personalize.delete_schema, schemaArn=used) == "ResourceInUseException"
    journey.personalize.delete_schema(schemaArn=free)
    assert code(journey.personalize.describe_schema, schemaArn=free) == "ResourceNotFoundException"


@pytest.mark.observed
def test_deleting_an_unknown_group_says_so(journey: Journey) -> None:
    arn = f"{ACCOUNT}:dataset-group/none"
    answer = refused(journey.personalize.delete_dataset_group, datasetGroupArn=arn)
    assert answer == ("ResourceNotFoundException", f"The given dataset group does not exist: {arn}")


@pytest.mark.documented
def test_a_group_goes_last(journey: Journey) -> None:
    group = journey.group()
    dataset = journey.dataset(group)
    assert code(journey.personalize.delete_dataset_group, datasetGroupArn=group) == "ResourceInUseException"
    journey.personalize.delete_dataset(datasetArn=dataset)
    journey.wait(100)
    journey.personalize.delete_dataset_group(datasetGroupArn=group)
    assert code(journey.personalize.delete_dataset_group, datasetGroupArn=group) == "ResourceInUseException"
    journey.wait(100)
    assert journey.personalize.list_dataset_groups()["datasetGroups"] == []


@pytest.mark.documented
def test_a_dataset_waits_for_filters_and_its_tracker(journey: Journey) -> None:
    group = journey.group()
    dataset = journey.dataset(group)
    tracker = journey.personalize.create_event_tracker(name="t", datasetGroupArn=group)["eventTrackerArn"]
    expression = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'
    made = journey.personalize.create_filter(name="f", datasetGroupArn=group, filterExpression=expression)
    journey.wait(100)
    assert code(journey.personalize.delete_dataset, datasetArn=dataset) == "ResourceInUseException"
    journey.personalize.delete_filter(filterArn=made["filterArn"])
    journey.wait(100)
    assert code(journey.personalize.delete_dataset, datasetArn=dataset) == "ResourceInUseException"
    journey.personalize.delete_event_tracker(eventTrackerArn=tracker)
    journey.wait(100)
    journey.personalize.delete_dataset(datasetArn=dataset)


@pytest.mark.documented
def test_a_group_has_one_tracker_and_its_ids_are_drawn_by_lot(journey: Journey) -> None:
    group = journey.group()
    journey.dataset(group)
    made = journey.personalize.create_event_tracker(name="t", datasetGroupArn=group)
    found = journey.personalize.describe_event_tracker(eventTrackerArn=made["eventTrackerArn"])[
        "eventTracker"
    ]
    assert len(made["eventTrackerArn"].rpartition("/")[2]) == 8
    assert (found["trackingId"], found["accountId"]) == (made["trackingId"], "123456789012")
    again = code(journey.personalize.create_event_tracker, name="u", datasetGroupArn=group)
    assert again == "ResourceAlreadyExistsException"


@pytest.mark.documented
def test_the_sixth_group_of_a_region_is_over_the_quota(journey: Journey) -> None:
    for number in range(5):
        journey.personalize.create_dataset_group(name=f"g{number}")
    assert code(journey.personalize.create_dataset_group, name="g5") == "LimitExceededException"
    assert code(journey.personalize.create_dataset_group, name="g0") == "ResourceAlreadyExistsException"


@pytest.mark.documented
def test_imports_say_why_they_fail(journey: Journey) -> None:
    group = journey.group()
    dataset = journey.dataset(group)
    role = journey.role()
    journey.bucket(
        narrow="USER_ID,ITEM_ID\nu,i\n", few="USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\nu,i,1700000000,watch\n"
    )
    jobs = {
        "role": journey.start_import(dataset, "few.csv", "role", role.replace("Import", "Other")),
        "missing": journey.start_import(dataset, "none.csv", "missing", role),
        "narrow": journey.start_import(dataset, "narrow.csv", "narrow", role),
        "few": journey.start_import(dataset, "few.csv", "few", role),
    }
    journey.wait(1200)
    reasons = {}
    for name, arn in jobs.items():
        job = journey.personalize.describe_dataset_import_job(datasetImportJobArn=arn)["datasetImportJob"]
        assert job["status"] == "CREATE FAILED"
        reasons[name] = job["failureReason"]
    assert reasons["role"].endswith("Insufficient privileges for accessing data in Amazon S3.")
    assert reasons["missing"] == "Invalid Data location."
    assert reasons["narrow"].endswith("Input CSV is missing the following columns:[TIMESTAMP, EVENT_TYPE].")
    assert "1000" in reasons["few"]


@pytest.mark.documented
def test_the_sixth_running_import_is_over_the_quota_and_names_stay_taken(journey: Journey) -> None:
    dataset = journey.dataset(journey.group())
    role = journey.role()
    journey.bucket(interactions=interactions_csv())
    for number in range(5):
        journey.start_import(dataset, "interactions.csv", f"j{number}", role)
    source = {"dataLocation": f"s3://{BUCKET}/interactions.csv"}
    more = {"datasetArn": dataset, "dataSource": source, "roleArn": role}
    answer = refused(journey.personalize.create_dataset_import_job, jobName="j5", **more)
    assert answer == ("LimitExceededException", "More than 5 resources with PENDING or IN_PROGRESS status.")
    journey.wait(1200)
    assert code(journey.personalize.create_dataset_import_job, jobName="j1", **more) == (
        "ResourceAlreadyExistsException"
    )


@pytest.mark.assumed
def test_the_first_import_must_be_full(journey: Journey) -> None:
    dataset = journey.dataset(journey.group())
    answer = code(
        journey.personalize.create_dataset_import_job,
        jobName="j",
        datasetArn=dataset,
        dataSource={"dataLocation": "s3://b/k"},
        roleArn="arn:aws:iam::123456789012:role/R",
        importMode="INCREMENTAL",
    )
    assert answer == "InvalidInputException"


@pytest.mark.observed
def test_a_dataset_keeps_its_schema_until_the_update_is_active(journey: Journey) -> None:
    dataset = journey.dataset(journey.group(), "Items", ITEMS)
    wider = journey.schema("wider", "Items", [*ITEMS, ("YEAR", ["int", "null"])])
    journey.personalize.update_dataset(datasetArn=dataset, schemaArn=wider)
    seen = []
    for _ in range(3):
        found = journey.personalize.describe_dataset(datasetArn=dataset)["dataset"]
        seen.append((found["latestDatasetUpdate"]["status"], found["schemaArn"] == wider))
        journey.wait(150)
    assert seen == [("UPDATE PENDING", False), ("UPDATE IN_PROGRESS", False), ("ACTIVE", True)]


@pytest.mark.documented
def test_only_items_and_users_take_a_new_schema_and_only_new_nullable_fields(journey: Journey) -> None:
    group = journey.group()
    interactions, items = journey.dataset(group), journey.dataset(group, "Items", ITEMS)
    wider = journey.schema("wider", "Interactions", [*INTERACTIONS, ("PLACE", ["string", "null"])])
    strict = journey.schema("strict", "Items", [*ITEMS, ("YEAR", "int")])
    for dataset, schema in ((interactions, wider), (items, strict)):
        answer = code(journey.personalize.update_dataset, datasetArn=dataset, schemaArn=schema)
        assert answer == "InvalidInputException"


@pytest.mark.documented
def test_lists_come_in_pages_and_junk_tokens_are_refused(journey: Journey) -> None:
    names = [f"s{number}" for number in range(5)]
    for name in names:
        journey.schema(name, "Interactions", INTERACTIONS)
    pages = list(journey.personalize.get_paginator("list_schemas").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["schemas"]) for page in pages] == [2, 2, 1]
    assert [schema["name"] for page in pages for schema in page["schemas"]] == names
    assert "schema" not in pages[0]["schemas"][0]
    assert code(journey.personalize.list_schemas, nextToken="junk") == "InvalidNextTokenException"


@pytest.mark.observed
def test_a_schema_comes_back_as_it_was_sent(journey: Journey) -> None:
    text = json.dumps(json.loads(schema_text("interactions", INTERACTIONS)), indent=3)
    arn = journey.personalize.create_schema(name="s", schema=text)["schemaArn"]
    assert journey.personalize.describe_schema(schemaArn=arn)["schema"]["schema"] == text


@pytest.mark.documented
def test_placeholders_are_refused_with_not_in(journey: Journey) -> None:
    group = journey.group()
    journey.dataset(group)
    answer = refused(
        journey.personalize.create_filter,
        name="f",
        datasetGroupArn=group,
        filterExpression="EXCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN ($types)",
    )
    assert answer[0] == "InvalidInputException"
    assert "Placeholders are not allowed with NOT_IN operator." in answer[1]
