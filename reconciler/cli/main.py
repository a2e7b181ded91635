"""The entry of the command line: a table of commands, each imported only when it is called."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from reconciler import __version__
from reconciler.cli.command import run_group

_COMMANDS = {
    "validate": "Check the files, offline.",
    "plan": "Show what apply would do.",
    "apply": "Carry out the plan.",
    "drift": "Show where the account differs from the file.",
    "destroy": "Delete everything that the stack owns.",
}


class _Program(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"reconciler.cli.{cmd_name}"), cmd_name)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the table, so that help imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]
        extra.pop("standalone_mode", None)
        sys.exit(run_group(self, None if args is None else list(args), prog_name, **extra))


@click.group(
    cls=_Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 failed or refused, 2 differences, 3 still in progress, 64 wrong usage, "
    "130 interrupted.",
)
@click.version_option(__version__, message="reconcile %(version)s")
def reconcile() -> None:
    """Keep Amazon Personalize as personalize.yaml says."""


def main() -> NoReturn:
    """Run `reconcile` as installed; SIGTERM counts as Ctrl-C."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    reconcile.main(prog_name="reconcile")


if __name__ == "__main__":
    main()
