"""One step from its first read to its last mark, as a generator of effects."""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.apply.calling import send
from reconciler.apply.effects import Moves, StepFailedError, StepSkippedError
from reconciler.apply.reading import describe, health_in, status_in, tags_of
from reconciler.apply.settling import in_transition, settle
from reconciler.apply.trainings import Trainings, solution_of, stops_every
from reconciler.apply.work import Work
from reconciler.errors import InvalidError, NotFoundError, ServiceError
from reconciler.model.health import Health
from reconciler.plan.changes import Call, Until
from reconciler.plan.marks import STACK

_INVALID = "InvalidInputException"
"""What the service itself calls an invalid request, rather than botocore. Source: service model."""


def carry_out(work: Work) -> Moves[None]:
    """Read again where something is destroyed, make the calls, wait, write the marks.

    Raises StepFailedError, StepSkippedError or a ServiceError.
    """
    until = work.step.until
    calls = (yield from _left_to_delete(work)) if _destroys(work) else work.step.calls
    for call in calls:
        if not (stops_every(call) and until is Until.IDLE):
            yield from _make(work, call)
    if until is Until.IDLE:
        yield from _rest(work)
    elif until is not None and not work.over:
        yield from settle(work, until)
    for call in work.step.marks:
        yield from send(work, call)


def _destroys(work: Work) -> bool:
    """A recreation is two steps; the one that makes the new resource has nothing to read again."""
    return work.step.destructive and all(call.operation != work.kind.create for call in work.step.calls)


def _left_to_delete(work: Work) -> Moves[Sequence[Call]]:
    """The step's calls, once the resource can be deleted; none where it is gone or leaving already.

    Nothing in transition can be deleted. Source: developer guide, 'Deleting Amazon Personalize resources'.
    """
    while True:
        try:
            body = yield from describe(work.kind, str(work.arn))
        except NotFoundError:
            work.remarks.append("was gone already")
            work.over = True
            return ()
        if health_in(body) is Health.LEAVING:
            work.acted = True
            return ()
        yield from _insist_on_ownership(work, str(body.get("creationDateTime") or ""))
        if not in_transition(work.kind, body):
            return work.step.calls
        work.note_delay(f"it is {status_in(body)}, and what is changing cannot be deleted")
        yield from settle(work, Until.SETTLED)


def _insist_on_ownership(work: Work, created: str) -> Moves[None]:
    """StepSkippedError unless this is still the very resource that the plan decided about."""
    if work.step.expects and created != work.step.expects:
        raise StepSkippedError(f"it was created anew at {created}, after the plan was made; run plan again")
    if work.kind.taggable:
        owner = (yield from tags_of(str(work.arn))).get(STACK)
        if owner != work.stack:
            whose = f"belongs to {owner}" if owner else "carries no owner's mark"
            raise StepSkippedError(f"it now {whose}, so it is not ours to touch; run plan again")


def _rest(work: Work) -> Moves[None]:
    """See that no version of the solution is under way; the step's call says that they are stopped."""
    stops = next((call for call in work.step.calls if stops_every(call)), None)
    solution = solution_of(stops) if stops else str(work.arn)
    trainings = Trainings(work, solution, stop=stops is not None)
    yield from trainings.rest()
    work.remarks.append(trainings.remark)


def _make(work: Work, call: Call) -> Moves[None]:
    """Send a call; an update that the service calls invalid is noted where the plan asks for that."""
    try:
        yield from send(work, call)
    except InvalidError as error:
        refused = call.operation == work.kind.update and error.code == _INVALID
        if not (refused and work.step.refused):
            raise
        yield from _note_refusal(work, error)


def _note_refusal(work: Work, error: InvalidError) -> Moves[None]:
    """Write the refusal into the tags and fail, so that the next plan knows of it."""
    said = str(error).rstrip(".")
    try:
        for call in work.step.refused:
            yield from send(work, call)
    except (ServiceError, StepFailedError) as second:
        raise StepFailedError(f"{said}. Noting the refusal in its tags failed as well: {second}") from error
    raise StepFailedError(f"{said}. The refusal is noted in its tags; plan offers the way out.") from error
