"""`reconcile apply`: makes the account as the file says, step by step, and says what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from reconciler.cli.command import Command
from reconciler.cli.durations import Duration
from reconciler.cli.exits import Exit
from reconciler.cli.options import (
    Target,
    file_option,
    format_option,
    retry_option,
    show_sensitive_option,
    speech_options,
    target_options,
)
from reconciler.cli.screen import Screen
from reconciler.plan.changes import Action

if TYPE_CHECKING:
    from reconciler.apply.outcome import Outcome
    from reconciler.plan.changes import Plan


@click.command(cls=Command)
@click.argument("saved", metavar="[PLAN.json]", required=False)
@file_option
@format_option("text", "json")
@click.option("--yes", is_flag=True, help="Do not ask; needed where there is no terminal.")
@click.option(
    "--timeout", type=Duration(), metavar="5h", help="Stop waiting after this long (s, m, h, d); exit 3."
)
@click.option("--no-wait", is_flag=True, help="Start what can start and exit 3 while it is in progress.")
@retry_option
@show_sensitive_option
@target_options
@speech_options
@click.pass_context
def apply(
    ctx: click.Context,
    /,
    saved: str | None,
    file: str,
    form: str,
    yes: bool,
    timeout: float | None,
    no_wait: bool,
    retry_failed: bool,
    show_sensitive: bool,
    **target: Any,
) -> int:
    """Carry out the plan; with PLAN.json, exactly that one, if it still holds.

    Running it again after a stop or a failure goes on from there.
    """
    from reconciler.cli.asking import agreed, require_account  # noqa: PLC0415
    from reconciler.cli.carrying import carry_out  # noqa: PLC0415
    from reconciler.cli.saved_plan import holding, read_plan  # noqa: PLC0415
    from reconciler.cli.showing import may_show_sensitive  # noqa: PLC0415
    from reconciler.cli.stages import connected, decide, look, read_file  # noqa: PLC0415
    from reconciler.desired.source import STDIN  # noqa: PLC0415

    screen: Screen = ctx.obj
    where = Target(**target)
    kept = read_plan(saved) if saved else None
    if kept and ctx.get_parameter_source("file") is ParameterSource.DEFAULT:
        file = "-" if kept.file == STDIN else kept.file
    desired = read_file(file, screen)
    require_account(desired, screen)
    show_sensitive = may_show_sensitive(show_sensitive, screen)
    with connected(desired, where, screen) as live:
        observed = look(desired, live, screen)
        if saved and kept:
            plan = holding(
                saved, kept, lambda now, retry: decide(desired, observed, now=now, retry_failed=retry)
            )
        else:
            plan = decide(desired, observed, retry_failed=retry_failed)
        _show(plan, form, screen, show_sensitive)
        outcome = None
        code: int = Exit.FAILED
        if not plan.refused and not plan.problems and agreed(plan, file, yes, screen):
            outcome = carry_out(plan, live, screen, timeout=timeout, wait=not no_wait)
            code = outcome.exit_code or (Exit.FAILED if _still_unwell(plan) else Exit.DONE)
    _report(plan, outcome, code, form, screen)
    return code


def _still_unwell(plan: Plan) -> bool:
    """Whether something has failed that this plan does nothing about: then not all is as the file says."""
    return any(one.unhealthy and one.action is Action.NONE for one in plan.changes)


def _show(plan: Plan, form: str, screen: Screen, show_sensitive: bool) -> None:
    """The plan comes first; beside a JSON outcome it is no data."""
    from reconciler.render.plan_text import plan_text  # noqa: PLC0415

    if form == "text":
        paint, verbose = screen.out_paint, screen.verbose
        screen.data(plan_text(plan, paint=paint, show_sensitive=show_sensitive, verbose=verbose))
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
        from reconciler.render.outcome_text import outcome_text  # noqa: PLC0415

        screen.data("\n" + outcome_text(outcome, paint=screen.out_paint, verbose=screen.verbose))
        if code and not outcome.exit_code:
            screen.say("what is unhealthy above stays so: nothing in this plan mends it")
    else:
        screen.note("nothing to do")
