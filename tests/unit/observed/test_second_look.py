"""Generations and successors: asked for only where the first look shows that one may be needed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import building as b
import pytest
from fake_reads import Account

from reconciler.errors import DeniedError
from reconciler.model.address import parse_address
from reconciler.plan.marks import ADDRESS, STACK

SHOP = b.shop()
PLAIN = b.settled(SHOP)
OTHER_RECIPE = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"))
OTHER_FILTER = b.shop(b.declared(b.FILTER, expression="EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)"))
SOLUTION, FILTER = parse_address(b.SOLUTION), parse_address(b.FILTER)
DENIED = DeniedError("not allowed.", operation="x", code="AccessDeniedException")
SECOND = b.arn("solution/recs-v2")
NEXT = b.arn("filter/unseen-next")
ALONE = b.adopt(b.SOLUTION, from_stack="other")
WITH_ALL = b.adopt("dataset-group/shop", subtree=True, from_stack="other")


def steady(desired=SHOP, account=None) -> Counter[str]:
    account = account or Account(PLAIN)
    account.look(desired)
    return account.calls


def more(desired, account=None) -> Counter[str]:
    """The calls that looking at another file costs beyond a steady plan."""
    account = account or Account(PLAIN)
    state = account.look(desired)
    assert state.problems == ()
    return account.calls - steady()


def second(account, recipe="aws-sims", *, owner=b.MINE, said=b.SOLUTION, lag=False) -> str:
    """Adds a second generation of the shop's solution."""
    body = dict(b.live(PLAIN, b.SOLUTION).body)
    body |= {
        "solutionArn": SECOND,
        "name": "recs-v2",
        "recipeArn": f"arn:aws:personalize:::recipe/{recipe}",
    }
    account.add("solution", body, {STACK: owner, ADDRESS: said})
    account.lag |= {SECOND} if lag else set()
    return SECOND


def successor(account, *, owner=b.MINE, lag=False) -> None:
    body = {**b.live(PLAIN, b.FILTER).body, "filterArn": NEXT, "name": "unseen-next"}
    account.add("filter", body, {STACK: owner, ADDRESS: b.FILTER})
    account.lag |= {NEXT} if lag else set()


def names(state, address) -> list[str]:
    return [one.name for one in state.resources.get(address, ())]


# Solutions


def test_a_fixed_field_that_differs_costs_one_list_of_the_account_and_its_campaigns() -> None:
    assert more(OTHER_RECIPE) == {"ListSolutions": 1, "ListCampaigns": 1}
    assert Account(PLAIN).look(OTHER_RECIPE).solution_names == {"recs"}
    assert Account(PLAIN).look(SHOP).solution_names == frozenset()


def test_a_field_that_changes_in_place_needs_no_second_look() -> None:
    assert more(b.shop(b.declared(b.SOLUTION, recipe="aws-user-personalization-v2", autoTraining=True))) == {}


def test_a_generation_that_the_inventory_does_not_list_yet_is_found_by_its_name() -> None:
    account = Account(PLAIN)
    second(account, lag=True)
    state = account.look(OTHER_RECIPE)
    assert names(state, SOLUTION) == ["recs", "recs-v2"]
    assert state.resources[SOLUTION][1].tags == account.tags[SECOND]
    assert account.calls["DescribeSolution"] == 2
    assert account.calls["ListTagsForResource"] == 1


@pytest.mark.parametrize(
    ("owner", "said"),
    [("other", b.SOLUTION), ("other", "solution/recs-v2"), (b.MINE, "solution/recs-v2")],
)
def test_a_generations_name_that_is_not_ours_takes_a_number_and_is_no_generation(owner, said) -> None:
    account = Account(PLAIN)
    second(account, owner=owner, said=said, lag=True)
    state = account.look(OTHER_RECIPE)
    assert names(state, SOLUTION) == ["recs"]
    assert state.solution_names == {"recs", "recs-v2"}


def test_two_listed_generations_of_which_one_fits_need_no_list_of_solutions() -> None:
    account = Account(PLAIN)
    second(account)
    state = account.look(OTHER_RECIPE)
    assert names(state, SOLUTION) == ["recs", "recs-v2"]
    assert account.calls["ListSolutions"] == 0
    assert account.calls["DescribeSolution"] == 2


def test_a_solution_of_which_only_a_later_generation_is_listed_is_described_once() -> None:
    account = Account(b.gone(PLAIN, b.SOLUTION))
    second(account)
    state = account.look(OTHER_RECIPE)
    assert names(state, SOLUTION) == ["recs-v2"]
    assert account.calls["DescribeSolution"] == 1
    assert account.calls["ListSolutions"] == 0


def test_a_generation_that_is_listed_and_gone_makes_the_others_be_looked_for() -> None:
    account = Account(PLAIN)
    account.stale = {SECOND: {STACK: b.MINE, ADDRESS: b.SOLUTION}}
    account.lag = {b.live(PLAIN, b.SOLUTION).arn}
    state = account.look(SHOP)
    assert names(state, SOLUTION) == ["recs"]
    assert account.calls["ListSolutions"] == 1


def test_an_absent_solution_of_a_group_that_is_there_is_looked_for_under_later_names() -> None:
    account = Account(b.gone(PLAIN, b.SOLUTION))
    second(account, "aws-user-personalization-v2", lag=True)
    assert names(account.look(SHOP), SOLUTION) == ["recs-v2"]
    assert account.calls["ListSolutions"] == 1


def test_a_later_generation_of_another_stack_counts_where_there_is_none_of_ours() -> None:
    account = Account(b.gone(PLAIN, b.SOLUTION))
    second(account, owner="other", lag=True)
    assert names(account.look(SHOP), SOLUTION) == ["recs-v2"]


@pytest.mark.parametrize("entry", [b.adopt(b.SOLUTION), b.adopt("dataset-group/shop", subtree=True)])
def test_a_later_generation_without_a_mark_counts_where_the_file_takes_it_over(entry) -> None:
    account = Account(b.gone(PLAIN, b.SOLUTION))
    second(account, lag=True)
    for tags in ({}, {STACK: b.MINE, ADDRESS: "solution/elsewhere"}):
        account.tags[SECOND] = tags
        assert names(account.look(SHOP), SOLUTION) == []
        assert account.look(SHOP).unmarked_solutions == {"recs-v2"}
        assert names(account.look(replace(SHOP, adopt=(entry,))), SOLUTION) == ["recs-v2"]


def test_a_later_name_that_is_marked_as_something_else_cannot_be_taken_over() -> None:
    account = Account(b.gone(PLAIN, b.SOLUTION))
    second(account, owner="other", said="solution/recs-v2", lag=True)
    state = account.look(replace(SHOP, adopt=(b.adopt(b.SOLUTION),)))
    assert names(state, SOLUTION) == []
    assert (state.solution_names, state.unmarked_solutions) == ({"recs-v2"}, frozenset())


def test_a_later_name_without_a_mark_only_takes_a_number_in_another_group_or_while_it_leaves() -> None:
    for change in ({"datasetGroupArn": b.arn("dataset-group/other")}, {"status": "DELETE IN_PROGRESS"}):
        account = Account(b.gone(PLAIN, b.SOLUTION))
        second(account, lag=True)
        account.tags[SECOND] = {}
        account.bodies[SECOND][1].update(change)
        state = account.look(replace(SHOP, adopt=(b.adopt(b.SOLUTION),)))
        assert names(state, SOLUTION) == []
        assert (state.solution_names, state.unmarked_solutions) == ({"recs-v2"}, frozenset())


def test_a_solution_of_somebody_elses_is_not_looked_behind() -> None:
    account = Account(b.unowned(PLAIN, b.SOLUTION, owner="other"))
    account.look(OTHER_RECIPE)
    assert account.calls["ListSolutions"] == 0


@pytest.mark.parametrize(
    ("owner", "change", "entry", "seen"),
    [
        ("other", {}, ALONE, ["recs", "recs-v2"]),
        ("other", {}, WITH_ALL, ["recs", "recs-v2"]),
        ("third", {}, ALONE, ["recs"]),
        ("other", {"status": "DELETE IN_PROGRESS"}, ALONE, ["recs"]),
        ("other", {"datasetGroupArn": b.arn("dataset-group/new")}, ALONE, ["recs", "recs-v2"]),
        ("other", {"datasetGroupArn": b.arn("dataset-group/new")}, WITH_ALL, ["recs"]),
    ],
)
def test_a_solution_that_is_handed_over_is_looked_behind_for_what_its_stack_has_of_it(
    owner, change, entry, seen
) -> None:
    account = Account(b.unowned(PLAIN, b.SOLUTION, owner="other"))
    second(account, owner=owner, lag=True)
    account.bodies[SECOND][1].update(change)
    state = account.look(replace(OTHER_RECIPE, adopt=(entry,)))
    assert names(state, SOLUTION) == seen
    assert account.calls["ListSolutions"] == 1


def test_a_solution_that_moves_to_another_group_is_looked_behind() -> None:
    moved = b.shop(
        b.declared("dataset-group/new"),
        b.declared(b.SOLUTION, group="new", recipe="aws-user-personalization-v2"),
    )
    account = Account(PLAIN)
    assert account.look(moved).solution_names == {"recs"}


@pytest.mark.parametrize(
    ("desired", "operation", "text"),
    [(OTHER_RECIPE, "ListSolutions", b.SOLUTION), (OTHER_FILTER, "ListFilters", b.FILTER)],
)
def test_a_second_look_that_is_refused_leaves_the_address_unknown(desired, operation, text) -> None:
    account = Account(PLAIN)
    account.refuse = {operation: DENIED}
    state = account.look(desired)
    assert parse_address(text) in state.unread
    assert not [step for step in b.plan(desired, state).steps if str(step.address) == text]


@pytest.mark.parametrize("operation", ["DescribeSolution", "ListTagsForResource"])
def test_a_generation_that_cannot_be_read_leaves_the_address_unknown(operation) -> None:
    account = Account(PLAIN)
    second(account, lag=True)
    account.refuse = {(operation, SECOND): DENIED}
    assert SOLUTION in account.look(OTHER_RECIPE).unread


def test_a_listed_generation_that_cannot_be_read_leaves_the_address_unknown() -> None:
    account = Account(PLAIN)
    second(account)
    account.refuse = {("DescribeSolution", SECOND): DENIED}
    assert SOLUTION in account.look(OTHER_RECIPE).unread


# Filters


def test_a_changed_expression_costs_one_list_of_the_groups_filters() -> None:
    assert more(OTHER_FILTER) == {"ListFilters": 1}
    assert Account(PLAIN).look(OTHER_FILTER).filter_counts == {"shop": 1}
    assert Account(PLAIN).look(SHOP).filter_counts == {}


def test_a_successor_that_a_killed_run_left_is_read_with_the_filter() -> None:
    account = Account(PLAIN)
    successor(account, lag=True)
    state = account.look(OTHER_FILTER)
    assert names(state, FILTER) == ["unseen", "unseen-next"]
    assert state.filter_counts == {"shop": 2}
    assert account.calls["DescribeFilter"] == 2


def test_a_successor_is_found_although_the_filter_itself_is_gone() -> None:
    account = Account(b.gone(PLAIN, b.FILTER))
    successor(account, lag=True)
    assert names(account.look(SHOP), FILTER) == ["unseen-next"]
    assert account.calls["ListFilters"] == 1


def test_a_successor_that_the_inventory_lists_is_read_without_a_list() -> None:
    account = Account(PLAIN)
    successor(account)
    assert names(account.look(SHOP), FILTER) == ["unseen", "unseen-next"]
    assert account.calls["ListFilters"] == 0


def test_a_successors_name_that_somebody_else_took_is_not_ours() -> None:
    account = Account(PLAIN)
    successor(account, owner="other")
    assert names(account.look(OTHER_FILTER), FILTER) == ["unseen"]


def test_a_filter_that_moves_is_looked_for_where_it_is_and_where_it_is_to_be() -> None:
    expression = SHOP.resources[FILTER].fields["expression"]
    moved = b.shop(b.declared("dataset-group/new"), b.declared(b.FILTER, group="new", expression=expression))
    assert Account(PLAIN).look(moved).filter_counts == {"shop": 1}
    both = b.settled(b.shop(b.declared("dataset-group/new")))
    assert Account(both).look(moved).filter_counts == {"new": 0, "shop": 1}


def test_white_space_in_an_expression_is_no_reason_to_look_again() -> None:
    spaced = str(SHOP.resources[FILTER].fields["expression"]).replace(" ", "  ")
    assert more(b.shop(b.declared(b.FILTER, expression=spaced))) == {}


def test_on_a_first_apply_there_is_nothing_to_look_behind() -> None:
    account = Account(b.nothing())
    account.look(SHOP)
    assert account.calls["ListFilters"] == account.calls["ListSolutions"] == 0
