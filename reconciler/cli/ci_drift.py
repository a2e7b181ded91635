"""`reconcile ci drift`: keeps one issue per stack and environment about drift."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from reconciler.cli.ci_job import NO_ROLE, JobCommand, role_option
from reconciler.cli.exits import Exit
from reconciler.cli.options import Target, environment_option, file_option, speech_options, target_options
from reconciler.cli.screen import Screen

if TYPE_CHECKING:
    from reconciler.github.client import Client
    from reconciler.github.event import Job
    from reconciler.plan.drift import DriftReport


@click.command(cls=JobCommand)
@file_option
@environment_option
@role_option
@target_options
@speech_options
@click.pass_obj
def drift(screen: Screen, /, file: str, environment: str | None, role: str | None, **target: Any) -> int:
    """Open, update or close the issue about drift; silent while nothing changes.

    Exit 0 when it is told, whatever was found; 1 when something could not be read, and then nothing is told.
    """
    from reconciler.cli.ci_job import annotate, nothing_to_do, on_github, quoted, summarise, the_file, the_job  # noqa: PLC0415
    from reconciler.cli.showing import show_drift  # noqa: PLC0415
    from reconciler.cli.stages import connected, make_plan  # noqa: PLC0415
    from reconciler.plan.drift import drift_report  # noqa: PLC0415
    from reconciler.render.ci_markdown import LONGEST_PAGE  # noqa: PLC0415
    from reconciler.render.drift_markdown import drift_markdown  # noqa: PLC0415
    from reconciler.render.marker import stack_key  # noqa: PLC0415

    job = the_job()
    where = Target(**target)
    if role == "":
        nothing_to_do(screen, f"{NO_ROLE} Nothing was compared.")
        return Exit.DONE
    desired = the_file(file, environment, screen)
    client = on_github(job)
    with quoted(screen):
        with connected(desired, where, screen) as live:
            report = drift_report(make_plan(desired, live, screen))
        show_drift(report, "text", screen)
    summarise(drift_markdown(report, limit=LONGEST_PAGE))
    if report.problems:
        annotate(screen, "error", "not everything could be read", "so the issue is left as it is")
        return Exit.FAILED
    _tell(client, job, report, stack_key(desired))
    return Exit.DONE


def _tell(client: Client, job: Job, report: DriftReport, key: str) -> None:
    """Calls: one for the issues, and at most two more where something has changed."""
    from reconciler.github import issues  # noqa: PLC0415
    from reconciler.plan.drift_issue import Move, digests, move  # noqa: PLC0415
    from reconciler.render import drift_issue as text  # noqa: PLC0415

    name = report.environment.name
    findings = digests(report)

    def about(issue: issues.Issue) -> bool:
        ours = issue.author == job.author
        return ours and text.read_drift_body(issue.body, key, is_open=issue.open) is not None

    issue = issues.find_issue(client, text.LABEL, about)
    kept = text.read_drift_body(issue.body, key, is_open=issue.open) if issue else None
    do = move(kept, findings)
    body = text.drift_body(key, report, findings)
    if do is Move.OPEN:
        issues.open_issue(client, text.drift_title(report.stack, name), body, text.LABEL)
    if issue is None or kept is None or do is Move.NOTHING:
        return
    issues.rewrite_issue(client, issue, body, is_open=do in {Move.UPDATE, Move.REOPEN})
    remarks = {
        Move.UPDATE: text.changed(kept.findings, findings),
        Move.REOPEN: text.back(findings),
        Move.CLOSE: text.GONE,
    }
    if do in remarks:
        issues.remark(client, issue, remarks[do])
