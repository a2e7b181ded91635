"""The real clock."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import Any


class SystemClock:
    """ports.Clock by the machine's own clocks: time of day for people, monotonic for waiting."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """Seconds on the monotonic clock."""
        return time.monotonic()

    def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
        """The next item of `finished`, or None after `seconds`; None seconds means as long as it takes."""
        try:
            return finished.get(timeout=seconds)
        except Empty:
            return None
