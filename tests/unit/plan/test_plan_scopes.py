"""Plans that are not about everything: a destroy, and runs only (design 4.10, issue 3)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest

from reconciler.model.desired import Policy
from reconciler.plan.changes import Action, Plan, Scope
from reconciler.plan.document import from_document, to_document

SHOP = b.shop()
PLAIN = b.settled(SHOP)
OWNED = {b.GROUP, b.DATASET, b.TRACKER, b.FILTER, b.SOLUTION, b.CAMPAIGN}
HARMFUL = {b.GROUP, b.DATASET, b.TRACKER, b.CAMPAIGN}


def destroyed(state=PLAIN, **more) -> Plan:
    return b.plan(b.shop(**more).emptied(), state)


def agreed(state=PLAIN, **more) -> Plan:
    """The destroy once every line that it asks for is in the file."""
    lines = tuple(
        b.consent("delete", str(one.address), one.change_id)
        for one in destroyed(state, **more).refused
        if one.refusal and one.refusal.paste
    )
    return destroyed(state, **{**more, "consent": (*more.get("consent", ()), *lines)})


# Destroy


def test_everything_of_the_stack_goes_although_the_file_declares_it() -> None:
    made = agreed()
    assert made.scope is Scope.DESTROY
    assert not made.refused
    deleted = {str(step.address) for step in made.steps if step.action is Action.DELETE}
    assert deleted >= OWNED
    assert {one.reason for one in made.changes if str(one.address) in OWNED} == {"owned by this stack"}


def test_what_holds_data_or_serves_refuses_a_destroy_without_consent() -> None:
    made = destroyed()
    assert {str(one.address) for one in made.refused} >= HARMFUL
    assert made.steps == ()
    line = next(one.refusal for one in made.refused if str(one.address) == b.GROUP)
    assert line is not None
    assert line.why == "deleting it loses all that is in it, and the file does not agree to it"


def test_a_consent_to_a_removal_holds_for_a_destroy_as_well() -> None:
    removed = b.plan(b.shop(without=OWNED), PLAIN)
    ids = {one.address: one.change_id for one in removed.changes if one.change_id}
    assert ids == {one.address: one.change_id for one in destroyed().changes if one.change_id}
    assert ids


def test_what_is_not_ours_stays_whatever_the_file_declares() -> None:
    for owner in (None, "another"):
        state = b.unowned(PLAIN, b.FILTER, owner=owner)
        assert b.FILTER not in b.actions(destroyed(state))


def test_what_somebody_else_has_in_the_group_refuses_a_destroy() -> None:
    group = b.live(PLAIN, b.GROUP)
    state = replace(PLAIN, contents={group.arn: (b.arn("filter/theirs"),)})
    refusal = b.change(agreed(state), b.GROUP).refusal
    assert refusal is not None
    assert refusal.rule == "foreign"
    assert b.arn("filter/theirs") in refusal.why


def test_what_is_forgotten_is_let_go_of_and_not_deleted() -> None:
    made = agreed(without=[b.FILTER], forget=(b.forget(b.FILTER),))
    assert b.actions(made)[b.FILTER] == "forget"
    assert not any(step.action is Action.DELETE and str(step.address) == b.FILTER for step in made.steps)


def test_a_destroy_adopts_nothing_and_does_not_speak_of_adoption() -> None:
    state = b.unowned(PLAIN, b.FILTER)
    made = destroyed(state, adopt=(b.adopt(b.FILTER),))
    assert b.FILTER not in b.actions(made)
    assert made.warnings == ()


def test_max_deletes_holds_for_a_destroy() -> None:
    made = agreed(policy=Policy(max_deletes=2))
    assert {one.refusal.rule for one in made.refused if one.refusal} == {"max-deletes"}


def test_consents_to_recreations_are_not_called_useless_by_a_destroy() -> None:
    made = agreed(consent=(b.consent("recreate", b.DATASET, "3fa9c1"),))
    assert made.warnings == ()


def test_a_stack_that_owns_nothing_has_nothing_to_destroy() -> None:
    made = destroyed(b.nothing())
    assert (made.changes, made.steps, made.has_differences) == ((), (), False)


# Only runs

STALE = b.shop(b.declared(b.CAMPAIGN, solution="recs", minTPS=5), without=[b.FILTER])


def only_runs(desired, state=PLAIN) -> Plan:
    return b.plan(desired, state, only_runs=True)


def test_edits_of_the_file_are_left_aside_and_counted() -> None:
    made = only_runs(STALE)
    assert made.scope is Scope.RUNS
    assert not any(one.action is not Action.NONE for one in made.changes)
    whole = b.plan(STALE, PLAIN)
    assert made.left_aside == sum(one.action not in {Action.NONE, Action.MARK} for one in whole.changes) > 0


def test_a_refusal_elsewhere_does_not_stand_against_runs() -> None:
    desired = b.shop(without=[b.TRACKER])
    state = b.with_runs(PLAIN, b.IMPORT)
    assert b.plan(desired, state).refused
    made = only_runs(desired, state)
    assert not made.refused
    assert b.step(made, Action.RUN, b.IMPORT)
    assert made.left_aside == 1


def test_where_all_is_as_the_file_says_nothing_is_left_aside() -> None:
    assert only_runs(SHOP).left_aside == 0


@pytest.mark.parametrize(
    "made", [only_runs(STALE), destroyed(), b.plan(SHOP, PLAIN)], ids=["runs", "destroy", "whole"]
)
def test_a_saved_plan_says_what_it_is_about(made: Plan) -> None:
    assert from_document(to_document(made)) == made
