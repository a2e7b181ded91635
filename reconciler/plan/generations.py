"""Which of the physical resources behind one address the file means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison, Mutability, OnFixed
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import Environment, ObservedResource
from reconciler.plan.equality import equal, unaliased
from reconciler.plan.live import live_value, wire_value
from reconciler.plan.marks import STACK, Owner, owner_of
from reconciler.plan.naming import arn_of, generation_name, generation_number


def fits(declared: DesiredResource, live: ObservedResource, environment: Environment) -> bool:
    """Whether what the service can never change of a live resource is what the file says.

    That is every declared create-only field, and what it was made in: its group.
    """
    kind = KINDS[declared.address.kind]
    for parent, member in kind.parents.items():
        home = live.body.get(member) if member else None
        if home is not None and home != arn_of(declared.parents[parent], environment):
            return False
    return all(
        equal(
            field.comparison,
            unaliased(wire_value(field, declared.fields[field.key], environment), field.aliases),
            unaliased(live_value(kind, field, live), field.aliases),
        )
        for field in kind.fields
        if field.mutability is Mutability.CREATE_ONLY
        and field.key in declared.fields
        and field.comparison is not Comparison.UNCOMPARED
    )


def target_of(
    address: Address,
    declared: DesiredResource | None,
    found: Sequence[ObservedResource],
    stack: str,
    environment: Environment,
) -> ObservedResource | None:
    """The live resource of an address; of one with generations the target, None when one must be made.

    The target is the highest owned generation that fits the file. Where nothing is declared it is the
    highest owned one. Where nothing is owned it is whatever stands under the declared name, unless that does
    not fit and a later generation with the same owner does; or else the highest that is there. A filter's
    successor, which is only there to be proven, is never the target.
    """
    kind = KINDS[address.kind]
    if not kind.versioned:
        proves = kind.on_fixed is OnFixed.PROVE
        return next((one for one in found if not proves or one.name == address.name), None)
    owned = [
        one for one in found if owner_of(one.tags, stack) is Owner.OURS and one.health is not Health.LEAVING
    ]
    ranked = sorted(owned, key=lambda one: generation_number(address.name, one.name) or 0)
    if declared is not None and ranked:
        return next((one for one in reversed(ranked) if fits(declared, one, environment)), None)
    if ranked:
        return ranked[-1]
    return _of_others(address, declared, found, environment)


def _of_others(
    address: Address,
    declared: DesiredResource | None,
    found: Sequence[ObservedResource],
    environment: Environment,
) -> ObservedResource | None:
    """Which one a file means that owns none: it may take over what another stack was about to replace."""
    latest = sorted(found, key=lambda one: generation_number(address.name, one.name) or 0, reverse=True)
    first = next((one for one in latest if one.name == address.name), None)
    if first is None or declared is None:
        return first or next(iter(latest), None)
    leaves = first.health is Health.LEAVING
    owners = {(one.tags or {}).get(STACK) for one in (found if leaves else [first])}
    alike = [
        one
        for one in latest
        if one.health not in {Health.FAILED, Health.LEAVING} and (one.tags or {}).get(STACK) in owners
    ]
    # What is being deleted is the last choice: its owner has put another in its place.
    ranked = (*alike, first) if leaves else (first, *alike)
    return next((one for one in ranked if fits(declared, one, environment)), first)


def superseded(
    address: Address, found: Sequence[ObservedResource], target: ObservedResource | None, stack: str
) -> tuple[ObservedResource, ...]:
    """The owned generations that are not the target, oldest first; empty for kinds without generations."""
    if not KINDS[address.kind].versioned:
        return ()
    owned = [one for one in found if owner_of(one.tags, stack) is Owner.OURS and one is not target]
    return tuple(sorted(owned, key=lambda one: generation_number(address.name, one.name) or 0))


def next_name(address: Address, names: Iterable[str]) -> str:
    """The name of a new generation: the number after the highest in the account, whoever made that."""
    numbers = [number for name in names if (number := generation_number(address.name, name))]
    return generation_name(address.name, max(numbers, default=0) + 1)
