"""Owned live resources that the file does not declare."""

from __future__ import annotations

from dataclasses import dataclass

from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.plan.inside import is_forgotten
from reconciler.plan.marks import ATTRIBUTION, Owner
from reconciler.plan.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """An owned live resource that the file does not declare, with the name of its group."""

    live: ObservedResource
    group: str


def leftovers(world: World) -> tuple[Leftover, ...]:
    """Every owned live resource without a declaration, of one address the oldest generation first."""
    found = [
        live
        for address, generations in world.observed.resources.items()
        if address not in world.desired.resources
        for live in sorted(generations, key=lambda one: one.name)
        if world.owner(live) is Owner.OURS and (live.tags is not None or _was_made_by_us(live, world))
    ]
    return tuple(Leftover(live=live, group=world.group_of(live)) for live in found)


def _was_made_by_us(live: ObservedResource, world: World) -> bool:
    """Of what takes no tags, its group's tag says that a file of this stack has declared it.

    Where the group is let go of, the tag goes with it, and nothing of its own is left to do.
    """
    group = world.by_arn(str(live.body.get("datasetGroupArn")))
    noted = group and (group.tags or {}).get(ATTRIBUTION) == live.name
    return bool(noted) and not is_forgotten(live, world)


def stale_notes(group: ObservedResource, world: World) -> tuple[str, ...]:
    """The tag of a group that speaks of a metric attribution which is gone, or going, as a kill leaves it.

    Another one of that name, made by somebody else, would be taken for ours. So would one that is there,
    where the group is only just taken over by a file that does not declare it.
    """
    name = (group.tags or {}).get(ATTRIBUTION)
    if name is None or any(world.in_group(group.address.name, "metric-attribution")):
        return ()
    if left_alone(group, world):
        return (ATTRIBUTION,)
    there = world.observed.resources.get(Address("metric-attribution", (name,)), ())
    return () if any(one.health is not Health.LEAVING for one in there) else (ATTRIBUTION,)


def left_alone(group: ObservedResource, world: World) -> tuple[str, ...]:
    """What is said of the metric attribution of a group that this file takes over without declaring it."""
    name = (group.tags or {}).get(ATTRIBUTION)
    declared = any(world.in_group(group.address.name, "metric-attribution"))
    if name is None or declared or world.owner(group) is Owner.OURS:
        return ()
    return (f"metric-attribution/{name}, which the file does not declare, is left alone",)


def groups_to_go(world: World) -> frozenset[str]:
    """Names of the dataset groups that left the file, those that are let go of aside."""
    groups = (one.live for one in leftovers(world) if one.live.address.kind == "dataset-group")
    return frozenset(live.address.name for live in groups if not is_forgotten(live, world))


def datasets_to_go(world: World) -> tuple[ObservedResource, ...]:
    """Datasets that left the file while their group stays: what stands in their way has to come back."""
    return tuple(
        one.live
        for one in leftovers(world)
        if one.live.address.kind == "dataset"
        and one.live.health is not Health.LEAVING
        and Address("dataset-group", (one.group,)) in world.desired.resources
        and not is_forgotten(one.live, world)
    )
