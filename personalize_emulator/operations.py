"""Every operation that is answered: those of the kinds, and Describe, List and Delete derived from them."""

from __future__ import annotations

import base64
import binascii
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from personalize_emulator import lifecycle
from personalize_emulator.errors import ApiError, in_use
from personalize_emulator.resources import Json, Resource
from personalize_emulator.shapes import list_member, output_members

if TYPE_CHECKING:
    from collections.abc import Iterable

    from personalize_emulator.kinds.kind import Handler, Kind
    from personalize_emulator.realm import Realm

_PAGE = 100


def operations_of(kinds: Iterable[Kind]) -> dict[str, Handler]:
    """The control plane operations that follow from a set of kinds."""
    table: dict[str, Handler] = {}
    for kind in kinds:
        table[f"Describe{kind.noun}"] = partial(_describe, kind)
        table[f"List{kind.noun}s"] = partial(_list, kind)
        if kind.check_delete is not None:
            table[f"Delete{kind.noun}"] = partial(_delete, kind)
        table.update(kind.operations)
    return table


def document(realm: Realm, kind: Kind, resource: Resource) -> Json:
    """Everything that the API may show of a resource; the caller keeps the members its answer has."""
    shown: Json = {
        **resource.wire,
        kind.name_member: resource.name,
        kind.arn_member: resource.arn,
        "status": resource.status,
        "failureReason": resource.reason,
        "creationDateTime": resource.created,
        "lastUpdatedDateTime": resource.updated,
        **kind.more(realm, resource),
    }
    if kind.update_member:
        shown[kind.update_member] = _present(resource.update) if resource.update else None
    return _present(shown)


def summary(realm: Realm, kind: Kind, resource: Resource) -> Json:
    """What a List shows of a resource."""
    operation = f"List{kind.noun}s"
    return _only(document(realm, kind, resource), output_members(operation, list_member(operation)))


def _describe(kind: Kind, realm: Realm, request: Json) -> Json:
    resource = realm.need(kind.name, request[kind.arn_member])
    members = output_members(f"Describe{kind.noun}", kind.member)
    return {kind.member: _only(document(realm, kind, resource), members)}


def _list(kind: Kind, realm: Realm, request: Json) -> Json:
    scope = {column: request.get(parameter) for parameter, column in kind.scope.items()}
    if kind.scope_must_exist:
        for parameter in kind.scope:
            if request.get(parameter):
                realm.need(kind.scope_must_exist, request[parameter])
    asked = {key: value for key, value in request.items() if key not in {"nextToken", "maxResults"}}
    after = page_start(request.get("nextToken"), realm.operation, asked)
    # Assumed: the order of a List is not documented; here it is the order of creation.
    found = realm.store.select(kind.name, realm.account, realm.region, after, **scope)
    size = request.get("maxResults") or _PAGE
    page: Json = {list_member(realm.operation): [summary(realm, kind, resource) for resource in found[:size]]}
    if len(found) > size:
        page["nextToken"] = page_token(realm.operation, asked, found[size - 1].seq)
    return page


def _delete(kind: Kind, realm: Realm, request: Json) -> Json:
    resource = realm.need(kind.name, request[kind.arn_member])
    if resource.leaving:
        # Observed for dataset groups (aws-samples retail-demo-store issue 527); its text was not kept.
        raise in_use(f"The given {kind.words} is already being deleted: {resource.arn}")
    if resource.changing and not kind.synchronous:
        # Source: developer guide, "Deleting resources": nothing in a transitional status can be deleted.
        raise in_use(
            f"The given {kind.words} is in status {resource.status} and cannot be deleted: {resource.arn}"
        )
    assert kind.check_delete is not None
    kind.check_delete(realm, resource)
    if kind.synchronous:
        realm.remove(resource)
    else:
        seconds = realm.seconds("delete")
        lifecycle.begin_deletion(realm, resource, seconds, in_progress=kind.delete_shows_progress)
    return {}


def page_token(operation: str, asked: Json, after: int) -> str:
    """The token for what follows position `after` of a List with these parameters."""
    return base64.urlsafe_b64encode(json.dumps([operation, asked, after]).encode()).decode()


def page_start(token: str | None, operation: str, asked: Json) -> int:
    """The position in a token, 0 without one; InvalidNextTokenException for junk or another List's token."""
    if token is None:
        return 0
    try:
        found: Any = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (binascii.Error, ValueError):
        found = None
    if not isinstance(found, list) or found[:2] != [operation, asked] or not isinstance(found[-1], int):
        # Assumed: the text; the error type is in the service model.
        raise ApiError("InvalidNextTokenException", "The given next token is not valid.")
    return found[-1]


def _present(members: Json) -> Json:
    return {key: value for key, value in members.items() if value is not None}


def _only(members: Json, names: frozenset[str]) -> Json:
    return {key: value for key, value in members.items() if key in names}
