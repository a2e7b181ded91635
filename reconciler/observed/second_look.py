"""The second look: asked for only where the first one shows that something is to be made beside another.

A solution that no longer fits the file gets a new generation, whose number must be free; a generation may
be there already which the inventory does not list yet. A filter is proven under its successor's name, which
a run that was killed may have left behind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import Environment, ObservedResource
from reconciler.observed.documents import resource
from reconciler.observed.first_look import marked_address
from reconciler.observed.reading import Reader
from reconciler.observed.tag_reads import with_tags
from reconciler.plan.adoption import adoption_of
from reconciler.plan.generations import fits
from reconciler.plan.handover import handed_over, old_stack
from reconciler.plan.marks import Owner, owner_of
from reconciler.plan.naming import arn_of, generation_number, successor_name

Resources = Mapping[Address, tuple[ObservedResource, ...]]
Marked = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """All resources, those of the first look included, and what was counted on the way."""

    resources: dict[Address, tuple[ObservedResource, ...]]
    solution_names: frozenset[str] = frozenset()
    unmarked_solutions: frozenset[str] = frozenset()
    filter_counts: Mapping[str, int] = field(default_factory=dict)


def look_again(
    desired: DesiredState, environment: Environment, first: Resources, marked: Marked, reader: Reader
) -> SecondLook:
    """What else belongs to solutions and filters that cannot stay as they are."""
    solutions = _replaced(desired, environment, first, "solution")
    listed = _listed_solutions(solutions, reader)
    filters = _replaced(desired, environment, first, "filter")
    by_group = _listed_filters(filters, environment, first, reader)
    there = {arn for arns in by_group.values() for arn in arns}
    asked = {
        arn: address
        for address in solutions
        for name, arn in listed.items()
        if generation_number(address.name, name)
    } | {
        arn: address
        for address in filters
        if (arn := str(arn_of(address, environment, successor_name(address.name)))) in there
    }
    seen = {live.arn for found in first.values() for live in found}
    found = _found({arn: one for arn, one in asked.items() if arn not in seen}, desired, marked, reader)
    counted = {
        address: _that_count(desired, address, found[address], environment, known=address in first)
        for address in found
    }
    more = {address: generations for address, generations in counted.items() if generations}
    return SecondLook(
        resources={
            address: (*first.get(address, ()), *more.get(address, ()))
            for address in dict.fromkeys((*first, *more))
        },
        solution_names=frozenset(listed),
        unmarked_solutions=frozenset(
            one.name
            for address in found
            for one in found[address]
            if address in solutions and _is_unmarked(one, solutions[address], environment)
        ),
        filter_counts={arn.rsplit("/", 1)[-1]: len(found) for arn, found in by_group.items()},
    )


def _replaced(
    desired: DesiredState, environment: Environment, resources: Resources, kind: str
) -> dict[Address, DesiredResource]:
    """The declared things of a kind for which there is nothing of ours that fits the file.

    Not those at whose name stands something that is not ours, unless a stack hands it over: other generations
    of a solution may be there, also where a part of them was taken over already. Nor those of which there is
    nothing while their group is yet to be made, as on a first apply.
    """
    return {
        address: declared
        for address, declared in desired.resources.items()
        if address.kind == kind and _lacks(declared, resources, desired, environment)
    }


def _lacks(
    declared: DesiredResource, resources: Resources, desired: DesiredState, environment: Environment
) -> bool:
    found = resources.get(declared.address, ())
    named = [one for one in found if generation_number(declared.address.name, one.name)]
    if not named:
        return _is_there(declared.parents["dataset-group"], resources)
    ours = [one for one in named if owner_of(one.tags, desired.stack) is Owner.OURS]
    versioned = KINDS[declared.address.kind].versioned
    if not ours:
        leaves = all(one.health is Health.LEAVING for one in named)
        taken = handed_over(declared, named, desired) or (leaves and old_stack(declared, desired))
        return versioned and bool(taken)
    if versioned and old_stack(declared, desired):
        return True
    return not any(one.health is not Health.LEAVING and fits(declared, one, environment) for one in ours)


def _is_there(group: Address, resources: Resources) -> bool:
    return any(one.health is not Health.LEAVING for one in resources.get(group, ()))


def _listed_solutions(solutions: Mapping[Address, DesiredResource], reader: Reader) -> dict[str, str]:
    """Name to ARN of every solution of the account: names are unique there, not per group."""
    operation = "ListSolutions"
    pages = reader.each([operation] if solutions else [], lambda _: reader.listed("solution"))
    if operation in reader.failed:
        reader.failed |= set(solutions)
    return {str(one["name"]): str(one["solutionArn"]) for one in pages.get(operation) or ()}


def _listed_filters(
    filters: Mapping[Address, DesiredResource], environment: Environment, first: Resources, reader: Reader
) -> dict[str, tuple[str, ...]]:
    """ARN of each group concerned to the ARNs of its filters: where the filter is, and where it is to be."""
    homes = {address: _homes(declared, first, environment) for address, declared in filters.items()}
    pages = reader.each(
        sorted({home for found in homes.values() for home in found}),
        lambda home: reader.listed("filter", home),
    )
    reader.failed |= {address for address, found in homes.items() if found & reader.failed}
    member = KINDS["filter"].arn_member
    return {home: tuple(str(one[member]) for one in items or ()) for home, items in pages.items()}


def _homes(declared: DesiredResource, first: Resources, environment: Environment) -> set[str]:
    found = first.get(declared.address, ())
    homes = {home for live in found if isinstance(home := live.body.get("datasetGroupArn"), str)}
    group = declared.parents["dataset-group"]
    return homes | {str(arn_of(group, environment))} if _is_there(group, first) else homes


def _found(asked: Mapping[str, Address], desired: DesiredState, marked: Marked, reader: Reader) -> Resources:
    """The described ones, with their tags."""
    bodies = reader.each(asked, lambda arn: reader.describe(asked[arn].kind, arn))
    found: dict[Address, tuple[ObservedResource, ...]] = {}
    for arn, body in bodies.items():
        if body:
            address = asked[arn]
            found[address] = (*found.get(address, ()), resource(address, body, marked.get(arn)))
    tagged = with_tags(desired, found, marked, reader)
    reader.failed |= {address for arn, address in asked.items() if arn in reader.failed}
    return tagged


def _that_count(
    desired: DesiredState,
    address: Address,
    found: Sequence[ObservedResource],
    environment: Environment,
    *,
    known: bool,
) -> tuple[ObservedResource, ...]:
    """Those that carry our mark; others only take a name.

    Of a solution also those of the stack that hands it over; where nothing else of it is `known` those that
    say to be its own, another stack's, and where the file takes it over those in its group that say nothing:
    it was let go of, or lost its tags.
    """
    said = [one for one in found if marked_address(one.arn, one.tags or {}, environment) == address]
    ours = tuple(one for one in said if owner_of(one.tags, desired.stack) is Owner.OURS)
    if not KINDS[address.kind].versioned:
        return ours
    declared = desired.resources[address]
    if ours or known:
        return (*ours, *handed_over(declared, said, desired))
    adopted = adoption_of(declared, desired) is not None
    return tuple(
        one
        for one in found
        if one.health is not Health.LEAVING
        and (one in said or (adopted and _is_unmarked(one, declared, environment)))
    )


def _is_unmarked(live: ObservedResource, declared: DesiredResource, environment: Environment) -> bool:
    """Whether it is in the group that is declared, and no mark of its own says which address it is of."""
    home = arn_of(declared.parents["dataset-group"], environment)
    return (
        live.health is not Health.LEAVING
        and live.body.get("datasetGroupArn") == home
        and marked_address(live.arn, live.tags or {}, environment) is None
    )
