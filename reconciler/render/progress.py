"""Apply's events, one dated line each, for logs."""

from __future__ import annotations

from datetime import UTC
from typing import assert_never

from reconciler.apply.events import Event, StepDelayed, StepFinished, StepStarted, StepWaiting
from reconciler.apply.outcome import Ended
from reconciler.plan.changes import Action
from reconciler.render.escape import visible
from reconciler.render.values import duration
from reconciler.render.words import doing, done, subject


def event_line(event: Event) -> str:
    """What happened and when, in UTC."""
    at = event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{at}  {event_words(event)}"


def event_words(event: Event) -> str:
    """What happened."""
    step = event.step
    address = visible(subject(step.id))
    match event:
        case StepStarted():
            return f"{doing(step.id, step.action, step.address.kind)} {address}"
        case StepWaiting():
            return f"{address} is {visible(event.status)}"
        case StepDelayed():
            return f"{address} has to wait: {visible(event.why)}"
        case StepFinished():
            return _finished(event, address)
        case _:
            assert_never(event)


def is_bookkeeping(event: Event) -> bool:
    """Whether the event is about a digest mark that went well, which nobody needs to read."""
    failed = isinstance(event, StepFinished) and event.result.ended is not Ended.DONE
    return event.step.action is Action.MARK and not failed


def _finished(event: StepFinished, address: str) -> str:
    result, step = event.result, event.step
    took = f" in {duration(result.seconds)}" if result.seconds >= 0.5 else ""
    why = f": {visible(result.detail)}" if result.detail else ""
    if result.ended is Ended.DONE:
        return f"{done(result)} {address}{took}{why}"
    if result.ended is Ended.FAILED:
        return f"FAILED {visible(step.id)}{took}{why}"
    return f"{result.ended.value}: {visible(step.id)}{why}"
