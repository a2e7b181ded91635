"""`reconcile ci`: what the jobs of a repository on GitHub call."""

from __future__ import annotations

import click

from reconciler.cli.command_table import CommandTable

_COMMANDS = {
    "matrix": "List the file's environments for a workflow's matrix.",
    "plan": "Check and plan a pull request, and comment on it.",
    "apply": "Apply what was reviewed.",
    "drift": "Keep an issue about drift.",
}


@click.group(cls=CommandTable, table=_COMMANDS, modules="reconciler.cli.ci_")
def ci() -> None:
    """What the jobs of a repository on GitHub call.

    They read the event that the job runs for and the variables that its runner sets.
    """
