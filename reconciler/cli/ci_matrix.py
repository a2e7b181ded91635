"""`reconcile ci matrix`: the file's environments, one job each."""

from __future__ import annotations

import json
import os
import sys

import click

from reconciler.cli.ci_job import JobCommand
from reconciler.cli.options import environment_option, file_option, speech_options
from reconciler.cli.screen import Screen
from reconciler.errors import SetupError
from reconciler.model.diagnostics import InputError


@click.command(cls=JobCommand)
@file_option
@environment_option
@speech_options
@click.pass_obj
def matrix(screen: Screen, /, file: str, environment: str | None) -> int:
    """List the environments that the file has, or one of them, for a workflow's matrix. Nothing is called.

    Sets the output `environments`; without a runner it is printed.
    """
    from reconciler.cli.exits import Exit  # noqa: PLC0415
    from reconciler.desired.every_environment import environment_rows  # noqa: PLC0415
    from reconciler.github.runner import write_output  # noqa: PLC0415

    found = environment_rows(file, stdin=sys.stdin)
    if not found.rows:
        raise InputError(found.diagnostics)
    rows = [
        {
            "environment": row.name,
            "region": row.region,
            "plan_role": row.plan_role,
            "apply_role": row.apply_role,
        }
        for row in found.rows
        if not environment or row.name == environment
    ]
    if not rows:
        known = ", ".join(row.name for row in found.rows if row.name) or "none"
        raise SetupError(f"{file} has no environment {environment!r}", fix=f"the file has: {known}")
    text = json.dumps(rows, separators=(",", ":"))
    if not write_output(os.environ, "environments", text):
        screen.data(f"environments={text}")
    return Exit.DONE
