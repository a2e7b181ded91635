"""Which of several physical resources the file means."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reconciler.model.address import parse_address
from reconciler.model.health import Health
from reconciler.plan.generations import fits, next_name, superseded, target_of
from reconciler.plan.marks import STACK
from reconciler.plan.naming import generation_name, generation_number

SHOP = b.shop()
PLAIN = b.settled(SHOP)
SOLUTION, FILTER = parse_address(b.SOLUTION), parse_address(b.FILTER)
FIRST, UNSEEN = b.live(PLAIN, b.SOLUTION), b.live(PLAIN, b.FILTER)
OTHER = {**FIRST.body, "recipeArn": "arn:aws:personalize:::recipe/aws-sims"}
NEXT = replace(UNSEEN, name="unseen-next", arn=b.arn("filter/unseen-next"))


def generation(number, body=FIRST.body, tags=FIRST.tags):
    return replace(FIRST, name=f"recs-v{number}", arn=b.arn(f"solution/recs-v{number}"), body=body, tags=tags)


def target(address, *found):
    return target_of(address, SHOP.resources[address], found, b.MINE, b.HERE)


def test_what_an_apply_made_fits_what_it_was_made_from() -> None:
    for address, (live,) in PLAIN.resources.items():
        assert fits(SHOP.resources[address], live, b.HERE)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (b.SOLUTION, {"recipeArn": "arn:aws:personalize:::recipe/aws-sims"}),
        (b.SOLUTION, {"datasetGroupArn": b.arn("dataset-group/other")}),
        (b.FILTER, {"filterExpression": "EXCLUDE ItemID WHERE Items.PRICE > 3"}),
        (b.FILTER, {"datasetGroupArn": b.arn("dataset-group/other")}),
    ],
)
def test_a_fixed_field_or_another_group_does_not_fit(text, body) -> None:
    state = b.altered(PLAIN, text, **body)
    assert not fits(SHOP.resources[parse_address(text)], b.live(state, text), b.HERE)


def test_a_field_that_changes_in_place_or_that_the_file_does_not_say_fits() -> None:
    state = b.altered(PLAIN, b.SOLUTION, performAutoTraining=True, eventType="watch")
    assert fits(SHOP.resources[SOLUTION], b.live(state, b.SOLUTION), b.HERE)


def test_the_target_is_the_highest_owned_generation_that_fits_and_none_where_none_does() -> None:
    second, tenth = generation(2), generation(10, OTHER)
    assert target(SOLUTION, tenth, FIRST, second) is second
    assert target(SOLUTION, generation(9, OTHER), tenth) is None
    assert target_of(SOLUTION, None, (generation(9, OTHER), tenth), b.MINE, b.HERE) is tenth
    assert target(SOLUTION, FIRST, generation(2, tags={})) is FIRST
    assert target(SOLUTION) is None


def test_of_what_others_own_the_first_is_meant_unless_only_a_later_one_of_the_same_owner_fits() -> None:
    theirs, thirds = {STACK: "theirs"}, {STACK: "third"}
    first, old = replace(FIRST, tags=theirs), replace(FIRST, tags=theirs, body=OTHER)
    second = generation(2, tags=theirs)
    assert target(SOLUTION, first, second) is first
    assert target(SOLUTION, old, second) is second
    assert target(SOLUTION, old, second, generation(3, OTHER, theirs)) is second
    assert target(SOLUTION, old, generation(2, tags=thirds)) is old
    assert target(SOLUTION, old, generation(2, tags={})) is old
    assert target(SOLUTION, old, replace(second, health=Health.FAILED)) is old
    assert target(SOLUTION, second, generation(3, OTHER, theirs)).name == "recs-v3"


def test_a_successor_is_never_what_the_file_means_however_well_it_fits() -> None:
    old = replace(UNSEEN, body={**UNSEEN.body, "filterExpression": "EXCLUDE x"})
    assert target(FILTER, NEXT, old) is old
    assert target(FILTER, NEXT) is None


NUMBERED = st.lists(st.tuples(st.integers(2, 30), st.booleans(), st.booleans()), unique_by=lambda one: one[0])


@given(NUMBERED, st.randoms())
def test_the_target_and_what_it_supersedes_are_all_of_ours_whatever_the_order(told, dice) -> None:
    found = [
        generation(number, FIRST.body if good else OTHER, FIRST.tags if ours else {})
        for number, good, ours in told
    ]
    dice.shuffle(found)
    owned = {one.name for one in found if one.tags}
    assume(owned)
    chosen = target(SOLUTION, *found)
    old = superseded(SOLUTION, found, chosen, b.MINE)
    assert {one.name for one in old} | ({chosen.name} if chosen else set()) == owned
    assert chosen is None or chosen not in old
    best = max((number for number, good, ours in told if good and ours), default=None)
    assert (chosen.name if chosen else None) == (f"recs-v{best}" if best else None)
    numbers = [int(one.name.rpartition("v")[2]) for one in old]
    assert numbers == sorted(numbers)


@given(st.sets(st.integers(1, 400)), st.sets(st.text("recs-v12", max_size=8)))
def test_a_new_generation_takes_no_name_that_is_taken(numbers, others) -> None:
    taken = {generation_name("recs", number) for number in numbers} | others
    name = next_name(SOLUTION, taken)
    assert name not in taken
    assert all(generation_number("recs", name) > number for number in numbers)


def test_a_generation_that_is_leaving_is_no_target_and_still_to_be_seen_gone() -> None:
    leaving = replace(generation(2), health=Health.LEAVING)
    assert target(SOLUTION, FIRST, leaving) is FIRST
    assert superseded(SOLUTION, (FIRST, leaving), FIRST, b.MINE) == (leaving,)
