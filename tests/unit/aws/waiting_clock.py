"""A clock that only waiting moves."""

from __future__ import annotations

from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any


class WaitingClock:
    """ports.Clock; `waits` are the seconds that were waited for, in order."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waits: list[float] = []

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time, UTC)

    def elapsed(self) -> float:
        return self.time

    def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
        if not finished.empty():
            return finished.get_nowait()
        assert seconds is not None, "nothing would ever come"
        self.waits.append(seconds)
        self.time += seconds
        return None
