"""Things that are started and stopped without being made or deleted: recommenders."""

from __future__ import annotations

from reconciler.kinds.kind import Kind, Mutability
from reconciler.model.address import Address
from reconciler.model.values import Unknown
from reconciler.plan.changes import Action, Call, Step, Until
from reconciler.plan.compare import Compared
from reconciler.plan.steps import step_id


def switch_step(kind: Kind, address: Address, arn: str | Unknown, *, on: bool) -> Step:
    """Start or stop a resource and see that it has."""
    action = Action.START if on else Action.STOP
    return Step(
        id=step_id(action, address),
        address=address,
        action=action,
        kind=kind.name,
        arn=arn,
        calls=(Call(operation=kind.start if on else kind.stop, request={kind.arn_member: arn}),),
        until=Until.READY if on else Until.STOPPED,
    )


def held_back(compared: tuple[Compared, ...]) -> tuple[str, ...]:
    """The fields that differ while the thing is stopped and is to stay so.

    Assumed: only a running recommender can be updated; no page says that a stopped one can. It serves nobody,
    so nothing is lost by waiting.
    """
    switch = next((one for one in compared if one.field.mutability is Mutability.SWITCH), None)
    if switch is None or switch.wanted or not switch.same:
        return ()
    return tuple(one.field.key for one in compared if not one.same)
