"""Replacing solutions: a new generation is trained and served before the old one goes.

Nothing that serves is touched before its successor serves: the campaign moves, is seen to have moved, and
only then does the old generation go (design 4.7).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Change, FieldChange
from reconciler.plan.compare import compare, field_changes
from reconciler.plan.decision import Decision
from reconciler.plan.inside import strangers
from reconciler.plan.live import live_value
from reconciler.plan.moves import moved_parent
from reconciler.plan.runs import newest
from reconciler.plan.steps import away_steps
from reconciler.plan.world import World


def campaigns_on(solution: str, world: World) -> list[Address]:
    """The declared campaigns that serve, are being updated to, or are to serve a version of a solution."""
    known = {run.arn.rsplit("/", 1)[-1] for run in world.observed.runs.get(solution, ())}
    pinned = (
        one.address
        for one in world.desired.resources.values()
        if one.address.kind == "campaign" and one.fields.get("version") in known
    )
    return list(dict.fromkeys((*_serving(solution, world), *pinned)))


def _serving(solution: str, world: World) -> list[Address]:
    """Those of them that are there and serve, or are being updated to, one now."""
    kind = KINDS["campaign"]
    field = kind.field("version")
    return [
        address
        for address, found in world.observed.resources.items()
        if address.kind == kind.name and address in world.desired.resources
        for live in found
        if live.health is not Health.LEAVING
        if any(
            str(version).rpartition("/")[0] == solution
            for version in (live_value(kind, field, live), live.body.get(field.member))
        )
    ]


def still_on(solution: str, world: World, sent: Mapping[Address, Value]) -> list[Address]:
    """Those of them that this plan leaves there."""
    version = f"{solution}/"
    return [one for one in campaigns_on(solution, world) if str(sent.get(one, version)).startswith(version)]


def retire(
    decision: Decision,
    world: World,
    sent: Mapping[Address, Value],
    trainings: frozenset[Address],
    emptied: Collection[str],
) -> Decision:
    """The decision for a solution, with its superseded generations going once nothing needs them.

    `trainings` are those that this plan starts or waits for. `emptied` are the groups that are made anew: a
    generation in one goes with it, though its successor elsewhere is yet to be trained.
    """
    address = decision.change.address
    old = world.superseded(address)
    if not old or decision.change.refusal:
        return decision
    training = Address("solution-version", address.keys)
    trained = newest(world.runs(training), Health.READY) is not None
    kept: list[str] = []
    first: list[ObservedResource] = []
    going: list[ObservedResource] = []
    for one in old:
        why = _needed(one, world, sent, trained=trained or training in trainings)
        if why and one.health is not Health.LEAVING:
            kept.append(f"{one.name} is kept: {why}")
        elif goes_at_once(one, world):
            first.append(one)
        else:
            going.append(one)
    users = tuple(dict.fromkeys(user for one in going for user in campaigns_on(one.arn, world)))
    group = world.group_of(going[0]) if going else ""
    stays = group not in emptied
    when = f"once {world.name(address)} has taken its place" if stays else f"with dataset-group/{group}"
    change = _shown(decision.change, old, (first, going), (when, kept), world)
    return replace(
        decision,
        change=change,
        # What has nothing to serve goes at once: it may be in training, which is billed. So does a target
        # whose creation failed, and which is made again.
        steps=(*(step for one in first for step in away_steps(one, world)), *decision.away, *decision.steps),
        away=tuple(step for one in going for step in away_steps(one, world)),
        away_after=(*users, *(() if trained else (training,))) if stays else (),
        goes_last=stays,
        group=group,
        gone_first=tuple(dict.fromkeys(user for one in going for user in _leaving_users(one, world))),
    )


def goes_at_once(old: ObservedResource, world: World) -> bool:
    """Whether a superseded generation is of no use to anything, so that its training is stopped."""
    users = campaigns_on(old.arn, world) or _leaving_users(old, world) or strangers(old, world)
    return not users and old.health is not Health.LEAVING and not _can_serve(old, world)


def _needed(old: ObservedResource, world: World, sent: Mapping[Address, Value], *, trained: bool) -> str:
    """Why a superseded generation must stay for now, "" when it can go with this plan."""
    users = still_on(old.arn, world, sent)
    if users:
        serves = "serves" if set(users) <= set(_serving(old.arn, world)) else "serves, or is to serve,"
        return f"{' and '.join(map(str, users))} {serves} from it"
    others = strangers(old, world)
    if others:
        return f"{', '.join(others)} serves from it, and is not this stack's"
    if not trained and _can_serve(old, world):
        return "its successor has no ACTIVE version yet, and no training is due"
    return ""


def _can_serve(old: ObservedResource, world: World) -> bool:
    """Whether a generation has an ACTIVE version, so that something can fall back on it."""
    return any(run.health is Health.READY for run in world.observed.runs.get(old.arn, ()))


def _leaving_users(old: ObservedResource, world: World) -> list[Address]:
    """Owned campaigns that left the file and serve from it: they go first."""
    return [
        address
        for address, found in world.observed.resources.items()
        if address.kind == "campaign" and address not in world.desired.resources
        for live in found
        if str(live.body.get("solutionVersionArn")).rpartition("/")[0] == old.arn
    ]


def _shown(
    change: Change,
    old: tuple[ObservedResource, ...],
    leaving: tuple[list[ObservedResource], list[ObservedResource]],
    fates: tuple[str, list[str]],
    world: World,
) -> Change:
    """The change as a reader sees it.

    `leaving` are the generations that go at once and that go later, `fates` say when, and what is kept why.
    """
    declared = world.declared(change.address)
    target = world.live(change.address)
    assert declared is not None
    (first, going), (when, kept) = leaving, fates
    target_name = world.name(change.address)
    notes = (
        *change.notes,
        *(f"{one.name} goes at once: it has no version, and nothing serves from it" for one in first),
        *(f"{one.name} goes {when}" for one in going),
    )
    if target is None:
        latest = old[-1]
        fields = replaced_fields(latest, world)
        return replace(
            change,
            action=Action.REPLACE,
            reason=f"{', '.join(one.field for one in fields)} cannot change in place:"
            f" {target_name} takes its place",
            fields=fields,
            arn=latest.arn,
            notes=(*notes, *kept),
            missing=False,
        )
    names = ", ".join(one.name for one in (*first, *going))
    if not names:
        return replace(change, notes=(*notes, *kept))
    action = Action.REPLACE if change.action in {Action.NONE, Action.MARK, Action.WAIT} else change.action
    reason = f"{target.name} takes the place of {names}" if action is Action.REPLACE else change.reason
    return replace(change, action=action, reason=reason, notes=(*notes, *kept))


def replaced_fields(old: ObservedResource, world: World) -> tuple[FieldChange, ...]:
    """What differs between a superseded generation and the file, its group included."""
    declared, kind = world.desired.resources[old.address], KINDS[old.address.kind]
    compared = compare(kind, declared, old, world)
    return (*field_changes(compared, declared, old), *moved_parent(kind, declared, old, world))
