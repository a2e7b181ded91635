"""The entry of the command line: a table of commands, each imported only when it is called."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from reconciler import __version__
from reconciler.cli.command import run_group
from reconciler.cli.command_table import CommandTable
from reconciler.cli.interrupts import as_interrupts
from reconciler.cli.screen import open_streams

_COMMANDS = {
    "init": "Write a first file and its schemas.",
    "validate": "Check the files, offline.",
    "check-data": "Check the CSV files that imports name.",
    "infer-schema": "Make a first schema from a CSV file.",
    "explain": "Say what a rule of validate or check-data is about.",
    "plan": "Show what apply would do.",
    "apply": "Carry out the plan.",
    "drift": "Show where the account differs from the file.",
    "destroy": "Delete everything that the stack owns.",
    "unlock": "Show or remove the lock that an apply has left.",
    "iam": "Print the least IAM policies that the file needs, offline.",
    "ci": "What the jobs of a repository call.",
}


class _Program(CommandTable):
    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        extra.pop("standalone_mode", None)
        sys.exit(run_group(self, None if args is None else list(args), prog_name, **extra))


@click.group(
    cls=_Program,
    table=_COMMANDS,
    modules="reconciler.cli.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 failed or refused, 2 differences, 3 still in progress, 64 wrong usage, "
    "130 interrupted.",
)
@click.version_option(__version__, message="reconcile %(version)s")
def reconcile() -> None:
    """Keep Amazon Personalize as personalize.yaml says."""


def main() -> NoReturn:
    """Run `reconcile` as installed; SIGTERM and a closed terminal count as Ctrl-C."""
    if threading.current_thread() is threading.main_thread():
        as_interrupts()
    open_streams()
    reconcile.main(prog_name="reconcile")


if __name__ == "__main__":
    main()
