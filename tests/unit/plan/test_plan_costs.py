"""What a plan says about money: floors before and after, one-off costs, and what is not known."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import building as b
import market as m
import pytest

from reconciler.catalog import prices
from reconciler.model.address import parse_address
from reconciler.model.forecast import NOTHING, Amount, Bound, Costs, OneOff, Standing, total
from reconciler.model.observed import ObservedObject
from reconciler.plan.changes import Plan
from reconciler.plan.document import from_document, to_document

PLAIN = b.settled(b.shop())
OPEN = m.opened(m.market())
V1_MONTH, V2_MONTH, RUNNING = 146.0, 394.2, 273.75


def costs(made: Plan) -> Costs:
    assert made.costs is not None
    return made.costs


def floor(made: Plan, text: str) -> tuple[float, float]:
    """What an address costs a month before and after, in USD."""
    (found,) = [one for one in costs(made).standing if str(one.address) == text]
    return found.before.usd, found.after.usd


def once(made: Plan, text: str) -> Amount:
    (found,) = [one.amount for one in costs(made).once if str(one.address) == text]
    return found


def campaign(**fields: Any) -> Any:
    return b.shop(b.declared(b.CAMPAIGN, **fields))


def test_a_first_apply_begins_to_cost_the_floor_of_its_campaign() -> None:
    made = b.plan(b.shop(), b.nothing())
    assert floor(made, b.CAMPAIGN) == (0, V2_MONTH)
    assert costs(made).difference == Amount(usd=V2_MONTH)


@pytest.mark.parametrize(
    ("recipe", "month"),
    {
        "aws-user-personalization": V1_MONTH,
        "aws-sims": V1_MONTH,
        "aws-personalized-ranking-v2": V2_MONTH,
    }.items(),
)
def test_the_floor_follows_the_recipe_of_the_solution(recipe: str, month: float) -> None:
    made = b.plan(b.shop(b.declared(b.SOLUTION, recipe=recipe)), b.nothing())
    assert floor(made, b.CAMPAIGN) == (0, month)


def test_where_no_source_tells_how_a_recipe_is_billed_the_floor_is_unknown() -> None:
    made = b.plan(b.shop(b.declared(b.SOLUTION, recipe="aws-next-best-action")), b.nothing())
    assert costs(made).after.bound is Bound.UNKNOWN
    assert costs(made).difference.bound is Bound.UNKNOWN
    assert once(made, b.TRAINING).bound is Bound.UNKNOWN


def test_another_recipe_is_another_floor_once_the_campaign_serves_it() -> None:
    made = b.plan(b.shop(b.declared(b.SOLUTION, recipe="aws-sims")), PLAIN)
    assert floor(made, b.CAMPAIGN) == (V2_MONTH, V1_MONTH)


@pytest.mark.parametrize(
    ("said", "live", "after"),
    [
        (3, 1, 3),
        (1, 5, 1),
        ({"min": 4, "max": 9}, 1, 4),
        ({"min": 4, "max": 9}, 7, 7),
        ({"min": 1, "max": 2}, 7, 2),
    ],
)
def test_of_a_band_the_live_value_counts_and_then_the_nearest_bound(said: Any, live: int, after: int) -> None:
    account = b.altered(PLAIN, b.CAMPAIGN, minProvisionedTPS=live)
    made = b.plan(campaign(minTPS=said), account)
    assert floor(made, b.CAMPAIGN) == (round(live * V2_MONTH, 2), round(after * V2_MONTH, 2))


@pytest.mark.parametrize(("said", "live"), [(500, 1), (1, 500)])
def test_that_many_tps_of_a_v1_recipe_cost_less_is_said_of_before_and_after(said: int, live: int) -> None:
    older = b.declared(b.SOLUTION, recipe="aws-sims")
    account = b.altered(b.settled(b.shop(older)), b.CAMPAIGN, minProvisionedTPS=live)
    made = b.plan(b.shop(older, b.declared(b.CAMPAIGN, minTPS=said)), account)
    assert any("beyond 20,000 TPS-hours" in note for note in costs(made).notes)


def test_a_deletion_ends_the_floor_although_it_is_refused() -> None:
    made = b.plan(b.shop(without=[b.CAMPAIGN]), PLAIN)
    assert made.refused
    assert floor(made, b.CAMPAIGN) == (V2_MONTH, 0)
    assert costs(made).difference.usd == -V2_MONTH


def test_what_is_only_let_go_of_costs_on() -> None:
    made = b.plan(b.shop(without=[b.CAMPAIGN], forget=(b.forget(b.CAMPAIGN),)), PLAIN)
    assert floor(made, b.CAMPAIGN) == (V2_MONTH, V2_MONTH)


def test_what_another_stack_owns_is_not_counted() -> None:
    made = b.plan(b.shop(), b.unowned(PLAIN, b.CAMPAIGN, owner="other"))
    assert made.costs is None


def test_only_runs_leave_the_floor_as_it_is() -> None:
    made = b.plan(campaign(minTPS=4), PLAIN, only_runs=True)
    assert floor(made, b.CAMPAIGN) == (V2_MONTH, V2_MONTH)


def test_a_campaign_whose_creation_failed_costs_nothing_yet() -> None:
    made = b.plan(b.shop(), b.altered(PLAIN, b.CAMPAIGN, status="CREATE FAILED"))
    assert floor(made, b.CAMPAIGN) == (0, V2_MONTH)


def test_stopping_a_recommender_saves_at_least_its_first_price() -> None:
    made = b.plan(m.market(m.recommender(running=False)), OPEN)
    assert floor(made, m.RECOMMENDER) == (RUNNING, 0)
    assert costs(made).difference == Amount(usd=-RUNNING, bound=Bound.AT_MOST)
    assert costs(made).before.bound is Bound.AT_LEAST
    assert costs(made).after == Amount(usd=V2_MONTH)


def test_a_stopped_recommender_costs_nothing_and_its_start_does() -> None:
    made = b.plan(m.market(), b.altered(OPEN, m.RECOMMENDER, status="INACTIVE"))
    assert floor(made, m.RECOMMENDER) == (0, RUNNING)
    assert costs(made).difference == Amount(usd=RUNNING, bound=Bound.AT_LEAST)


def test_what_a_higher_rate_of_a_recommender_costs_is_unknown() -> None:
    made = b.plan(m.market(m.recommender(tps=5)), OPEN)
    assert costs(made).difference.bound is Bound.UNKNOWN


def solution(**fields: Any) -> Any:
    return b.shop(b.declared(b.SOLUTION, recipe="aws-user-personalization-v2", **fields))


def test_automatic_training_costs_an_unknown_sum_when_it_is_turned_on() -> None:
    made = b.plan(solution(autoTraining=True), PLAIN)
    (row,) = [one for one in costs(made).standing if str(one.address) == b.SOLUTION]
    assert (row.before, row.after.bound) == (NOTHING, Bound.UNKNOWN)
    assert row.after.basis == "a training every 7 days, 0.002 per 1,000 interactions"
    assert costs(made).difference.bound is Bound.UNKNOWN
    assert costs(made).after == Amount(usd=V2_MONTH, bound=Bound.AT_LEAST)


def test_automatic_training_is_told_by_its_schedule_and_when_it_ends() -> None:
    account = b.altered(PLAIN, b.SOLUTION, performAutoTraining=True)
    made = b.plan(solution(autoTraining=False), account)
    (row,) = [one for one in costs(made).standing if str(one.address) == b.SOLUTION]
    assert (row.before.bound, row.after) == (Bound.UNKNOWN, NOTHING)
    made = b.plan(solution(autoTraining=True, autoTraining__schedule="rate(2 days)"), b.nothing())
    (row,) = [one for one in costs(made).standing if str(one.address) == b.SOLUTION]
    assert row.after.basis.startswith("a training every 2 days")


def stored(*sizes: int | None) -> dict[str, Any]:
    one = ObservedObject(key="k", etag="e", modified=b.BORN)
    return {"objects": {b.DATA: tuple(replace(one, size=size) for size in sizes)}}


def test_an_import_costs_by_the_size_of_its_objects() -> None:
    made = b.plan(b.shop(), b.nothing(**stored(3_000_000_000, 500_000_000)))
    assert once(made, b.IMPORT) == Amount(usd=0.175, basis="3.5 GB at 0.05 per GB")


@pytest.mark.parametrize("objects", [stored(1, None), stored(), {"objects": {b.DATA: None}}])
def test_an_import_of_unknown_size_costs_an_unknown_sum(objects: dict[str, Any]) -> None:
    made = b.plan(b.shop(), b.nothing(**objects))
    assert once(made, b.IMPORT).bound is Bound.UNKNOWN


def test_a_size_alone_makes_no_other_plan() -> None:
    one, two = (b.plan(b.shop(), b.nothing(**stored(size))) for size in (1, 2))
    assert one.fingerprint == two.fingerprint


def test_a_training_names_its_rate_and_of_v1_how_long_the_last_one_took() -> None:
    assert once(b.plan(b.shop(), b.nothing()), b.TRAINING).basis == "0.002 per 1,000 interactions"
    old = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"))
    aged = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"), b.declared(b.TRAINING, maxAge="1d"))
    found = once(b.plan(aged, b.settled(old)), b.TRAINING)
    assert found.basis == "0.24 per training hour; the last one took 0.2 h by the clock"


def test_where_nothing_is_billed_nothing_is_said() -> None:
    assert b.plan(b.file(b.declared(b.GROUP)), b.nothing()).costs is None


def test_costs_and_estimate_come_back_from_the_document() -> None:
    for made in (
        b.plan(m.market(m.recommender(running=False)), OPEN),
        b.plan(b.shop(), b.nothing(**stored(1))),
    ):
        again = from_document(json.loads(json.dumps(to_document(made))))
        assert (again.costs, again.estimate) == (made.costs, made.estimate)


def test_a_plan_saved_without_costs_is_read_all_the_same() -> None:
    document = to_document(b.plan(b.shop(), b.nothing()))
    older = {key: value for key, value in document.items() if key not in {"costs", "estimate"}}
    assert from_document(older).costs is None


OPEN_ENDED = Amount(usd=5, bound=Bound.AT_LEAST)
UNKNOWN = Amount(bound=Bound.UNKNOWN)
TEN = Amount(usd=10)


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], NOTHING),
        ([TEN, TEN], Amount(usd=20)),
        ([TEN, UNKNOWN], Amount(usd=10, bound=Bound.AT_LEAST)),
        ([UNKNOWN, UNKNOWN], UNKNOWN),
        ([OPEN_ENDED, TEN], Amount(usd=15, bound=Bound.AT_LEAST)),
    ],
)
def test_a_sum_with_an_unknown_part_is_a_lower_bound(parts: list[Amount], whole: Amount) -> None:
    assert total(parts) == whole


@pytest.mark.parametrize(
    ("pairs", "difference"),
    [
        ([(TEN, TEN), (UNKNOWN, UNKNOWN)], NOTHING),
        ([(NOTHING, TEN)], TEN),
        ([(NOTHING, OPEN_ENDED)], OPEN_ENDED),
        ([(OPEN_ENDED, NOTHING)], Amount(usd=-5, bound=Bound.AT_MOST)),
        ([(OPEN_ENDED, NOTHING), (NOTHING, UNKNOWN)], UNKNOWN),
        ([(TEN, NOTHING), (NOTHING, OPEN_ENDED)], UNKNOWN),
        ([(NOTHING, TEN), (UNKNOWN, NOTHING)], UNKNOWN),
        ([(NOTHING, UNKNOWN)], UNKNOWN),
    ],
)
def test_a_difference_is_bounded_by_what_is_open_on_either_side(
    pairs: list[tuple[Amount, Amount]], difference: Amount
) -> None:
    where = parse_address(b.CAMPAIGN)
    rows = tuple(Standing(address=where, before=before, after=after) for before, after in pairs)
    made = Costs(standing=rows, once=(OneOff(address=where, amount=TEN),), as_of="", region="", source="")
    assert made.difference == difference


def test_prices_hang_together() -> None:
    assert prices.TPS_V2.usd == pytest.approx(0.15 * 3.6)
    assert prices.TPS_V1.usd == pytest.approx(0.0556 * 3.6, abs=0.001)
