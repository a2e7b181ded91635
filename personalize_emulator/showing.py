"""What reads show where it is not what is: late to show a resource, late to forget one, another word.

Only faults make it so (`lag`, `linger`, `word`); in memory, as faults are. Does not belong here: the tagging
API, which trails by itself (`tags`, `lingering`).
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from personalize_emulator.errors import not_found
from personalize_emulator.faults import LAG, LINGER, WORD

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains:
    """A deleted resource as it stood last, and which reads go on showing it until when."""

    resource: Resource
    operation: str
    until: float


def described(realm: Realm, kind: str, arn: str) -> Resource:
    """The resource as a Describe sees it; ResourceNotFoundException when it sees none."""
    found = realm.find(kind, arn)
    if found is not None and not _is_late(realm, found):
        return found
    left = realm.emulator.remains.get(arn)
    if found is None and left is not None and _is_shown(realm, left, kind):
        return left.resource
    raise not_found(realm.kind(kind).words, arn)


def listed(realm: Realm, kind: str, after: int, scope: dict[str, str | None]) -> list[Resource]:
    """What a List sees of a kind after a place in the order of creation."""
    found = realm.store.select(kind, realm.account, realm.region, after, **scope)
    seen = {one.arn for one in found}
    left = [
        one.resource
        for one in realm.emulator.remains.values()
        if _is_shown(realm, one, kind)
        and one.resource.seq > after
        and one.resource.arn not in seen
        and all(value in {None, getattr(one.resource, column)} for column, value in scope.items())
    ]
    shown = [one for one in found if not _is_late(realm, one)]
    return sorted((*shown, *left), key=lambda one: one.seq)


def bury(realm: Realm, resource: Resource) -> None:
    """Remember a resource that is gone, if a fault wants it shown for longer."""
    fault = realm.emulator.faults.about(LINGER, resource)
    if fault is not None:
        realm.emulator.faults.use(fault)
        realm.emulator.remains[resource.arn] = Remains(
            resource=deepcopy(resource), operation=fault.operation, until=realm.now + fault.seconds
        )


def worded(realm: Realm, resource: Resource, shown: Json, update_member: str | None) -> Json:
    """The document with the status words that a fault puts in place of the true ones."""
    if not realm.emulator.faults.has(WORD):
        return shown
    record = shown.get(update_member) if update_member else None
    if record:
        shown = {**shown, str(update_member): {**record, "status": _word(realm, resource, record["status"])}}
    return {**shown, "status": _word(realm, resource, shown["status"])}


def _word(realm: Realm, resource: Resource, status: str) -> str:
    fault = realm.emulator.faults.about(WORD, resource, status)
    return fault.word if fault else status


def _is_late(realm: Realm, resource: Resource) -> bool:
    fault = realm.emulator.faults.about(LAG, resource, operation=realm.operation)
    return fault is not None and realm.now < resource.created + fault.seconds


def _is_shown(realm: Realm, left: Remains, kind: str) -> bool:
    gone = left.resource
    return (
        (gone.kind, gone.account, gone.region) == (kind, realm.account, realm.region)
        and realm.now < left.until
        and fnmatchcase(realm.operation, left.operation)
    )
