"""Metric attributions have no tags: they are found through their group, and at no cost where none is."""

from __future__ import annotations

import building as b
import pytest
from fake_reads import Account

from reconciler.errors import DeniedError
from reconciler.model.address import parse_address
from reconciler.plan.fingerprint import fingerprint
from reconciler.plan.marks import ATTRIBUTION

PLAIN = b.settled(b.shop())
METRICS = [{"eventType": "watch", "metricName": "views", "expression": "SAMPLECOUNT()"}]
OUTPUT = {"roleArn": b.ROLE}
TEXT = "metric-attribution/views"
VIEWS = parse_address(TEXT)
DECLARED = b.shop(b.declared(TEXT, name="views", metrics=METRICS, metricsOutputConfig=OUTPUT))
DENIED = DeniedError("not allowed.", operation="x", code="AccessDeniedException")
READS = ("DescribeMetricAttribution", "ListMetricAttributionMetrics", "ListMetricAttributions")


def attribution(name="views", group=b.GROUP):
    return {
        "metricAttributionArn": b.arn(f"metric-attribution/{name}"),
        "name": name,
        "datasetGroupArn": b.arn(group),
        "metricsOutputConfig": OUTPUT,
        "metrics": METRICS,
        "status": "ACTIVE",
    }


def account(*bodies, told: str = "") -> Account:
    state = b.tagged(PLAIN, b.GROUP, **{ATTRIBUTION: told}) if told else PLAIN
    found = Account(state)
    for body in bodies:
        found.add("metric-attribution", body)
    return found


def spent(made: Account) -> list[int]:
    return [made.calls[name] for name in READS]


def test_a_declared_one_is_read_with_its_metrics_in_two_calls() -> None:
    made = account(attribution())
    (found,) = made.look(DECLARED).resources[VIEWS]
    assert found.body["metrics"] == METRICS
    assert found.body["metricsOutputConfig"] == OUTPUT
    assert found.tags is None
    assert spent(made) == [1, 1, 0]
    assert made.calls["ListTagsForResource"] == 0


def test_the_order_in_which_metrics_are_listed_makes_no_saved_plan_out_of_date() -> None:
    more = {"eventType": "click", "metricName": "clicks", "expression": "SAMPLECOUNT()"}
    seen = [
        account(attribution() | {"metrics": metrics}).look(DECLARED)
        for metrics in ([*METRICS, more], [more, *METRICS])
    ]
    assert len({fingerprint(DECLARED, one, "1") for one in seen}) == 1


def test_without_one_in_file_or_tag_nothing_is_asked() -> None:
    made = account(attribution())
    assert VIEWS not in made.look(b.shop()).resources
    assert spent(made) == [0, 0, 0]


def test_one_that_left_the_file_is_found_by_the_tag_of_its_group() -> None:
    made = account(attribution(), told="views")
    assert VIEWS in made.look(b.shop()).resources
    assert made.calls["ListMetricAttributions"] == 0


def test_the_tag_tells_nothing_of_another_groups() -> None:
    made = account(attribution(group="dataset-group/other"), told="views")
    assert VIEWS not in made.look(b.shop()).resources


@pytest.mark.parametrize("told", ["a b", "x/y", "-", "v" * 64, "é"])
def test_a_tag_that_is_no_name_is_not_asked_for(told) -> None:
    made = account(told=told)
    assert made.look(b.shop()).problems == ()
    assert made.calls["DescribeMetricAttribution"] == 0


def test_the_tag_of_a_group_that_is_not_ours_is_not_believed() -> None:
    made = account(attribution(), told="views")
    group = b.live(PLAIN, b.GROUP).arn
    made.tags[group]["reconcile:stack"] = "other"
    assert VIEWS not in made.look(b.shop()).resources


def test_where_the_declared_one_is_missing_whatever_else_the_group_holds_is_found() -> None:
    made = account(attribution("old"))
    state = made.look(DECLARED)
    assert VIEWS not in state.resources
    assert parse_address("metric-attribution/old") in state.resources
    assert made.calls["ListMetricAttributions"] == 1


def test_a_name_that_another_group_took_is_shown_and_the_own_group_is_looked_at() -> None:
    made = account(attribution(group="dataset-group/other"), attribution("old"))
    state = made.look(DECLARED)
    assert {one.name for one in state.resources if one.kind == "metric-attribution"} == {"views", "old"}


def test_of_a_group_that_is_not_there_nothing_is_asked() -> None:
    made = Account(b.nothing())
    assert VIEWS not in made.look(DECLARED).resources
    assert spent(made) == [0, 0, 0]


@pytest.mark.parametrize("operation", READS[:2])
def test_one_that_cannot_be_read_is_unknown_and_not_absent(operation) -> None:
    made = account(attribution())
    made.refuse = {operation: DENIED}
    state = made.look(DECLARED)
    assert VIEWS in state.unread
    assert state.problems
    assert made.calls["ListMetricAttributions"] == 0


def test_a_group_whose_attributions_cannot_be_listed_leaves_the_declared_one_unknown() -> None:
    made = account()
    made.refuse = {"ListMetricAttributions": DENIED}
    assert VIEWS in made.look(DECLARED).unread


def test_a_group_on_its_way_out_is_not_asked() -> None:
    state = b.altered(PLAIN, b.GROUP, status="DELETE PENDING")
    made = Account(state)
    made.look(DECLARED)
    assert spent(made) == [0, 0, 0]
