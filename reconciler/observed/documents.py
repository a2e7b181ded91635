"""API documents to observed values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.health import health_of
from reconciler.model.observed import ObservedResource, ObservedRun, ObservedSchema
from reconciler.model.values import Json


def moment(value: Json) -> datetime | None:
    """An ISO 8601 time of the API, UTC; None when there is none."""
    if not isinstance(value, str):
        return None
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def resource(address: Address, body: Mapping[str, Json], tags: Mapping[str, str] | None) -> ObservedResource:
    """A described (or listed) document as an observed resource."""
    kind = KINDS[address.kind]
    status = body.get("status")
    return ObservedResource(
        address=address,
        arn=str(body[kind.arn_member]),
        name=str(body.get("name") or address.name),
        body=body,
        tags=tags,
        health=health_of(str(status) if status is not None else None),
        created=moment(body.get("creationDateTime")),
    )


def run(kind_name: str, body: Mapping[str, Json]) -> ObservedRun:
    """A summary of an import job or solution version as an observed run."""
    kind = KINDS[kind_name]
    arn = str(body[kind.arn_member])
    created = moment(body.get("creationDateTime")) or datetime.min.replace(tzinfo=UTC)
    status = str(body.get("status") or "")
    reason = body.get("failureReason")
    return ObservedRun(
        arn=arn,
        name=str(body.get(kind.name_member) or arn.rsplit("/", 1)[-1]),
        health=health_of(status),
        status=status,
        created=created,
        updated=moment(body.get("lastUpdatedDateTime")) or created,
        failure_reason=str(reason) if reason else None,
    )


def schema(body: Mapping[str, Json]) -> ObservedSchema:
    """A described schema; text that is no JSON (the service lets none through) compares as text."""
    text = str(body.get("schema") or "")
    try:
        content: Json = json.loads(text)
    except ValueError:
        content = text
    domain = body.get("domain")
    return ObservedSchema(
        arn=str(body["schemaArn"]),
        name=str(body["name"]),
        domain=str(domain) if domain else None,
        content=content,
    )
