"""observe: what the account holds, with as few calls as the answer takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.address import Address, parse_address
from reconciler.model.desired import DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import Environment, ObservedResource, ObservedState
from reconciler.model.values import Json
from reconciler.observed.contents import read_contents
from reconciler.observed.documents import resource
from reconciler.observed.reading import Reader
from reconciler.observed.run_history import read_objects, read_runs
from reconciler.observed.schema_reads import read_schemas
from reconciler.plan.marks import ADDRESS, DIGEST, STACK, Owner, decode_digest, owner_of
from reconciler.plan.naming import arn_of, generation_number, kind_of_arn
from reconciler.ports import Inventory, PersonalizeApi, Storage

Resources = dict[Address, tuple[ObservedResource, ...]]


def observe(
    desired: DesiredState,
    environment: Environment,
    *,
    api: PersonalizeApi,
    inventory: Inventory,
    storage: Storage,
    parallelism: int = 10,
) -> ObservedState:
    """Everything that the plan for `desired` needs to know.

    Reads that are refused become problems of the state; UnknownOutcomeError and expired or unknown
    credentials are raised, since nothing could be read at all.
    """
    reader = Reader(api, parallelism)
    stacks = [desired.stack, *sorted({one.from_stack for one in desired.adopt if one.from_stack})]
    marked = inventory.find(stacks)
    resources = _read_resources(desired, environment, marked, reader)
    resources = _with_tags(desired, resources, marked, reader)
    runs = read_runs(desired, resources, reader)
    schemas, names = read_schemas(desired, resources, reader)
    objects = read_objects(desired, runs, storage, reader)
    contents = read_contents(desired, resources, reader)
    return ObservedState(
        environment=environment,
        resources=resources,
        runs=runs,
        objects=objects,
        schemas=schemas,
        schema_names=names,
        contents=contents,
        problems=reader.problems,
        unread=_unread(desired, environment, resources, reader),
    )


def _unread(
    desired: DesiredState, environment: Environment, resources: Resources, reader: Reader
) -> frozenset[Address]:
    """The addresses of which a read failed, so that nothing is known of them."""
    known: dict[object, Address] = {
        arn_of(address, environment): address for address in desired.resources if address.kind != "schema"
    }
    known |= {live.arn: address for address, found in resources.items() for live in found}
    users: dict[object, Address] = {
        live.body.get("schemaArn"): address
        for address, found in resources.items()
        for live in found
        if address.kind == "dataset"
    }
    failed = {key for key in reader.failed if isinstance(key, Address)}
    return frozenset(
        failed | {place[key] for key in reader.failed for place in (known, users) if key in place}
    )


def _read_resources(
    desired: DesiredState, environment: Environment, marked: Mapping[str, Mapping[str, str]], reader: Reader
) -> Resources:
    """Declared addresses by their derived ARN, and everything that the tags call ours.

    A dataset or tracker of a group that does not exist cannot exist, so it is not asked for.
    """
    wanted = {
        arn: _marked_address(arn, tags, environment)
        for arn, tags in marked.items()
        if tags.get(STACK) == desired.stack
    }
    derived = {
        arn: address
        for address in desired.resources
        if address.kind not in {"schema", "dataset"} and isinstance(arn := arn_of(address, environment), str)
        if not KINDS[address.kind].run
    }
    asked = {arn: address for arn, address in {**wanted, **derived}.items() if address}
    bodies = reader.each(asked, lambda arn: reader.describe(asked[arn].kind, arn))
    groups = {asked[arn].name for arn, body in bodies.items() if body and asked[arn].kind == "dataset-group"}
    later = {
        arn: address
        for address in desired.resources
        if address.kind == "dataset"
        and address.keys[0] in groups
        and isinstance(arn := arn_of(address, environment), str)
        and arn not in asked
    }
    bodies |= reader.each(later, lambda arn: reader.describe("dataset", arn))
    found: Resources = {}
    for arn, body in bodies.items():
        address = {**asked, **later}[arn]
        if body and _is_at_home(address, body, environment):
            found[address] = (*found.get(address, ()), resource(address, body, marked.get(arn)))
    return found | _trackers(desired, environment, groups, marked, reader, found)


def _marked_address(arn: str, tags: Mapping[str, str], environment: Environment) -> Address | None:
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
    generation = name if kind.versioned and generation_number(address.name, name) else address.name
    return address if arn_of(address, environment, generation) == arn else None


def _is_at_home(address: Address, body: Mapping[str, Json], environment: Environment) -> bool:
    """Whether a tracker, whose ARN says nothing, is in the group that its mark says; others say so by ARN."""
    home = arn_of(Address("dataset-group", address.keys[:1]), environment)
    return bool(KINDS[address.kind].resource) or body.get("datasetGroupArn") in {None, home}


def _trackers(
    desired: DesiredState,
    environment: Environment,
    groups: set[str],
    marked: Mapping[str, Mapping[str, str]],
    reader: Reader,
    found: Resources,
) -> Resources:
    """A group has at most one tracker, with an ARN made up by the service: found by listing the group."""
    kind = KINDS["event-tracker"]
    listing = kind.listing
    asked = [
        one
        for one in desired.resources
        if one.kind == kind.name and one.keys[0] in groups and one not in found
    ]
    if listing is None:
        return {}
    arns = {one: arn_of(Address("dataset-group", one.keys), environment) for one in asked}
    pages = reader.each(
        asked,
        lambda one: reader.api.pages(listing.operation, {listing.narrows: str(arns[one])}, listing.result),
    )
    return {
        address: (resource(address, items[0], marked.get(str(items[0][kind.arn_member]))),)
        for address, items in pages.items()
        if items
    }


def _with_tags(
    desired: DesiredState, resources: Resources, marked: Mapping[str, Mapping[str, str]], reader: Reader
) -> Resources:
    """Tags of what the inventory did not list, and again of what it lists differently from the file.

    The inventory lags, so it is believed only where it shows nothing to be done.
    """
    doubtful = {
        live.arn: live
        for address, generations in resources.items()
        for live in generations
        if live.arn not in marked or _tags_differ(desired, address, live)
    }
    read = reader.each(doubtful, lambda arn: _read_tags(arn, reader))
    return {
        address: tuple(
            replace(live, tags=read.get(live.arn, live.tags))
            for live in generations
            if live.arn not in read or read[live.arn] is not None
        )
        for address, generations in resources.items()
    }


def _tags_differ(desired: DesiredState, address: Address, live: ObservedResource) -> bool:
    declared = desired.resources.get(address)
    tags = live.tags or {}
    if declared is None or owner_of(tags, desired.stack) is not Owner.OURS or live.health is not Health.READY:
        return True
    digest = decode_digest(tags.get(DIGEST))
    noted = {key.removeprefix("tag:") for key in digest if key.startswith("tag:")}
    return any(tags.get(key) != value for key, value in declared.tags.items()) or bool(
        noted - set(declared.tags)
    )


def _read_tags(arn: str, reader: Reader) -> Mapping[str, str]:
    answer = reader.api.call("ListTagsForResource", {"resourceArn": arn})
    items = answer.get("tags") or ()
    return {str(one["tagKey"]): str(one["tagValue"]) for one in items}  # type: ignore[union-attr,index,call-overload]
