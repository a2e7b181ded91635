"""Waiting until a step's resource is ready, updated or gone: looks on a timer, no thread held."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reconciler.apply.effects import Look, Moves, Sighting, StepFailedError
from reconciler.apply.overdue import Wait, phase_in
from reconciler.apply.pace import PATIENCE, poll_interval
from reconciler.apply.reading import describe, health_in, status_in
from reconciler.apply.switching import verb_of
from reconciler.apply.work import Work
from reconciler.catalog.time_outs import Phase
from reconciler.errors import NotFoundError, ThrottledError, UnknownOutcomeError
from reconciler.kinds import Kind
from reconciler.kinds.kind import Comparison
from reconciler.model.health import Health, update_in_progress
from reconciler.model.values import Json, at_path
from reconciler.plan.changes import Until
from reconciler.plan.equality import equal

_REAPPEARS_WITHIN = 30.0
"""Seconds for which a thing that was seen may be missing from Describe. Assumed: reads may trail a little."""
_EXPECTED = {Until.UPDATED: Phase.UPDATE, Until.STOPPED: Phase.SWITCH, Until.GONE: Phase.DELETION}


def settle(work: Work, until: Until) -> Moves[None]:
    """Look until the condition holds; StepFailedError when the service says that it will not."""
    if work.arn is None:
        raise StepFailedError("nothing tells which resource to wait for; run plan again")
    began, seen, heard = work.elapsed, False, work.elapsed
    wait = Wait(work, _EXPECTED.get(until, Phase.CREATION))
    seconds = poll_interval(0) if work.acted else 0.0
    while True:
        look = Look(kind=work.kind, arn=work.arn, seconds=seconds, parent=_parent(work, until))
        try:
            sighting: Sighting = yield look
        except NotFoundError:
            if until in {Until.GONE, Until.SETTLED}:
                return
            _insist_on_being(work, seen=seen, missing=work.elapsed - heard)
        except (ThrottledError, UnknownOutcomeError) as error:
            work.note_error(error)
            wait.missed(error)
            if isinstance(error, UnknownOutcomeError) and work.elapsed - heard > PATIENCE:
                why = f"no answer for {PATIENCE:.0f} s ({error.what})"
                raise StepFailedError(f"{why}; what was started goes on, plan shows how it ended") from error
        else:
            seen, work.held, heard = True, "", work.elapsed
            if (yield from _JUDGES[until](work, sighting)):
                return
            wait.saw(sighting.body)
        wait.go_on()
        seconds = poll_interval(work.elapsed - began)


def _insist_on_being(work: Work, *, seen: bool, missing: float) -> None:
    """Fail once a thing has been missing for longer than reads may trail; it is never made again."""
    if work.acted and not seen:
        if missing > PATIENCE:
            raise StepFailedError(
                f"the service accepted its creation, and for {PATIENCE:.0f} s nothing has been shown of it:"
                " it was deleted by someone else, or shows very late. It is not made again: run plan again"
            )
    elif missing > _REAPPEARS_WITHIN:
        raise StepFailedError("it was deleted by someone else while this step waited")


def _parent(work: Work, until: Until) -> str | None:
    """What the kind's List is narrowed to, None when a List does not answer or the parent is not known."""
    listing = work.kind.listing
    if until is not Until.READY or listing is None:
        return None
    if not listing.narrows:
        return ""
    member = work.kind.parents.get(listing.parent)
    parent = at_path(work.sent.request, member) if work.sent and member else None
    return str(parent) if parent else None


def in_transition(kind: Kind, body: Mapping[str, Json]) -> bool:
    """Whether the resource is being made, changed or deleted: then it can be neither changed nor deleted."""
    return phase_in(kind, body) is not None


def _settled(work: Work, sighting: Sighting) -> Moves[bool]:
    yield from ()
    work.note_status(status_in(sighting.body))
    return not in_transition(work.kind, sighting.body)


def _stopped(work: Work, sighting: Sighting) -> Moves[bool]:
    """A resource that still runs may not have heard of the stop yet."""
    health = health_in(sighting.body)
    if health is Health.READY and work.sent is not None:
        work.note_status(status_in(sighting.body))
        _insist(work, "stop")
        return False
    return (yield from _reached(Health.STOPPED, work, sighting))


def _ready(work: Work, sighting: Sighting) -> Moves[bool]:
    """A resource that is stopped may not have heard of the start yet."""
    starts = any(verb_of(call.operation) == "Start" for call in work.step.calls)
    if starts and health_in(sighting.body) is Health.STOPPED and work.sent is not None:
        work.note_status(status_in(sighting.body))
        _insist(work, "start")
        return False
    return (yield from _reached(Health.READY, work, sighting))


def _reached(wanted: Health, work: Work, sighting: Sighting) -> Moves[bool]:
    health, status = health_in(sighting.body), status_in(sighting.body)
    if health is wanted:
        return True
    if health is Health.SETTLING:
        work.note_status(status)
        return False
    body = sighting.body
    if health is Health.FAILED and not sighting.whole and not body.get("failureReason"):
        body = yield from describe(work.kind, str(work.arn))
    raise StepFailedError(_reason(body, f"its status is {status}"))


def _updated(work: Work, sighting: Sighting) -> Moves[bool]:
    """Whether the update that was sent has settled.

    The first looks may still show the record of an earlier update, or none: a record that has not moved
    counts only when the resource itself shows what was sent.
    """
    yield from ()
    record = sighting.body.get(work.kind.update_record) if work.kind.update_record else None
    status = str(record.get("status") or "") if isinstance(record, Mapping) else ""
    if update_in_progress(status or None):
        work.note_status(status)
        return False
    moved = work.sent is None or record != work.sent.record_before
    if isinstance(record, Mapping) and moved:
        if status.upper() != "ACTIVE":
            raise StepFailedError(_reason(record, f"the update's status is {status}"))
        return True
    settled = health_in(sighting.body) in {Health.READY, Health.STOPPED}
    if settled and (work.sent is None or _shows(work, sighting.body)):
        return True
    work.note_status(status_in(sighting.body))
    _insist(work, "update")
    return False


def _gone(work: Work, sighting: Sighting) -> Moves[bool]:
    yield from ()
    status, created = status_in(sighting.body), str(sighting.body.get("creationDateTime") or "")
    if work.step.expects and created != work.step.expects:
        return True  # what stands there now is another one
    if health_in(sighting.body) is Health.FAILED and status.upper().startswith("DELETE"):
        raise StepFailedError(_reason(sighting.body, f"its status is {status}"))
    work.note_status(status)
    if health_in(sighting.body) is not Health.LEAVING and work.sent is not None:
        _insist(work, "delete")
    return False


_JUDGES: Mapping[Until, Callable[[Work, Sighting], Moves[bool]]] = {
    Until.READY: _ready,
    Until.UPDATED: _updated,
    Until.STOPPED: _stopped,
    Until.SETTLED: _settled,
    Until.GONE: _gone,
}
"""Until.IDLE is no state of one resource: see trainings."""


def _reason(document: Mapping[str, Json], otherwise: str) -> str:
    return str(document.get("failureReason") or otherwise)


def _insist(work: Work, what: str) -> None:
    """Fail when an accepted call has shown no sign of itself for too long."""
    if work.sent is not None and work.elapsed - work.sent.at > PATIENCE:
        raise StepFailedError(f"the service accepted the {what} {PATIENCE:.0f} s ago and shows no sign of it")


def _shows(work: Work, body: Mapping[str, Json]) -> bool:
    """Whether every member that the update sent stands in the resource."""
    sent = work.sent.request if work.sent else {}
    return all(
        equal(Comparison.SUBSET, value, body.get(member))
        for member, value in sent.items()
        if member != work.kind.arn_member
    )
