"""The emulator's time: real, scaled, or stepped by a test.

Does not belong here: what happens when time passes; that is `lifecycle`.
"""

from __future__ import annotations

import time
from threading import Lock


class Clock:
    """Virtual time in epoch seconds, never going backward.

    `speed` is virtual seconds per real second: 1 is real time, 3600 an hour a second, 0 stands still until
    `advance` is called.
    """

    def __init__(self, speed: float = 1.0, start: float | None = None) -> None:
        self._lock = Lock()
        self._speed = speed
        self._anchor = time.time() if start is None else start
        self._since = time.monotonic()

    @property
    def speed(self) -> float:
        """Virtual seconds per real second."""
        return self._speed

    def now(self) -> float:
        """The virtual time, in seconds since 1970."""
        with self._lock:
            return self._now()

    def advance(self, seconds: float) -> float:
        """Step forward and return the new time; ValueError for a step backward."""
        if seconds < 0:
            raise ValueError("time does not go backward")
        with self._lock:
            self._anchor, self._since = self._now() + seconds, time.monotonic()
            return self._anchor

    def not_before(self, moment: float) -> None:
        """Continue at `moment` if that is later: used to go on where a stored state stopped."""
        with self._lock:
            self._anchor, self._since = max(self._now(), moment), time.monotonic()

    def _now(self) -> float:
        return self._anchor + (time.monotonic() - self._since) * self._speed
