"""The log of every call that reached the emulator, so that a test can say "nothing was written".

Kept in memory, newest last, bounded; a restart begins a new one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any

_KEEP = 100_000
_READS = ("Describe", "List", "Get", "GET ", "HEAD ", "OPTIONS ", "AssumeRole")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: Personalize operations by name, S3 as `METHOD /path`, query services by their action.

    `time` is the emulator's time; numbers follow the order in which Personalize's calls took effect. `status`
    is the HTTP status, 0 when the answer was lost on purpose.
    """

    n: int
    time: float
    plane: str
    operation: str
    parameters: dict[str, Any] = field(default_factory=dict)
    status: int
    error: str | None = None
    message: str | None = None

    @property
    def mutating(self) -> bool:
        """Whether the call asks for a change, by the verb its operation begins with."""
        return not self.operation.startswith(_READS)


class Calls:
    """The log; iterate it, or ask for the part after a number."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: deque[Call] = deque(maxlen=_KEEP)
        self._last = 0

    def record(self, **members: Any) -> None:
        """Add one call."""
        with self._lock:
            self._last += 1
            self._calls.append(Call(n=self._last, **members))

    @property
    def last(self) -> int:
        """The number of the newest call, 0 before the first."""
        return self._last

    def since(self, number: int = 0) -> list[Call]:
        """Calls numbered above `number`."""
        with self._lock:
            return [call for call in self._calls if call.n > number]

    def operations(self) -> list[str]:
        """The operations in order, for a short assertion."""
        return [call.operation for call in self.since()]

    def mutating(self) -> list[Call]:
        """The calls that asked for a change."""
        return [call for call in self.since() if call.mutating]

    def clear(self) -> None:
        """Empty the log; numbers go on."""
        with self._lock:
            self._calls.clear()

    def as_json(self, number: int = 0) -> list[dict[str, Any]]:
        """Calls as documents."""
        return [asdict(call) for call in self.since(number)]

    def __iter__(self) -> Iterator[Call]:
        return iter(self.since())

    def __len__(self) -> int:
        return len(self._calls)
