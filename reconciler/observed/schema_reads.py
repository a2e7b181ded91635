"""Schemas: those that live datasets use, and those whose name a new dataset's schema may take."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedSchema
from reconciler.observed.documents import schema
from reconciler.observed.reading import Reader
from reconciler.plan.naming import generation_number

Resources = Mapping[Address, tuple[ObservedResource, ...]]


def read_schemas(
    desired: DesiredState, resources: Resources, reader: Reader
) -> tuple[Mapping[str, ObservedSchema], frozenset[str]]:
    """Schemas by name, and all schema names of the account where a new one must be named (else none)."""
    datasets = [one for one in desired.resources.values() if one.address.kind == "dataset"]
    used, needed = set(), set()
    for declared in datasets:
        live = next(iter(resources.get(declared.address, ())), None)
        if live is None or live.health in {Health.LEAVING, Health.FAILED}:
            needed.add(declared.parents["schema"].name)
        elif isinstance(live.body.get("schemaArn"), str):
            used.add(str(live.body["schemaArn"]))
    listed = reader.api.pages("ListSchemas", {}, "schemas") if needed else ()
    names = {str(one["name"]): str(one["schemaArn"]) for one in listed}
    used |= {arn for name, arn in names.items() if any(generation_number(base, name) for base in needed)}
    bodies = reader.each(sorted(used), lambda arn: reader.describe("schema", arn))
    found = (schema(body) for body in bodies.values() if body)
    return {one.name: one for one in found}, frozenset(names)
