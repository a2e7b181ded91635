"""Costs and duration of a plan as Markdown: a sentence that sums up, a narrow table, a source of prices."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.model.forecast import Amount, Bound, Costs, Estimate, Standing, total
from reconciler.render.fitting import Part, counted, listed
from reconciler.render.markdown_parts import address, said
from reconciler.render.words import RUNS_OF

_UNKNOWN = "unknown"
_TINY = 0.005
"""Less is no number of cents."""
_HEAD = "| cost in USD | a month now | then | once |\n|---|--:|--:|--:|"


def cost_sentence(costs: Costs, rank: int) -> Part:
    """What the plan changes about the month, and what its runs cost once, in one line."""
    return listed([_sentence(costs)], lambda _: "the sum of the costs", rank)


def cost_table(costs: Costs, region: str, rank: int) -> Part:
    """One row per thing whose cost changes or that runs; the sums stay when rows are left out."""
    rows = list(_rows(costs))
    rows_of_costs = counted("row of costs", "rows of costs")

    def text(kept: int) -> str:
        if not kept:
            return ""
        table = "\n".join((_HEAD, *rows[: kept - 1], *_sums(costs))) if rows else ""
        return "\n\n".join(part for part in (table, _footnote(costs, region)) if part)

    def missing(number: int) -> str:
        return rows_of_costs(number) if number <= len(rows) else "what the costs are made of"

    return Part(pieces=1 + len(rows), text=text, missing=missing, rank=rank)


def estimate_line(estimate: Estimate) -> str:
    """How long it will probably take, and what that is gone by."""
    known = [one for one in estimate.past if one.count]
    missing = ", ".join(RUNS_OF[one.kind] for one in estimate.past if not one.count)
    if not known:
        return f"**Time:** unknown, since there is no past to go by ({missing})."
    rest = f"; {missing}: no past to go by" if missing else ""
    *most, last = (
        f"{one.count} {RUNS_OF[one.kind].removesuffix('s' if one.count == 1 else '')}" for one in known
    )
    seen = f"{', '.join(most)} and {last}" if most else last
    return f"**Time:** about {_about(estimate.seconds)}, from {seen} here{rest}."


def _about(seconds: int) -> str:
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(5 * round(minutes / 5), 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _sentence(costs: Costs) -> str:
    difference = costs.difference
    if not any(one.changes for one in costs.standing):
        month = f"the same a month ({_usd(costs.after)})" if costs.standing else "nothing a month"
    else:
        month = f"{_signed(difference)} a month ({money(costs.before)} → {money(costs.after)})"
    once = f"; once, for what this apply runs: {_usd(costs.one_off)}" if costs.once else ""
    return f"**Cost:** {month}{once}."


def _usd(amount: Amount) -> str:
    text = money(amount)
    return text if text == _UNKNOWN else f"{text} USD"


def money(amount: Amount) -> str:
    """An amount as people read it, with its bound before it; the word unknown where it is."""
    if amount.bound is Bound.UNKNOWN or (amount.is_open and amount.usd < _TINY):
        return _UNKNOWN
    usd = "under 0.01" if 0 < amount.usd < _TINY else f"{amount.usd:,.2f}"
    return usd if amount.bound is Bound.EXACT else f"{amount.bound.value} {usd}"


def _signed(amount: Amount) -> str:
    """A difference; one that is at most a negative amount saves at least that much."""
    if amount.bound is Bound.UNKNOWN:
        return "an unknown difference"
    bound = "" if amount.bound is Bound.EXACT else f"{Bound.AT_LEAST.value} "
    sign = "\N{MINUS SIGN}" if amount.usd < 0 else "+"
    return f"{bound}{sign}{abs(amount.usd):,.2f} USD"


def _rows(costs: Costs) -> Iterator[str]:
    changed = sorted((one for one in costs.standing if one.changes), key=lambda one: -_grows(one))
    for one in changed:
        yield _row(f"{address(str(one.address))} {said(_basis(one))}", one.before, one.after, None)
    for run in costs.once:
        yield _row(f"{address(str(run.address))} {said(run.amount.basis)}", None, None, run.amount)
    still = [one for one in costs.standing if not one.changes]
    if still and (changed or costs.once):
        same = total(one.before for one in still)
        yield _row(f"{len(still)} unchanged", same, same, None)


def _grows(one: Standing) -> float:
    return one.after.usd - one.before.usd


def _basis(one: Standing) -> str:
    return " → ".join(dict.fromkeys(amount.basis for amount in (one.before, one.after) if amount.basis))


def _row(what: str, before: Amount | None, after: Amount | None, once: Amount | None) -> str:
    cells = ("" if one is None else money(one) for one in (before, after, once))
    return f"| {what} | {' | '.join(cells)} |"


def _sums(costs: Costs) -> Iterator[str]:
    once = f"**{money(costs.one_off)}**" if costs.once else ""
    yield f"| **together** | **{money(costs.before)}** | **{money(costs.after)}** | {once} |"


def _footnote(costs: Costs, region: str) -> str:
    elsewhere = "" if region == costs.region else f" How prices differ in {said(region)} is not known."
    notes = "".join(f" {said(note[:1].upper() + note[1:])}." for note in costs.notes)
    return (
        f"<sub>{said(costs.region)} list prices, second-hand, as of {said(costs.as_of)}: "
        f"{said(costs.source)}.{elsewhere} A month is 730 hours at the floor; "
        f"requests beyond it are not counted.{notes}</sub>"
    )
