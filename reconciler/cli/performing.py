"""A plan shown, agreed to, carried out and reported: what apply and destroy have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reconciler.cli.exits import Exit
from reconciler.cli.interrupts import stopping
from reconciler.cli.locking import Hold
from reconciler.cli.screen import Screen
from reconciler.plan.changes import Action

if TYPE_CHECKING:
    from reconciler.apply.outcome import Outcome
    from reconciler.cli.stages import Live
    from reconciler.plan.changes import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """How the user wants it: the outcome's form, and for how many seconds to wait, None being to the end.

    `hold` is the stack's lock, for as long as it is carried out.
    """

    form: str
    timeout: float | None
    wait: bool
    hold: Hold = field(default_factory=Hold)
    show_sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """What became of it, None where nothing was done, and the command's exit code."""

    outcome: Outcome | None
    code: int


def perform(
    plan: Plan, live: Live, screen: Screen, how: Performance, agreed: Callable[[], bool]
) -> Performed:
    """Show the plan, carry it out, report. In between `agreed` is asked, if it may be carried out."""
    from reconciler.cli.carrying import carry_out  # noqa: PLC0415

    _show(plan, screen, how)
    if plan.refused or plan.problems or not agreed():
        _report(plan, None, Exit.FAILED, how.form, screen)
        return Performed(outcome=None, code=Exit.FAILED)
    if plan.steps:
        how.hold.confirm(plan.fingerprint)
    with stopping() as signals:
        outcome = carry_out(
            plan, live, screen, signals=signals, timeout=how.timeout, wait=how.wait, hold=how.hold
        )
        code = outcome.exit_code or (Exit.FAILED if _still_unwell(plan) else Exit.DONE)
        try:
            _report(plan, outcome, code, how.form, screen)
        except OSError:
            screen.say(_told(plan, outcome, screen))  # a full disk: what was done must be said somewhere
            raise
    return Performed(outcome=outcome, code=code)


def _still_unwell(plan: Plan) -> bool:
    """Whether something has failed that this plan does nothing about: then not all is as the file says.

    A mark mends nothing either.
    """
    return any(one.unhealthy and one.action in {Action.NONE, Action.MARK} for one in plan.changes)


def _show(plan: Plan, screen: Screen, how: Performance) -> None:
    """The plan comes first; beside a JSON outcome it is no data."""
    from reconciler.cli.showing import may_show_sensitive, show_plan  # noqa: PLC0415
    from reconciler.render.plan_text import plan_text  # noqa: PLC0415

    shows = may_show_sensitive(how.show_sensitive, screen)
    if how.form == "text":
        show_plan(plan, how.form, screen, show_sensitive=shows)
    else:
        screen.note(plan_text(plan, paint=screen.err_paint, verbose=screen.verbose))


def _report(plan: Plan, outcome: Outcome | None, code: int, form: str, screen: Screen) -> None:
    if form == "json":
        from reconciler.cli.showing import as_json  # noqa: PLC0415
        from reconciler.render.outcome_document import outcome_document  # noqa: PLC0415

        screen.data(as_json(outcome_document(plan, outcome, code)))
    elif outcome is None:
        screen.say("nothing was changed")
    elif plan.has_differences or code or screen.verbose:
        screen.data(f"\n{_told(plan, outcome, screen)}")
        if code and not outcome.exit_code:
            screen.say("what is unhealthy above stays so: nothing in this plan mends it")
    else:
        screen.note("nothing to do")


def _told(plan: Plan, outcome: Outcome, screen: Screen) -> str:
    from reconciler.render.outcome_text import outcome_text  # noqa: PLC0415

    return outcome_text(
        outcome,
        scope=plan.scope,
        environment=plan.environment.name,
        paint=screen.out_paint,
        verbose=screen.verbose,
    )
