"""Metric attributions: metrics leave and join by name; the group says whose they are."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.plan.changes import Action
from reconciler.plan.marks import ATTRIBUTION

MARKET = m.market()
OPEN = m.opened(MARKET)
NAMES = st.sampled_from("abcdef")
METRIC = st.builds(
    lambda name, event, column: {
        "eventType": event,
        "metricName": name,
        "expression": f"SUM(Items.{column})",
    },
    NAMES,
    st.sampled_from(["view", "buy"]),
    st.sampled_from(["PRICE", "COST"]),
)
SETS = st.lists(METRIC, min_size=1, max_size=6, unique_by=lambda one: one["metricName"])


def updates(desired, state):
    made = b.plan(desired, state)
    return [step.calls[0].request for step in made.steps if step.kind == "metric-attribution"]


@settings(max_examples=40)
@given(SETS, SETS)
def test_the_updates_lead_from_the_live_metrics_to_the_declared_ones_and_never_double_a_name(
    old, new
) -> None:
    held = {one["metricName"]: one for one in old}
    sent = updates(m.market(m.metrics(*new)), b.altered(OPEN, m.METRICS, metrics=old))
    for request in sent:
        for name in request.get("removeMetrics", ()):
            del held[name]
        for one in request.get("addMetrics", ()):
            assert one["metricName"] not in held
            held[one["metricName"]] = one
    assert held == {one["metricName"]: one for one in new}
    assert len(sent) <= 2
    same = [one for one in old if one in new]
    assert not {one["metricName"] for one in same} & {
        name for r in sent for name in r.get("removeMetrics", ())
    }


@settings(max_examples=40)
@given(SETS, st.randoms())
def test_their_order_is_no_difference(metrics, dice) -> None:
    shuffled = list(metrics)
    dice.shuffle(shuffled)
    assert updates(m.market(m.metrics(*metrics)), b.altered(OPEN, m.METRICS, metrics=shuffled)) == []


def test_another_place_goes_with_what_joins() -> None:
    place = {**m.REPORTS, "roleArn": b.arn("x")}
    desired = m.market(m.metrics(m.VIEWS, {**m.SALES, "eventType": "order"}, metricsOutputConfig=place))
    first, second = updates(desired, OPEN)
    assert set(first) == {"metricAttributionArn", "removeMetrics"}
    assert set(second) == {"metricAttributionArn", "addMetrics", "metricsOutputConfig"}
    assert [
        set(one) for one in updates(m.market(m.metrics(m.VIEWS, m.SALES, metricsOutputConfig=place)), OPEN)
    ] == [{"metricAttributionArn", "metricsOutputConfig"}]


def test_the_second_update_needs_the_first() -> None:
    made = b.plan(m.market(m.metrics(m.VIEWS, {**m.SALES, "eventType": "order"})), OPEN)
    first, second = (step for step in made.steps if step.kind == "metric-attribution")
    assert second.needs == (first.id,)


def test_the_group_is_told_before_it_is_made() -> None:
    made = b.plan(MARKET, b.gone(OPEN, m.METRICS))
    tag, create = b.step(made, Action.CREATE, m.METRICS).calls
    assert tag.operation == "TagResource"
    assert tag.request["tags"] == [{"tagKey": ATTRIBUTION, "tagValue": "impact"}]
    assert create.operation == "CreateMetricAttribution"
    assert "tags" not in create.request


def test_one_that_left_the_file_goes_and_so_does_what_the_group_says_of_it() -> None:
    step = b.step(b.plan(m.market(without=[m.METRICS]), OPEN), Action.DELETE, m.METRICS)
    (mark,) = step.marks
    assert mark.operation == "UntagResource"
    assert mark.request["tagKeys"] == [ATTRIBUTION]


def test_a_note_that_was_lost_is_written_with_a_change_too() -> None:
    made = b.plan(m.market(m.metrics(m.VIEWS)), b.tagged(OPEN, b.GROUP, **{ATTRIBUTION: None}))
    assert b.change(made, m.METRICS).action is Action.UPDATE
    assert b.step(made, Action.MARK, m.METRICS).calls[0].operation == "TagResource"


def test_one_that_no_file_of_this_stack_declared_is_not_ours_to_delete() -> None:
    state = b.tagged(OPEN, b.GROUP, **{ATTRIBUTION: None})
    assert m.METRICS not in b.actions(b.plan(m.market(without=[m.METRICS]), state))


@pytest.mark.parametrize(("known", "rule"), [("impact", None), (None, "unowned")])
def test_another_name_waits_for_the_old_one_to_go_if_that_may_go(known, rule) -> None:
    renamed = b.declared(
        "metric-attribution/effect", name="effect", metrics=[m.VIEWS], metricsOutputConfig=m.REPORTS
    )
    made = b.plan(m.market(renamed, without=[m.METRICS]), b.tagged(OPEN, b.GROUP, **{ATTRIBUTION: known}))
    assert m.rules(made).get("metric-attribution/effect") == rule
    if rule is None:
        assert f"delete {m.METRICS}" in b.step(made, Action.CREATE, "metric-attribution/effect").needs


@pytest.mark.parametrize(("owner", "rule"), [(None, "unowned"), ("other", "foreign")])
def test_it_is_refused_with_its_group_and_no_line_to_paste_names_it(owner, rule) -> None:
    refused = m.rules(b.plan(MARKET, b.unowned(OPEN, b.GROUP, owner=owner)))
    assert (refused[b.GROUP], refused[m.METRICS]) == (rule, rule)
    problem = b.change(b.plan(MARKET, b.unowned(OPEN, b.GROUP, owner=owner)), m.METRICS).refusal
    assert problem is not None
    assert (problem.paste, b.GROUP in problem.fix) == ("", True)


def test_one_in_a_group_that_the_file_does_not_name_is_somebody_elses() -> None:
    home = b.arn("dataset-group/other")
    made = b.plan(MARKET, b.altered(OPEN, m.METRICS, datasetGroupArn=home))
    assert m.rules(made)[m.METRICS] == "foreign"


def test_it_is_taken_over_with_its_group() -> None:
    made = b.plan(replace(MARKET, adopt=(b.adopt(b.GROUP),)), b.unowned(OPEN, b.GROUP))
    assert b.actions(made)[b.GROUP] == "adopt"
    assert m.rules(made) == {}
