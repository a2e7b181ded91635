"""Sending one mutating call of a step, in the way that its sort of call needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reconciler.apply.creating import create
from reconciler.apply.deleting import delete
from reconciler.apply.effects import Ask, Moves, StepFailedError
from reconciler.apply.patience import repeatable
from reconciler.apply.switching import switch, verb_of
from reconciler.apply.trainings import is_for_everything
from reconciler.apply.updating import update
from reconciler.apply.work import Work
from reconciler.errors import NotFoundError
from reconciler.plan.changes import Call


def send(work: Work, call: Call) -> Moves[None]:
    """Send one call of the step until it has had its effect; raises what no patience mends."""
    if is_for_everything(call):
        raise StepFailedError(f"{call.operation} stands for several calls and is never sent as it is")
    try:
        request = work.resolve(call.request)
    except LookupError as error:
        raise StepFailedError(
            f"{call.operation} cannot be sent: nothing has made {error.args[0]} yet"
        ) from error
    assert isinstance(request, Mapping)
    kind = work.kind
    special: Mapping[str, Callable[[Work, Ask], Moves[None]]] = {
        "UntagResource": _untag,
        kind.create: create,
        kind.update: update,
        kind.delete: delete,
    }
    ask = Ask(operation=call.operation, request=request, mutates=True)
    otherwise = switch if verb_of(call.operation) else repeatable
    yield from special.get(call.operation, otherwise)(work, ask)


def _untag(work: Work, ask: Ask) -> Moves[None]:
    """What is gone carries no tags: done."""
    try:
        yield from repeatable(work, ask, missing=0)
    except NotFoundError:
        work.remarks.append("what was to be untagged is gone")
