"""Design 4.10: the same comparison read the other way, one class per finding."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m
import pytest

from reconciler.model.address import parse_address
from reconciler.model.observed import ReadProblem
from reconciler.plan.drift import DriftClass, drift_report
from reconciler.plan.marks import REFUSED

PLAIN = b.settled(b.shop())
BIGGER = b.shop(b.declared(b.CAMPAIGN, minTPS=5))
NEWER = b.version(9, created=b.ago(days=1))


def found(desired, state):
    report = drift_report(b.plan(desired, state))
    return [(str(one.address), one.drift.value) for one in report.findings]


def with_newer(state):
    (old,) = b.runs(PLAIN, b.TRAINING)
    return b.with_runs(state, b.TRAINING, NEWER, old)


@pytest.mark.parametrize(
    ("desired", "state", "expected"),
    [
        (b.shop(), PLAIN, []),
        (b.shop(), b.gone(PLAIN, b.FILTER), [(b.FILTER, "missing")]),
        (b.shop(), b.unowned(PLAIN, b.FILTER), [(b.FILTER, "missing")]),
        (b.shop(), b.unowned(PLAIN, b.FILTER, owner="other"), [(b.FILTER, "missing")]),
        (b.shop(), b.altered(PLAIN, b.CAMPAIGN, minProvisionedTPS=2), [(b.CAMPAIGN, "changed")]),
        (b.shop(), b.tagged(PLAIN, b.FILTER, **{"reconcile:digest": None}), []),
        (b.shop(without=[b.FILTER]), PLAIN, [(b.FILTER, "extra")]),
        (b.shop(without=[b.TRACKER]), PLAIN, [(b.TRACKER, "extra")]),
        (b.shop(without=[b.FILTER], forget=(b.forget(b.FILTER),)), PLAIN, [(b.FILTER, "pending")]),
        (b.shop(adopt=(b.adopt(b.FILTER),)), b.unowned(PLAIN, b.FILTER), [(b.FILTER, "pending")]),
        (BIGGER, PLAIN, [(b.CAMPAIGN, "pending")]),
        (b.shop(b.declared(b.GROUP, domain="ECOMMERCE")), PLAIN, [(b.GROUP, "pending")]),
        (b.shop(), b.altered(PLAIN, b.FILTER, status="CREATE FAILED"), [(b.FILTER, "unhealthy")]),
        (b.shop(), b.altered(PLAIN, b.DATASET, status="DELETE FAILED"), [(b.DATASET, "unhealthy")]),
        (b.shop(), b.altered(PLAIN, b.FILTER, status="CREATE PENDING"), []),
        (b.shop(), with_newer(PLAIN), [(b.CAMPAIGN, "due")]),
        (BIGGER, with_newer(PLAIN), [(b.CAMPAIGN, "pending"), (b.CAMPAIGN, "due")]),
        (
            b.shop(),
            with_newer(b.altered(PLAIN, b.CAMPAIGN, minProvisionedTPS=7)),
            [(b.CAMPAIGN, "changed"), (b.CAMPAIGN, "due")],
        ),
        (
            BIGGER,
            b.tagged(
                b.altered(PLAIN, b.CAMPAIGN, campaignConfig={"syncWithLatestSolutionVersion": True}),
                b.CAMPAIGN,
            ),
            [(b.CAMPAIGN, "changed"), (b.CAMPAIGN, "pending")],
        ),
    ],
    ids=lambda value: " ".join(f"{a}:{c}" for a, c in value) if isinstance(value, list) else "",
)
def test_every_difference_has_its_class_and_nothing_else_is_one(desired, state, expected) -> None:
    assert found(desired, state) == expected


OPEN = m.opened(m.market())
WIDER = m.market(
    m.events({"name": "EVENT_VALUE", "type": ["null", "float"]}), b.declared(b.TRAINING, when="initial")
)


@pytest.mark.parametrize(
    ("desired", "state", "expected"),
    [
        (m.market(), OPEN, []),
        (m.market(), b.altered(OPEN, m.RECOMMENDER, status="INACTIVE"), [(m.RECOMMENDER, "changed")]),
        (m.market(m.recommender(running=False)), OPEN, [(m.RECOMMENDER, "pending")]),
        (m.market(), b.altered(OPEN, m.RECOMMENDER, status="STOP PENDING"), [(m.RECOMMENDER, "changed")]),
        (m.market(m.metrics(m.VIEWS)), OPEN, [(m.METRICS, "changed")]),
        (m.market(without=[m.METRICS]), OPEN, [(m.METRICS, "extra")]),
        (m.market(), b.gone(OPEN, m.METRICS), [(m.METRICS, "missing")]),
        (
            b.shop(b.declared(b.SOLUTION, recipe="aws-sims")),
            PLAIN,
            [(b.SOLUTION, "pending"), (b.TRAINING, "due"), (b.CAMPAIGN, "due")],
        ),
        (
            b.shop(b.declared(b.FILTER, expression="EXCLUDE ItemID WHERE Items.PRICE > 3")),
            PLAIN,
            [(b.FILTER, "pending")],
        ),
        (WIDER, OPEN, [(b.SCHEMA, "pending"), (b.DATASET, "pending")]),
        (
            b.shop(),
            b.tagged(with_newer(PLAIN), b.CAMPAIGN, **{REFUSED: NEWER.arn.rpartition("/")[2]}),
            [(b.CAMPAIGN, "unhealthy")],
        ),
    ],
    ids=lambda value: " ".join(f"{a}:{c}" for a, c in value) if isinstance(value, list) else "",
)
def test_what_goes_and_comes_back_is_told_once_and_its_company_is_not_drift(desired, state, expected) -> None:
    assert found(desired, state) == expected


def test_an_edited_schema_is_pending_since_nobody_changed_anything_outside() -> None:
    wider = {**b.AVRO, "fields": [*b.AVRO["fields"], {"name": "EVENT_VALUE", "type": ["null", "float"]}]}
    edited = b.shop(b.declared(b.SCHEMA, avro=wider))
    assert {one: drift for one, drift in found(edited, PLAIN) if drift != "due"} == {
        b.SCHEMA: "pending",
        b.DATASET: "pending",
    }


def test_what_is_due_is_a_run_or_a_deployment() -> None:
    made = found(b.shop(), b.with_runs(PLAIN, b.TRAINING))
    assert (b.TRAINING, "due") in made
    assert {one for _, one in made} == {"due"}


def test_a_failed_run_is_unhealthy_with_the_services_reason() -> None:
    bad = b.version(3, status="CREATE FAILED", created=b.NOW, failure_reason="too few users")
    report = drift_report(b.plan(b.shop(), b.with_runs(PLAIN, b.TRAINING, bad)))
    assert [(one.drift, one.detail) for one in report.findings if str(one.address) == b.TRAINING] == [
        (DriftClass.UNHEALTHY, "too few users")
    ]


def test_a_value_that_only_the_account_knows_is_marked_sensitive() -> None:
    made = b.plan(b.shop(), b.altered(PLAIN, b.FILTER, filterExpression="secret"))
    assert b.field(made, b.FILTER, "expression").sensitive
    assert not b.field(b.plan(BIGGER, PLAIN), b.CAMPAIGN, "minTPS").sensitive


def test_what_could_not_be_read_is_neither_missing_nor_to_be_created() -> None:

    state = replace(
        b.gone(PLAIN, b.FILTER, b.GROUP, b.DATASET),
        problems=(ReadProblem(what="no", operation="DescribeFilter"),),
        unread=frozenset({parse_address(b.FILTER), parse_address(b.GROUP)}),
    )
    assert found(b.shop(), state) == []
    assert b.actions(b.plan(b.shop(), state)) == {}
