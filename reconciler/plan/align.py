"""Bringing a live resource of ours to what the file says, where it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from reconciler.kinds.kind import Comparison, Kind, Mutability
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health, is_documented, update_in_progress
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Call, Change, Effect, FieldChange, Origin, Step, Until
from reconciler.plan.compare import TAG, Compared, compare, differences, digest_of, unmanaged_notes
from reconciler.plan.decision import Decision
from reconciler.plan.live import failure_of, update_status
from reconciler.plan.marks import ADDRESS, DIGEST, STACK, Owner, marks_for
from reconciler.plan.metrics import metric_steps
from reconciler.plan.moves import moved_parent
from reconciler.plan.renewal import may_evolve
from reconciler.plan.requests import tag_call, untag_call, update_call
from reconciler.plan.steps import named, step_id, tag_step, wait_step
from reconciler.plan.switches import held_back, switch_step
from reconciler.plan.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What an update of this resource has to do beside sending the declared values.

    `version` is the ARN of the version that a campaign is to serve, `extra` overrides members of the request,
    `dropped` are fields that the file does not ask for and that must not go along, `ended` those of them that
    have to be ended, `held` those of the file that wait for another version.
    `tags` are set with the digest, `untagged` taken away, `refused` set where the service calls the request
    invalid. `after` must be ready before the update.
    """

    version: Value = None
    extra: Mapping[str, Value] = field(default_factory=dict)
    dropped: Collection[str] = ()
    ended: Collection[str] = ()
    held: Collection[str] = ()
    tags: Mapping[str, Value] = field(default_factory=dict)
    untagged: tuple[str, ...] = ()
    refused: tuple[Call, ...] = ()
    after: tuple[Address, ...] = ()
    notes: tuple[str, ...] = ()


def align(
    kind: Kind, declared: DesiredResource, live: ObservedResource, world: World, manner: Manner
) -> Decision:
    """Bring a healthy or settling resource to what the file says.

    What cannot change in place is somebody else's decision by now, except where the resource is only just
    taken over: then it waits for the next plan.
    """
    compared = compare(kind, declared, live, world, manner.version)
    adopting = kind.taggable and world.owner(live) is not Owner.OURS
    stuck = _stuck(kind, declared, live, world, compared) if adopting else ()
    late = held_back(compared)
    mutable = tuple(one for one in compared if one.field.mutability is not Mutability.CREATE_ONLY)
    held = tuple(one.field.key for one in mutable if one.field.key in manner.held and not one.same)
    sayable = tuple(one for one in mutable if one.field.key not in {*late, *stuck, *held})
    changed = differences(sayable, declared, live)
    # What is held is not applied: it stays a change of the file.
    digest = digest_of(tuple(one for one in compared if one.field.key not in held), declared)
    marks = {**marks_for(declared.address, world.desired.stack), DIGEST: digest}
    wait = settling(kind, live)
    # A failed update matters while it is still wanted; the service shows it until the next one.
    failed = _failed_update(kind, live) if changed else ()
    notes = (
        unmanaged_notes(declared, live, kind, manner.dropped)
        + failed
        + manner.notes
        + _unknown_words(kind, live)
    )
    if late:
        notes += (f"{', '.join(late)}: changes when it runs; a stopped {kind.title} is not updated",)
    if stuck:
        notes += (f"{', '.join(stuck)}: cannot change in place, so it waits for the next plan",)
    if held:
        notes += (f"{', '.join(held)}: what it serves does not take it, so it waits for a version that does",)
    steps = [wait] if wait else []
    if adopting:
        # The digest of a change follows the change: before it, a failed update would read as drift.
        owned = {key: value for key, value in marks.items() if key != DIGEST or not (changed or stuck)}
        step = tag_step(Action.ADOPT, kind, live, owned)
        # What the former owner noted goes first: beside our mark it would be taken for our own.
        steps.append(replace(step, calls=(*_untagging(live, manner.untagged), *step.calls)))
        manner = replace(manner, untagged=())
    if changed:
        steps += _change_steps(kind, live, sayable, changed, None if late or stuck else digest, manner)
    elif not adopting and not late and _stale(kind, live, marks, manner):
        step = tag_step(Action.MARK, kind, live, {**marks, **manner.tags})
        calls = step.calls if _outdated(live, marks, manner) else ()
        steps.append(replace(step, calls=calls, marks=_untagging(live, manner.untagged)))
    shown, reason = _action(adopting, changed, steps)
    change = Change(
        address=declared.address,
        action=shown,
        reason=reason,
        fields=changed,
        arn=live.arn,
        effects=(Effect.INTERRUPTS,) if _stops(sayable) else (),
        notes=notes,
        due=_is_due(changed),
        unhealthy="; ".join(failed),
    )
    making = next((one.id for one in steps if one.action is Action.UPDATE), "")
    return Decision(
        change=change, steps=tuple(steps), after={making: manner.after} if making and manner.after else {}
    )


def _stops(compared: tuple[Compared, ...]) -> bool:
    """Whether something that serves is stopped."""
    return any(
        one.field.mutability is Mutability.SWITCH and not one.same and not one.wanted for one in compared
    )


def _stuck(
    kind: Kind,
    declared: DesiredResource,
    live: ObservedResource,
    world: World,
    compared: tuple[Compared, ...],
) -> tuple[str, ...]:
    fixed = (
        one.field.key for one in compared if not one.same and one.field.mutability is Mutability.CREATE_ONLY
    )
    schema = (
        one.field.key
        for one in compared
        if one.field.comparison is Comparison.CONTENT and one.field.refers and not one.same
        if not may_evolve(declared, live, world)
    )
    return (*fixed, *schema, *(one.field for one in moved_parent(kind, declared, live, world)))


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


def settling(kind: Kind, live: ObservedResource) -> Step | None:
    """A wait for what somebody has started, None when nothing is under way."""
    if live.health is Health.SETTLING:
        return wait_step(kind, live, Until.SETTLED if kind.stop else Until.READY)
    return (
        wait_step(kind, live, Until.UPDATED) if update_in_progress(update_status(kind, live.body)) else None
    )


def _unknown_words(kind: Kind, live: ObservedResource) -> tuple[str, ...]:
    """Whatever a word means that is not known to be final, the service is taken to be at work."""
    words = (str(live.body.get("status") or ""), update_status(kind, live.body) or "")
    return tuple(
        f"this version does not know its status {word}, so it is waited for"
        for word in words
        if word and not is_documented(word)
    )


def _failed_update(kind: Kind, live: ObservedResource) -> tuple[str, ...]:
    status = update_status(kind, live.body)
    if not status or not status.upper().endswith("FAILED"):
        return ()
    record = live.body[kind.update_record]
    return (f"its last update failed: {failure_of(record)}",) if isinstance(record, dict) else ()


def _stale(kind: Kind, live: ObservedResource, marks: Mapping[str, Value], manner: Manner) -> bool:
    if not kind.taggable:
        return False
    return _outdated(live, marks, manner) or any(key in (live.tags or {}) for key in manner.untagged)


def _outdated(live: ObservedResource, marks: Mapping[str, Value], manner: Manner) -> bool:
    tags, wanted = live.tags or {}, {**marks, **manner.tags}
    return any(tags.get(key) != wanted[key] for key in (STACK, ADDRESS, DIGEST, *manner.tags))


def _change_steps(
    kind: Kind,
    live: ObservedResource,
    compared: tuple[Compared, ...],
    changed: tuple[FieldChange, ...],
    digest: Value,
    manner: Manner,
) -> list[Step]:
    """Start what must run to be updated, update, stop; the marks follow the last of them.

    A switch is turned on before the update and off after it, since only what runs can be updated.
    """
    switch = next(
        (one for one in compared if one.field.mutability is Mutability.SWITCH and not one.same), None
    )
    fields = tuple(one for one in compared if not one.same and one.field.mutability is not Mutability.SWITCH)
    tags = {one.field.removeprefix(TAG): one.after for one in changed if one.field.startswith(TAG)}
    marks = _marks(live, tags, digest, manner)
    steps = metric_steps(kind, live, compared) if any(one.field.removal for one in fields) else []
    if fields and not steps:
        call = update_call(
            kind, live, compared, extra=manner.extra, dropped=manner.dropped, ended=manner.ended
        )
        steps = [replace(_update(kind, live), calls=(call,), until=Until.UPDATED, refused=manner.refused)]
    if switch is not None:
        turned = switch_step(kind, live.address, live.arn, on=bool(switch.wanted))
        steps = [turned, *steps] if switch.wanted else [*steps, turned]
    *first, last = steps or [_update(kind, live)]
    return [*first, replace(last, marks=marks)]


def _update(kind: Kind, live: ObservedResource) -> Step:
    """An update that so far does nothing."""
    return Step(
        id=step_id(Action.UPDATE, live.address, named(kind, live)),
        address=live.address,
        action=Action.UPDATE,
        kind=kind.name,
        arn=live.arn,
    )


def _marks(
    live: ObservedResource, tags: Mapping[str, Value], digest: Value, manner: Manner
) -> tuple[Call, ...]:
    """The tags and the digest in one TagResource, written once what they speak of has settled.

    What is to go goes first: a digest without it would hide it, should the apply be stopped in between.
    """
    present = live.tags or {}
    kept = {key: value for key, value in tags.items() if value is not None}
    gone = [key for key, value in tags.items() if value is None]
    own = {**manner.tags, **({DIGEST: digest} if digest is not None and live.tags is not None else {})}
    written = {**kept, **{key: value for key, value in own.items() if present.get(key) != value}}
    untagging = _untagging(live, (*gone, *manner.untagged))
    return (*untagging, *((tag_call(live.arn, written),) if written else ()))


def _untagging(live: ObservedResource, keys: tuple[str, ...]) -> tuple[Call, ...]:
    present = [key for key in keys if key in (live.tags or {})]
    return (untag_call(live.arn, present),) if present else ()


def _is_due(changed: tuple[FieldChange, ...]) -> bool:
    """A newer version than the one deployed is owed under `version: latest`; nobody edited anything."""
    return bool(changed) and all(one.origin is Origin.DUE for one in changed)
