"""What a client may rely on for metric attributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code, refused
from journey import INTERACTIONS

if TYPE_CHECKING:
    from journey import Journey

ROLE = "arn:aws:iam::123456789012:role/Import"
OUTPUT = {"roleArn": ROLE, "s3DataDestination": {"path": "s3://reports/personalize"}}
WATCHED = {"eventType": "watch", "metricName": "watched", "expression": "SAMPLECOUNT()"}
REVENUE = {"eventType": "buy", "metricName": "revenue", "expression": "SUM(Items.PRICE)"}
ITEMS = [("ITEM_ID", "string"), ("PRICE", ["float", "null"]), ("GENRE", ["string", "null"])]


def group_of(journey: Journey) -> str:
    group = journey.group()
    journey.dataset(group)
    journey.dataset(group, "Items", ITEMS)
    return group


def create(journey: Journey, group: str, *metrics: dict[str, str], name: str = "impact") -> str:
    made = journey.personalize.create_metric_attribution(
        name=name, datasetGroupArn=group, metrics=list(metrics), metricsOutputConfig=OUTPUT
    )
    return str(made["metricAttributionArn"])


def describe(journey: Journey, arn: str) -> dict[str, Any]:
    found: dict[str, Any] = journey.personalize.describe_metric_attribution(metricAttributionArn=arn)[
        "metricAttribution"
    ]
    return found


def metrics(journey: Journey, arn: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = journey.personalize.list_metric_attribution_metrics(
        metricAttributionArn=arn
    )["metrics"]
    return found


@pytest.mark.documented
def test_describe_shows_the_output_and_only_a_list_of_its_own_the_metrics(journey: Journey) -> None:
    group = group_of(journey)
    arn = create(journey, group, WATCHED, REVENUE)
    assert arn == "arn:aws:personalize:eu-west-1:123456789012:metric-attribution/impact"
    assert describe(journey, arn)["status"] == "CREATE PENDING"
    journey.wait(60)
    found = describe(journey, arn)
    assert (found["status"], found["metricsOutputConfig"]) == ("ACTIVE", OUTPUT)
    assert "metrics" not in found
    assert metrics(journey, arn) == [WATCHED, REVENUE]
    listed = journey.personalize.list_metric_attributions(datasetGroupArn=group)["metricAttributions"]
    assert [(entry["name"], "metricsOutputConfig" in entry) for entry in listed] == [("impact", False)]


@pytest.mark.assumed
def test_a_group_has_one_attribution(journey: Journey) -> None:
    group = group_of(journey)
    create(journey, group, WATCHED)
    answer = code(
        journey.personalize.create_metric_attribution,
        name="other",
        datasetGroupArn=group,
        metrics=[WATCHED],
        metricsOutputConfig=OUTPUT,
    )
    assert answer == "ResourceAlreadyExistsException"


@pytest.mark.documented
def test_metrics_are_removed_by_name_and_added_and_the_output_is_replaced(journey: Journey) -> None:
    arn = create(journey, group_of(journey), WATCHED)
    change = journey.personalize.update_metric_attribution
    assert code(change, metricAttributionArn=arn, addMetrics=[REVENUE]) == "ResourceInUseException"
    journey.wait(60)
    elsewhere = {"roleArn": ROLE, "s3DataDestination": {"path": "s3://reports/elsewhere"}}
    change(metricAttributionArn=arn, addMetrics=[REVENUE], metricsOutputConfig=elsewhere)
    assert metrics(journey, arn) == [WATCHED, REVENUE]
    change(metricAttributionArn=arn, removeMetrics=["watched"])
    assert metrics(journey, arn) == [REVENUE]
    assert describe(journey, arn)["metricsOutputConfig"] == elsewhere


@pytest.mark.assumed
def test_an_expression_changes_in_two_calls(journey: Journey) -> None:
    arn = create(journey, group_of(journey), WATCHED)
    journey.wait(60)
    changed = WATCHED | {"expression": "SUM(Items.PRICE)"}
    change = journey.personalize.update_metric_attribution
    for more in ({}, {"removeMetrics": ["watched"]}):
        answer = code(change, metricAttributionArn=arn, addMetrics=[changed], **more)
        assert answer == "ResourceAlreadyExistsException"
    change(metricAttributionArn=arn, removeMetrics=["watched"])
    change(metricAttributionArn=arn, addMetrics=[changed])
    assert metrics(journey, arn) == [changed]


@pytest.mark.assumed
def test_an_unknown_name_and_an_eleventh_metric_are_refused(journey: Journey) -> None:
    ten = [WATCHED | {"metricName": f"m{number}"} for number in range(10)]
    arn = create(journey, group_of(journey), *ten)
    journey.wait(60)
    change = journey.personalize.update_metric_attribution
    for wanted in ({"removeMetrics": ["none"]}, {"addMetrics": [WATCHED]}):
        assert code(change, metricAttributionArn=arn, **wanted) == "InvalidInputException"
    assert metrics(journey, arn) == ten
    pages = journey.personalize.get_paginator("list_metric_attribution_metrics").paginate(
        metricAttributionArn=arn, PaginationConfig={"PageSize": 4}
    )
    assert [len(page["metrics"]) for page in pages] == [4, 4, 2]


@pytest.mark.documented
def test_event_types_and_numeric_columns_are_needed(journey: Journey) -> None:
    group = journey.group()
    wanted: dict[str, Any] = {"name": "m", "datasetGroupArn": group, "metricsOutputConfig": OUTPUT}
    call = journey.personalize.create_metric_attribution
    assert "Item interactions dataset" in refused(call, **wanted, metrics=[WATCHED])[1]
    dataset = journey.dataset(group, fields=INTERACTIONS[:3])
    assert "EVENT_TYPE" in refused(call, **wanted, metrics=[WATCHED])[1]
    journey.personalize.delete_dataset(datasetArn=dataset)
    journey.wait(100)
    schema = journey.schema("s", "Interactions", INTERACTIONS)
    journey.personalize.create_dataset(
        name="d", datasetGroupArn=group, datasetType="Interactions", schemaArn=schema
    )
    assert "dataset of type ITEMS" in refused(call, **wanted, metrics=[REVENUE])[1]
    journey.dataset(group, "Items", ITEMS)
    genre = REVENUE | {"expression": "SUM(Items.GENRE)"}
    assert "numeric column GENRE" in refused(call, **wanted, metrics=[genre])[1]
    create(journey, group, WATCHED, REVENUE)


@pytest.mark.documented
def test_an_attribution_is_not_taggable_and_can_be_deleted(journey: Journey) -> None:
    arn = create(journey, group_of(journey), WATCHED)
    journey.wait(60)
    tags = [{"tagKey": "a", "tagValue": "b"}]
    answer = code(journey.personalize.tag_resource, resourceArn=arn, tags=tags)
    assert answer == "InvalidInputException"
    journey.personalize.delete_metric_attribution(metricAttributionArn=arn)
    journey.wait(100)
    call = journey.personalize.describe_metric_attribution
    assert code(call, metricAttributionArn=arn) == "ResourceNotFoundException"


@pytest.mark.assumed
def test_listing_the_metrics_of_nothing_is_invalid_input(journey: Journey) -> None:
    call = journey.personalize.list_metric_attribution_metrics
    nowhere = "arn:aws:personalize:eu-west-1:123456789012:metric-attribution/none"
    assert code(call) == code(call, metricAttributionArn=nowhere) == "InvalidInputException"


@pytest.mark.assumed
def test_one_call_may_remove_some_metrics_add_others_and_move_the_output(journey: Journey) -> None:
    arn = create(journey, group_of(journey), WATCHED)
    journey.wait(60)
    elsewhere = {"roleArn": ROLE, "s3DataDestination": {"path": "s3://reports/elsewhere"}}
    before = describe(journey, arn)
    journey.wait(10)
    journey.personalize.update_metric_attribution(
        metricAttributionArn=arn,
        addMetrics=[REVENUE],
        removeMetrics=["watched"],
        metricsOutputConfig=elsewhere,
    )
    after = describe(journey, arn)
    assert (metrics(journey, arn), after["metricsOutputConfig"]) == ([REVENUE], elsewhere)
    assert after["status"] == "ACTIVE"
    assert after["lastUpdatedDateTime"] > before["lastUpdatedDateTime"]


@pytest.mark.assumed
def test_an_update_that_is_refused_changes_nothing_of_what_it_asked_for(journey: Journey) -> None:
    arn = create(journey, group_of(journey), WATCHED)
    journey.wait(60)
    missing = REVENUE | {"expression": "SUM(Items.NONE)"}
    textual = REVENUE | {"expression": "SUM(Items.GENRE)"}
    for added in (missing, textual):
        answer = code(
            journey.personalize.update_metric_attribution,
            metricAttributionArn=arn,
            addMetrics=[added],
            removeMetrics=["watched"],
        )
        assert answer == "InvalidInputException"
    assert metrics(journey, arn) == [WATCHED]


@pytest.mark.documented
def test_it_takes_no_tags(journey: Journey) -> None:
    arn = create(journey, group_of(journey), WATCHED)
    for call, more in (
        (journey.personalize.tag_resource, {"tags": [{"tagKey": "a", "tagValue": "b"}]}),
        (journey.personalize.untag_resource, {"tagKeys": ["a"]}),
        (journey.personalize.list_tags_for_resource, {}),
    ):
        assert code(call, resourceArn=arn, **more) == "InvalidInputException"


@pytest.mark.documented
def test_a_new_one_comes_only_after_the_old_one_has_gone(journey: Journey) -> None:
    group = group_of(journey)
    arn = create(journey, group, WATCHED)
    journey.wait(60)
    journey.personalize.delete_metric_attribution(metricAttributionArn=arn)
    wanted = {"datasetGroupArn": group, "metrics": [REVENUE], "metricsOutputConfig": OUTPUT}
    call = journey.personalize.create_metric_attribution
    assert code(call, name="other", **wanted) == "ResourceAlreadyExistsException"
    assert code(
        journey.personalize.update_metric_attribution, metricAttributionArn=arn, addMetrics=[REVENUE]
    ) == ("ResourceInUseException")
    journey.wait(60)
    call(name="other", **wanted)
