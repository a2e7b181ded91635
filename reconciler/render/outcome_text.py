"""What an apply did, as text: every address, how it ended, how long it took, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.apply.outcome import Ended, Outcome, Result
from reconciler.plan.changes import Action, Scope
from reconciler.render.escape import visible
from reconciler.render.paint import Paint
from reconciler.render.scope import COMMANDS
from reconciler.render.values import duration
from reconciler.render.words import done, subject

_STYLES = {
    Ended.DONE: "good",
    Ended.FAILED: "danger",
    Ended.SKIPPED: "warning",
    Ended.IN_PROGRESS: "run",
    Ended.NOT_STARTED: "quiet",
}
_WIDEST_WORD = 12
_WIDEST_ADDRESS = 72


def outcome_text(
    outcome: Outcome,
    *,
    scope: Scope = Scope.WHOLE,
    environment: str = "",
    paint: Paint,
    verbose: bool = False,
) -> str:
    """One line per step, the reasons of what failed below it, a count, and what to do next.

    `environment` is the named environment, which the next command must name as well.
    Digest marks that succeeded are bookkeeping and shown only when `verbose`.
    """
    shown = [result for result in outcome.results if verbose or is_told(result)]
    width = min(max((len(subject(result.step)) for result in shown), default=0), _WIDEST_ADDRESS)
    blocks = ["\n".join(line for result in shown for line in _result(result, width, paint))] if shown else []
    last = paint("name", outcome_summary(outcome, scope))
    blocks.append("\n".join((last, *next_steps(outcome, scope, environment))))
    return "\n\n".join(blocks)


def is_told(result: Result) -> bool:
    """Whether a result is shown without -v."""
    return result.action is not Action.MARK or result.ended is not Ended.DONE


def outcome_summary(outcome: Outcome, scope: Scope = Scope.WHOLE) -> str:
    """The count of every way to end, and the time it took."""
    told = [result for result in outcome.results if is_told(result)]
    counts = (f"{sum(result.ended is ended for result in told)} {ended.value}" for ended in Ended)
    word = COMMANDS[scope].split()[1].capitalize()
    return f"{word}: {', '.join(counts)}, in {duration(outcome.seconds)}."


def next_steps(outcome: Outcome, scope: Scope = Scope.WHOLE, environment: str = "") -> list[str]:
    """What the reader can do now; empty when all is done."""
    named = f" --env {visible(environment)}" if environment else ""
    again = f"`{COMMANDS[scope]}{named}` again"
    ends = {result.ended for result in outcome.results}
    lines = []
    if ends & {Ended.FAILED, Ended.SKIPPED}:
        runs = any(one.ended is Ended.FAILED and one.action is Action.RUN for one in outcome.results)
        retry = " A failed import or training whose inputs have not changed needs --retry-failed."
        lines.append(
            f"What succeeded stays. Mend the cause and run {again}: it goes on from here."
            + (retry if runs else "")
        )
    if Ended.IN_PROGRESS in ends:
        lines.append(f"What is in progress goes on in the service; run {again} to go on from there.")
    elif Ended.NOT_STARTED in ends:
        lines.append(f"Run {again} to do the rest.")
    return lines


def _result(result: Result, width: int, paint: Paint) -> Iterator[str]:
    word = result.ended.value
    if result.ended is Ended.DONE:
        word = done(result)
    address = visible(subject(result.step))
    took = duration(result.seconds) if result.seconds >= 0.5 else ""
    yield (
        f"  {paint(_STYLES[result.ended], f'{word:<{_WIDEST_WORD}}')}  "
        f"{paint('name', address)}{' ' * max(2, width + 2 - len(address))}{paint('quiet', f'{took:>7}')}"
    ).rstrip()
    if result.detail:
        attempt = "" if result.ended is Ended.DONE else f"{visible(result.step.partition(' ')[0])}: "
        yield f"      {attempt}{visible(result.detail)}"
