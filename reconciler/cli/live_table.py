"""The live table: what ended scrolls away above it, what is in flight stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread
from typing import IO, TYPE_CHECKING, Any, TextIO, cast

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.text import Text

from reconciler.apply.events import StepFinished
from reconciler.apply.outcome import Ended
from reconciler.cli.screen import Screen, silence
from reconciler.render.board import Board
from reconciler.render.progress import event_words, is_bookkeeping

if TYPE_CHECKING:
    from reconciler.apply.events import Event as Told
    from reconciler.plan.changes import Plan
    from reconciler.ports import Clock

_STYLES = {Ended.DONE: "green", Ended.FAILED: "bold red", Ended.SKIPPED: "yellow"}
_REDRAWS_A_SECOND = 8


class LiveTable:
    """Draws a Board until the apply ends; ports.EventSink."""

    def __init__(self, plan: Plan, clock: Clock, screen: Screen, *, note: str, unicode: bool) -> None:
        """Prepare; nothing is drawn before `shown`."""
        self._board = Board(plan.steps, unicode=unicode)
        self._clock, self._screen, self._note = clock, screen, note
        self._stopping = False
        # rich's own refresh thread may redraw between a print's two halves and leave old rows behind.
        self._drawing = Lock()
        colour = screen.err_paint.colour
        self._console = Console(
            file=cast("IO[str]", Patient(screen.err)),
            no_color=not colour,
            highlight=False,
            markup=False,
            emoji=False,
        )
        self._live = Live(
            console=self._console,
            get_renderable=self._draw,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Draw while inside; the table is wiped at the end, since the report follows."""
        done = Event()
        ticking = Thread(target=self._tick, args=(done,), name="live-table", daemon=True)
        with self._live:
            ticking.start()
            try:
                yield
            finally:
                done.set()
                ticking.join()

    def _tick(self, done: Event) -> None:
        while not done.wait(1 / _REDRAWS_A_SECOND):
            with self._drawing:
                self._live.refresh()

    def emit(self, event: Told) -> None:
        """Take one event."""
        self._board.take(event, self._clock.elapsed())
        told = self._screen.verbose or not is_bookkeeping(event)
        if told and isinstance(event, StepFinished) and event.result.ended in _STYLES:
            with self._drawing:
                self._console.print(Text(event_words(event), style=_STYLES[event.result.ended]))

    def stopping(self) -> None:
        """Show it in the table from the next redraw on."""
        self._stopping = True

    def _draw(self) -> RenderableType:
        size = self._console.size
        # The terminal writes ^C behind the last line; wrapped, it would leave an old row behind.
        width = max(size.width - len("^C") - 1, 1)
        table = self._board.draw(self._clock.elapsed(), width=width, height=size.height)
        return Group(table, Text(self._note, style="yellow")) if self._stopping else table


class Patient:
    """A stream that takes what nobody can be shown any more: the terminal was closed, the apply goes on."""

    def __init__(self, stream: TextIO) -> None:
        """In front of this stream."""
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        """Everything else is the stream's."""
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or leave it."""
        try:
            return self._stream.write(text)
        except OSError:
            silence(self._stream)
            return len(text)

    def flush(self) -> None:
        """Flush, or leave it."""
        try:
            self._stream.flush()
        except OSError:
            silence(self._stream)
