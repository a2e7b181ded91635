"""Statuses over time: what is planned when, and what happens when it comes due.

Nothing runs in the background. A status is planned for a moment of the virtual clock; the next request of any
kind first settles everything that came due, in time order, with `now` set to each moment. So the outcome
depends on the plan and the clock only, and survives a restart at any point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.resources import (
    ACTIVE,
    CREATE_FAILED,
    CREATE_IN_PROGRESS,
    DELETE_IN_PROGRESS,
    DELETE_PENDING,
    GONE,
    Resource,
)

if TYPE_CHECKING:
    from personalize_emulator.emulator import Emulator
    from personalize_emulator.realm import Realm

OWN, UPDATE, AUTO = "own", "update", "auto"

# Assumed: which part of the whole a resource spends pending is published nowhere.
_PENDING_SHARE = 0.1


def begin_creation(realm: Realm, resource: Resource, seconds: float, *, in_progress: bool = True) -> None:
    """Plan a creation; one that a fault let fail ends in CREATE FAILED with the fault's reason."""
    last = CREATE_FAILED if "fail" in resource.notes else ACTIVE
    steps = [(CREATE_IN_PROGRESS, _PENDING_SHARE)] if in_progress else []
    _plan(realm, resource, OWN, seconds, [*steps, (last, 1.0)])


def begin_update(
    realm: Realm, resource: Resource, wire: dict[str, object], seconds: float, words: str = "CREATE"
) -> None:
    """Plan an update that shows only in the latest…Update record until it is ACTIVE.

    The words are CREATE ones for campaigns, solutions and recommenders (service model) and UPDATE ones for
    datasets (recorded answers). Assumed: a dataset's update that fails is UPDATE FAILED, since no recorded
    one failed.
    """
    now = realm.now
    resource.update = {
        **wire,
        "status": f"{words} PENDING",
        "creationDateTime": now,
        "lastUpdatedDateTime": now,
    }
    last = f"{words} FAILED" if "fail-update" in resource.notes else ACTIVE
    realm.save(resource)
    _plan(realm, resource, UPDATE, seconds, [(f"{words} IN_PROGRESS", _PENDING_SHARE), (last, 1.0)])


def begin_switch(realm: Realm, resource: Resource, word: str, last: str, seconds: float) -> None:
    """Plan a passage between two lasting statuses: WORD PENDING, WORD IN_PROGRESS, then `last`."""
    resource.status, resource.updated = f"{word} PENDING", realm.now
    realm.save(resource)
    realm.store.plan(resource.arn, AUTO, [])
    _plan(realm, resource, OWN, seconds, [(f"{word} IN_PROGRESS", _PENDING_SHARE), (last, 1.0)])


def begin_deletion(realm: Realm, resource: Resource, seconds: float, *, in_progress: bool) -> None:
    """Plan a deletion: the resource answers Describe until it is gone."""
    resource.status, resource.updated = DELETE_PENDING, realm.now
    realm.save(resource)
    for track in (UPDATE, AUTO):
        realm.store.plan(resource.arn, track, [])
    steps = [(DELETE_IN_PROGRESS, _PENDING_SHARE)] if in_progress else []
    _plan(realm, resource, OWN, seconds, [*steps, (GONE, 1.0)])


def settle(emulator: Emulator, now: float) -> None:
    """Let everything take place that came due until `now`, in time order."""
    held: set[tuple[str, str]] = set()
    while step := next((s for s in emulator.store.due(now) if (s[2], s[3]) not in held), None):
        seq, at, arn, track, status = step
        resource = emulator.store.find(arn)
        if resource is None:
            emulator.store.done(seq)
            continue
        if emulator.faults.holds(resource.kind, resource.name, _shown(resource, track)):
            # What is held starts again from where it was when it is released, rather than catching up.
            held.add((arn, track))
            emulator.store.postpone(arn, track, now - at)
            continue
        emulator.store.done(seq)
        _arrive(emulator.realm(resource.account, resource.region, at), resource, track, status)


def _arrive(realm: Realm, resource: Resource, track: str, status: str) -> None:
    kind = realm.kind(resource.kind)
    if status == GONE:
        realm.remove(resource)
        kind.settled(realm, resource, track, status)
        return
    status = kind.reach(realm, resource, track, status)
    if track == OWN:
        resource.status, resource.updated = status, realm.now
        if status == CREATE_FAILED and resource.reason is None:
            resource.reason = resource.notes.pop("fail", None)
    elif track == UPDATE and resource.update is not None:
        resource.update |= {"status": status, "lastUpdatedDateTime": realm.now}
        if status.endswith("FAILED"):
            resource.update["failureReason"] = resource.notes.pop("fail-update", None)
        elif status == ACTIVE:
            resource.updated = realm.now
    realm.save(resource)
    kind.settled(realm, resource, track, status)


def _plan(
    realm: Realm, resource: Resource, track: str, seconds: float, steps: list[tuple[str, float]]
) -> None:
    realm.store.plan(resource.arn, track, [(realm.now + seconds * share, status) for status, share in steps])


def _shown(resource: Resource, track: str) -> str:
    if track == UPDATE and resource.update is not None:
        return str(resource.update["status"])
    return resource.status
