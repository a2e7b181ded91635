"""`reconcile ci apply`: applies what was reviewed, and completes the comments of the pull requests."""

from __future__ import annotations

from typing import Any

import click

from reconciler.cli.ci_job import NO_ROLE, JobCommand, role_option
from reconciler.cli.durations import Duration
from reconciler.cli.exits import Exit
from reconciler.cli.options import (
    Target,
    environment_option,
    file_option,
    preflight_option,
    speech_options,
    target_options,
)
from reconciler.cli.screen import Screen
from reconciler.errors import SetupError


@click.command(cls=JobCommand)
@file_option
@environment_option
@role_option
@preflight_option
@click.option("--unreviewed", is_flag=True, help="Apply whatever the plan says; only when started by hand.")
@click.option(
    "--timeout",
    type=Duration(),
    default="50m",
    show_default=True,
    metavar="50m",
    help="Stop waiting after this long (s, m, h, d), and start the workflow again to go on.",
)
@click.option(
    "--lock-timeout",
    type=Duration(none=True),
    default="5m",
    show_default=True,
    metavar="5m",
    help="With `lock` in the file: how long to wait for another's apply to end.",
)
@target_options
@speech_options
@click.pass_obj
def apply(
    screen: Screen,
    /,
    file: str,
    environment: str | None,
    role: str | None,
    preflight: bool | None,
    unreviewed: bool,
    timeout: float,
    lock_timeout: float,
    **target: Any,
) -> int:
    """Apply what the reviewed plans of the merged pull requests say, whole or not at all.

    Without anything reviewed, a schedule does what is due. Exit 1 when there is more to do than was
    reviewed; 3 when a training outlives the job and the workflow cannot start itself again.
    """
    from reconciler.cli.asking import require_account  # noqa: PLC0415
    from reconciler.cli.ci_job import nothing_to_do, on_github, the_file, the_job  # noqa: PLC0415

    job = the_job()
    where = Target(**target)
    if role == "":
        nothing_to_do(screen, f"{NO_ROLE} Nothing was applied.")
        return Exit.DONE
    if job.pull or not job.branch:
        raise SetupError(
            f"apply is for a branch, and not for {job.event} of something else",
            why="what is applied is what a branch says after a merge",
            fix="run it on push, schedule or workflow_dispatch of the branch",
        )
    if unreviewed and job.event != "workflow_dispatch":
        raise SetupError(
            f"--unreviewed is for a workflow that was started by hand, not for {job.event}",
            fix="leave it out",
        )
    desired = the_file(file, environment, screen)
    require_account(desired, screen)
    client = on_github(job)

    from reconciler.cli.ci_carrying import Apply  # noqa: PLC0415
    from reconciler.cli.locking import locked  # noqa: PLC0415
    from reconciler.cli.preflight import Preflight  # noqa: PLC0415
    from reconciler.cli.stages import connected  # noqa: PLC0415

    with (
        connected(desired, where, screen) as live,
        locked(desired, live, screen, timeout=lock_timeout) as hold,
    ):
        looking = Preflight(desired, live, screen, asked=preflight)
        return Apply(client, job, desired, screen, live, hold, looking, by_hand=unreviewed).run(
            timeout=timeout
        )
