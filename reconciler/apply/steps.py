"""One step from its first read to its last mark, as a generator of effects."""

from __future__ import annotations

from reconciler.apply.calling import send
from reconciler.apply.effects import Moves, StepSkippedError
from reconciler.apply.reading import describe, health_in, tags_of
from reconciler.apply.settling import settle
from reconciler.apply.work import Work
from reconciler.errors import NotFoundError
from reconciler.model.health import Health
from reconciler.plan.marks import STACK


def carry_out(work: Work) -> Moves[None]:
    """Read again where something is destroyed, make the calls, wait, write the marks.

    Raises StepFailedError, StepSkippedError or a ServiceError.
    """
    calls = work.step.calls
    if _destroys(work):
        try:
            body = yield from describe(work.kind, str(work.arn))
            leaving = health_in(body) is Health.LEAVING
            if not leaving:
                yield from _insist_on_ownership(work, str(body.get("creationDateTime") or ""))
        except NotFoundError:
            work.remarks.append("was gone already")
            return
        if leaving:
            calls, work.acted = (), True
    for call in calls:
        yield from send(work, call)
    if work.step.until is not None and not work.over:
        yield from settle(work)
    for call in work.step.marks:
        yield from send(work, call)


def _destroys(work: Work) -> bool:
    """A recreation is two steps; the one that makes the new resource has nothing to read again."""
    return work.step.destructive and all(call.operation != work.kind.create for call in work.step.calls)


def _insist_on_ownership(work: Work, created: str) -> Moves[None]:
    """StepSkippedError unless this is still the very resource that the plan decided about."""
    if work.step.expects and created != work.step.expects:
        raise StepSkippedError(f"it was created anew at {created}, after the plan was made; run plan again")
    if work.kind.taggable:
        owner = (yield from tags_of(str(work.arn))).get(STACK)
        if owner != work.stack:
            whose = f"belongs to {owner}" if owner else "carries no owner's mark"
            raise StepSkippedError(f"it now {whose}, so it is not ours to touch; run plan again")
