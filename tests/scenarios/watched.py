"""An emulator that notes, at each Create and Delete of the reconciler, everything that stood then."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from personalize_emulator.emulator import Emulator, Reply

_HUMP = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One resource that existed, whatever its status; `created` tells it from a later one of the same ARN.

    `group` of a group is its own ARN. `wire` are its members as Describe shows them; `update` the wished-for
    members of an update in progress.
    """

    kind: str
    arn: str
    group: str | None = None
    parent: str | None = None
    status: str = "ACTIVE"
    created: float = 0.0
    wire: dict[str, Any] = field(default_factory=dict)
    update: dict[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, float]:
        return self.arn, self.created


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A Create or Delete of `kind`, its outcome, and what stood just before; `arn` is what it is about.

    `run` numbers the reconcile commands: an order holds within one of them.
    """

    run: int
    time: float
    operation: str
    kind: str
    arn: str
    request: dict[str, Any] = field(default_factory=dict)
    error: str | None = None
    standing: tuple[Standing, ...] = ()

    @property
    def subject(self) -> Standing | None:
        """What a Delete is about, as it stood."""
        return next((other for other in self.standing if other.arn == self.arn), None)


class WatchedEmulator(Emulator):
    """Notes moments while `run` is a number: what happens behind the reconciler's back is left out."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.run: int | None = None
        self.moments: list[Moment] = []

    def call(self, plane: str, operation: str, parameters: Any, *, account: str, region: str) -> Reply:
        if self.run is None or not operation.startswith(("Create", "Delete")):
            return super().call(plane, operation, parameters, account=account, region=region)
        now = self.settle()
        standing = tuple(
            _standing(resource)
            for kind in self.kinds
            for resource in self.store.select(kind, account, region)
        )
        reply = super().call(plane, operation, parameters, account=account, region=region)
        noun = operation.removeprefix("Create").removeprefix("Delete")
        member = f"{noun[0].lower()}{noun[1:]}Arn"
        self.moments.append(
            Moment(
                run=self.run,
                time=now,
                operation=operation,
                kind=_HUMP.sub("-", noun).lower(),
                arn=str(reply.body.get(member) or parameters.get(member) or ""),
                request=parameters,
                error=reply.error,
                standing=standing,
            )
        )
        return reply


def _standing(resource: Any) -> Standing:
    return Standing(
        kind=resource.kind,
        arn=resource.arn,
        group=resource.arn if resource.kind == "dataset-group" else resource.group,
        parent=resource.parent,
        status=resource.status,
        created=resource.created,
        wire=resource.wire,
        update=dict(resource.update or {}) if resource.updating else {},
    )
