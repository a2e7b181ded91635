"""Whose turn it is: calls wait here until their operation's rate, which is `rates`' matter, allows them."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

from reconciler.aws.rates import Known, Rate, Sent
from reconciler.ports import Clock

_PATIENCE = 120.0
"""Seconds of nothing but refusals after which a call is given up."""


class LetGoError(Exception):
    """Nobody wants the call any more; it has not been made."""


@dataclass(slots=True)
class _Lane:
    """One operation. Only the holder of `turn` waits for time to pass; `news` wakes it when things change."""

    rate: Rate
    turn: threading.Lock = field(default_factory=threading.Lock)
    news: SimpleQueue[Any] = field(default_factory=SimpleQueue)
    listening: bool = False
    refused_since: float | None = None
    """When a call was refused first, after the last one that was not."""


class Pacing:
    """The rates of all operations of one service, shared by all threads."""

    def __init__(self, clock: Clock) -> None:
        """Wait by this clock."""
        self._clock = clock
        self._known = Known()
        self._lanes: dict[str, _Lane] = {}
        self._lock = threading.Lock()
        self._dismissed = 0

    @property
    def shift(self) -> int:
        """What `take_turn` wants to know of a call's beginning: it changes with `let_go`."""
        return self._dismissed

    def paced(self, operation: str) -> bool:
        """Whether calls of this operation have to keep a distance, as one was refused."""
        lane = self._lanes.get(operation)
        return lane is not None and lane.rate.limit is not None

    def take_turn(self, operation: str, shift: int) -> Sent:
        """Wait until one call of this operation may leave; `give_back` must follow.

        Raises LetGoError when `let_go` was called since the `shift` was asked for.
        """
        lane = self._lane(operation)
        with lane.turn:
            while True:
                with self._lock:
                    lane.listening = False
                    if shift != self._dismissed:
                        raise LetGoError
                    now = self._clock.elapsed()
                    due = lane.rate.due(now)
                    if due <= now:
                        return lane.rate.sent(now)
                    lane.listening = True
                self._clock.wait(lane.news, due - now)

    def give_back(self, operation: str, sent: Sent, *, refused: bool | None) -> None:
        """The call came back: refused for its rate or not, or (None) without telling."""
        lane = self._lane(operation)
        with self._lock:
            now = self._clock.elapsed()
            if refused is None:
                lane.rate.lost()
            elif refused:
                lane.rate.refused(sent, now)
                lane.refused_since = now if lane.refused_since is None else lane.refused_since
            else:
                lane.rate.answered(sent, now)
                lane.refused_since = None
            _tell(lane)

    def is_hopeless(self, operation: str) -> bool:
        """Whether every call of this operation has been refused for some minutes."""
        since = self._lane(operation).refused_since
        return since is not None and self._clock.elapsed() - since >= _PATIENCE

    def let_go(self) -> None:
        """Calls that wait for their turn now, or would have to be made again, come back with LetGoError."""
        with self._lock:
            self._dismissed += 1
            for lane in self._lanes.values():
                _tell(lane)

    def _lane(self, operation: str) -> _Lane:
        with self._lock:
            return self._lanes.setdefault(operation, _Lane(Rate(self._known)))


def _tell(lane: _Lane) -> None:
    if lane.listening:
        lane.listening = False
        lane.news.put(None)
