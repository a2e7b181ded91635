"""What is in flight right now, as a live table on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import assert_never

from rich.table import Table
from rich.text import Text

from reconciler.apply.events import Event, StepDelayed, StepFinished, StepStarted, StepWaiting
from reconciler.apply.outcome import Ended
from reconciler.plan.changes import Step
from reconciler.render.escape import visible
from reconciler.render.values import duration
from reconciler.render.words import doing, subject

_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_ASCII_FRAMES = "|/-\\"
_FRAMES_A_SECOND = 8
_NARROWEST = 24
_WIDEST = 48


@dataclass(slots=True)
class _Row:
    step: Step
    since: float
    status: str = ""


class Board:
    """Takes events as they come and draws what they leave in flight; safe to use from several threads.

    `steps` are those that will be told about. Times are seconds on the clock's elapsed scale.
    """

    def __init__(self, steps: Sequence[Step], *, unicode: bool = True) -> None:
        """Start empty."""
        self._rows: dict[str, _Row] = {}
        self._ended: dict[Ended, int] = dict.fromkeys(Ended, 0)
        self._total = len(steps)
        longest = max((len(subject(step.id)) for step in steps), default=0)
        self._widest = min(max(longest, _NARROWEST), _WIDEST)
        self._frames = _FRAMES if unicode else _ASCII_FRAMES
        self._lock = Lock()

    def take(self, event: Event, at: float) -> None:
        """Note what an event changes."""
        with self._lock:
            row = self._rows.setdefault(event.step.id, _Row(event.step, at))
            match event:
                case StepStarted():
                    pass
                case StepWaiting():
                    row.status = event.status
                case StepDelayed():
                    row.status = f"waits: {event.why}"
                case StepFinished():
                    del self._rows[event.step.id]
                    self._ended[event.result.ended] += 1
                case _:
                    assert_never(event)

    def draw(self, now: float, *, width: int, height: int) -> Table:
        """The rows in flight, as many as fit, and a line that counts everything."""
        with self._lock:
            rows = list(self._rows.values())
            counts = self._counts(len(rows))
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), width=width, pad_edge=False)
        table.add_column(width=1)
        table.add_column(no_wrap=True, width=self._widest, overflow="ellipsis")
        table.add_column(no_wrap=True, width=13, overflow="ellipsis")
        table.add_column(no_wrap=True, width=7, justify="right")
        table.add_column(no_wrap=True, ratio=1, overflow="ellipsis")
        room = max(1, height - 4)
        frame = self._frames[int(now * _FRAMES_A_SECOND) % len(self._frames)]
        for row in rows[:room]:
            step = row.step
            table.add_row(
                Text(frame, style="cyan"),
                Text(visible(subject(step.id)), style="bold"),
                Text(doing(step.id, step.action, step.address.kind)),
                Text(duration(now - row.since), style="dim"),
                Text(visible(row.status), style="dim"),
            )
        if len(rows) > room:
            table.add_row("", Text(f"and {len(rows) - room} more", style="dim"), "", "", "")
        table.add_row("", Text(counts, style="dim"), "", "", "")
        return table

    def _counts(self, running: int) -> str:
        finished = sum(self._ended.values())
        bad = self._ended[Ended.FAILED] + self._ended[Ended.SKIPPED]
        failed = f", {bad} failed or skipped" if bad else ""
        return f"{finished} of {self._total} ended, {running} in flight{failed}"
