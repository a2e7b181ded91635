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
