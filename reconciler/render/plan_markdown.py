"""A plan as Markdown for a pull request's comment: one screen, what destroys first, then what costs."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.plan.changes import Change, Plan
from reconciler.render.change_markdown import (
    dangers,
    differences,
    is_dangerous,
    notes,
    refusals,
    table,
    urgency,
)
from reconciler.render.cost_markdown import cost_sentence, cost_table, estimate_line
from reconciler.render.fitting import LIMIT, Part, fit, listed
from reconciler.render.markdown_parts import folded, place, said, title, unread, warned
from reconciler.render.plan_text import cannot_apply, is_shown
from reconciler.render.scope import nothing_to_do, scope_title
from reconciler.render.step_graph import step_graph

COMPLETE = "The complete plan is in the artifact of the run, and `reconcile plan` prints it."

_OTHER = ("other change", "other changes")
_DANGEROUS = ("change that needs a careful look", "changes that need a careful look")
(
    _SUMS,
    _REFUSALS,
    _UNREAD,
    _DANGERS,
    _NOTES,
    _DANGEROUS_FIELDS,
    _COSTS,
    _WARNINGS,
    _ROWS,
    _FIELDS,
    _GRAPH,
) = range(11)
"""What is cut last to what is cut first."""


def plan_markdown(plan: Plan, *, show_sensitive: bool = False, limit: int | None = LIMIT) -> str:
    """The plan in at most `limit` characters and bytes, None for all of it.

    What does not fit is left out from the least important end, and counted. A plan with nothing to do is
    two lines, and one more where it is not about everything.
    """
    shown = sorted((change for change in plan.changes if is_shown(change)), key=urgency)
    return fit(tuple(_head(plan, shown)), tuple(_parts(plan, shown, show_sensitive)), limit, COMPLETE)


def _head(plan: Plan, shown: list[Change]) -> Iterator[str]:
    yield title("Plan for", plan.environment, plan.stack)
    numbers = {word: number for word, number in plan.counts().items() if number}
    counts = [f"{count:,} {'' if word == 'refused' else 'to '}{word}" for word, count in numbers.items()]
    empty = not plan.has_differences and not plan.problems
    first = said(nothing_to_do(plan)) if empty else f"**{', '.join(counts) or 'Nothing to do'}**"
    yield f"{first} · {place(plan.environment, plan.file)}"
    about = scope_title(plan)
    if about:
        yield f"**{said(about)}**"
    dangerous = [change for change in shown if is_dangerous(change)]
    lines = [dangers(dangerous)] if dangerous else []
    stop = cannot_apply(plan)
    if stop:
        lines.append(f"**{stop}**")
    if lines:
        yield "> [!CAUTION]\n> " + "\n>\n> ".join(lines)


def _parts(plan: Plan, shown: list[Change], show_sensitive: bool) -> Iterator[Part]:
    dangerous = [change for change in shown if is_dangerous(change)]
    others = [change for change in shown if not is_dangerous(change)]
    yield unread(plan.problems, _UNREAD)
    yield table(dangerous, _DANGEROUS, _DANGERS)
    yield refusals(plan, _REFUSALS)
    yield notes(dangerous, _NOTES)
    if plan.costs and plan.has_differences:
        yield cost_sentence(plan.costs, _SUMS)
        yield cost_table(plan.costs, plan.environment.region, _COSTS)
    if plan.estimate:
        yield listed([estimate_line(plan.estimate)], lambda _: "the duration", _SUMS)
    yield table(others, _OTHER, _ROWS)
    yield warned(plan.warnings, _WARNINGS)
    yield differences(dangerous, _DANGEROUS, _DANGEROUS_FIELDS, show_sensitive=show_sensitive, noted=False)
    yield differences(others, _OTHER, _FIELDS, show_sensitive=show_sensitive, noted=True)
    graph = step_graph(plan)
    if graph:
        yield listed([folded("Order of the steps", graph)], lambda _: "the graph of the steps", _GRAPH)
