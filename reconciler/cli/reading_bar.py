"""How far the reading of data is: a bar on a terminal, a line for each part elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, cast

from reconciler.cli.screen import Screen, is_terminal

Told = Callable[[int], None]


@contextmanager
def reading_bar(total: int, screen: Screen) -> Iterator[Callable[[str], Told]]:
    """What hears what is read, and of each how many bytes more; `total` is how many there are."""
    if not screen.quiet and is_terminal(screen.err) and os.environ.get("TERM") != "dumb":
        with _bar(total, screen) as step:
            yield step
    else:
        yield lambda what: _line(what, screen)


def _line(what: str, screen: Screen) -> Told:
    screen.note(f"reading {what}")
    return _nothing


def _nothing(_: int) -> None:
    pass


@contextmanager
def _bar(total: int, screen: Screen) -> Iterator[Callable[[str], Told]]:
    # rich takes longer to import than all else that is shown.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    from reconciler.cli.live_table import Patient  # noqa: PLC0415

    console = Console(
        file=cast("IO[str]", Patient(screen.err)),
        no_color=not screen.err_paint.colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
    shown = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*shown, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)

        def step(what: str) -> Told:
            bar.update(task, description=what)
            return lambda size: bar.advance(task, size)

        yield step
