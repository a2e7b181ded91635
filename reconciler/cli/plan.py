"""`reconcile plan`: what apply would do; changes nothing."""

from __future__ import annotations

from typing import Any

import click

from reconciler.cli.command import Command
from reconciler.cli.exits import Exit
from reconciler.cli.options import (
    Target,
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


@click.command(cls=Command)
@file_option
@environment_option
@format_option("text", "json", "markdown")
@click.option(
    "--out", metavar="FILE", help="Save the plan for `reconcile apply FILE`; readable by you alone."
)
@click.option("--detailed-exitcode", is_flag=True, help="Exit 2 when there are differences.")
@only_option
@preflight_option
@retry_option
@show_sensitive_option
@target_options
@speech_options
@click.pass_obj
def plan(
    screen: Screen,
    /,
    file: str,
    environment: str | None,
    form: str,
    out: str | None,
    detailed_exitcode: bool,
    only: str | None,
    preflight: bool | None,
    retry_failed: bool,
    show_sensitive: bool,
    **target: Any,
) -> int:
    """Show what apply would do. Nothing is changed."""
    from reconciler.cli.preflight import Preflight  # noqa: PLC0415
    from reconciler.cli.saved_plan import save_plan  # noqa: PLC0415
    from reconciler.cli.showing import may_show_sensitive, show_plan  # noqa: PLC0415
    from reconciler.cli.stages import connected, make_plan, read_file  # noqa: PLC0415
    from reconciler.cli.whole_file import check_out  # noqa: PLC0415

    where = Target(**target)
    if out is not None:
        check_out(out, file)
    desired = read_file(file, screen, environment)
    with connected(desired, where, screen) as live:
        made = make_plan(
            desired,
            live,
            screen,
            retry_failed=retry_failed,
            only_runs=only is not None,
            preflight=Preflight(desired, live, screen, asked=preflight),
        )
    show_plan(made, form, screen, show_sensitive=may_show_sensitive(show_sensitive, screen))
    if made.refused or made.problems:
        if out is not None:
            screen.say(f"not saved: apply would refuse it; {out} is as it was")
        return Exit.FAILED
    if out is not None:
        save_plan(made, out)
        screen.note(f"saved: reconcile apply {out}")
    return Exit.DIFFERENT if detailed_exitcode and made.has_differences else Exit.DONE
