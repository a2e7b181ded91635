"""`reconcile destroy`: deletes everything that the file's stack owns, under the guards of any deletion."""

from __future__ import annotations

from typing import Any

import click

from reconciler.cli.command import Command
from reconciler.cli.options import (
    Target,
    carrying_options,
    environment_option,
    file_option,
    format_option,
    speech_options,
    target_options,
)
from reconciler.cli.screen import Screen


@click.command(cls=Command)
@file_option
@environment_option
@format_option("text", "json")
@carrying_options
@target_options
@speech_options
@click.pass_obj
def destroy(
    screen: Screen,
    /,
    file: str,
    environment: str | None,
    form: str,
    yes: bool,
    timeout: float | None,
    no_wait: bool,
    lock_timeout: float,
    **target: Any,
) -> int:
    """Delete everything that the file's stack owns, what depends on others first.

    What is in the file's `consent`, `forget` and `policy` holds: what holds data or serves requests goes
    only under consent, and what others have made is never touched.
    """
    from reconciler.cli.asking import agreed_by_name, require_account  # noqa: PLC0415
    from reconciler.cli.locking import locked  # noqa: PLC0415
    from reconciler.cli.performing import Performance, perform  # noqa: PLC0415
    from reconciler.cli.stages import connected, make_plan, read_file  # noqa: PLC0415

    where = Target(**target)
    desired = read_file(file, screen, environment).emptied()
    require_account(desired, screen)
    with (
        connected(desired, where, screen) as live,
        locked(desired, live, screen, timeout=lock_timeout) as hold,
    ):
        plan = make_plan(desired, live, screen)
        return perform(
            plan,
            live,
            screen,
            Performance(form=form, timeout=timeout, wait=not no_wait, hold=hold),
            lambda: agreed_by_name(plan, file, yes, screen),
        ).code
