"""Datasets, one per type and group. Source: AWS API reference, CreateDataset and UpdateDataset; developer
guide, "Deleting a dataset" and "Replacing a dataset's schema".
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from personalize_emulator.data.avro import (
    DatasetSchema,
    SchemaError,
    check_evolution,
    check_for_dataset,
    parse_schema,
)
from personalize_emulator.errors import in_use, invalid
from personalize_emulator.kinds.dataset_guards import check_delete
from personalize_emulator.kinds.kind import Kind
from personalize_emulator.lifecycle import UPDATE
from personalize_emulator.resources import ACTIVE

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource

TYPES = ("INTERACTIONS", "ITEMS", "USERS", "ACTIONS", "ACTION_INTERACTIONS")
_REPLACEABLE = frozenset({"ITEMS", "USERS"})


def create(realm: Realm, request: Json) -> Json:
    """CreateDataset; the ARN comes from group and type, so a group holds one dataset of a type."""
    kind = request["datasetType"].upper()
    if kind not in TYPES:
        raise invalid(f"Dataset type is not valid: {request['datasetType']}")
    group = realm.need_active("dataset-group", request["datasetGroupArn"])
    schema = realm.need("schema", request["schemaArn"])
    domain = group.wire.get("domain")
    if domain and kind.startswith("ACTION"):
        # Assumed: the error; the guide says that domain groups hold no Actions or Action interactions
        # datasets.
        raise invalid(f"A dataset of type {kind} cannot be in a Domain dataset group.")
    if schema.wire.get("domain") != domain:
        # Assumed: the error; the guide asks for a schema of the group's own domain.
        raise invalid("The domain of the schema does not match the domain of the dataset group.")
    _check(read_schema(schema), kind, domain)
    wire = {
        "datasetGroupArn": group.arn,
        "datasetType": kind,
        "schemaArn": schema.arn,
        # The service makes a tracker of its own for these. Source: API reference, Dataset.
        "trackingId": str(uuid.uuid4()) if kind == "ACTION_INTERACTIONS" else None,
    }
    # CREATE PENDING goes straight to ACTIVE in recorded answers.
    dataset = realm.create(
        "dataset", f"{group.name}/{kind}", request, wire=wire, group=group.arn, in_progress=False
    )
    return {"datasetArn": dataset.arn}


def update(realm: Realm, request: Json) -> Json:
    """UpdateDataset: Items and Users only, new nullable fields only."""
    dataset = realm.need_active("dataset", request["datasetArn"])
    new = realm.need("schema", request["schemaArn"])
    if dataset.updating:
        # Assumed: the operation lists ResourceInUseException, presumably for this.
        raise in_use(f"The given dataset is being updated: {dataset.arn}")
    kind = dataset.wire["datasetType"]
    if kind not in _REPLACEABLE:
        # Assumed: the text; the guide allows Items and Users only.
        raise invalid(f"The schema of a dataset of type {kind} cannot be replaced.")
    old = realm.need("schema", dataset.wire["schemaArn"])
    if new.wire.get("domain") != old.wire.get("domain"):
        # Assumed: whether a schema of another domain is accepted is not documented.
        raise invalid("The domain of the schema does not match the domain of the dataset group.")
    _check(read_schema(new), kind, new.wire.get("domain"))
    try:
        check_evolution(read_schema(old), read_schema(new))
    except SchemaError as error:
        raise invalid(str(error)) from error
    realm.update(dataset, {"schemaArn": new.arn}, words="UPDATE")
    return {"datasetArn": dataset.arn}


def reach(_realm: Realm, dataset: Resource, track: str, status: str) -> str:
    """The top-level schemaArn switches when the update is ACTIVE (seen in recorded answers)."""
    if track == UPDATE and status == ACTIVE and dataset.update is not None:
        dataset.wire["schemaArn"] = dataset.update["schemaArn"]
    return status


def of_type(realm: Realm, group: str, kind: str) -> Resource | None:
    """The group's dataset of a type, unless it is being deleted."""
    found = (d for d in realm.all("dataset", group=group) if d.wire["datasetType"] == kind and not d.leaving)
    return next(found, None)


def schema_of(realm: Realm, dataset: Resource) -> DatasetSchema:
    """The schema that a dataset has now."""
    return read_schema(realm.need("schema", dataset.wire["schemaArn"]))


def read_schema(schema: Resource) -> DatasetSchema:
    """A stored schema, parsed; CreateSchema has accepted it before."""
    return parse_schema(schema.wire["schema"])


def _check(schema: DatasetSchema, kind: str, domain: str | None) -> None:
    try:
        check_for_dataset(schema, kind, domain)
    except SchemaError as error:
        raise invalid(str(error)) from error


KIND = Kind(
    name="dataset",
    noun="Dataset",
    operations={"CreateDataset": create, "UpdateDataset": update},
    update_member="latestDatasetUpdate",
    check_delete=check_delete,
    reach=reach,
)
