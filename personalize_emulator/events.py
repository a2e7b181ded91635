"""The events plane: PutEvents, PutItems and PutUsers add records one by one.

Source: AWS developer guide, "Recording real-time events" and "Importing individual records"; service model of
personalize-events. Does not belong here: what the records are used for.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from personalize_emulator.errors import ApiError, invalid
from personalize_emulator.kinds import dataset
from personalize_emulator.records import PUT
from personalize_emulator.resources import ACTIVE

if TYPE_CHECKING:
    from personalize_emulator.data.avro import DatasetSchema
    from personalize_emulator.kinds.kind import Handler
    from personalize_emulator.realm import Realm
    from personalize_emulator.records import Record
    from personalize_emulator.resources import Json, Resource

_NUMBERS = {"int": int, "long": int, "float": float, "double": float}
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Under this key, which no schema can name, an event remembers its session.
SESSION = "session id"


def put_events(realm: Realm, request: Json) -> Json:
    """PutEvents: interactions, told to their group by the tracker's id."""
    tracker = next(
        (t for t in realm.all("event-tracker") if t.wire["trackingId"] == request["trackingId"]), None
    )
    if tracker is None or tracker.status != ACTIVE:
        # Assumed: InvalidInputException is the only error in the model; the text is the emulator's own.
        raise invalid(f"The tracking id is not one of an ACTIVE event tracker: {request['trackingId']}")
    target = dataset.of_type(realm, str(tracker.group), "INTERACTIONS")
    if target is None:
        raise invalid("The dataset group of the event tracker has no Item interactions dataset.")
    schema = dataset.schema_of(realm, target)
    rows = []
    for event in request["eventList"]:
        record = _event(schema, request, event)
        # Two events of one moment with identical properties count once. Source: guide, "Recording events".
        identity = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
        rows.append((identity, record))
    realm.store.records.append(target.arn, PUT, rows)
    return {}


def _put(kind: str, member: str, id_member: str, realm: Realm, request: Json) -> Json:
    """PutItems and PutUsers: a record of a known id replaces the one that was put before."""
    target = realm.find("dataset", request["datasetArn"])
    if target is None:
        raise ApiError(
            "ResourceNotFoundException", f"The given dataset does not exist: {request['datasetArn']}", 404
        )
    if target.wire["datasetType"] != kind:
        raise invalid(f"The given dataset is not of type {kind}: {target.arn}")
    if target.status != ACTIVE:
        # Assumed: what the ResourceInUseException of the model is for.
        raise ApiError(
            "ResourceInUseException", f"The given dataset is in status {target.status}: {target.arn}", 409
        )
    schema = dataset.schema_of(realm, target)
    column = id_member[:-2].upper() + "_ID"
    rows = []
    for entry in request[member]:
        record: Record = {field.name: None for field in schema.fields}
        record |= _properties(schema, entry.get("properties")) | {column: entry[id_member]}
        rows.append((str(entry[id_member]), record))
    realm.store.records.append(target.arn, PUT, rows)
    return {}


def recent_events(realm: Realm, interactions: Resource | None, user: str | None) -> list[Record]:
    """The events that a user has sent one by one, oldest first."""
    if interactions is None or user is None:
        return []
    return [row for row in realm.store.records.of_origin(interactions.arn, PUT) if row.get("USER_ID") == user]


def _event(schema: DatasetSchema, request: Json, event: Json) -> Record:
    record: Record = {field.name: None for field in schema.fields}
    record |= _properties(schema, event.get("properties"), strict=False)
    given = {
        # Before a user logs in there is only the session. Source: guide, "Recording events for anonymous
        # users".
        "USER_ID": request.get("userId"),
        "ITEM_ID": event.get("itemId"),
        "EVENT_TYPE": event["eventType"],
        "EVENT_VALUE": event.get("eventValue"),
        "TIMESTAMP": int(float(event["sentAt"])),
        "RECOMMENDATION_ID": event.get("recommendationId"),
        "IMPRESSION": "|".join(event.get("impression") or []) or None,
    }
    record |= {name: value for name, value in given.items() if value is not None}
    return record | {SESSION: request["sessionId"]}


def _properties(schema: DatasetSchema, text: str | None, *, strict: bool = True) -> Record:
    """The properties as columns: camelCase keys map onto the schema's upper case names."""
    if text is None:
        return {}
    try:
        given: Any = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        # Observed (aws-sdk-js issue 2773).
        raise invalid("Error parsing properties json")
    record: Record = {}
    for key, value in given.items():
        field = schema.field(key) or schema.field(_HUMP.sub("_", key))
        if field is not None:
            record[field.name] = _typed(field.types, key, value)
        elif strict:
            # Assumed: a property that the schema does not name is refused for items and users; events may
            # carry more than the schema takes.
            raise invalid(f"The property {key} is not in the schema of the dataset.")
    return record


def _typed(types: tuple[str, ...], key: str, value: Any) -> Any:
    convert = next((_NUMBERS[name] for name in types if name in _NUMBERS), None)
    if value is None or convert is None:
        return value if value is None or isinstance(value, bool) else str(value)
    try:
        return convert(value)
    except (TypeError, ValueError):
        # Assumed: the text.
        raise invalid(f"The property {key} does not have the type of the schema.") from None


OPERATIONS: dict[str, Handler] = {
    "PutEvents": put_events,
    "PutItems": partial(_put, "ITEMS", "items", "itemId"),
    "PutUsers": partial(_put, "USERS", "users", "userId"),
}
