"""The seams: what the reconciler asks of the outside, as protocols. aws/ and tests implement them.

Every method that calls AWS raises only ServiceError and its children (reconciler.errors).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from queue import SimpleQueue
from typing import Any, Protocol

from reconciler.data.dataset import DataFile
from reconciler.model.observed import ObservedObject
from reconciler.model.values import Json


class PersonalizeApi(Protocol):
    """The control plane of Amazon Personalize."""

    def call(self, operation: str, request: Mapping[str, Json]) -> Mapping[str, Json]:
        """Make one call, e.g. call("DescribeCampaign", {"campaignArn": …}); timestamps are ISO 8601 text."""
        ...

    def pages(self, operation: str, request: Mapping[str, Json], result: str) -> Sequence[Mapping[str, Json]]:
        """All items of a List operation; `result` is the key of its answer, e.g. "campaigns"."""
        ...

    def paced(self, operation: str) -> bool:
        """Whether calls of this operation have to keep a distance by now, so that more of them only wait."""
        ...

    def let_go(self) -> None:
        """Calls that wait for their turn now come back at once with ThrottledError, not made."""
        ...


class Inventory(Protocol):
    """The Resource Groups Tagging API: finds what carries our marks. It lags, so it only finds candidates."""

    def find(self, stacks: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """ARN to tags of every Personalize resource whose reconcile:stack is one of `stacks`."""
        ...


class Storage(Protocol):
    """S3, read only as far as telling which objects an import would read."""

    def objects(self, location: str) -> Sequence[ObservedObject] | None:
        """The object, or the first-level objects under a prefix ending in /; None when we may not read."""
        ...


class Readable(Protocol):
    """Bytes from first to last."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes; none at the end."""
        ...


class DataFiles(Protocol):
    """The files that imports name, with their content."""

    def files(self, location: str) -> Sequence[DataFile] | None:
        """The object, or the first-level objects under a prefix ending in /; None when we may not read."""
        ...

    def beginning(self, file: DataFile, size: int) -> bytes:
        """The first bytes of a file, so many or all; ReconcilerError or OSError when reading it fails."""
        ...

    def open(self, file: DataFile) -> AbstractContextManager[Readable]:
        """The content of a file that `files` has told; ReconcilerError or OSError when reading it fails."""
        ...


class LockStore(Protocol):
    """S3, as far as a lock needs it: one small object, written and deleted on conditions.

    InUseError means that another call on the same object is under way: ask again.
    """

    def put(self, bucket: str, key: str, content: bytes) -> str | None:
        """Write the object unless there is one; its ETag, None if there is one."""
        ...

    def read(self, bucket: str, key: str) -> tuple[bytes, str] | None:
        """The object's content, or the beginning of it, and its ETag; None when there is none."""
        ...

    def replace(self, bucket: str, key: str, content: bytes, etag: str) -> str | None:
        """Write the object over the one with this ETag; its new ETag, None if that is gone."""
        ...

    def delete(self, bucket: str, key: str, etag: str) -> bool:
        """Delete the object with this ETag; False when there is none or another one."""
        ...


class Clock(Protocol):
    """Time. In tests it is virtual: waiting moves it and no thread sleeps."""

    def now(self) -> datetime:
        """The time of day, UTC."""
        ...

    def elapsed(self) -> float:
        """Seconds on a scale that never goes back."""
        ...

    def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
        """The next item of `finished`, or None after `seconds`; None seconds means as long as it takes."""
        ...


class EventSink(Protocol):
    """Who is told what apply does, while it does it."""

    def emit(self, event: Any) -> None:
        """Take one event of reconciler.apply.events; must not raise."""
        ...
