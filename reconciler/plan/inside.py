"""What stands inside or around something that is to go, and is not ours to take away."""

from __future__ import annotations

from reconciler.model.address import Address
from reconciler.model.observed import ObservedResource
from reconciler.plan.changes import Refusal
from reconciler.plan.marks import Owner
from reconciler.plan.world import World


def strangers(live: ObservedResource, world: World) -> tuple[str, ...]:
    """The ARNs of what must go before this does and is not ours, or is let go of in this very plan."""
    ours = {
        one.arn
        for generations in world.observed.resources.values()
        for one in generations
        if world.owner(one) is Owner.OURS and not is_forgotten(one, world)
    }
    return tuple(sorted(arn for arn in world.observed.contents.get(live.arn, ()) if arn not in ours))


def foreign_inside(live: ObservedResource, world: World) -> Refusal | None:
    """Whatever must go first is deleted only if it is ours."""
    others = strangers(live, world)
    if not others:
        return None
    return Refusal(
        rule="foreign",
        why=f"the service would first want these gone, which this stack does not own: {', '.join(others)}",
        fix=f"let their owner remove them, or keep this resource as it is{_adoptable(others, world)}",
    )


def _adoptable(arns: tuple[str, ...], world: World) -> str:
    """The way out where they are this stack's: a refusal keeps an adoption in the same plan away."""
    found = (world.by_arn(arn) for arn in arns)
    lost = sorted(
        {
            str(one.address)
            for one in found
            if one and one.address in world.desired.resources and world.owner(one) is Owner.UNOWNED
        }
    )
    if not lost:
        return "; if they are yours, take this edit back, declare and adopt them, apply, and edit again"
    them = "it" if len(lost) == 1 else "them"
    return (
        f"; nobody owns {', '.join(lost)}: take this edit back, adopt {them} "
        f"(`adopt: [{', '.join(lost)}]`), apply, and edit again"
    )


def is_forgotten(live: ObservedResource, world: World) -> bool:
    """Forgetting a group lets go of all that is in it: nobody gives up a group to have it emptied."""
    group = Address("dataset-group", (world.group_of(live),))
    return any(entry.address in {live.address, group} for entry in world.desired.forget)
