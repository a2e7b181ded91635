"""ports.LockStore in memory, with what can go wrong at any call, and a clock that waiting moves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from typing import Any, ClassVar

NOON = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
PLACE = ("shop-locks", "reconcile/123456789012/eu-west-1/shop.lock")
OTHER = {
    "id": "0badc0ffee42",
    "who": "alice",
    "where": "laptop, process 4711",
    "what": "apply",
    "since": "2026-11-25T11:48:00+00:00",
    "version": "0.1.0",
    "plan": "4f1d0c2b9a8e",
}


class FakeLocks:
    """`before` and `after` are called once at the next call of an operation; what they raise, it raises."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}
        self.calls: list[str] = []
        self.before: dict[str, list[Callable[[], None]]] = {}
        self.after: dict[str, list[Callable[[], None]]] = {}

    def put(self, bucket: str, key: str, content: bytes) -> str | None:
        self._begin("put")
        free = (bucket, key) not in self.objects
        if free:
            self.objects[bucket, key] = content
        self._run(self.after, "put")
        return _etag(content) if free else None

    def read(self, bucket: str, key: str) -> tuple[bytes, str] | None:
        self._begin("read")
        content = self.objects.get((bucket, key))
        return None if content is None else (content, _etag(content))

    def replace(self, bucket: str, key: str, content: bytes, etag: str) -> str | None:
        self._begin("replace")
        before = self.objects.get((bucket, key))
        same = before is not None and _etag(before) == etag
        if same:
            self.objects[bucket, key] = content
        self._run(self.after, "replace")
        return _etag(content) if same else None

    def delete(self, bucket: str, key: str, etag: str) -> bool:
        self._begin("delete")
        content = self.objects.get((bucket, key))
        if content is None or _etag(content) != etag:
            return False
        del self.objects[bucket, key]
        return True

    def held(self, **said: Any) -> None:
        """Somebody else's lock is there."""
        self.objects[PLACE] = json.dumps(OTHER | said).encode()

    def free(self) -> None:
        """No lock is there."""
        self.objects.clear()

    def holder(self) -> dict[str, Any]:
        """What the lock says."""
        document: dict[str, Any] = json.loads(self.objects[PLACE])
        return document

    def _begin(self, operation: str) -> None:
        self.calls.append(operation)
        self._run(self.before, operation)

    def _run(self, steps: dict[str, list[Callable[[], None]]], operation: str) -> None:
        if steps.get(operation):
            steps[operation].pop(0)()


def _etag(content: bytes) -> str:
    return f'"{hash(content):x}"'


def raising(error: BaseException) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


class VirtualClock:
    """ports.Clock: waiting moves it, for all that were made."""

    waits: ClassVar[list[float]] = []

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        return sum(self.waits)

    def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
        if seconds is None or not finished.empty():
            return finished.get()
        self.waits.append(seconds)
        return None
