"""One step under way: what it has made and learned so far, and how it tells about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.apply.events import StepDelayed, StepWaiting
from reconciler.errors import ServiceError
from reconciler.kinds import KINDS, Kind
from reconciler.model.address import Address
from reconciler.model.values import Json, Value, resolved
from reconciler.plan.changes import Step
from reconciler.ports import Clock, EventSink


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The call that the step waits for: when it was sent, with what, and the update record before it."""

    at: float
    request: Mapping[str, Json]
    record_before: Json


@dataclass(slots=True, kw_only=True)
class Work:
    """The state of one step.

    `made` names the mutating calls that succeeded; `acted` says that the service may be at work for it,
    which also covers a call whose answer was lost. `identifiers` maps the addresses of finished steps to
    ARNs; `arn` is this step's own as far as known. `stops` are the ARNs of solutions whose trainings the plan
    stops. `unanswered` names operations of which an answer was lost, `asking` the one that is under way,
    `left` the one that the step was stopped before. `over` says that there is nothing to wait for, `kept`
    that what was to be deleted is left as it is. `held` is why its call is refused for now, `remarks` what
    its result should say.
    """

    step: Step
    stack: str
    identifiers: Mapping[Address, str]
    clock: Clock
    events: EventSink
    begun: float
    stops: frozenset[str] = frozenset()
    arn: str | None = None
    made: list[str] = field(default_factory=list)
    acted: bool = False
    unanswered: set[str] = field(default_factory=set)
    asking: str = ""
    left: str = ""
    sent: Sent | None = None
    over: bool = False
    kept: bool = False
    held: str = ""
    remarks: list[str] = field(default_factory=list)
    status: str = ""
    _told: set[str] = field(default_factory=set)

    @property
    def kind(self) -> Kind:
        """The row of the step's kind."""
        return KINDS[self.step.kind]

    @property
    def elapsed(self) -> float:
        """Seconds since the step started."""
        return self.clock.elapsed() - self.begun

    def note_delay(self, why: str) -> None:
        """The step cannot go on for now; told once per reason."""
        self.held = why
        if why not in self._told:
            self._told.add(why)
            self.events.emit(StepDelayed(at=self.clock.now(), step=self.step, why=why))

    def note_error(self, error: ServiceError) -> None:
        """The step cannot go on for this error. A call let go tells nothing of the service."""
        if error.code != "NotSent":
            self.note_delay(str(error))

    def note_status(self, status: str) -> None:
        """The service reported this status word; told once per change."""
        if status != self.status:
            self.status = status
            self.events.emit(StepWaiting(at=self.clock.now(), step=self.step, status=status))

    def resolve(self, value: Value) -> Json:
        """The value with everything unknown filled in from what earlier steps yielded.

        Raises LookupError naming the address when no step has yielded it.
        """
        own = {self.step.address: self.arn} if self.arn else {}
        return resolved(value, {**self.identifiers, **own})
