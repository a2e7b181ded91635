"""The lock of a stack: where it lies, who holds it, and what its object says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from string import ascii_letters, digits
from typing import Any

from reconciler.model.values import Json

DEFAULT_PREFIX = "reconcile/"
LOCK_ACTIONS = ("s3:PutObject", "s3:GetObject", "s3:DeleteObject")
"""The IAM actions that taking and releasing need on the lock's object.

Deleting on condition of an ETag needs GetObject too. Source: S3 user guide, 'How to perform conditional
deletes'.
"""
_KEPT = frozenset(f"{ascii_letters}{digits}-_.")
_UNKNOWN = "unknown"
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Where the applies of a stack take turns: an S3 bucket, and what its keys begin with."""

    bucket: str
    prefix: str = DEFAULT_PREFIX

    def key(self, account: str, region: str, stack: str) -> str:
        """The object's key; no two stacks share one.

        A stack's name may hold / : = + @, of which S3's safe characters are none, and never an !.
        """
        name = "".join(one if one in _KEPT else f"!{ord(one):02X}" for one in stack)
        return f"{self.prefix}{account}/{region}/{name}.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a lock. `id` is random and what `unlock` takes; `what` is apply or destroy.

    `where` leads to the run: a host and process, or a job's address. `since` is None where it is not known.
    `plan` is what its plan's fingerprint begins with, empty until its first change is about to be made.
    """

    id: str
    who: str
    where: str
    what: str
    since: datetime | None
    version: str
    plan: str = ""

    @property
    def unreadable(self) -> bool:
        """Whether nothing of this stood in the object, so that something else has written it."""
        return {self.who, self.where, self.what} == {_UNKNOWN} and self.since is None

    def document(self) -> bytes:
        """What the lock's object holds."""
        since = self.since.isoformat() if self.since else None
        return json.dumps({**asdict(self), "since": since}, indent=2).encode() + b"\n"


def holder_of(content: bytes) -> Holder:
    """Who holds the lock with this content, whoever wrote it.

    Content that is not ours gets a hash of it for an id, so that it can be named and removed as well.
    """
    try:
        said: Json = json.loads(content)
    except (ValueError, RecursionError):
        said = None
    told = said if isinstance(said, dict) else {}
    return Holder(
        id=_text(told.get("id")) or hashlib.sha256(content).hexdigest()[:12],
        who=_text(told.get("who")) or _UNKNOWN,
        where=_text(told.get("where")) or _UNKNOWN,
        what=_text(told.get("what")) or _UNKNOWN,
        since=_moment(told.get("since")),
        version=_text(told.get("version")) or _UNKNOWN,
        plan=_text(told.get("plan")),
    )


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value))
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
