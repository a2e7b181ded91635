"""Runs by the ARN of what they feed or train: a solution may have several generations."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m
from fake_reads import Account

from reconciler.plan.marks import ADDRESS, STACK

SHOP = b.shop()
PLAIN = b.settled(SHOP)
FIRST, SECOND = b.arn("solution/recs"), b.arn("solution/recs-v2")
MARKET = m.market()
INTO_ITEMS = b.arn("dataset/shop/ITEMS")
NEVER = b.declared(m.ITEMS_IMPORT, **{"from": "s3://shop-data/items.csv", "role": b.ROLE, "when": "never"})
OTHER_RECIPE = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"))


def trained(number: int, solution: str, status: str = "ACTIVE", days: float = 1):
    where = f"{solution}/{number:08x}"
    return b.job(where, where, status=status, created=b.ago(days=days))


def account(runs) -> Account:
    """The shop with a second generation of another recipe, and these runs of its solutions."""
    made = Account(replace(PLAIN, runs=runs))
    body = {**b.live(PLAIN, b.SOLUTION).body, "name": "recs-v2", "solutionArn": SECOND}
    body["recipeArn"] = "arn:aws:personalize:::recipe/aws-sims"
    made.add("solution", body, {STACK: b.MINE, ADDRESS: b.SOLUTION})
    return made


def arns(state, solution: str) -> list[str]:
    return [one.arn for one in state.runs.get(solution, ())]


def test_of_a_superseded_generation_all_versions_are_known_when_the_newest_cannot_serve() -> None:
    old, running = trained(1, FIRST, days=9), trained(2, FIRST, "CREATE IN_PROGRESS")
    new = trained(3, SECOND)
    made = account({FIRST: (running, old), SECOND: (new,)})
    state = made.look(OTHER_RECIPE)
    assert arns(state, FIRST) == [running.arn, old.arn]
    assert arns(state, SECOND) == [new.arn]
    assert made.calls["ListSolutionVersions"] == 1


def test_the_versions_of_the_generation_that_the_file_means_are_listed_when_the_newest_is_not_active() -> (
    None
):
    good, bad = trained(3, SECOND, days=2), trained(4, SECOND, "CREATE FAILED")
    made = account({FIRST: (trained(1, FIRST),), SECOND: (bad, good)})
    state = made.look(OTHER_RECIPE)
    assert arns(state, SECOND) == [bad.arn, good.arn]
    assert made.calls["ListSolutionVersions"] == 1


def test_a_training_that_the_list_does_not_show_yet_is_known_from_its_solution() -> None:
    running, old = trained(4, FIRST, "CREATE PENDING"), trained(3, FIRST, days=40)
    made = Account(replace(PLAIN, runs={FIRST: (running, old)}))
    made.unlisted = {running.arn}
    assert arns(made.look(SHOP), FIRST) == [running.arn, old.arn]


def test_of_a_solution_that_left_the_file_the_newest_version_is_known() -> None:
    running = trained(2, FIRST, "CREATE IN_PROGRESS")
    made = Account(replace(PLAIN, runs={FIRST: (running, trained(1, FIRST, days=9))}))
    state = made.look(b.shop(without=[b.SOLUTION, b.TRAINING, b.CAMPAIGN]))
    assert arns(state, FIRST) == [running.arn]
    assert made.calls["ListSolutionVersions"] == 0


def test_runs_of_a_solution_of_somebody_elses_are_known_while_the_file_declares_it() -> None:
    state = Account(b.unowned(PLAIN, b.SOLUTION, owner="other")).look(SHOP)
    assert arns(state, FIRST) == [one.arn for one in b.runs(PLAIN, b.TRAINING)]


def pinned(said: str):
    return b.shop(b.declared(b.SOLUTION, recipe="aws-sims"), b.declared(b.CAMPAIGN, version=said))


def test_the_versions_of_a_pinned_solution_are_listed_while_the_campaign_that_served_one_is_deleted() -> None:
    old, newer = trained(1, FIRST, days=9), trained(2, FIRST, days=2)
    made = account({FIRST: (newer, old), SECOND: (trained(3, SECOND),)})
    body = {**b.live(PLAIN, b.CAMPAIGN).body, "solutionVersionArn": old.arn}
    made.add("campaign", body, {STACK: b.MINE, ADDRESS: b.CAMPAIGN})
    assert arns(made.look(pinned("00000001")), FIRST) == [newer.arn]
    made.add("campaign", {**body, "status": "DELETE IN_PROGRESS"}, {STACK: b.MINE, ADDRESS: b.CAMPAIGN})
    assert arns(made.look(pinned("00000001")), FIRST) == [newer.arn, old.arn]


def test_the_newest_version_of_a_generation_that_is_another_stacks_is_known_where_a_campaign_is_pinned() -> (
    None
):
    made = Account(replace(b.unowned(PLAIN, b.SOLUTION, owner="other"), runs={FIRST: (trained(1, FIRST),)}))
    body = {**b.live(PLAIN, b.SOLUTION).body, "name": "recs-v2", "solutionArn": SECOND}
    body["recipeArn"] = "arn:aws:personalize:::recipe/aws-sims"
    made.add("solution", body, {STACK: "other", ADDRESS: b.SOLUTION})
    taken = b.adopt(b.SOLUTION, from_stack="other")
    state = made.look(replace(pinned("00000001"), adopt=(taken,)))
    assert arns(state, FIRST) == [f"{FIRST}/00000001"]
    assert made.calls["ListSolutionVersions"] == 0


def test_imports_are_known_by_their_dataset() -> None:
    state = Account(PLAIN).look(SHOP)
    assert [one.arn for one in state.runs[b.arn("dataset/shop/INTERACTIONS")]] == [
        one.arn for one in b.runs(PLAIN, b.IMPORT)
    ]


def imported_by_hand() -> Account:
    """The market, into which items were imported an hour ago, while somebody imports some."""
    running = b.job("by-hand", status="CREATE IN_PROGRESS", created=b.ago(minutes=5))
    ended = b.job("before", created=b.ago(hours=1))
    return Account(replace(b.settled(MARKET), runs={INTO_ITEMS: (running, ended)}))


def test_what_runs_into_a_dataset_that_is_made_anew_is_known_though_the_file_never_imports_into_it() -> None:
    made = imported_by_hand()
    state = made.look(m.market(NEVER, m.goods(m.ITEM_ID)))
    assert [one.name for one in state.runs[INTO_ITEMS]] == ["by-hand"]


def test_imports_into_a_dataset_that_stays_are_not_asked_for_where_the_file_never_imports_into_it() -> None:
    made = imported_by_hand()
    assert INTO_ITEMS not in made.look(m.market(NEVER)).runs
    assert made.calls["ListDatasetImportJobs"] == 1, "of the interactions"


def test_of_the_imports_into_a_dataset_that_left_the_file_those_are_known_that_run() -> None:
    state = imported_by_hand().look(m.market(without=[m.ITEMS, m.ITEMS_IMPORT, m.GOODS, m.METRICS]))
    assert [one.name for one in state.runs[INTO_ITEMS]] == ["by-hand"]


def test_imports_are_not_listed_for_a_file_without_any_whose_role_may_not_list_them() -> None:
    made = imported_by_hand()
    made.look(m.market(m.goods(m.ITEM_ID), without=[m.ITEMS_IMPORT, b.IMPORT]))
    assert made.calls["ListDatasetImportJobs"] == 0
