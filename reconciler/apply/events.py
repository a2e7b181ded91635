"""What apply tells while it works; a closed set, one class per event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from reconciler.apply.outcome import Result
from reconciler.plan.changes import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted:
    """The step's first call is about to be made."""

    at: datetime
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWaiting:
    """The service reported a new status word while the step waits (sent once per change of word)."""

    at: datetime
    step: Step
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDelayed:
    """A call was refused for now (resource in use, queue full) and will be sent again."""

    at: datetime
    step: Step
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFinished:
    """The step ended, one way or another."""

    at: datetime
    step: Step
    result: Result


Event: TypeAlias = StepStarted | StepWaiting | StepDelayed | StepFinished
