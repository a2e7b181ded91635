"""Filters. Source: AWS API reference, CreateFilter; developer guide, "Filter expressions" and "Quotas"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.data.filters import FilterError, check_filter, parse_filter
from personalize_emulator.errors import already_exists, invalid, limit_exceeded, quota_reached
from personalize_emulator.kinds.dataset import schema_of
from personalize_emulator.kinds.kind import Kind

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource

_MOST = 30
_MOST_FIELDS_OF_GROUP = 20


def create(realm: Realm, request: Json) -> Json:
    """CreateFilter; the expression is held against the schemas of the group's datasets."""
    arn = realm.arn("filter", request["name"])
    if realm.find("filter", arn) is not None:
        raise already_exists(arn)
    group = realm.need_active("dataset-group", request["datasetGroupArn"])
    schemas = {
        dataset.wire["datasetType"]: schema_of(realm, dataset)
        for dataset in realm.all("dataset", group=group.arn)
        if not dataset.leaving
    }
    try:
        parsed = parse_filter(request["filterExpression"])
        check_filter(parsed, schemas)
    except FilterError as error:
        raise invalid(str(error)) from error
    others = realm.all("filter", group=group.arn)
    if len(others) >= _MOST:
        raise quota_reached("filter", _MOST)
    fields = set(parsed.fields)
    for other in others:
        fields |= parse_filter(other.wire["filterExpression"]).fields
    if len(fields) > _MOST_FIELDS_OF_GROUP:
        # Assumed: the error; the quota is documented.
        raise limit_exceeded(
            f"The filters of a dataset group can use at most {_MOST_FIELDS_OF_GROUP} distinct fields."
        )
    # Assumed: the expression is returned as it was sent.
    wire = {"datasetGroupArn": group.arn, "filterExpression": request["filterExpression"]}
    created = realm.create("filter", request["name"], request, wire=wire, group=group.arn)
    return {"filterArn": created.arn}


def check_delete(_realm: Realm, _filter: Resource) -> None:
    """Only batch inference jobs could stand in the way, which the emulator does not have."""


KIND = Kind(
    name="filter",
    noun="Filter",
    operations={"CreateFilter": create},
    check_delete=check_delete,
    delete_shows_progress=False,
)
