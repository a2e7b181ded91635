"""Schemas: synchronous, immutable, of the whole account.

Source: AWS API reference, CreateSchema and DeleteSchema.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.data.avro import SchemaError, parse_schema
from personalize_emulator.errors import in_use, invalid, limit_exceeded
from personalize_emulator.kinds.kind import Kind

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource

_MOST = 500


def create(realm: Realm, request: Json) -> Json:
    """CreateSchema; InvalidInputException for a body that is not a schema, LimitExceededException at 500."""
    try:
        parse_schema(request["schema"])
    except SchemaError as error:
        raise invalid(str(error)) from error
    if len(realm.all("schema")) >= _MOST:
        # Assumed: the text; the quota is documented and not adjustable.
        raise limit_exceeded(
            f"Cannot create a schema. More than {_MOST} resources. Please delete some and try again."
        )
    # Assumed: the service returns the body byte for byte.
    wire = {"schema": request["schema"], "domain": request.get("domain")}
    schema = realm.create("schema", request["name"], request, wire=wire)
    return {"schemaArn": schema.arn}


def check_delete(realm: Realm, schema: Resource) -> None:
    """No dataset may refer to it. Source: API reference, DeleteSchema."""
    for dataset in realm.all("dataset"):
        pending = dataset.update.get("schemaArn") if dataset.update and dataset.updating else None
        if schema.arn in {dataset.wire["schemaArn"], pending}:
            # Assumed: the text.
            raise in_use(f"The given schema is in use by a dataset: {dataset.arn}")


KIND = Kind(
    name="schema",
    noun="Schema",
    operations={"CreateSchema": create},
    taggable=False,
    scope={},
    check_delete=check_delete,
    synchronous=True,
)
