"""Tags, on Personalize and through the Resource Groups Tagging API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code
from journey import INTERACTIONS, Journey

from personalize_emulator import mock_personalize
from personalize_emulator.served import Served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def tags(*pairs: str) -> list[dict[str, str]]:
    return [dict(zip(("tagKey", "tagValue"), pair.split("="), strict=True)) for pair in pairs]


def found(journey: Journey, **filters: Any) -> dict[str, dict[str, str]]:
    pages = journey.client("resourcegroupstaggingapi").get_paginator("get_resources").paginate(**filters)
    return {
        mapping["ResourceARN"]: {tag["Key"]: tag["Value"] for tag in mapping["Tags"]}
        for page in pages
        for mapping in page["ResourceTagMappingList"]
    }


@pytest.fixture
def lagging() -> Iterator[Served]:
    served = Served(tagging_lag=100)
    yield served
    served.stop()


def test_tags_are_added_overwritten_and_removed(journey: Journey) -> None:
    arn = journey.group(tags=tags("team=video", "env=test"))
    journey.personalize.tag_resource(resourceArn=arn, tags=tags("env=live", "owner=me"))
    journey.personalize.untag_resource(resourceArn=arn, tagKeys=["team", "never-there"])
    listed = journey.personalize.list_tags_for_resource(resourceArn=arn)["tags"]
    assert listed == tags("env=live", "owner=me")


def test_reserved_keys_too_many_tags_schemas_and_strangers_are_refused(journey: Journey) -> None:
    arn = journey.group()
    tag = journey.personalize.tag_resource
    assert code(tag, resourceArn=arn, tags=tags("aws:x=1")) == "InvalidInputException"
    many = tags(*(f"k{number}=v" for number in range(51)))
    assert code(tag, resourceArn=arn, tags=many) == "TooManyTagsException"
    schema = journey.schema("s", "Interactions", INTERACTIONS)
    assert code(tag, resourceArn=schema, tags=tags("a=b")) == "InvalidInputException"
    assert code(tag, resourceArn=f"{arn}-not", tags=tags("a=b")) == "ResourceNotFoundException"


def test_the_tagging_api_finds_resources_by_type_and_tag(journey: Journey) -> None:
    one = journey.group("one", tags=tags("stack=a"))
    two = journey.group("two", tags=tags("stack=b"))
    solution = journey.solution(one, tags=tags("stack=a"))
    assert set(found(journey, ResourceTypeFilters=["personalize"])) == {one, two, solution}
    assert set(found(journey, ResourceTypeFilters=["personalize:solution"])) == {solution}
    stack_a = [{"Key": "stack", "Values": ["a"]}]
    assert set(found(journey, TagFilters=stack_a, PaginationConfig={"PageSize": 1})) == {one, solution}


def test_the_tagging_api_of_a_server_trails_by_its_lag(lagging: Served) -> None:
    journey = Journey(lagging.advance, lagging.url)
    arn = journey.personalize.create_dataset_group(name="g", tags=tags("v=1"))["datasetGroupArn"]
    assert found(journey) == {}
    lagging.advance(101)
    assert found(journey) == {arn: {"v": "1"}}
    journey.personalize.tag_resource(resourceArn=arn, tags=tags("v=2"))
    assert found(journey) == {arn: {"v": "1"}}
    lagging.advance(101)
    assert found(journey) == {arn: {"v": "2"}}


def test_a_deleted_resource_is_listed_until_the_lag_has_passed(lagging: Served) -> None:
    journey = Journey(lagging.advance, lagging.url)
    arn = journey.group(tags=tags("v=1"))
    journey.personalize.delete_dataset_group(datasetGroupArn=arn)
    lagging.advance(60)
    assert code(journey.personalize.describe_dataset_group, datasetGroupArn=arn) == (
        "ResourceNotFoundException"
    )
    lagging.advance(99)
    assert found(journey) == {arn: {"v": "1"}}
    lagging.advance(2)
    assert found(journey) == {}


def test_under_the_arn_of_a_deleted_resource_a_new_one_shows_late(lagging: Served) -> None:
    journey = Journey(lagging.advance, lagging.url)
    arn = journey.group(tags=tags("v=1"))
    journey.personalize.delete_dataset_group(datasetGroupArn=arn)
    lagging.advance(60)
    assert journey.personalize.create_dataset_group(name="videos", tags=tags("v=2"))["datasetGroupArn"] == arn
    assert journey.personalize.list_tags_for_resource(resourceArn=arn)["tags"] == tags("v=2")
    assert found(journey) == {arn: {"v": "1"}}
    lagging.advance(101)
    assert found(journey) == {arn: {"v": "2"}}


def test_what_is_late_stays_so_over_a_restart(tmp_path: Path) -> None:
    first = Served(tagging_lag=100, state_dir=tmp_path)
    journey = Journey(first.advance, first.url)
    gone, changed = journey.group("gone", tags=tags("v=1")), journey.group("changed", tags=tags("v=1"))
    journey.personalize.delete_dataset_group(datasetGroupArn=gone)
    journey.wait(60)
    journey.personalize.tag_resource(resourceArn=changed, tags=tags("v=2"))
    first.stop()
    second = Served(tagging_lag=100, state_dir=tmp_path)
    journey = Journey(second.advance, second.url)
    assert found(journey) == {gone: {"v": "1"}, changed: {"v": "1"}}
    second.advance(100)
    assert found(journey) == {changed: {"v": "2"}}
    second.stop()


def test_every_kind_with_tags_is_found_and_no_other(journey: Journey) -> None:
    mark = tags("stack=a")
    group = journey.imported(domain="VIDEO_ON_DEMAND")
    dataset = f"{group.replace(':dataset-group/', ':dataset/')}/INTERACTIONS"
    job = dataset.replace(":dataset/videos/INTERACTIONS", ":dataset-import-job/first")
    solution = journey.solution(group)
    version = journey.version(solution)
    top = "arn:aws:personalize:::recipe/aws-vod-top-picks"
    watched = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'
    create = journey.personalize
    count = {"eventType": "watch", "metricName": "m", "expression": "SAMPLECOUNT()"}
    create.create_metric_attribution(
        name="m",
        datasetGroupArn=group,
        metrics=[count],
        metricsOutputConfig={"roleArn": "arn:aws:iam::123456789012:role/Import"},
    )
    made = {
        "dataset-group": group,
        "dataset": dataset,
        "dataset-import-job": job,
        "solution": solution,
        "campaign": journey.campaign(version),
        "event-tracker": create.create_event_tracker(name="t", datasetGroupArn=group)["eventTrackerArn"],
        "filter": create.create_filter(name="f", datasetGroupArn=group, filterExpression=watched)[
            "filterArn"
        ],
        "recommender": create.create_recommender(name="r", datasetGroupArn=group, recipeArn=top)[
            "recommenderArn"
        ],
    }
    for arn in (*made.values(), version):
        create.tag_resource(resourceArn=arn, tags=mark)
    for kind, arn in made.items():
        expected = {arn, version} if kind == "solution" else {arn}
        assert set(found(journey, ResourceTypeFilters=[f"personalize:{kind}"])) == expected
    assert set(found(journey, ResourceTypeFilters=["personalize"])) == {*made.values(), version}


def test_the_tagging_api_can_write_tags_too(journey: Journey) -> None:
    arn = journey.group(tags=tags("a=1"))
    tagging = journey.client("resourcegroupstaggingapi")
    tagging.tag_resources(ResourceARNList=[arn], Tags={"b": "2"})
    tagging.untag_resources(ResourceARNList=[arn], TagKeys=["a"])
    assert journey.personalize.list_tags_for_resource(resourceArn=arn)["tags"] == tags("b=2")


def test_a_region_that_botocore_does_not_list_works_all_the_same() -> None:
    with mock_personalize() as emulator:
        client = Journey(emulator.advance).client("personalize", region_name="eu-north-1")
        arn = client.create_dataset_group(name="g")["datasetGroupArn"]
    assert arn == "arn:aws:personalize:eu-north-1:123456789012:dataset-group/g"
