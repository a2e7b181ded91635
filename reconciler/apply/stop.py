"""Asking a running apply to stop: what Ctrl-C does once."""

from __future__ import annotations

from queue import SimpleQueue
from typing import Any


class Stop:
    """A flag that also wakes the scheduler, which may be waiting for a minute.

    `set` is safe in a signal handler: SimpleQueue.put is reentrant.
    """

    def __init__(self) -> None:
        """Start as not asked for."""
        self._asked = False
        self._wakes: SimpleQueue[Any] | None = None

    def set(self) -> None:
        """No new steps; what is in flight is finished and what waits is left to the service."""
        self._asked = True
        if self._wakes is not None:
            self._wakes.put(None)

    def is_set(self) -> bool:
        """Whether stopping was asked for."""
        return self._asked

    def wake(self, finished: SimpleQueue[Any]) -> None:
        """From now on wake whoever waits on `finished`."""
        self._wakes = finished
