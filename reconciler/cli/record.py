"""What apply has told so far, for a report when it is cut off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reconciler.apply.events import StepFinished
from reconciler.apply.outcome import Ended, Outcome, Result

if TYPE_CHECKING:
    from reconciler.apply.events import Event
    from reconciler.plan.changes import Plan, Step
    from reconciler.ports import Clock, EventSink


class Record:
    """Keeps what each event says and passes the event on; ports.EventSink."""

    def __init__(self, plan: Plan, clock: Clock, onward: EventSink) -> None:
        """Start with nothing told."""
        self._plan, self._clock, self._onward = plan, clock, onward
        self._at, self._began = clock.now(), clock.elapsed()
        self._started: dict[str, float] = {}
        self._results: dict[str, Result] = {}

    def emit(self, event: Event) -> None:
        """Take one event."""
        if isinstance(event, StepFinished):
            self._results[event.step.id] = event.result
        else:
            self._started.setdefault(event.step.id, self._clock.elapsed())
        self._onward.emit(event)

    def so_far(self) -> Outcome:
        """The outcome as if everything stopped now: what began and has not ended is in progress."""
        results: Mapping[str, Result] = self._results
        return Outcome(
            started=self._at,
            seconds=self._clock.elapsed() - self._began,
            results=tuple(results.get(step.id) or self._cut_off(step) for step in self._plan.steps),
            interrupted=True,
        )

    def _cut_off(self, step: Step) -> Result:
        since = self._started.get(step.id)
        return Result(
            step=step.id,
            address=step.address,
            action=step.action,
            ended=Ended.NOT_STARTED if since is None else Ended.IN_PROGRESS,
            detail="" if since is None else "cut off: its last call may or may not have had its effect",
            seconds=0.0 if since is None else self._clock.elapsed() - since,
            arn=step.arn if isinstance(step.arn, str) else None,
        )
