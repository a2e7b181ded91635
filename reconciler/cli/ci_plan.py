"""`reconcile ci plan`: checks and plans a pull request, and keeps one comment on it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from reconciler.cli.ci_job import NO_ROLE, JobCommand, role_option
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

if TYPE_CHECKING:
    from reconciler.desired.load import Loaded
    from reconciler.github.event import Job

FORK = (
    "This pull request comes from a fork, whose jobs get no credentials: "
    "the file was checked, and nothing planned. "
    "Who may write here can push the branch to this repository to see its plan."
)

LATE = "The pull request was merged before this plan was made: its comment stays as it was reviewed."


@click.command(cls=JobCommand)
@file_option
@environment_option
@role_option
@preflight_option
@target_options
@speech_options
@click.pass_obj
def plan(
    screen: Screen,
    /,
    file: str,
    environment: str | None,
    role: str | None,
    preflight: bool | None,
    **target: Any,
) -> int:
    """Check the file and show what a merge would do, in the log and in a comment. Nothing is changed.

    Exit 1 when the file is not valid or apply would refuse the plan.
    """
    from reconciler.cli.ci_job import annotate_findings, the_job  # noqa: PLC0415
    from reconciler.desired.load import load  # noqa: PLC0415

    job = the_job()
    where = Target(**target)
    name = environment or None
    if job.pull and job.pull.fork:
        return _only_checked(file, name, FORK, screen)
    if role == "":
        return _only_checked(file, name, f"{NO_ROLE} The file was checked, and nothing planned.", screen)
    loaded = load(file, stdin=sys.stdin, environment=name)
    annotate_findings(screen, loaded.diagnostics)
    return _planned(file, environment or "", loaded, where, job, screen, asked=preflight)


def _only_checked(file: str, environment: str | None, note: str, screen: Screen) -> int:
    from reconciler.cli.ci_job import annotate, annotate_findings, summarise  # noqa: PLC0415
    from reconciler.desired.every_environment import check  # noqa: PLC0415
    from reconciler.render.ci_markdown import checked  # noqa: PLC0415

    found = check(file, stdin=sys.stdin, environment=environment)
    resources = {name: len(state.resources) for name, state in found.states.items()}
    annotate_findings(screen, found.diagnostics)
    annotate(screen, "notice", note)
    summarise(checked(file, found.diagnostics, resources, note))
    return Exit.DONE if found.states else Exit.FAILED


def _planned(
    file: str,
    environment: str,
    loaded: Loaded,
    where: Target,
    job: Job,
    screen: Screen,
    *,
    asked: bool | None,
) -> int:
    from reconciler.cli.ci_comment import PlanComment  # noqa: PLC0415
    from reconciler.cli.ci_job import annotate, annotate_findings, quoted, summarise  # noqa: PLC0415
    from reconciler.cli.preflight import Preflight  # noqa: PLC0415
    from reconciler.cli.showing import show_plan  # noqa: PLC0415
    from reconciler.cli.stages import connected, make_plan  # noqa: PLC0415
    from reconciler.render.ci_markdown import LONGEST_PAGE  # noqa: PLC0415

    comment = PlanComment(job, file, environment)
    if loaded.state is None:
        summarise(comment.invalid(loaded.diagnostics, LONGEST_PAGE))
        comment.write_invalid(loaded.diagnostics)
        return Exit.FAILED
    with quoted(screen):
        with connected(loaded.state, where, screen) as live:
            preflight = Preflight(loaded.state, live, screen, asked=asked)
            made = make_plan(loaded.state, live, screen, preflight=preflight)
        show_plan(made, "text", screen)
    annotate_findings(screen, preflight.findings)
    summarise(comment.planned(made, LONGEST_PAGE))
    comment.write_plan(made, loaded.state)
    if comment.late:
        annotate(screen, "warning", LATE)
    return Exit.FAILED if made.refused or made.problems else Exit.DONE
