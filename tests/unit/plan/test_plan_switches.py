"""Recommenders: started and stopped, updated only while they run."""

from __future__ import annotations

import itertools

import building as b
import market as m
import pytest

from reconciler.model.values import Json
from reconciler.plan.changes import Action, Until

MARKET = m.market()
OPEN = m.opened(MARKET)
STOPPED = b.altered(OPEN, m.RECOMMENDER, status="INACTIVE")
AT_REST = m.market(m.recommender(running=False))


def steps(desired, state):
    made = b.plan(desired, state)
    return [step for step in made.steps if step.kind == "recommender"]


def words(desired, state):
    return [step.action.value for step in steps(desired, state)]


@pytest.mark.parametrize(
    ("desired", "state", "expected"),
    [
        (MARKET, OPEN, []),
        (AT_REST, OPEN, ["stop"]),
        (MARKET, STOPPED, ["start"]),
        (m.market(m.recommender(tps=4)), OPEN, ["update"]),
        (m.market(m.recommender(tps=4)), STOPPED, ["start", "update"]),
        (m.market(m.recommender(tps=4, running=False)), OPEN, ["update", "stop"]),
        (MARKET, b.altered(OPEN, m.RECOMMENDER, status="STOP PENDING"), ["wait", "start"]),
        (AT_REST, b.altered(OPEN, m.RECOMMENDER, status="STOP IN_PROGRESS"), ["wait", "mark"]),
        (MARKET, b.altered(OPEN, m.RECOMMENDER, status="START PENDING"), ["wait"]),
        (AT_REST, b.altered(OPEN, m.RECOMMENDER, status="START IN_PROGRESS"), ["wait", "stop"]),
        (AT_REST, b.gone(OPEN, m.RECOMMENDER), ["create", "stop"]),
        (AT_REST, b.altered(OPEN, m.RECOMMENDER, status="CREATE FAILED"), ["delete", "create", "stop"]),
    ],
)
def test_what_runs_is_updated_and_the_rest_follows(desired, state, expected) -> None:
    assert words(desired, state) == expected
    chain = steps(desired, state)
    assert all(first.id in then.needs for first, then in itertools.pairwise(chain))


def test_the_digest_follows_the_last_of_them() -> None:
    chain = steps(m.market(m.recommender(tps=4, running=False)), OPEN)
    assert [bool(step.marks) for step in chain] == [False, True]
    assert [step.until for step in chain] == [Until.UPDATED, Until.STOPPED]


def test_what_is_stopped_and_stays_so_waits_with_a_note_and_without_a_mark() -> None:
    waiting = m.market(m.recommender(tps=4, running=False))
    made = b.plan(waiting, STOPPED)
    assert made.steps == ()
    assert any("minRecommendationRequestsPerSecond" in note for note in b.change(made, m.RECOMMENDER).notes)
    assert not made.has_differences


def test_an_update_sends_the_whole_configuration() -> None:
    live: Json = {"minRecommendationRequestsPerSecond": 1, "enableMetadataWithRecommendations": True}
    state = b.altered(OPEN, m.RECOMMENDER, recommenderConfig=live)
    (update,) = steps(m.market(m.recommender(tps=4)), state)
    assert update.calls[0].request["recommenderConfig"] == {
        "minRecommendationRequestsPerSecond": 4,
        "enableMetadataWithRecommendations": True,
    }


@pytest.mark.parametrize(("status", "rule"), [("ACTIVE", "consent"), ("INACTIVE", None)])
def test_another_use_case_needs_consent_while_it_serves(status, rule) -> None:
    state = b.altered(OPEN, m.RECOMMENDER, status=status)
    made = b.plan(m.market(m.recommender(recipe="aws-ecomm-popular-items")), state)
    assert b.change(made, m.RECOMMENDER).action is Action.RECREATE
    assert m.rules(made).get(m.RECOMMENDER) == rule


@pytest.mark.parametrize(
    ("status", "rule"), [("ACTIVE", "consent"), ("INACTIVE", None), ("CREATE FAILED", None)]
)
def test_so_does_its_deletion(status, rule) -> None:
    state = b.altered(OPEN, m.RECOMMENDER, status=status)
    assert m.rules(b.plan(m.market(without=[m.RECOMMENDER]), state)).get(m.RECOMMENDER) == rule
