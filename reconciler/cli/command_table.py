"""A group whose commands are imported only when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class CommandTable(click.Group):
    """`table` maps a command's name to its one line of help.

    It stands in a module of that name behind `modules`, as an attribute of that name; _ stands for -.
    """

    def __init__(self, *arguments: Any, table: Mapping[str, str], modules: str, **more: Any) -> None:
        """A group of what the table lists."""
        super().__init__(*arguments, **more)
        self._table, self._modules = table, modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now; None when there is none of that name."""
        if cmd_name not in self._table:
            return None
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"{self._modules}{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """From the table, so that help imports no command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._table.items()))
