"""Faults of a slow or eventually consistent service: reads show later, longer, otherwise or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code

from personalize_emulator.emulator import ACCOUNT

if TYPE_CHECKING:
    from journey import Journey

    from personalize_emulator.emulator import Emulator


def names(journey: Journey, size: int = 100, meanwhile: Any = None) -> list[str]:
    """The names that ListDatasetGroups gives, page by page; `meanwhile` is called after the first page."""
    found: list[str] = []
    more: dict[str, Any] = {}
    while True:
        page = journey.personalize.list_dataset_groups(maxResults=size, **more)
        found += [one["name"] for one in page["datasetGroups"]]
        if "nextToken" not in page:
            return found
        more = {"nextToken": page["nextToken"]}
        if meanwhile is not None:
            meanwhile, called = None, meanwhile
            called()


def test_a_lagging_describe_finds_a_resource_only_some_time_after_its_creation(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    personalize_emulator.faults.add("lag", operation="Describe*", kind="dataset-group", seconds=90)
    arn = journey.personalize.create_dataset_group(name="g")["datasetGroupArn"]
    assert (
        code(journey.personalize.describe_dataset_group, datasetGroupArn=arn) == "ResourceNotFoundException"
    )
    assert names(journey) == ["g"]
    assert code(journey.personalize.create_dataset_group, name="g") == "ResourceAlreadyExistsException"
    journey.wait(90)
    assert journey.personalize.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]["name"] == "g"


def test_a_lagging_list_shows_a_resource_only_some_time_after_its_creation(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    personalize_emulator.faults.add("lag", operation="List*", name="late", seconds=90)
    arn = journey.personalize.create_dataset_group(name="late")["datasetGroupArn"]
    journey.personalize.create_dataset_group(name="prompt")
    assert names(journey) == ["prompt"]
    assert journey.personalize.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]["name"] == "late"
    journey.wait(90)
    assert names(journey) == ["late", "prompt"]


@pytest.mark.parametrize("reads", ["Describe*", "List*", "*"])
def test_a_deleted_resource_lingers_in_the_reads_named_as_it_stood_last(
    journey: Journey, personalize_emulator: Emulator, reads: str
) -> None:
    arn = journey.group("g")
    other = journey.group("other")
    personalize_emulator.faults.add("linger", operation=reads, name="g", seconds=300, times=1)
    for group in (arn, other):
        journey.personalize.delete_dataset_group(datasetGroupArn=group)
    journey.wait(60)
    assert personalize_emulator.faults.as_json() == []
    if reads != "List*":
        found = journey.personalize.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]
        assert found["status"] == "DELETE PENDING"
    assert names(journey) == ([] if reads == "Describe*" else ["g"])
    assert code(journey.personalize.delete_dataset_group, datasetGroupArn=arn) == "ResourceNotFoundException"
    journey.wait(300)
    assert (
        code(journey.personalize.describe_dataset_group, datasetGroupArn=arn) == "ResourceNotFoundException"
    )
    assert names(journey) == []


def test_what_is_made_under_the_name_of_a_lingering_resource_is_shown_instead_of_it(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    arn = journey.group("g")
    personalize_emulator.faults.add("linger", seconds=3600)
    journey.personalize.delete_dataset_group(datasetGroupArn=arn)
    journey.wait(60)
    journey.group("g")
    assert names(journey) == ["g"]
    assert (
        journey.personalize.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]["status"] == "ACTIVE"
    )


def test_a_reset_forgets_what_lingers(journey: Journey, personalize_emulator: Emulator) -> None:
    arn = journey.group("g")
    personalize_emulator.faults.add("linger", seconds=3600)
    journey.personalize.delete_dataset_group(datasetGroupArn=arn)
    journey.wait(60)
    assert names(journey) == ["g"]
    personalize_emulator.clear(ACCOUNT, "eu-central-1")
    assert names(journey) == ["g"]
    personalize_emulator.clear(ACCOUNT, "eu-west-1")
    assert names(journey) == []


def test_a_lingering_resource_is_listed_only_below_its_own_parent(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    group, other = journey.group("one"), journey.group("two")
    arn = journey.dataset(group)
    personalize_emulator.faults.add("linger", kind="dataset", seconds=3600)
    journey.personalize.delete_dataset(datasetArn=arn)
    journey.wait(60)
    found = {
        one: [
            item["datasetArn"] for item in journey.personalize.list_datasets(datasetGroupArn=one)["datasets"]
        ]
        for one in (group, other)
    }
    assert found == {group: [arn], other: []}


def test_a_status_can_be_shown_as_another_word_while_life_goes_on(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    personalize_emulator.faults.add("word", status="CREATE*", kind="dataset-group", word="CREATE REVIEWING")
    arn = journey.personalize.create_dataset_group(name="g")["datasetGroupArn"]
    assert (
        journey.personalize.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]["status"]
        == journey.personalize.list_dataset_groups()["datasetGroups"][0]["status"]
        == "CREATE REVIEWING"
    )
    journey.wait(60)
    assert (
        journey.personalize.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]["status"] == "ACTIVE"
    )


def test_the_status_of_an_update_can_be_shown_as_another_word(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    solution = journey.solution(journey.imported())
    personalize_emulator.faults.add("word", status="CREATE*", kind="solution", word="UPDATE QUEUED")
    journey.personalize.update_solution(solutionArn=solution, performAutoTraining=True)
    found = journey.personalize.describe_solution(solutionArn=solution)["solution"]
    assert (found["status"], found["latestSolutionUpdate"]["status"]) == ("ACTIVE", "UPDATE QUEUED")


def test_a_page_goes_on_after_the_last_item_given_whatever_comes_and_goes(journey: Journey) -> None:
    arns = [journey.group(name) for name in "abcd"]

    def change() -> None:
        journey.personalize.delete_dataset_group(datasetGroupArn=arns[0])
        journey.wait(60)
        journey.group("e")

    assert names(journey, 2, change) == ["a", "b", "c", "d", "e"]


def test_with_offsets_as_tokens_a_deletion_between_two_pages_hides_an_item(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    personalize_emulator.faults.add("shift", operation="ListDatasetGroups", size=2)
    arns = [journey.group(name) for name in "abcd"]

    def delete() -> None:
        journey.personalize.delete_dataset_group(datasetGroupArn=arns[0])
        journey.wait(60)

    assert names(journey, meanwhile=delete) == ["a", "b", "d"]
    assert names(journey) == ["b", "c", "d"]


@pytest.mark.parametrize(("by", "seen"), [(1, "abd"), (-1, "abbcd")])
def test_pages_can_be_shifted_without_a_change(
    journey: Journey, personalize_emulator: Emulator, by: int, seen: str
) -> None:
    for name in "abcd":
        journey.group(name)
    personalize_emulator.faults.add("shift", operation="ListDatasetGroups", size=2, by=by, times=1)
    assert names(journey) == list(seen)
    assert names(journey) == list("abcd")


def test_a_shift_that_would_never_end_is_refused(personalize_emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="size must be"):
        personalize_emulator.faults.add("shift", size=1, by=-1)
    with pytest.raises(ValueError, match="size must be"):
        personalize_emulator.faults.add("shift", size=-1)
