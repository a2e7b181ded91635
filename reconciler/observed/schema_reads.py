"""Schemas: those that live datasets use, and those whose name a dataset's new schema may take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedSchema
from reconciler.model.values import Json
from reconciler.observed.documents import schema
from reconciler.observed.reading import Reader
from reconciler.plan.equality import equal
from reconciler.plan.live import live_value
from reconciler.plan.naming import generation_number

Resources = Mapping[Address, tuple[ObservedResource, ...]]

_DATASET = KINDS["dataset"]


def read_schemas(
    desired: DesiredState, resources: Resources, reader: Reader
) -> tuple[Mapping[str, ObservedSchema], frozenset[str]]:
    """Schemas by name, and all schema names of the account where a new one must be named (else none).

    That is for a dataset to be made, and for one whose live schema has other content than the declared.
    """
    made: set[Address] = set()
    users: dict[Address, ObservedResource] = {}
    for declared in desired.resources.values():
        if declared.address.kind != "dataset":
            continue
        live = next(iter(resources.get(declared.address, ())), None)
        if live is None or live.health in {Health.LEAVING, Health.FAILED}:
            made.add(declared.parents["schema"])
        else:
            users[declared.address] = live
    # While an update runs, the dataset is compared by the schema that it is getting.
    used = {
        arn
        for live in users.values()
        for arn in (live.body.get("schemaArn"), schema_arn(live))
        if isinstance(arn, str)
    }
    bodies = _describe(used, reader)
    evolving = {
        home
        for address, live in users.items()
        if (found := bodies.get(str(schema_arn(live)))) is not None
        and (home := desired.resources[address].parents["schema"]) in desired.resources
        and not same_schema(desired.resources[home], found)
    }
    needed = {address.name for address in made | evolving}
    names = {str(one["name"]): str(one["schemaArn"]) for one in _listed(needed, reader)}
    generations = {
        arn for name, arn in names.items() if any(generation_number(base, name) for base in needed)
    }
    bodies |= _describe(generations - set(bodies), reader)
    return {one.name: one for one in bodies.values()}, frozenset(names)


def schema_arn(dataset: ObservedResource) -> Json:
    """The ARN of the schema that a dataset has, or is getting."""
    return live_value(_DATASET, _DATASET.field("schema"), dataset)


def same_schema(declared: DesiredResource, live: ObservedSchema) -> bool:
    """Whether a live schema is what the file says: its content and its domain."""
    return equal(Comparison.CONTENT, declared.fields["avro"], live.content) and live.domain == (
        declared.fields.get("domain")
    )


def _describe(arns: set[str], reader: Reader) -> dict[str, ObservedSchema]:
    bodies = reader.each(sorted(arns), lambda arn: reader.describe("schema", arn))
    return {arn: schema(body) for arn, body in bodies.items() if body}


def _listed(needed: set[str], reader: Reader) -> Sequence[Mapping[str, Json]]:
    """All schemas of the account, asked for only where a name must be found; then unread when refused."""
    operation = "ListSchemas"
    pages = reader.each([operation] if needed else [], lambda _: reader.listed("schema"))
    if operation in reader.failed:
        reader.failed |= {Address("schema", (name,)) for name in needed}
    return pages.get(operation) or ()
