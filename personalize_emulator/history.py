"""The life of every resource, status by status, so that a test can replay what happened between its calls.

Kept in memory, bounded; a restart, or `begin`, starts a new one with where everything stands. Does not belong
here: the calls of clients (`calls`), or judging what happened (`continuity`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

from personalize_emulator.resources import GONE, Resource

OWN, UPDATE = "own", "update"
_KEEP = 100_000
_Statuses = dict[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a status: the resource's (`track` own) or its latest…Update record's (`track` update).

    `time` is the emulator's time. `before` is None for a status with which a resource, or its first update,
    enters the history; `status` is GONE when a resource no longer exists. `version` is what a campaign serves
    from then on. `calls` is the number of the last call logged before: a change that a deletion had to wait
    for has a smaller one than the deletion's own number.
    """

    n: int
    time: float
    arn: str
    kind: str
    track: str
    before: str | None
    status: str
    version: str | None
    calls: int


class History:
    """The changes; iterate them, or ask for the part after a number."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._changes: deque[Change] = deque(maxlen=_KEEP)
        self._known: dict[str, _Statuses] = {}
        self._new: list[Change] = []
        self._last = 0

    def begin(self, resources: Iterable[Resource], time: float, calls: int) -> None:
        """Forget what was, and start with the statuses that `resources` have."""
        with self._lock:
            self._changes.clear()
            self._known.clear()
        with self.transaction():
            for resource in resources:
                self.note(resource, time, calls)

    def note(self, resource: Resource, time: float, calls: int) -> None:
        """Add what is new about a resource as it is being stored; nothing when no status changed."""
        update = None if resource.update is None else str(resource.update["status"])
        before = self._before(resource.arn)
        for track, status in ((OWN, resource.status), (UPDATE, update)):
            if status is not None and status != before.get(track):
                self._add(resource, track, before.get(track), status, time, calls)

    def gone(self, resource: Resource, time: float, calls: int) -> None:
        """Add that a resource no longer exists."""
        self._add(resource, OWN, self._before(resource.arn).get(OWN), GONE, time, calls)

    def forget(self, arns: Iterable[str]) -> None:
        """Drop everything about some resources, which were never there as far as the history goes."""
        dropped = set(arns)
        with self._lock:
            kept = [change for change in self._changes if change.arn not in dropped]
            self._changes = deque(kept, maxlen=_KEEP)
            self._known = {arn: known for arn, known in self._known.items() if arn not in dropped}

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what is added inside only if nothing is raised."""
        self._new = []
        try:
            yield
            with self._lock:
                for change in self._new:
                    self._changes.append(change)
                    self._last = change.n
                    if change.status == GONE:
                        self._known.pop(change.arn, None)
                    else:
                        self._known.setdefault(change.arn, {})[change.track] = change.status
        finally:
            self._new = []

    def since(self, number: int = 0) -> list[Change]:
        """Changes numbered above `number`."""
        with self._lock:
            return [change for change in self._changes if change.n > number]

    def as_json(self, number: int = 0) -> list[dict[str, Any]]:
        """Changes as documents."""
        return [asdict(change) for change in self.since(number)]

    def __iter__(self) -> Iterator[Change]:
        return iter(self.since())

    def _before(self, arn: str) -> _Statuses:
        statuses = dict(self._known.get(arn, {}))
        for change in self._new:
            if change.arn == arn:
                statuses = {} if change.status == GONE else statuses | {change.track: change.status}
        return statuses

    def _add(
        self, resource: Resource, track: str, before: str | None, status: str, time: float, calls: int
    ) -> None:
        version = resource.wire.get("solutionVersionArn") if resource.kind == "campaign" else None
        self._new.append(
            Change(
                n=self._last + len(self._new) + 1,
                time=time,
                arn=resource.arn,
                kind=resource.kind,
                track=track,
                before=before,
                status=status,
                version=version,
                calls=calls,
            )
        )
