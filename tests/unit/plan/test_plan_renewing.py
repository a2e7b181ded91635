"""Recreations: agreed to or refused, taken away and put back in order (design 4.5, 4.6)."""

from __future__ import annotations

import itertools
from dataclasses import replace

import building as b
import market as m
import pytest

from reconciler.plan.changes import Action, Effect

MARKET = m.market()
OPEN = m.opened(MARKET)
VALUE = {"name": "EVENT_VALUE", "type": ["null", "float"]}
WIDER = m.market(m.events(VALUE))
AGREED = m.agreeing(WIDER, OPEN)
DONE = b.plan(AGREED, OPEN)
OTHER_DOMAIN = b.declared(b.GROUP, domain="ECOMMERCE")


def step(action, text, made=DONE):
    return b.step(made, action, text)


def test_without_consent_the_dataset_and_the_tracker_are_refused_and_the_rest_is_shown() -> None:
    made = b.plan(WIDER, OPEN)
    assert m.rules(made) == {b.DATASET: "consent", b.TRACKER: "consent"}
    assert made.steps == ()
    assert {b.actions(made)[text] for text in (b.CAMPAIGN, b.FILTER, m.METRICS)} == {"recreate"}


def test_one_consent_covers_the_collateral_but_never_the_tracker() -> None:
    without = replace(WIDER, consent=tuple(one for one in AGREED.consent if one.address.kind == "dataset"))
    assert m.rules(b.plan(without, OPEN)) == {b.TRACKER: "consent"}
    assert m.rules(DONE) == {}


def test_a_consent_to_the_tracker_alone_recreates_nothing() -> None:
    only = replace(WIDER, consent=tuple(one for one in AGREED.consent if one.address.kind != "dataset"))
    assert m.rules(b.plan(only, OPEN)) == {b.DATASET: "consent"}


def test_a_recreated_group_needs_its_own_and_the_trackers_consent_and_no_more() -> None:
    desired = m.market(OTHER_DOMAIN)
    assert m.rules(b.plan(desired, OPEN)) == {b.GROUP: "consent", b.TRACKER: "consent"}
    made = b.plan(m.agreeing(desired, OPEN), OPEN)
    assert m.rules(made) == {}
    assert set(m.ids(made, "delete ")) == {f"delete {one}" for one in OPEN.resources}


def test_the_consent_of_another_schema_does_not_hold() -> None:
    other = replace(m.market(m.events({**VALUE, "name": "OTHER"})), consent=AGREED.consent)
    assert m.rules(b.plan(other, OPEN)) == {b.DATASET: "consent"}


NEVER = b.declared(b.IMPORT, **{"from": b.DATA, "role": b.ROLE, "when": "never"})


@pytest.mark.parametrize(
    "desired", [m.market(m.events(VALUE), without=[b.IMPORT]), m.market(m.events(VALUE), NEVER)]
)
def test_a_dataset_that_nothing_fills_again_is_refused_unless_the_consent_says_empty(desired) -> None:
    assert m.rules(b.plan(desired, OPEN))[b.DATASET] == "stays-empty"
    assert m.rules(b.plan(m.agreeing(desired, OPEN), OPEN)) == {b.DATASET: "stays-empty"}
    assert m.rules(b.plan(m.agreeing(desired, OPEN, empty=True), OPEN)) == {}


def test_a_dataset_that_goes_with_its_group_has_to_be_filled_again_too() -> None:
    desired = m.market(OTHER_DOMAIN, without=[m.ITEMS_IMPORT])
    assert m.rules(b.plan(desired, OPEN))[m.ITEMS] == "stays-empty"
    assert m.rules(b.plan(m.agreeing(desired, OPEN, empty=True), OPEN)) == {}


def test_what_is_not_ours_in_the_way_refuses_it_by_name() -> None:
    strange = b.arn("filter/strange")
    state = replace(OPEN, contents={b.live(OPEN, b.DATASET).arn: (strange,)})
    made = b.plan(AGREED, state)
    assert m.rules(made) == {b.DATASET: "foreign"}
    refusal = b.change(made, b.DATASET).refusal
    assert refusal
    assert strange in refusal.why


ORDER = (
    ("create", b.SCHEMA),
    ("delete", b.CAMPAIGN),
    ("delete", b.TRACKER),
    ("delete", m.METRICS),
    ("delete", b.FILTER),
    ("delete", b.DATASET),
    ("create", b.DATASET),
    ("run", b.IMPORT),
    ("create", b.FILTER),
    ("create", b.CAMPAIGN),
)


def test_the_schema_comes_before_anything_goes_and_then_all_in_the_services_order() -> None:
    order = [step(Action(verb), text).id for verb, text in ORDER]
    places = [[one.id for one in DONE.steps].index(name) for name in order]
    assert places[1:] == sorted(places[1:])
    for first, then in itertools.pairwise(order[1:]):
        assert first in m.before(DONE, next(one for one in DONE.steps if one.id == then))
    assert order[0] in m.before(DONE, step(Action.CREATE, b.DATASET))


def test_nothing_comes_back_before_the_dataset_is_there_again() -> None:
    renewed = {b.TRACKER, b.FILTER, m.METRICS, b.CAMPAIGN, b.IMPORT, b.TRAINING}
    back = [
        one for one in DONE.steps if one.action in {Action.CREATE, Action.RUN} and str(one.address) in renewed
    ]
    assert {str(one.address) for one in back} == renewed
    for one in back:
        assert f"create {b.DATASET}" in m.before(DONE, one)


def test_a_failed_import_keeps_filters_and_campaigns_away_from_nobody() -> None:
    load = step(Action.RUN, b.IMPORT).id
    for text in (b.FILTER, m.METRICS, b.CAMPAIGN):
        back = step(Action.CREATE, text)
        assert load in back.follows
        assert load not in back.needs
    assert load in m.before(DONE, step(Action.RUN, b.TRAINING))


def test_the_campaign_comes_back_on_what_it_served_and_moves_after_the_training() -> None:
    served = b.live(OPEN, b.CAMPAIGN).body["solutionVersionArn"]
    assert b.request(DONE, Action.CREATE, b.CAMPAIGN)["solutionVersionArn"] == served
    moved = step(Action.UPDATE, b.CAMPAIGN)
    assert {f"create {b.CAMPAIGN}", step(Action.RUN, b.TRAINING).id} <= set(moved.needs)


def test_what_it_does_to_people_is_said() -> None:
    assert Effect.LOSES_DATA in b.change(DONE, b.DATASET).effects
    assert Effect.CHANGES_IDENTIFIER in b.change(DONE, b.TRACKER).effects
    assert Effect.INTERRUPTS in b.change(DONE, b.CAMPAIGN).effects
    assert Effect.INTERRUPTS in b.change(DONE, b.FILTER).effects, "requests that name it fail meanwhile"
    notes = " ".join(b.change(DONE, b.DATASET).notes)
    assert "create-dataset-export-job" in notes
    assert "+ EVENT_VALUE" in notes
    assert all(text in notes for text in (b.CAMPAIGN, b.FILTER, b.TRACKER, m.METRICS))


def test_a_running_import_is_waited_for_before_its_dataset_goes() -> None:
    running = b.job("somebodys", status="CREATE IN_PROGRESS", created=b.ago(hours=1))
    state = b.with_runs(OPEN, b.IMPORT, running, *b.runs(OPEN, b.IMPORT))
    made = b.plan(m.agreeing(WIDER, state), state)
    wait = f"wait {b.IMPORT} (somebodys)"
    assert wait in m.before(made, b.step(made, Action.DELETE, b.DATASET))


@pytest.mark.parametrize(("when", "stopped"), [("imported", True), ("initial", False)])
def test_a_running_training_is_stopped_only_if_it_is_repeated(when, stopped) -> None:
    running = b.version(9, status="CREATE IN_PROGRESS", created=b.ago(hours=1))
    state = b.with_runs(OPEN, b.TRAINING, running, *b.runs(OPEN, b.TRAINING))
    desired = m.market(m.events(VALUE), b.declared(b.TRAINING, when=when))
    made = b.plan(m.agreeing(desired, state), state)
    first = f"{'stop' if stopped else 'wait'} {b.TRAINING}"
    assert first in m.before(made, b.step(made, Action.DELETE, b.DATASET))
    assert m.ids(made, f"run {b.TRAINING}") == ([f"run {b.TRAINING}"] if stopped else [])


def test_a_run_that_only_a_recreation_brings_about_is_not_owed() -> None:
    assert not b.change(DONE, b.IMPORT).due


@pytest.mark.parametrize("text", [b.DATASET, b.TRACKER, b.FILTER])
def test_what_failed_after_it_had_worked_stops_a_recreation_before_anything_goes(text) -> None:
    made = b.plan(AGREED, b.altered(OPEN, text, status="DELETE FAILED"))
    assert made.steps == ()
    if text != b.DATASET:
        assert m.rules(made)[text] == "failed"


def test_an_edit_of_what_goes_along_is_shown_with_it() -> None:
    edited = m.market(
        m.events(VALUE),
        b.declared(b.FILTER, expression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")'),
        b.declared(b.CAMPAIGN, minTPS=77, tags={"team": "home"}),
    )
    made = b.plan(m.agreeing(edited, OPEN), OPEN)
    assert [one.field for one in b.change(made, b.FILTER).fields] == ["expression"]
    assert {one.field: one.after for one in b.change(made, b.CAMPAIGN).fields} == {
        "minTPS": 77,
        "tags.team": "home",
    }
    assert b.change(DONE, b.FILTER).fields == b.change(DONE, b.CAMPAIGN).fields == ()
