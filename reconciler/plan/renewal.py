"""What must go before it can come back: recreations, and all that the service wants gone around them.

A root is what the edit is about; its collateral is what stands in its way and is put back afterwards.
Source: developer guide, 'Deleting a dataset' and 'Deleting Amazon Personalize resources'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Mutability, OnFixed
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.plan.changes import FieldChange
from reconciler.plan.compare import compare, field_changes, member_shown
from reconciler.plan.evolution import in_place
from reconciler.plan.inside import strangers
from reconciler.plan.live import never_worked
from reconciler.plan.marks import Owner
from reconciler.plan.moves import moved_parent
from reconciler.plan.pins import group_to_be_in
from reconciler.plan.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """One thing that cannot become what the file says where it stands.

    `fields` are the differences that force it away; empty for a dataset that left the file.
    """

    live: ObservedResource
    fields: tuple[FieldChange, ...] = ()
    collateral: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewals:
    """All roots by address, and of each collateral address the root that it goes with.

    `halted` are the trainings under way that are stopped, so that a dataset can go.
    """

    roots: Mapping[Address, Root] = field(default_factory=dict)
    because: Mapping[Address, Address] = field(default_factory=dict)
    halted: frozenset[Address] = frozenset()

    @property
    def addresses(self) -> frozenset[Address]:
        """Everything declared that goes and comes back."""
        return frozenset({one for one, root in self.roots.items() if root.fields} | set(self.because))


def find_renewals(world: World, removed: Iterable[ObservedResource]) -> Renewals:
    """What this file and account force away; `removed` are datasets that left the file.

    A group takes all that is in it along, so that what is in it is no root of its own then.
    """
    roots: dict[Address, Root] = {}
    because: dict[Address, Address] = {}
    for gone in sorted(removed, key=lambda one: one.address):
        roots[gone.address] = Root(live=gone)
    for declared in world.desired.resources.values():
        live = world.live(declared.address)
        if live is None or world.owner(live) is not Owner.OURS or live.health is Health.LEAVING:
            continue
        fields = _failed(declared, live, world) if never_worked(live) else forcing(declared, live, world)
        if fields:
            roots[declared.address] = Root(live=live, fields=fields)
    for address in sorted(roots, key=lambda one: (KINDS[one.kind].rank, one)):
        live = roots[address].live
        for other in _around(live, world):
            if other not in because and other != address and standing_beside(other, live, world):
                because[other] = address
    kept = {
        address: Root(
            live=root.live,
            fields=root.fields,
            collateral=tuple(sorted(other for other, main in because.items() if main == address)),
        )
        for address, root in roots.items()
        if address not in because
    }
    return Renewals(roots=kept, because=because)


def datasets_going(address: Address, renewals: Renewals, world: World) -> tuple[Address, ...]:
    """The datasets of the group that it is to be in, which this plan takes away."""
    declared = world.declared(address)
    home = group_to_be_in(declared, world) if declared else ""
    return tuple(
        one
        for one, root in sorted(renewals.roots.items())
        if home and one.kind == "dataset" and world.group_of(root.live) == home
    )


def _failed(declared: DesiredResource, live: ObservedResource, world: World) -> tuple[FieldChange, ...]:
    """What a dataset that never worked is made anew with, if anything stands in its way; else it just goes.

    Source: developer guide, 'Deleting a dataset', which makes no exception for one whose creation failed.
    """
    beside = any(standing_beside(other, live, world) for other in _around(live, world))
    if live.address.kind != "dataset" or not (beside or strangers(live, world)):
        return ()
    (one,) = (item for item in compare(KINDS["dataset"], declared, None, world) if item.field.refers)
    return (FieldChange(field=one.field.key, member=member_shown(one.field), before=None, after=one.wanted),)


def forcing(declared: DesiredResource, live: ObservedResource, world: World) -> tuple[FieldChange, ...]:
    """The differences that only a recreation mends; empty where there are none."""
    kind = KINDS[declared.address.kind]
    if kind.name == "dataset":
        return _schema_change(declared, live, world)
    if kind.name == "campaign":
        return moved_parent(kind, declared, live, world)
    if kind.on_fixed is not OnFixed.RECREATE:
        return ()
    return fixed_changes(declared, live, world)


def fixed_changes(declared: DesiredResource, live: ObservedResource, world: World) -> tuple[FieldChange, ...]:
    """The differences in what the service never changes, the group that the thing is in included."""
    kind = KINDS[declared.address.kind]
    compared = compare(kind, declared, live, world)
    fixed = tuple(one for one in compared if one.field.mutability is Mutability.CREATE_ONLY)
    return (*field_changes(fixed, declared, live), *moved_parent(kind, declared, live, world))


def _schema_change(
    declared: DesiredResource, live: ObservedResource, world: World
) -> tuple[FieldChange, ...]:
    kind = KINDS["dataset"]
    (one,) = (item for item in compare(kind, declared, live, world) if item.field.refers)
    if one.same or one.live_hashed is None or may_evolve(declared, live, world):
        return ()
    return field_changes((one,), declared, live)


def may_evolve(declared: DesiredResource, live: ObservedResource, world: World) -> bool:
    """Whether UpdateDataset brings the dataset from its live schema to the declared one."""
    old, new = world.schema_of(live), world.declared(declared.parents["schema"])
    return bool(
        old
        and new
        and old.domain == new.fields.get("domain")
        and in_place(old.content, new.fields["avro"], declared.address.name)
    )


def _around(live: ObservedResource, world: World) -> Iterator[Address]:
    """The declared things that the service wants gone before it lets go of this one."""
    group = world.group_of(live)
    if live.address.kind in {"dataset-group", "dataset"}:
        # Also one that moves elsewhere: proven there first, it would stand here for as long as that takes.
        yield from (one for one in world.desired.resources if one.kind == "filter")
    if live.address.kind == "dataset-group":
        for declared in world.desired.resources.values():
            if declared.parents.get("dataset-group") == live.address and not KINDS[declared.address.kind].run:
                yield declared.address
    elif live.address.kind == "dataset":
        campaigns = (one for one in world.desired.resources.values() if one.address.kind == "campaign")
        yield from (one.address for one in campaigns if group_to_be_in(one, world) == group)
        if live.address.name == "interactions":
            yield from (one.address for one in world.in_group(group, "event-tracker"))
        for one in world.in_group(group, "metric-attribution"):
            attribution = world.live(one.address)
            if attribution and refers_to(attribution, live.address.name):
                yield one.address


def standing_beside(address: Address, live: ObservedResource, world: World) -> tuple[ObservedResource, ...]:
    """What is live of an address in the same group, generations included, oldest first.

    What is yet to move there stands in nothing's way.
    """
    target = world.live(address)
    found = (*world.superseded(address), *((target,) if target else ()))
    return tuple(one for one in found if world.group_of(one) in {world.group_of(live), ""})


def refers_to(attribution: ObservedResource, dataset_type: str) -> bool:
    """Whether a metric attribution stands on a dataset: it counts interactions, and may sum columns of items.

    Source: developer guide, 'Guidelines and requirements for a metric attribution'.
    """
    if dataset_type == "interactions":
        return True
    return dataset_type == "items" and bool(
        re.search(r"\bitems\.", str(attribution.body.get("metrics")), re.IGNORECASE)
    )
