"""What an apply did as Markdown, for a pull request's comment: what failed comes first."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.apply.outcome import Ended, Outcome, Result
from reconciler.plan.changes import Plan
from reconciler.render.fitting import LIMIT, counted, fit, listed
from reconciler.render.markdown import prose
from reconciler.render.markdown_parts import address, place, said, title
from reconciler.render.outcome_text import is_told, next_steps, outcome_summary
from reconciler.render.values import duration
from reconciler.render.words import done, subject

RESULT = "Result for"
"""How the title of a result begins, and of nothing else that is said after a merge."""
COMPLETE = "The complete result is in the log of the run."

_HEAD = "| | address | took |\n|---|---|--:|"
_ORDER = (Ended.FAILED, Ended.SKIPPED, Ended.IN_PROGRESS, Ended.NOT_STARTED, Ended.DONE)
_CALLOUTS = {Ended.FAILED: "CAUTION", Ended.SKIPPED: "WARNING", Ended.IN_PROGRESS: "NOTE"}
_REASONS, _ROWS = range(2)


def outcome_markdown(plan: Plan, outcome: Outcome, *, limit: int | None = LIMIT) -> str:
    """Counts, what to do next, why what failed did so, and a table of every step.

    In at most `limit` characters and bytes, None for all of it; what does not fit is counted.
    """
    told = sorted((one for one in outcome.results if is_told(one)), key=lambda one: _ORDER.index(one.ended))
    reasons = [_reason(one) for one in told if one.detail and one.ended is not Ended.DONE]
    parts = (
        listed(reasons, counted("reason", "reasons"), _REASONS),
        listed([_row(one) for one in told], counted("step", "steps"), _ROWS, _HEAD),
    )
    return fit(tuple(_head(plan, outcome, told)), parts, limit, COMPLETE)


def _head(plan: Plan, outcome: Outcome, told: list[Result]) -> Iterator[str]:
    yield title(RESULT, plan.environment, plan.stack)
    yield f"**{prose(outcome_summary(outcome, plan.scope))}** · {place(plan.environment, plan.file)}"
    after = next_steps(outcome, plan.scope)
    if outcome.interrupted:
        after.insert(0, "It was interrupted.")
    if after:
        gravest = next((one for one in _ORDER if any(result.ended is one for result in told)), Ended.DONE)
        yield "\n".join((f"> [!{_CALLOUTS.get(gravest, 'NOTE')}]", *(f"> {line}" for line in after)))


def _reason(result: Result) -> str:
    verb = result.step.partition(" ")[0]
    return f"- **{result.ended.value}:** {prose(verb)} {address(subject(result.step))}: {said(result.detail)}"


def _row(result: Result) -> str:
    word = result.ended.value
    if result.ended is Ended.DONE:
        word = done(result)
    took = duration(result.seconds) if result.seconds >= 0.5 else ""
    return f"| {prose(word)} | {address(subject(result.step))} | {took} |"
