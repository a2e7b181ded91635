"""The first look: what has a declared address by its ARN, and what the tags call ours."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.kinds import KINDS
from reconciler.kinds.kind import OnFixed
from reconciler.model.address import Address, parse_address
from reconciler.model.desired import DesiredState
from reconciler.model.observed import Environment, ObservedResource
from reconciler.model.values import Json
from reconciler.observed.documents import resource
from reconciler.observed.reading import Reader
from reconciler.plan.marks import ADDRESS, STACK
from reconciler.plan.naming import arn_of, generation_number, kind_of_arn, successor_name

Resources = Mapping[Address, tuple[ObservedResource, ...]]
Marked = Mapping[str, Mapping[str, str]]


def read_resources(
    desired: DesiredState, environment: Environment, marked: Marked, reader: Reader
) -> Resources:
    """Declared addresses by their derived ARN, also those to be destroyed, and all that the tags call ours.

    A dataset, tracker or metric attribution of a group that does not exist cannot exist, so it is not
    asked for; nor is the first generation of a solution of which the tags list only later ones.
    """
    wanted = {
        arn: address
        for arn, tags in marked.items()
        if tags.get(STACK) == desired.stack and (address := marked_address(arn, tags, environment))
    }
    listed = set(wanted.values())
    derived = {
        arn: address
        for address in desired.addresses
        if _stands_alone(address) and isinstance(arn := arn_of(address, environment), str)
        if not (KINDS[address.kind].versioned and address in listed)
    }
    asked = {**wanted, **derived}
    bodies = reader.each(asked, lambda arn: reader.describe(asked[arn].kind, arn))
    groups = {asked[arn].name for arn, body in bodies.items() if body and asked[arn].kind == "dataset-group"}
    later = {
        arn: address
        for address in desired.addresses
        if address.kind == "dataset"
        and address.keys[0] in groups
        and isinstance(arn := arn_of(address, environment), str)
        and arn not in asked
    }
    bodies |= reader.each(later, lambda arn: reader.describe("dataset", arn))
    found: dict[Address, tuple[ObservedResource, ...]] = {}
    for arn, body in bodies.items():
        address = {**asked, **later}[arn]
        if body and _is_at_home(address, body, environment):
            found[address] = (*found.get(address, ()), resource(address, body, marked.get(arn)))
    return {**found, **_trackers(desired, environment, groups, marked, reader, found)}


def _stands_alone(address: Address) -> bool:
    """Whether an address is asked for although nothing is known of its group."""
    kind = KINDS[address.kind]
    return not kind.run and not kind.owned_through and address.kind not in {"schema", "dataset"}


def marked_address(arn: str, tags: Mapping[str, str], environment: Environment) -> Address | None:
    """The address that a resource's own mark says; None when the ARN is none of that address.

    Marks can be copied by hand to another resource; believing such a copy could delete it.
    """
    try:
        address = parse_address(tags.get(ADDRESS, ""))
    except ValueError:
        return None
    kind, name = KINDS.get(kind_of_arn(arn) or ""), arn.rsplit("/", 1)[-1]
    if kind is None or kind.name != address.kind:
        return None
    if not kind.resource:
        return address
    generation = kind.versioned and generation_number(address.name, name)
    successor = kind.on_fixed is OnFixed.PROVE and name == successor_name(address.name)
    physical = name if generation or successor else address.name
    return address if arn_of(address, environment, physical) == arn else None


def _is_at_home(address: Address, body: Mapping[str, Json], environment: Environment) -> bool:
    """Whether a tracker, whose ARN says nothing, is in the group that its mark says; others say so by ARN."""
    home = arn_of(Address("dataset-group", address.keys[:1]), environment)
    return bool(KINDS[address.kind].resource) or body.get("datasetGroupArn") in {None, home}


def _trackers(
    desired: DesiredState,
    environment: Environment,
    groups: set[str],
    marked: Marked,
    reader: Reader,
    found: Resources,
) -> Resources:
    """A group has at most one tracker, with an ARN made up by the service: found by listing the group.

    One that is gone may still be listed beside its successor, so the newest counts.
    """
    kind = KINDS["event-tracker"]
    asked = [
        one
        for one in desired.addresses
        if one.kind == kind.name and one.keys[0] in groups and one not in found
    ]
    arns = {one: arn_of(Address("dataset-group", one.keys), environment) for one in asked}
    pages = reader.each(asked, lambda one: reader.listed(kind.name, str(arns[one])))
    return {
        address: (resource(address, newest, marked.get(str(newest[kind.arn_member]))),)
        for address, items in pages.items()
        if items and (newest := max(items, key=lambda one: str(one.get("creationDateTime"))))
    }
