"""Filters: proven under another name before the one that serves goes (design 4.8)."""

from __future__ import annotations

import itertools
from dataclasses import replace

import building as b
import market as m
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.address import parse_address
from reconciler.model.health import health_of
from reconciler.plan.changes import Action
from reconciler.plan.proof import fields_of

SHOP = b.shop()
PLAIN = b.settled(SHOP)
SAID = "INCLUDE ItemID WHERE Items.PRICE > 3"
CHANGED = b.shop(b.declared(b.FILTER, expression=SAID))
OLD = b.live(PLAIN, b.FILTER)
NEXT = "unseen-next"
PROOF, GONE, BACK, CLEAN = (
    f"create {b.FILTER} ({NEXT})",
    f"delete {b.FILTER}",
    f"create {b.FILTER}",
    f"delete {b.FILTER} ({NEXT})",
)


def left_behind(status, expression=SAID, tags=OLD.tags, *, beside=OLD):
    body = {**OLD.body, "name": NEXT, "filterExpression": expression, "status": status}
    arn = b.arn(f"filter/{NEXT}")
    left = replace(OLD, name=NEXT, arn=arn, body=body, tags=tags, health=health_of(status))
    return m.with_generations(PLAIN, b.FILTER, *([beside] if beside else []), left)


def filters(made):
    return [step.id for step in made.steps if step.kind == "filter"]


def chained(made):
    """Whether each step comes after the one before."""
    steps = [step for step in made.steps if step.kind == "filter"]
    return all(one.id in m.before(made, two) for one, two in itertools.pairwise(steps))


def test_the_new_one_is_active_elsewhere_before_the_old_one_goes() -> None:
    made = b.plan(CHANGED, PLAIN)
    assert filters(made) == [PROOF, GONE, BACK, CLEAN]
    assert chained(made)
    proof, back = (next(s for s in made.steps if s.id == name).calls[0].request for name in (PROOF, BACK))
    assert {**proof, "name": "unseen"} == back


@pytest.mark.parametrize(
    ("status", "expression", "expected"),
    [
        ("ACTIVE", SAID, [GONE, BACK, CLEAN]),
        ("CREATE PENDING", SAID, [f"wait {b.FILTER} ({NEXT})", GONE, BACK, CLEAN]),
        ("CREATE FAILED", SAID, [f"{CLEAN[:-1]}, CREATE FAILED)", PROOF, GONE, BACK, CLEAN]),
        ("ACTIVE", "other", [f"{CLEAN[:-1]}, ACTIVE)", PROOF, GONE, BACK, CLEAN]),
        ("CREATE IN_PROGRESS", "other", [f"{CLEAN[:-1]}, CREATE IN_PROGRESS)", PROOF, GONE, BACK, CLEAN]),
    ],
)
def test_what_an_interrupted_apply_left_is_used_or_cleaned_up(status, expression, expected) -> None:
    made = b.plan(CHANGED, left_behind(status, expression))
    assert filters(made) == expected
    assert chained(made)


def test_a_leftover_that_is_leaving_is_gone_before_another_is_made() -> None:
    made = b.plan(CHANGED, left_behind("DELETE IN_PROGRESS"))
    assert filters(made)[-4:] == [PROOF, GONE, BACK, CLEAN]
    assert len(filters(made)) == 5
    assert made.steps[0].calls == ()
    assert chained(made)


def test_stopped_between_the_deletion_and_the_return_it_goes_on_from_there() -> None:
    made = b.plan(CHANGED, left_behind("ACTIVE", beside=None))
    assert filters(made) == [BACK, CLEAN]
    assert chained(made)


def test_an_edit_taken_back_leaves_the_leftover_to_be_deleted() -> None:
    made = b.plan(SHOP, left_behind("ACTIVE"))
    assert filters(made) == [CLEAN]
    assert b.actions(made) == {b.FILTER: "recreate"}


@pytest.mark.parametrize("tags", [{}, {"reconcile:stack": "other"}])
def test_a_leftover_of_somebody_else_is_not_cleaned_up(tags) -> None:
    assert filters(b.plan(SHOP, left_behind("ACTIVE", tags=tags))) == []


@given(st.integers(0, 40))
def test_without_room_it_is_unproven_and_says_so(count) -> None:
    made = b.plan(CHANGED, replace(PLAIN, filter_counts={"shop": count}))
    assert (PROOF in filters(made)) == (count < 30)
    assert any("unproven" in note for note in b.change(made, b.FILTER).notes) == (count >= 30)
    assert filters(made)[-2:] == ([BACK, CLEAN] if count < 30 else [GONE, BACK])


def test_a_leftover_takes_no_more_room_than_it_has() -> None:
    state = replace(left_behind("ACTIVE"), filter_counts={"shop": 30})
    assert filters(b.plan(CHANGED, state)) == [GONE, BACK, CLEAN]


def test_twenty_fields_are_the_most_that_a_groups_filters_use() -> None:
    many = " AND ".join(f"Items.C{number} = 1" for number in range(20))
    made = b.plan(b.shop(b.declared(b.FILTER, expression=f"INCLUDE ItemID WHERE {many}")), PLAIN)
    assert filters(made) == [GONE, BACK]


@given(st.lists(st.sampled_from(["Items.PRICE", "items.price", "Users.AGE", '"Items.NO"'])))
def test_fields_are_told_without_case_and_outside_quotes(words) -> None:
    wanted = {word.lower() for word in words if not word.startswith('"')}
    assert fields_of(" AND ".join(words)) == wanted


def test_an_adopted_filter_waits_for_the_next_plan_with_another_expression() -> None:
    desired = replace(CHANGED, adopt=(b.adopt(b.FILTER),))
    made = b.plan(desired, b.unowned(PLAIN, b.FILTER))
    assert filters(made) == [f"adopt {b.FILTER}"]
    assert parse_address(b.FILTER) in {one.address for one in made.changes if one.action is Action.ADOPT}
