"""Virtual time of a scenario: it moves the emulator's clock, and whoever watches looks on at every step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from queue import SimpleQueue
from typing import Any

from personalize_emulator.emulator import Emulator

STEP = 60.0
"""The longest time, in seconds, that passes unseen while somebody watches: shorter than any deletion."""
MOST_STEPS = 200


class PassingTime:
    """One clock for the emulator and the reconciler; `watchers` are called after every step."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.watchers: list[Callable[[], None]] = []

    def now(self) -> float:
        return self.emulator.clock.now()

    def advance(self, seconds: float) -> None:
        """Let time pass, in small steps if anybody watches (a month is not watched minute by minute)."""
        step = max(STEP, seconds / MOST_STEPS) if self.watchers else seconds
        while seconds > 0:
            passed = min(step, seconds)
            self.emulator.clock.advance(passed)
            seconds -= passed
            for watcher in self.watchers:
                watcher()


class VirtualClock:
    """The reconciler's clock, moving the emulator's along: hours of training take no time."""

    time: PassingTime

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time.now(), UTC)

    def elapsed(self) -> float:
        return self.time.now()

    def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
        if not finished.empty():
            return finished.get_nowait()
        assert seconds is not None, "nothing is under way and nothing is waited for"
        self.time.advance(seconds)
        return None
