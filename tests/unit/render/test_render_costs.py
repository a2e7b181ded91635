"""How costs and durations read: one sentence first, bounds in words, unknown where it is unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from agreed import AGREED, CAMPAIGN, COSTS, IMPORT

from reconciler.model.address import parse_address
from reconciler.model.forecast import NOTHING, Amount, Bound, Costs, Estimate, OneOff, Past, Standing
from reconciler.plan.changes import Action, Change
from reconciler.render.cost_markdown import cost_sentence, cost_table, estimate_line, money
from reconciler.render.plan_markdown import plan_markdown

TEN, UNKNOWN = Amount(usd=10), Amount(bound=Bound.UNKNOWN)
AT_LEAST = Amount(usd=10, bound=Bound.AT_LEAST)


def shown(costs: Costs, region: str = "us-east-1") -> str:
    parts = (cost_sentence(costs, 1), cost_table(costs, region, 1))
    return "\n\n".join(part.text(part.pieces) for part in parts)


def priced(*pairs: tuple[Amount, Amount], once: Amount | None = None) -> Costs:
    where = parse_address(CAMPAIGN)
    rows = tuple(Standing(address=where, before=before, after=after) for before, after in pairs)
    runs = (OneOff(address=parse_address(IMPORT), amount=once),) if once else ()
    return replace(COSTS, standing=rows, once=runs, notes=())


@pytest.mark.parametrize(
    ("costs", "sentence"),
    [
        (priced((NOTHING, TEN)), "+10.00 USD a month (0.00 → 10.00)."),
        (priced((TEN, NOTHING)), "\N{MINUS SIGN}10.00 USD a month (10.00 → 0.00)."),
        (priced((NOTHING, AT_LEAST)), "at least +10.00 USD a month (0.00 → at least 10.00)."),
        (priced((AT_LEAST, NOTHING)), "at least \N{MINUS SIGN}10.00 USD a month (at least 10.00 → 0.00)."),
        (priced((NOTHING, UNKNOWN)), "an unknown difference a month (0.00 → unknown)."),
        (priced((TEN, TEN)), "the same a month (10.00 USD)."),
        (
            priced((TEN, TEN), once=UNKNOWN),
            "the same a month (10.00 USD); once, for what this apply runs: unknown.",
        ),
        (priced(once=TEN), "nothing a month; once, for what this apply runs: 10.00 USD."),
    ],
)
def test_the_first_sentence_sums_up(costs: Costs, sentence: str) -> None:
    assert shown(costs).splitlines()[0] == f"**Cost:** {sentence}"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Amount(usd=1234.5), "1,234.50"),
        (Amount(usd=0.004), "under 0.01"),
        (NOTHING, "0.00"),
        (AT_LEAST, "at least 10.00"),
        (UNKNOWN, "unknown"),
        (Amount(usd=0.004, bound=Bound.AT_LEAST), "unknown"),
    ],
)
def test_an_amount_reads_with_its_bound(amount: Amount, text: str) -> None:
    assert money(amount) == text


def test_of_another_region_it_is_said_that_its_prices_are_not_known() -> None:
    assert "How prices differ in eu-west-1 is not known." in shown(COSTS, "eu-west-1")
    assert "How prices differ" not in shown(COSTS, "us-east-1")


def test_date_source_and_hearsay_of_the_prices_are_told() -> None:
    foot = shown(COSTS).splitlines()[-1]
    assert all(word in foot for word in ("us-east-1", "second-hand", COSTS.as_of, COSTS.source))


def test_what_stays_the_same_is_one_row() -> None:
    text = shown(COSTS)
    assert "recommender/top-picks" not in text
    assert "| 1 unchanged | at least 273.75 | at least 273.75 |  |" in text


def test_rows_are_cut_before_the_sums() -> None:
    part = cost_table(COSTS, "us-east-1", 1)
    assert part.text(0) == ""
    assert "**together**" in part.text(1)
    assert part.missing(2) == "2 rows of costs"
    assert part.missing(part.pieces) == "what the costs are made of"


def test_a_plan_without_differences_says_nothing_of_costs() -> None:
    quiet = replace(AGREED, changes=(), steps=(), estimate=None)
    assert "Cost" not in plan_markdown(quiet)


def estimated(seconds: int, **past: int) -> str:
    kinds = {"imports": "dataset-import-job", "trainings": "solution-version", "campaigns": "campaign"}
    known = tuple(Past(kind=kinds[word], count=count) for word, count in past.items())
    return estimate_line(Estimate(seconds=seconds, past=known))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (
            estimated(4230, imports=5, trainings=3, campaigns=0),
            "about 1 h 10 min, from 5 imports and 3 trainings here; campaigns: no past to go by.",
        ),
        (
            estimated(60, imports=1, trainings=1, campaigns=1),
            "about 1 min, from 1 import, 1 training and 1 campaign here.",
        ),
        (estimated(0, trainings=2), "about 1 min, from 2 trainings here."),
        (estimated(7300, trainings=1), "about 2 h, from 1 training here."),
        (
            estimated(0, imports=0, campaigns=0),
            "unknown, since there is no past to go by (imports, campaigns).",
        ),
    ],
)
def test_a_duration_names_what_it_goes_by(line: str, text: str) -> None:
    assert line == f"**Time:** {text}"


def test_what_it_costs_and_how_long_it_takes_is_cut_last() -> None:
    reason = "no longer in the file " * 10
    many = tuple(
        Change(address=parse_address(f"filter/f{n}"), action=Action.DELETE, reason=reason) for n in range(900)
    )
    text = plan_markdown(replace(AGREED, changes=many))
    assert "Left out" in text
    assert "**Cost:** " in text
    assert "**Time:** " in text
