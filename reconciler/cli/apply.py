"""`reconcile apply`: makes the account as the file says, step by step, and says what became of each."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from reconciler.cli.command import Command
from reconciler.cli.options import (
    Target,
    carrying_options,
    environment_option,
    file_option,
    format_option,
    only_option,
    preflight_option,
    retry_option,
    show_sensitive_option,
    speech_options,
    target_options,
)
from reconciler.cli.screen import Screen

_SAID = ParameterSource.COMMANDLINE


@click.command(cls=Command)
@click.argument("saved", metavar="[PLAN.json]", required=False)
@file_option
@environment_option
@format_option("text", "json")
@carrying_options
@only_option
@preflight_option
@retry_option
@click.option(
    "--reviewed",
    multiple=True,
    metavar="PLAN.json",
    help="Go on only if this plan, made with --format json or --out, or another one named so, "
    "shows every step that is no run. May be repeated.",
)
@show_sensitive_option
@target_options
@speech_options
@click.pass_context
def apply(
    ctx: click.Context,
    /,
    saved: str | None,
    file: str,
    environment: str | None,
    form: str,
    yes: bool,
    timeout: float | None,
    no_wait: bool,
    lock_timeout: float,
    only: str | None,
    preflight: bool | None,
    retry_failed: bool,
    reviewed: tuple[str, ...],
    show_sensitive: bool,
    **target: Any,
) -> int:
    """Carry out the plan; with PLAN.json, exactly that one, if it still holds.

    Running it again after a stop or a failure goes on from there.
    """
    from reconciler.cli.asking import agreed, require_account  # noqa: PLC0415
    from reconciler.cli.locking import locked  # noqa: PLC0415
    from reconciler.cli.performing import Performance, perform  # noqa: PLC0415
    from reconciler.cli.preflight import Preflight  # noqa: PLC0415
    from reconciler.cli.reviewing import reviewed_digests, within_review  # noqa: PLC0415
    from reconciler.cli.saved_plan import environment_of, holding, read_plan  # noqa: PLC0415
    from reconciler.cli.stages import connected, decide, look, read_file  # noqa: PLC0415
    from reconciler.desired.source import STDIN  # noqa: PLC0415

    screen: Screen = ctx.obj
    where = Target(**target)
    asked = preflight if ctx.get_parameter_source("preflight") is _SAID else None
    for option, said in {"--only": only, "--preflight": asked, "--retry-failed": retry_failed}.items():
        if saved is not None and said:
            raise click.UsageError(f"a saved plan is applied as it was made: {option} goes with `plan --out`")
    kept = None if saved is None else read_plan(saved)
    digests = reviewed_digests(reviewed)
    if kept and ctx.get_parameter_source("file") is ParameterSource.DEFAULT:
        file = "-" if kept.file == STDIN else kept.file
    if saved is not None and kept:
        environment = environment_of(saved, kept, environment)
    desired = read_file(file, screen, environment)
    require_account(desired, screen)
    with (
        connected(desired, where, screen) as live,
        locked(desired, live, screen, timeout=lock_timeout) as hold,
    ):
        observed = look(desired, live, screen)
        if saved is not None and kept:
            plan = holding(saved, kept, lambda **how: decide(desired, observed, **how))
        else:
            plan = decide(desired, observed, retry_failed=retry_failed, only_runs=only is not None)
            plan = Preflight(desired, live, screen, asked=preflight).checked(plan, observed)
        return perform(
            plan,
            live,
            screen,
            Performance(
                form=form, timeout=timeout, wait=not no_wait, hold=hold, show_sensitive=show_sensitive
            ),
            lambda: (
                (not reviewed or within_review(plan, digests, screen)) and agreed(plan, file, yes, screen)
            ),
        ).code
