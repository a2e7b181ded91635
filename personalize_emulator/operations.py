"""Every operation that is answered: those of the kinds, and Describe, List and Delete derived from them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from personalize_emulator import lifecycle
from personalize_emulator.errors import in_use
from personalize_emulator.paging import page_of
from personalize_emulator.resources import Json, Resource
from personalize_emulator.shapes import list_member, output_members
from personalize_emulator.showing import described, listed, worded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from personalize_emulator.kinds.kind import Handler, Kind
    from personalize_emulator.realm import Realm


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
    return worded(realm, resource, _present(shown), kind.update_member)


def summary(realm: Realm, kind: Kind, resource: Resource) -> Json:
    """What a List shows of a resource."""
    operation = f"List{kind.noun}s"
    return _only(document(realm, kind, resource), output_members(operation, list_member(operation)))


def _describe(kind: Kind, realm: Realm, request: Json) -> Json:
    resource = described(realm, kind.name, request[kind.arn_member])
    members = output_members(f"Describe{kind.noun}", kind.member)
    return {kind.member: _only(document(realm, kind, resource), members)}


def _list(kind: Kind, realm: Realm, request: Json) -> Json:
    scope = {column: request.get(parameter) for parameter, column in kind.scope.items()}
    if kind.scope_must_exist:
        for parameter in kind.scope:
            if request.get(parameter):
                realm.need(kind.scope_must_exist, request[parameter])
    # Assumed: the order of a List is not documented; here it is the order of creation.
    found, more = page_of(realm, request, kind.name, lambda after: listed(realm, kind.name, after, scope))
    return {list_member(realm.operation): [summary(realm, kind, resource) for resource in found], **more}


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


def _present(members: Json) -> Json:
    return {key: value for key, value in members.items() if value is not None}


def _only(members: Json, names: frozenset[str]) -> Json:
    return {key: value for key, value in members.items() if key in names}
