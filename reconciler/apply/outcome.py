"""What happened to every address of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from reconciler.model.address import Address
from reconciler.plan.changes import Action


class Ended(Enum):
    """The one class that an address ends in."""

    DONE = "done"
    FAILED = "failed"
    SKIPPED = "skipped"
    IN_PROGRESS = "in progress"
    NOT_STARTED = "not started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one step ended. `detail` is the service's reason, or what it was skipped because of.

    `because` is the id of the step whose failure caused a skip, "" otherwise. `calls` names the mutating
    calls that succeeded, in order. `seconds` counts from the step's start. `kept` says that a deletion left
    what it was about, since something uses it.
    """

    step: str
    address: Address
    action: Action
    ended: Ended
    detail: str = ""
    seconds: float = 0.0
    arn: str | None = None
    calls: tuple[str, ...] = ()
    because: str = ""
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All results in the plan's order. `calls` of each result names the mutating calls that succeeded."""

    started: datetime
    seconds: float
    results: tuple[Result, ...]
    interrupted: bool = False

    @property
    def exit_code(self) -> int:
        """0 all done, 1 something failed or was skipped, 3 still in progress, 130 interrupted."""
        ends = {result.ended for result in self.results}
        if self.interrupted:
            return 130
        if ends & {Ended.FAILED, Ended.SKIPPED}:
            return 1
        return 3 if ends & {Ended.IN_PROGRESS, Ended.NOT_STARTED} else 0

    def addresses(self) -> Mapping[Address, Ended]:
        """The one class of every address: the gravest of its steps (a recreation is two or more)."""
        ends: dict[Address, Ended] = {}
        for result in self.results:
            gravest = max(ends.get(result.address, Ended.DONE), result.ended, key=_GRAVITY.index)
            ends[result.address] = gravest
        return ends


_GRAVITY = (Ended.DONE, Ended.NOT_STARTED, Ended.IN_PROGRESS, Ended.SKIPPED, Ended.FAILED)
