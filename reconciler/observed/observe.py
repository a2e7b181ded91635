"""observe: what the account holds, with as few calls as the answer takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.observed import Environment, ObservedResource, ObservedState
from reconciler.observed.attributions import read_attributions
from reconciler.observed.contents import read_contents
from reconciler.observed.first_look import marked_address, read_resources
from reconciler.observed.reading import Reader
from reconciler.observed.run_history import read_objects, read_runs, with_imports_in_the_way
from reconciler.observed.schema_reads import read_schemas
from reconciler.observed.second_look import look_again
from reconciler.observed.tag_reads import with_tags
from reconciler.plan.naming import arn_of
from reconciler.ports import Inventory, PersonalizeApi, Storage

Resources = Mapping[Address, tuple[ObservedResource, ...]]
Marked = Mapping[str, Mapping[str, str]]


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
    first = with_tags(desired, read_resources(desired, environment, marked, reader), marked, reader)
    second = look_again(desired, environment, first, marked, reader)
    resources = {**second.resources, **read_attributions(desired, environment, first, reader)}
    runs = read_runs(desired, resources, environment, reader)
    schemas, names = read_schemas(desired, resources, reader)
    state = ObservedState(
        environment=environment,
        resources=resources,
        runs=runs,
        objects=read_objects(desired, resources, runs, storage, reader),
        schemas=schemas,
        schema_names=names,
        solution_names=second.solution_names,
        unmarked_solutions=second.unmarked_solutions,
        filter_counts=second.filter_counts,
        contents=read_contents(desired, environment, resources, schemas, reader),
    )
    return replace(
        with_imports_in_the_way(desired, state, reader),
        problems=reader.problems,
        unread=_unread(desired, environment, resources, marked, reader),
    )


def _unread(
    desired: DesiredState, environment: Environment, resources: Resources, marked: Marked, reader: Reader
) -> frozenset[Address]:
    """The addresses of which a read failed, so that nothing is known of them."""
    known: dict[object, Address] = {
        arn: address
        for arn, tags in marked.items()
        if (address := marked_address(arn, tags, environment)) is not None
    }
    known |= {
        arn_of(address, environment): address for address in desired.addresses if address.kind != "schema"
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
