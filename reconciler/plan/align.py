"""Bringing a live resource of ours to what the file says, or saying why that cannot be done in place."""

from __future__ import annotations

from dataclasses import replace

from reconciler.kinds.kind import Kind, Mutability
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health, update_in_progress
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Change, FieldChange, Origin, Refusal, Step, Until
from reconciler.plan.compare import TAG, Compared, compare, differences, digest_of, unmanaged_notes
from reconciler.plan.decision import Decision
from reconciler.plan.live import failure_of, update_status
from reconciler.plan.marks import ADDRESS, DIGEST, STACK, Owner, marks_for, owner_of
from reconciler.plan.requests import tag_call, untag_call, update_call
from reconciler.plan.steps import step_id, tag_step, wait_step
from reconciler.plan.versions import Target
from reconciler.plan.world import World


def align(
    kind: Kind, declared: DesiredResource, live: ObservedResource, world: World, target: Target | None
) -> Decision:
    """Bring a healthy or settling resource to what the file says."""
    address = declared.address
    compared = compare(kind, declared, live, world, target.arn if target else None)
    changed = differences(compared, declared, live)
    moved = _moved_parent(kind, declared, live, world)
    adopting = owner_of(live.tags, world.desired.stack) is not Owner.OURS
    stuck = [one for one in compared if not one.same and not _in_place(kind, one)]
    digest = digest_of(compared, declared)
    marks = {**marks_for(address, world.desired.stack), DIGEST: digest}
    wait = _settling(kind, live)
    # A failed update matters while it is still wanted; the service shows it until the next one.
    failed = _failed_update(kind, live) if changed else ()
    notes = unmanaged_notes(declared, live, kind) + failed
    if stuck or moved:
        return _refuse(declared, live, changed + moved, [one.field.key for one in stuck])
    steps = [wait] if wait else []
    if adopting:
        # The digest of a change follows the change: before it, a failed update would read as drift.
        owned = {key: value for key, value in marks.items() if key != DIGEST or not changed}
        steps.append(tag_step(Action.ADOPT, kind, live, owned))
    if changed:
        steps.append(_update_step(kind, live, compared, changed, digest))
    elif not adopting and _stale(live, marks):
        steps.append(tag_step(Action.MARK, kind, live, marks))
    shown, reason = _action(adopting, changed, steps)
    change = Change(
        address=address,
        action=shown,
        reason=reason,
        fields=changed,
        arn=live.arn,
        notes=notes,
        due=_is_due(changed),
        unhealthy="; ".join(failed),
    )
    return Decision(
        change=change,
        steps=tuple(steps),
        after=((target.awaits,) if target and target.awaits else ()) if changed else (),
    )


def _action(adopting: bool, changed: tuple[FieldChange, ...], steps: list[Step]) -> tuple[Action, str]:
    if adopting:
        return Action.ADOPT, "the file takes it over" + (", then changes it" if changed else "")
    if changed:
        return Action.UPDATE, _reason(changed)
    # A wait comes before a mark, and is what a reader wants to know of.
    return (steps[0].action, _QUIET[steps[0].action]) if steps else (Action.NONE, "as the file says")


_QUIET = {Action.WAIT: "still settling", Action.MARK: "its digest tag is out of date"}


def _reason(changed: tuple[FieldChange, ...]) -> str:
    origins = {one.origin for one in changed}
    if origins == {Origin.DUE}:
        return "a newer version is to be served"
    if origins == {Origin.DRIFT}:
        return "changed outside"
    if origins == {Origin.PENDING}:
        return "changed in the file"
    return "differs from the file"


def _in_place(kind: Kind, one: Compared) -> bool:
    """Whether the field can change in place; a dataset's schema cannot yet."""
    return one.field.mutability is Mutability.MUTABLE and not one.field.refers and bool(kind.update)


def _moved_parent(
    kind: Kind, declared: DesiredResource, live: ObservedResource, world: World
) -> tuple[FieldChange, ...]:
    """The parent is a create-only field: another group cannot be had in place."""
    changes = []
    for parent, member in kind.parents.items():
        found, wanted = live.body.get(member or ""), world.arn(declared.parents[parent])
        if member and isinstance(found, str) and found != wanted:
            changes.append(
                FieldChange(
                    field=parent,
                    member=member,
                    before=found.rsplit("/", 1)[-1],
                    after=declared.parents[parent].name,
                )
            )
    version = live.body.get("solutionVersionArn")
    if "solution" in kind.parents and isinstance(version, str):
        old = version.rsplit("/", 1)[0]
        homes = {
            one.body.get("datasetGroupArn")
            for found in world.observed.resources.values()
            for one in found
            if one.arn == old
        }
        if old != world.arn(declared.parents["solution"]) and homes != {
            world.arn(declared.parents["dataset-group"])
        }:
            name = declared.parents["solution"].name
            changes.append(FieldChange(field="solution", before=old.rsplit("/", 1)[-1], after=name))
    return tuple(changes)


def _refuse(
    declared: DesiredResource, live: ObservedResource, changed: tuple[FieldChange, ...], stuck: list[str]
) -> Decision:
    names = ", ".join([*stuck, *(one.field for one in changed if one.field in {"dataset-group", "solution"})])
    refusal = Refusal(
        rule="unsupported",
        why=f"{names} cannot change in place, and recreating or replacing is not supported by this version",
        fix="undo the edit, or declare a new resource under another name and remove this one afterwards",
    )
    change = Change(
        address=declared.address,
        action=Action.RECREATE if declared.address.kind != "solution" else Action.REPLACE,
        reason=f"{names} cannot change in place",
        fields=changed,
        arn=live.arn,
        refusal=refusal,
    )
    return Decision(change=change)


def _settling(kind: Kind, live: ObservedResource) -> Step | None:
    if live.health is Health.SETTLING:
        return wait_step(kind, live, Until.READY)
    return wait_step(kind, live, Until.UPDATED) if update_in_progress(update_status(kind, live)) else None


def _failed_update(kind: Kind, live: ObservedResource) -> tuple[str, ...]:
    status = update_status(kind, live)
    if not status or not status.upper().endswith("FAILED"):
        return ()
    record = live.body[kind.update_record]
    return (f"its last update failed: {failure_of(record)}",) if isinstance(record, dict) else ()


def _stale(live: ObservedResource, marks: dict[str, Value]) -> bool:
    tags = live.tags or {}
    return any(tags.get(key) != marks[key] for key in (STACK, ADDRESS, DIGEST))


def _update_step(
    kind: Kind,
    live: ObservedResource,
    compared: tuple[Compared, ...],
    changed: tuple[FieldChange, ...],
    digest: Value,
) -> Step:
    """One Update call for all fields, then, once settled, the tags and the digest in one TagResource."""
    fields = [one for one in changed if not one.field.startswith(TAG)]
    tags = {one.field.removeprefix(TAG): one.after for one in changed if one.field.startswith(TAG)}
    gone = [key for key, value in tags.items() if value is None]
    kept = {key: value for key, value in tags.items() if value is not None}
    written = {**kept, **({} if (live.tags or {}).get(DIGEST) == digest else {DIGEST: digest})}
    marks = ((tag_call(live.arn, written),) if written else ()) + (
        (untag_call(live.arn, gone),) if gone else ()
    )
    step = Step(
        id=step_id(Action.UPDATE, live.address),
        address=live.address,
        action=Action.UPDATE,
        kind=kind.name,
        arn=live.arn,
        marks=marks,
    )
    if not fields:
        return step
    return replace(step, calls=(update_call(kind, live, compared),), until=Until.UPDATED)


def _is_due(changed: tuple[FieldChange, ...]) -> bool:
    """A newer version than the one deployed is owed under `version: latest`; nobody edited anything."""
    return bool(changed) and all(one.origin is Origin.DUE for one in changed)
