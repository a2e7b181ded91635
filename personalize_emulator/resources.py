"""The record of one Personalize resource, as it is stored.

Does not belong here: the rules of a kind (see `kinds`) or how the record is stored (see `store`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

ACTIVE = "ACTIVE"
GONE = "GONE"

CREATE_PENDING = "CREATE PENDING"
CREATE_IN_PROGRESS = "CREATE IN_PROGRESS"
CREATE_FAILED = "CREATE FAILED"
CREATE_STOPPING = "CREATE STOPPING"
CREATE_STOPPED = "CREATE STOPPED"
INACTIVE = "INACTIVE"
DELETE_PENDING = "DELETE PENDING"
DELETE_IN_PROGRESS = "DELETE IN_PROGRESS"

RUNNING = frozenset({CREATE_PENDING, CREATE_IN_PROGRESS})


@dataclass(slots=True, kw_only=True)
class Resource:
    """One resource: what its Describe shows, and what the emulator must remember about it.

    `wire` holds members under their API names; `notes` is what the wire never shows; `group` and `parent` are
    ARNs (a campaign's parent is the solution it serves). `update` is the latest…Update record, absent before
    the first update.
    """

    arn: str
    kind: str
    name: str
    account: str
    region: str
    created: float
    updated: float
    status: str
    group: str | None = None
    parent: str | None = None
    reason: str | None = None
    wire: Json = field(default_factory=dict)
    notes: Json = field(default_factory=dict)
    update: Json | None = None
    tags: dict[str, str] = field(default_factory=dict)
    tagged: float | None = None
    seq: int = 0

    @property
    def changing(self) -> bool:
        """Whether the resource itself is on its way from one status to another."""
        return self.status not in {ACTIVE, INACTIVE, CREATE_STOPPED} and not self.status.endswith("FAILED")

    @property
    def leaving(self) -> bool:
        """Whether a deletion has been accepted."""
        return self.status.startswith("DELETE")

    @property
    def updating(self) -> bool:
        """Whether an accepted update has neither succeeded nor failed yet."""
        if self.update is None:
            return False
        status = str(self.update["status"])
        return status != ACTIVE and not status.endswith("FAILED")
