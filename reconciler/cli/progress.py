"""What apply tells while it works: a live table on a terminal, dated lines elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from reconciler.cli.screen import Screen, can_show, is_terminal

if TYPE_CHECKING:
    from reconciler.apply.events import Event
    from reconciler.plan.changes import Plan
    from reconciler.ports import Clock

_STOPPING = "stopping: what is in flight goes on in the service. Once more ends at once."


class Progress(Protocol):
    """A ports.EventSink that also hears that the user asked to stop."""

    def emit(self, event: Event) -> None:
        """Take one event; must not raise."""
        ...

    def stopping(self) -> None:
        """Say that stopping was asked for; called in a signal handler."""
        ...


@contextmanager
def progress(plan: Plan, clock: Clock, screen: Screen) -> Iterator[Progress]:
    """The form of progress that fits the screen, for as long as an apply takes."""
    if screen.quiet:
        yield _Silent(screen)
    elif is_terminal(screen.err) and os.environ.get("TERM") != "dumb":
        with _live(plan, clock, screen) as table:
            yield table
    else:
        yield _Lines(screen)


class _Silent:
    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def emit(self, event: Event) -> None:
        pass

    def stopping(self) -> None:
        _raw(self._screen, f"{_STOPPING}\n")


class _Lines(_Silent):
    """One dated line per event."""

    def emit(self, event: Event) -> None:
        from reconciler.render.progress import event_line, is_bookkeeping  # noqa: PLC0415

        if self._screen.verbose or not is_bookkeeping(event):
            self._screen.note(event_line(event))


def _raw(screen: Screen, text: str) -> None:
    """Past the stream's buffer, which the handler may have interrupted in the middle of a write."""
    try:
        os.write(screen.err.fileno(), text.encode("ascii", "replace"))
    except (OSError, ValueError):
        return


@contextmanager
def _live(plan: Plan, clock: Clock, screen: Screen) -> Iterator[Progress]:
    # rich takes longer to import than everything else that is shown.
    from reconciler.cli.live_table import LiveTable  # noqa: PLC0415

    table = LiveTable(plan, clock, screen, note=_STOPPING, unicode=can_show("⠋", screen.err))
    with table.shown():
        yield table
