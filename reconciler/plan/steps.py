"""Building single steps: waiting, deleting, tagging."""

from __future__ import annotations

from reconciler.kinds.kind import Kind
from reconciler.model.address import Address
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Call, Step, Until
from reconciler.plan.requests import tag_call


def step_id(action: Action, address: Address) -> str:
    """The id of a step, unique because one address has at most one step per action."""
    return f"{action.value} {address}"


def wait_step(kind: Kind, live: ObservedResource, until: Until) -> Step:
    """Wait until a change that somebody started has ended."""
    return Step(
        id=step_id(Action.WAIT, live.address),
        address=live.address,
        action=Action.WAIT,
        kind=kind.name,
        arn=live.arn,
        until=until,
    )


def delete_step(kind: Kind, live: ObservedResource) -> Step:
    """Delete one live resource and see it gone; it must still be the one that was planned for."""
    return Step(
        id=step_id(Action.DELETE, live.address),
        address=live.address,
        action=Action.DELETE,
        kind=kind.name,
        arn=live.arn,
        calls=(Call(operation=kind.delete, request={kind.arn_member: live.arn}),),
        until=Until.GONE,
        expects=str(live.body.get("creationDateTime") or ""),
    )


def tag_step(action: Action, kind: Kind, live: ObservedResource, tags: dict[str, Value]) -> Step:
    """Nothing but setting tags: adoption, or a digest that is out of date."""
    return Step(
        id=step_id(action, live.address),
        address=live.address,
        action=action,
        kind=kind.name,
        arn=live.arn,
        calls=(tag_call(live.arn, tags),),
    )
