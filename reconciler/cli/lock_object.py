"""The one object in S3 that stands for a stack's lock."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler.cli.options import DEFAULT_FILE
from reconciler.desired.source import STDIN
from reconciler.errors import InUseError
from reconciler.model.lock import holder_of

if TYPE_CHECKING:
    from reconciler.cli.stages import Live
    from reconciler.model.desired import DesiredState
    from reconciler.model.lock import Holder, Lock
    from reconciler.ports import LockStore


@dataclass(frozen=True, slots=True)
class Found:
    """A lock as it was read."""

    holder: Holder
    etag: str


class LockObject:
    """Asking the store about one stack's lock. Every method raises ServiceError."""

    def __init__(self, lock: Lock, desired: DesiredState, live: Live) -> None:
        """Where `lock` puts the lock of this stack in this account and region."""
        place = live.environment
        self._store: LockStore = live.locks
        self._bucket = lock.bucket
        self._key = lock.key(place.account, place.region, desired.stack)

    @property
    def place(self) -> str:
        """Where the object lies, for people."""
        return f"s3://{self._bucket}/{self._key}"

    def put(self, holder: Holder) -> str | None:
        """Write the lock and tell its ETag; None when there is one, or when another call is under way."""
        try:
            return self._store.put(self._bucket, self._key, holder.document())
        except InUseError:
            return None

    def found(self) -> Found | None:
        """Who holds the lock, None when nobody does."""
        read = self._store.read(self._bucket, self._key)
        return None if read is None else Found(holder_of(read[0]), read[1])

    def replace(self, etag: str, holder: Holder) -> str | None:
        """Write the lock over the one with this ETag, and tell its new one; None when that is gone."""
        return self._store.replace(self._bucket, self._key, holder.document(), etag)

    def delete(self, etag: str) -> bool:
        """Delete the lock that has this ETag; False when it is gone or another one."""
        return self._store.delete(self._bucket, self._key, etag)


def unlock_command(desired: DesiredState, number: str) -> str:
    """What to type to take this lock away."""
    words = ["reconcile", "unlock", number]
    if desired.file != DEFAULT_FILE:
        words += ["-f", "-" if desired.file == STDIN else desired.file]
    if desired.environment:
        words += ["--env", desired.environment]
    return shlex.join(words)
