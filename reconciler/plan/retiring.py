"""Retiring the superseded generations of solutions: when each goes, and why one is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Change, FieldChange, Step
from reconciler.plan.decision import Decision
from reconciler.plan.inside import is_forgotten, strangers
from reconciler.plan.leftovers import groups_to_go
from reconciler.plan.marks import DIGEST, rehashed
from reconciler.plan.pins import is_pinned
from reconciler.plan.replacing import (
    campaigns_on,
    can_serve,
    goes_at_once,
    leaving_users,
    replaced_fields,
    serving,
    still_on,
)
from reconciler.plan.requests import tag_call
from reconciler.plan.runs import newest
from reconciler.plan.steps import TRAINS_NO_MORE, away_steps, training_off_step, trains_itself
from reconciler.plan.versions import standing_version
from reconciler.plan.world import World


class _When(Enum):
    """When a superseded generation goes."""

    NEVER = "it is kept"
    AT_ONCE = "it has nothing to serve, and may be in training, which is billed"
    WITH_ITS_GROUP = "its group goes"
    AT_LAST = "something has taken its place"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fate:
    """What becomes of one generation: when it goes, and why and for which of our campaigns it is kept."""

    of: ObservedResource
    when: _When
    why: str = ""
    users: Sequence[Address] = ()


def retire(
    decision: Decision,
    world: World,
    sent: Mapping[Address, Value],
    trainings: frozenset[Address],
    anew: Collection[str],
) -> Decision:
    """The decision for a solution, with its superseded generations going once nothing needs them.

    `trainings` are those that this plan starts or waits for. `anew` are the groups that are made anew: a
    generation in one goes with it, though its successor elsewhere is yet to be trained.
    """
    address = decision.change.address
    old = [one for one in world.superseded(address) if not is_forgotten(one, world)]
    if not old or decision.change.refusal:
        return decision
    training = Address("solution-version", address.keys)
    trained = newest(world.runs(training), Health.READY) is not None
    comes = trained or training in trainings
    fates = [_fate(one, world, sent, anew, comes=comes) for one in old]
    awaited = () if trained else (training,)
    parts = (_part(one, decision.change, world, awaited) for one in fates)
    quieted = [one.of for one in fates if _is_to_be_quieted(one, world)]
    change = _quiet(_shown(decision.change, fates, world), quieted)
    return replace(decision, change=change, also=tuple(one for one in parts if one.at_once or one.away))


def _fate(
    old: ObservedResource,
    world: World,
    sent: Mapping[Address, Value],
    anew: Collection[str],
    *,
    comes: bool,
) -> _Fate:
    group = world.group_of(old)
    leaves = group in groups_to_go(world)
    users = still_on(old.arn, world, sent)
    why = _needed(old, users, world, comes=comes or leaves or group in anew)
    if why and old.health is not Health.LEAVING:
        return _Fate(of=old, when=_When.NEVER, why=why, users=users)
    if goes_at_once(old, world):
        return _Fate(of=old, when=_When.AT_ONCE)
    along = group in anew or (leaves and not comes)
    return _Fate(of=old, when=_When.WITH_ITS_GROUP if along else _When.AT_LAST)


def _needed(old: ObservedResource, users: Sequence[Address], world: World, *, comes: bool) -> str:
    """Why a superseded generation must stay for now, "" when it can go with this plan.

    `users` are our campaigns that this plan leaves there or sends there. `comes`: something takes its place
    in this plan, or it could not stay anyway.
    """
    if users:
        one = len(users) == 1
        now = set(users) <= set(serving(old.arn, world))
        soon = "" if now else f", or {'is' if one else 'are'} to serve,"
        return f"{' and '.join(map(str, users))} {'serves' if one else 'serve'}{soon} from it"
    others = strangers(old, world)
    if others:
        return f"{', '.join(others)} serves from it, and is not this stack's"
    if not comes and can_serve(old, world):
        return "its successor has no ACTIVE version yet, and no training is due"
    return ""


def _part(fate: _Fate, told: Change, world: World, training: tuple[Address, ...]) -> Decision:
    """What is done about one generation."""
    old = fate.of
    change = Change(address=told.address, action=Action.DELETE, reason=fate.when.value, arn=old.arn)
    part = Decision(change=change, group=world.group_of(old))
    if fate.when is _When.NEVER:
        return _quieting(part, fate, world) if _is_to_be_quieted(fate, world) else part
    part = replace(part, away=away_steps(old, world))
    if fate.when is _When.AT_ONCE:
        return replace(part, goes_last=True)
    part = replace(part, gone_first=tuple(leaving_users(old, world)))
    if fate.when is _When.WITH_ITS_GROUP:
        return part
    return replace(part, away_after=(*_users(old, world), *training), goes_last=True)


def _users(old: ObservedResource, world: World) -> tuple[Address, ...]:
    """The campaigns on it, and those of its solution that are missing or going, and serve it for now."""
    version = f"{old.arn}/"
    missing = (
        one.address
        for one in world.desired.resources.values()
        if one.address.kind == "campaign" and one.parents["solution"] == old.address
        for live in (world.live(one.address),)
        if live is None or live.health is Health.LEAVING
        if str(standing_version(one, world)).startswith(version)
    )
    return tuple(dict.fromkeys((*campaigns_on(old.arn, world), *missing)))


def _quieting(part: Decision, fate: _Fate, world: World) -> Decision:
    """It trains by itself no more; where the file lets it, not before those have moved for whom it might."""
    old = fate.of
    moving = tuple(one for one in campaigns_on(old.arn, world) if one not in fate.users)
    if world.desired.resources[old.address].fields.get("autoTraining") is False or not moving:
        return replace(part, at_once=(_off(old),))
    return replace(part, away=(_off(old),), away_after=moving, goes_last=True)


def _off(old: ObservedResource) -> Step:
    """It may be the target again one day, and would read as changed outside."""
    digest = rehashed((old.tags or {}).get(DIGEST), TRAINS_NO_MORE.field, TRAINS_NO_MORE.after)
    return training_off_step(old, (tag_call(old.arn, {DIGEST: digest}),) if digest is not None else ())


def _is_to_be_quieted(fate: _Fate, world: World) -> bool:
    """Whether a generation that is kept is still trained by the service, for nobody or against the file.

    A campaign that is pinned serves nothing that is trained from now on, and one that moves away neither.
    """
    old = fate.of
    if fate.when is not _When.NEVER or old.health is not Health.READY or not trains_itself(old):
        return False
    declared = world.desired.resources[old.address]
    pinned = all(is_pinned(world.desired.resources[one]) for one in fate.users)
    unused = bool(fate.users) and pinned and not strangers(old, world)
    return declared.fields.get("autoTraining") is False or unused


def _quiet(change: Change, quieted: Sequence[ObservedResource]) -> Change:
    """The change, with the generations that train by themselves no more."""
    if not quieted:
        return change
    notes = (*change.notes, *(f"{one.name} stops training by itself" for one in quieted))
    if change.action not in {Action.NONE, Action.MARK, Action.WAIT}:
        return replace(change, notes=notes)
    reason = "an older generation still trains by itself"
    return replace(change, action=Action.UPDATE, reason=reason, fields=(TRAINS_NO_MORE,), notes=notes)


def _shown(change: Change, fates: Sequence[_Fate], world: World) -> Change:
    """The change as a reader sees it."""
    target = world.live(change.address)
    notes = (*change.notes, *(_told(one, world) for one in fates))
    if change.address in world.renewed:
        return replace(change, notes=notes)
    if target is None:
        return _replaced(replace(change, notes=notes), [one.of for one in fates], world)
    names = ", ".join(one.of.name for one in fates if one.when is not _When.NEVER)
    if not names:
        return replace(change, notes=notes)
    action = Action.REPLACE if change.action in {Action.NONE, Action.MARK, Action.WAIT} else change.action
    reason = f"{target.name} takes the place of {names}" if action is Action.REPLACE else change.reason
    return replace(change, action=action, reason=reason, notes=notes)


def _told(fate: _Fate, world: World) -> str:
    name = fate.of.name
    what = {
        _When.NEVER: f"is kept: {fate.why}",
        _When.AT_ONCE: "goes at once: it has no version, and nothing serves from it",
        _When.WITH_ITS_GROUP: f"goes with dataset-group/{world.group_of(fate.of)}",
        _When.AT_LAST: f"goes once {world.name(fate.of.address)} has taken its place",
    }
    return f"{name} {what[fate.when]}"


def _replaced(change: Change, old: Sequence[ObservedResource], world: World) -> Change:
    latest = next((one for one in reversed(old) if one.health is not Health.LEAVING), old[-1])
    fields = replaced_fields(latest, world)
    return replace(
        change,
        action=Action.REPLACE,
        reason=f"{_why_anew(fields)}: {world.name(change.address)} takes its place",
        fields=fields,
        arn=latest.arn,
        missing=False,
    )


def _why_anew(fields: tuple[FieldChange, ...]) -> str:
    names = ", ".join(one.field for one in fields)
    return f"{names} cannot change in place" if names else "it is being deleted"
