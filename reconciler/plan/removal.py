"""What happens to owned resources that the file no longer declares: delete, forget, or be refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Kind
from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Call, Change, Effect, Refusal, Step, Until
from reconciler.plan.consent import asks_consent, consent_problem
from reconciler.plan.decision import Decision, change_id
from reconciler.plan.live import live_value
from reconciler.plan.marks import ADDRESS, DIGEST, SCHEMAS, STACK, Owner, owner_of
from reconciler.plan.requests import untag_call
from reconciler.plan.schemas import owned_generations
from reconciler.plan.steps import delete_step, step_id, wait_step
from reconciler.plan.world import World

_BLOCKS_DATASET = {"campaign", "filter", "event-tracker"}
"""What the service wants gone before a dataset. Source: AWS developer guide, 'Deleting a dataset'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """An owned live resource that the file does not declare."""

    live: ObservedResource
    group: str


def leftovers(world: World) -> tuple[Leftover, ...]:
    """Every owned live resource without a declaration, each with the name of its group."""
    found = [
        live
        for address, generations in world.observed.resources.items()
        if address not in world.desired.resources
        for live in generations
        if owner_of(live.tags, world.desired.stack) is Owner.OURS
    ]
    return tuple(Leftover(live=live, group=group_of(live, world)) for live in found)


def group_of(live: ObservedResource, world: World) -> str:
    """The dataset group that a live resource is in, "" when it cannot be told."""
    if live.address.kind in {"dataset-group", "dataset", "event-tracker"}:
        return live.address.keys[0]
    group = live.body.get("datasetGroupArn")
    if isinstance(group, str):
        return group.rsplit("/", 1)[-1]
    solution = str(live.body.get("solutionVersionArn") or "").rsplit("/", 1)[0]
    homes = (one for found in world.observed.resources.values() for one in found if one.arn == solution)
    home = next(homes, None)
    return group_of(home, world) if home else ""


def decide_removals(world: World, sent: Mapping[Address, Value]) -> tuple[Decision, ...]:
    """A decision per leftover, and one per schema generation that goes with a deleted dataset.

    `sent` tells which version this plan brings a campaign to.
    """
    found = leftovers(world)
    going = {
        one.group for one in found if one.live.address.kind == "dataset-group" and _agreed(one.live, world)
    }
    decisions = [_still_serving(one, world, sent) or _decide(one, world, going) for one in found]
    deleted = [one.live for one, made in zip(found, decisions, strict=True) if made.steps and _deletes(made)]
    return (*decisions, *_schemas_of(deleted, world))


def _deletes(decision: Decision) -> bool:
    return decision.change.action is Action.DELETE


def _id(live: ObservedResource, world: World) -> str:
    return change_id(Action.DELETE, live.address, "", live.arn, None, world)


def _agreed(live: ObservedResource, world: World) -> bool:
    return consent_problem(Action.DELETE, live.address, _id(live, world), world, "") is None


def _decide(one: Leftover, world: World, going: set[str]) -> Decision:
    live, kind = one.live, KINDS[one.live.address.kind]
    if _is_forgotten(live, world):
        return _forget(kind, live)
    if live.health is Health.LEAVING:
        change = Change(
            address=live.address, action=Action.WAIT, reason="being deleted", arn=live.arn, extra=True
        )
        return Decision(change=change, steps=(wait_step(kind, live, Until.GONE),))
    refusal = _foreign_inside(live, world) or _still_needed(live, world) or _consent(kind, one, world, going)
    step = delete_step(kind, live)
    change = Change(
        address=live.address,
        action=Action.DELETE,
        reason="no longer in the file",
        arn=live.arn,
        effects=_effects(kind, live),
        notes=(kind.on_delete,) if kind.on_delete else (),
        change_id=_id(live, world),
        refusal=refusal,
        extra=True,
    )
    return Decision(change=change, steps=() if refusal else (step,))


def _effects(kind: Kind, live: ObservedResource) -> tuple[Effect, ...]:
    loses = (Effect.LOSES_DATA,) if kind.loses_data else ()
    serves = kind.name == "campaign" and live.health is Health.READY
    return loses + ((Effect.INTERRUPTS,) if serves else ())


def _still_serving(one: Leftover, world: World, sent: Mapping[Address, Value]) -> Decision | None:
    """A solution stays while a campaign that the file keeps serves from it: the service would refuse."""
    live = one.live
    version = f"{live.arn}/"
    kept = [
        str(user)
        for user in campaigns_on(live.arn, world)
        if str(sent.get(user, version)).startswith(version)
    ]
    if not kept or live.health is Health.LEAVING or _is_forgotten(live, world):
        return None
    change = Change(
        address=live.address,
        action=Action.NONE,
        reason="no longer in the file",
        arn=live.arn,
        notes=(f"kept for now, since {' and '.join(kept)} still serves from it",),
        extra=True,
    )
    return Decision(change=change)


def campaigns_on(solution: str, world: World) -> list[Address]:
    """The declared campaigns that serve, or are being updated to, a version of a solution."""
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


def _is_forgotten(live: ObservedResource, world: World) -> bool:
    """Forgetting a group lets go of all that is in it: nobody gives up a group to have it emptied."""
    group = Address("dataset-group", (group_of(live, world),))
    return any(entry.address in {live.address, group} for entry in world.desired.forget)


def _consent(kind: Kind, one: Leftover, world: World, going: set[str]) -> Refusal | None:
    if one.group in going or not asks_consent(kind, one.live):
        return None
    group = Address("dataset-group", (one.group,))
    if group != one.live.address and group not in world.desired.resources and world.live(group):
        return Refusal(
            rule="consent",
            why=f"it goes with {group}, to whose deletion the file does not agree",
            fix=f"what lifts the refusal of {group} lifts this one",
        )
    harm = "deleting it loses its data" if kind.loses_data else "deleting it stops what clients rely on"
    return consent_problem(Action.DELETE, one.live.address, _id(one.live, world), world, harm)


def _foreign_inside(live: ObservedResource, world: World) -> Refusal | None:
    """Whatever must go first is deleted only if it is ours, and not forgotten in this very plan."""
    inside = world.observed.contents.get(live.address, ())
    ours = {
        one.arn
        for generations in world.observed.resources.values()
        for one in generations
        if owner_of(one.tags, world.desired.stack) is Owner.OURS and not _is_forgotten(one, world)
    }
    others = [arn for arn in inside if arn not in ours]
    if not others:
        return None
    listed = ", ".join(sorted(others))
    return Refusal(
        rule="foreign",
        why=f"the service would first want these gone, which this stack does not own: {listed}",
        fix="let their owner remove them, or keep this resource in the file",
    )


def _still_needed(live: ObservedResource, world: World) -> Refusal | None:
    """A dataset cannot go while the file keeps what the service wants gone before it."""
    if live.address.kind != "dataset":
        return None
    interactions = live.address.name == "interactions"
    kept = [
        str(one.address)
        for kind in sorted(_BLOCKS_DATASET)
        if kind != "event-tracker" or interactions
        for one in world.in_group(live.address.keys[0], kind)
    ]
    if not kept:
        return None
    return Refusal(
        rule="unsupported",
        why=f"the service deletes a dataset only without {', '.join(kept)}, which the file keeps",
        fix="remove them from the file as well, or keep the dataset",
    )


def _forget(kind: Kind, live: ObservedResource) -> Decision:
    keys = [key for key in (STACK, ADDRESS, DIGEST, SCHEMAS) if key in (live.tags or {})]
    step = Step(
        id=step_id(Action.FORGET, live.address),
        address=live.address,
        action=Action.FORGET,
        kind=kind.name,
        arn=live.arn,
        calls=(untag_call(live.arn, keys),),
    )
    reason = "left alone from now on; it stays as it is"
    change = Change(address=live.address, action=Action.FORGET, reason=reason, arn=live.arn)
    return Decision(change=change, steps=(step,))


def _schemas_of(deleted: list[ObservedResource], world: World) -> list[Decision]:
    """Schema generations that we made go with the last dataset, if nothing else uses them."""
    users: dict[str, list[Address]] = {}
    for live in deleted:
        for name in owned_generations(live) if live.address.kind == "dataset" else ():
            users.setdefault(name, []).append(live.address)
    declared = {one.name for one in world.desired.resources if one.kind == "schema"}
    decisions = []
    for name, made_for in sorted(users.items()):
        if name in declared:
            continue
        arn, address = world.observed.environment.arn(f"schema/{name}"), Address("schema", (name,))
        step = Step(
            id=step_id(Action.DELETE, address),
            address=address,
            action=Action.DELETE,
            kind="schema",
            arn=arn,
            calls=(Call(operation="DeleteSchema", request={"schemaArn": arn}),),
            keeps_if_in_use=True,
        )
        reason = f"made for {', '.join(map(str, sorted(made_for)))}, deleted if nothing else uses it"
        change = Change(address=address, action=Action.DELETE, reason=reason, arn=arn, extra=True)
        decisions.append(Decision(change=change, steps=(step,), after=tuple(sorted(made_for))))
    return decisions
