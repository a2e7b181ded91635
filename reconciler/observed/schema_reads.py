"""Schemas: those that live datasets use, and those whose name a new dataset's schema may take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedSchema
from reconciler.model.values import Json
from reconciler.observed.documents import schema
from reconciler.observed.reading import Reader
from reconciler.plan.live import live_value
from reconciler.plan.naming import generation_number

Resources = Mapping[Address, tuple[ObservedResource, ...]]


def read_schemas(
    desired: DesiredState, resources: Resources, reader: Reader
) -> tuple[Mapping[str, ObservedSchema], frozenset[str]]:
    """Schemas by name, and all schema names of the account where a new one must be named (else none)."""
    datasets = [one for one in desired.resources.values() if one.address.kind == "dataset"]
    used: set[str] = set()
    needed: set[str] = set()
    for declared in datasets:
        live = next(iter(resources.get(declared.address, ())), None)
        if live is None or live.health in {Health.LEAVING, Health.FAILED}:
            needed.add(declared.parents["schema"].name)
        else:
            # While an update runs, the dataset is compared by the schema that it is getting.
            kind = KINDS["dataset"]
            arns = (live.body.get("schemaArn"), live_value(kind, kind.field("schema"), live))
            used |= {arn for arn in arns if isinstance(arn, str)}
    listed = _listed(needed, reader)
    names = {str(one["name"]): str(one["schemaArn"]) for one in listed}
    used |= {arn for name, arn in names.items() if any(generation_number(base, name) for base in needed)}
    bodies = reader.each(sorted(used), lambda arn: reader.describe("schema", arn))
    found = (schema(body) for body in bodies.values() if body)
    return {one.name: one for one in found}, frozenset(names)


def _listed(needed: set[str], reader: Reader) -> Sequence[Mapping[str, Json]]:
    """All schemas of the account, asked for only where a name must be found; then unread when refused."""
    operation = "ListSchemas"
    pages = reader.each([operation] if needed else [], lambda _: reader.api.pages(operation, {}, "schemas"))
    if operation in reader.failed:
        reader.failed |= {Address("schema", (name,)) for name in needed}
    return pages.get(operation) or ()
