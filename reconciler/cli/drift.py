"""`reconcile drift`: where the account differs from the file; changes nothing."""

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
    show_sensitive_option,
    speech_options,
    target_options,
)
from reconciler.cli.screen import Screen

_DUE = "due"
_CLASSES = ("missing", "changed", "extra", "unhealthy", "pending", _DUE)


@click.command(cls=Command)
@file_option
@environment_option
@format_option("text", "json", "markdown")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(_CLASSES),
    help="Exit 2 on this class too; all but `due` do so anyway. May be repeated.",
)
@show_sensitive_option
@target_options
@speech_options
@click.pass_obj
def drift(
    screen: Screen,
    /,
    file: str,
    environment: str | None,
    form: str,
    fail_on: tuple[str, ...],
    show_sensitive: bool,
    **target: Any,
) -> int:
    """Show where the account differs from the file. Exit 2 when it does."""
    from reconciler.cli.showing import may_show_sensitive, show_drift  # noqa: PLC0415
    from reconciler.cli.stages import connected, make_plan, read_file  # noqa: PLC0415
    from reconciler.plan.drift import drift_report  # noqa: PLC0415

    where = Target(**target)
    desired = read_file(file, screen, environment)
    with connected(desired, where, screen) as live:
        report = drift_report(make_plan(desired, live, screen))
    show_drift(report, form, screen, show_sensitive=may_show_sensitive(show_sensitive, screen))
    if report.problems:
        return Exit.FAILED
    counted = {*_CLASSES, *fail_on} if _DUE in fail_on else set(_CLASSES) - {_DUE}
    return Exit.DIFFERENT if any(found.drift.value in counted for found in report.findings) else Exit.DONE
