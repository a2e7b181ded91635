"""What a client may rely on when it asks for one too many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code, refused
from journey import BUCKET, INTERACTIONS, RECIPE, interactions_csv

if TYPE_CHECKING:
    from journey import Journey

UNSEEN = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'
COLUMNS = [(f"C{number}", ["int", "null"]) for number in range(25)]


def over(fields: range) -> str:
    tests = " AND ".join(f"Items.C{number} > 1" for number in fields)
    return f"INCLUDE ItemID WHERE {tests}"


@pytest.mark.documented
def test_five_imports_may_run_in_a_region_whatever_the_group_and_the_sixth_waits(journey: Journey) -> None:
    groups = [journey.group("one"), journey.group("two")]
    datasets = [journey.dataset(group) for group in groups]
    journey.bucket(interactions=interactions_csv())
    role = journey.role()
    for number in range(5):
        journey.start_import(datasets[number % 2], "interactions.csv", f"j{number}", role)
    source = {"dataLocation": f"s3://{BUCKET}/interactions.csv"}
    sixth = {"jobName": "j5", "datasetArn": datasets[0], "dataSource": source, "roleArn": role}
    call = journey.personalize.create_dataset_import_job
    for _ in range(2):
        assert refused(call, **sixth) == (
            "LimitExceededException",
            "More than 5 resources with PENDING or IN_PROGRESS status.",
        )
        journey.wait(300)
    call(**sixth)


@pytest.mark.documented
def test_twenty_trainings_may_run_in_a_region_and_a_stopped_one_makes_room(journey: Journey) -> None:
    solution = journey.solution(journey.imported())
    call = journey.personalize.create_solution_version
    versions = [call(solutionArn=solution)["solutionVersionArn"] for _ in range(20)]
    error, message = refused(call, solutionArn=solution)
    assert error == "LimitExceededException"
    assert "PENDING or IN_PROGRESS" in message
    journey.personalize.stop_solution_version_creation(solutionVersionArn=versions[0])
    call(solutionArn=solution)


@pytest.mark.documented
def test_thirty_filters_are_the_most_of_a_group_and_one_that_is_leaving_counts(journey: Journey) -> None:
    group = journey.group()
    journey.dataset(group)
    call = journey.personalize.create_filter
    made = [
        call(name=f"f{number}", datasetGroupArn=group, filterExpression=UNSEEN)["filterArn"]
        for number in range(30)
    ]
    wanted = {"name": "f30", "datasetGroupArn": group, "filterExpression": UNSEEN}
    assert code(call, **wanted) == "LimitExceededException"
    journey.wait(60)
    journey.personalize.delete_filter(filterArn=made[0])
    assert code(call, **wanted) == "LimitExceededException"
    journey.wait(60)
    call(**wanted)


@pytest.mark.documented
def test_a_filter_uses_at_most_ten_fields_and_a_group_s_filters_twenty(journey: Journey) -> None:
    group = journey.group()
    journey.dataset(group, "Items", [("ITEM_ID", "string"), *COLUMNS])

    def wanted(name: str, fields: range) -> dict[str, Any]:
        return {"name": name, "datasetGroupArn": group, "filterExpression": over(fields)}

    call = journey.personalize.create_filter
    assert code(call, **wanted("wide", range(11))) == "InvalidInputException"
    call(**wanted("one", range(10)))
    call(**wanted("two", range(10, 20)))
    assert code(call, **wanted("three", range(19, 21))) == "LimitExceededException"
    call(**wanted("same", range(5, 15)))


@pytest.mark.documented
def test_ten_solutions_are_the_most_of_a_group_and_not_of_an_account(journey: Journey) -> None:
    one, two = journey.group("one"), journey.group("two")
    wanted = {"recipeArn": RECIPE, "performAutoTraining": False}
    call = journey.personalize.create_solution
    for number in range(10):
        call(name=f"s{number}", datasetGroupArn=one, **wanted)
    assert code(call, name="s10", datasetGroupArn=one, **wanted) == "LimitExceededException"
    call(name="s10", datasetGroupArn=two, **wanted)


@pytest.mark.documented
def test_a_schema_that_is_free_makes_room_at_once_in_a_full_account(journey: Journey) -> None:
    arns = [journey.schema(f"s{number}", "Interactions", INTERACTIONS) for number in range(500)]
    text = journey.personalize.describe_schema(schemaArn=arns[0])["schema"]["schema"]
    call = journey.personalize.create_schema
    assert code(call, name="s500", schema=text) == "LimitExceededException"
    journey.personalize.delete_schema(schemaArn=arns[0])
    call(name="s500", schema=text)


@pytest.mark.documented
def test_a_campaign_that_is_leaving_counts_until_it_is_gone(journey: Journey) -> None:
    _, _, version, first = journey.serving()
    call = journey.personalize.create_campaign
    for number in range(4):
        call(name=f"c{number}", solutionVersionArn=version)
    journey.personalize.delete_campaign(campaignArn=first)
    assert code(call, name="c4", solutionVersionArn=version) == "LimitExceededException"
    journey.wait(60)
    call(name="c4", solutionVersionArn=version)
