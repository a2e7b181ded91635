"""What happens to owned resources that the file no longer declares: delete, forget, or be refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Kind, OnFixed
from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Call, Change, Refusal, Step
from reconciler.plan.consent import asks_consent, consent_problem
from reconciler.plan.decision import Decision, change_id
from reconciler.plan.inside import foreign_inside, is_forgotten
from reconciler.plan.leftovers import Leftover, leftovers
from reconciler.plan.marks import ADDRESS, ATTRIBUTION, DIGEST, REFUSED, SCHEMAS, STACK
from reconciler.plan.renewal import Renewals
from reconciler.plan.renewal_terms import company_note, effects_of, export_note
from reconciler.plan.renewing import before_a_dataset, settling_around, stopped_around
from reconciler.plan.replacing import campaigns_on, leaving_users, still_on
from reconciler.plan.requests import untag_call
from reconciler.plan.schema_marks import owned_generations
from reconciler.plan.steps import TRAINS_NO_MORE, away_steps, step_id, trains_itself
from reconciler.plan.world import World


def decide_removals(
    world: World, sent: Mapping[Address, Value], renewals: Renewals, schemas: Iterable[str]
) -> tuple[Decision, ...]:
    """A decision per leftover, and one per schema generation that goes with a deleted dataset.

    `sent` tells which version this plan brings a campaign to, `schemas` are the ARNs of those that it gives
    to datasets.
    """
    found = leftovers(world)
    going = {
        one.group for one in found if one.live.address.kind == "dataset-group" and _agreed(one.live, world)
    }
    decisions = [_still_serving(one, world, sent) or _decide(one, world, going, renewals) for one in found]
    going_away = [one.live for one, made in zip(found, decisions, strict=True) if made.away and _goes(made)]
    forgotten = [_forget(KINDS["solution"], one, world) for one in _let_go_of(world)]
    return (*_merged([*decisions, *forgotten]), *_schemas_of(going_away, world, frozenset(schemas)))


def _let_go_of(world: World) -> Iterator[ObservedResource]:
    """Older generations of solutions that moved on, in groups that are forgotten with all that is in them."""
    for address in world.desired.resources:
        if address.kind == "solution":
            yield from (one for one in world.superseded(address) if is_forgotten(one, world))


def _merged(decisions: Sequence[Decision]) -> list[Decision]:
    """One decision per address: the generations of a solution, each in its group, are told of as one."""
    by_address: dict[tuple[Address, Action], Decision] = {}
    for one in decisions:
        key = (one.change.address, one.change.action)
        before = by_address.get(key)
        if before is None or one.change.refusal:
            by_address[key] = one
        elif not before.change.refusal:
            notes = tuple(dict.fromkeys((*before.change.notes, *one.change.notes)))
            by_address[key] = replace(one, change=replace(one.change, notes=notes), also=(*one.also, before))
    return list(by_address.values())


def _goes(decision: Decision) -> bool:
    """Also what is being deleted already: its tag lists its schemas until it is gone."""
    return decision.change.action in {Action.DELETE, Action.WAIT}


def _id(live: ObservedResource, world: World) -> str:
    return change_id(Action.DELETE, live.address, "", live.arn, None, str(live.created), world)


def _agreed(live: ObservedResource, world: World) -> bool:
    return consent_problem(Action.DELETE, live.address, _id(live, world), world, "") is None


def _decide(one: Leftover, world: World, going: set[str], renewals: Renewals) -> Decision:
    live, kind = one.live, KINDS[one.live.address.kind]
    if is_forgotten(live, world):
        return _forget(kind, live, world)
    if live.health is Health.LEAVING:
        change = Change(
            address=live.address, action=Action.WAIT, reason="being deleted", arn=live.arn, extra=True
        )
        return Decision(change=change, away=away_steps(live, world), group=one.group)
    refusal = foreign_inside(live, world) or _consent(kind, one, world, going)
    back = company_note(renewals.roots.get(live.address))
    stays = Address("dataset-group", (one.group,)) in world.desired.resources
    export = (export_note(live, world),) if kind.name == "dataset" and stays else ()
    change = Change(
        address=live.address,
        action=Action.DELETE,
        reason=_reason(world),
        arn=live.arn,
        effects=effects_of(live),
        notes=(*((kind.on_delete,) if kind.on_delete else ()), *_stopped(live, world), *back, *export),
        change_id=_id(live, world),
        refusal=refusal,
        extra=True,
    )
    if refusal:
        return Decision(change=change)
    before = before_a_dataset(live, renewals, world) if kind.name == "dataset" else ()
    halted = stopped_around(live, renewals, world)
    users = campaigns_on(live.arn, world)
    moving = [user for user in users if renewals.because.get(user, user).kind != "dataset-group"]
    *quieting, deletion = away_steps(live, world, _unmarks(live, world))
    return Decision(
        change=change,
        # What left the file is not trained for anybody any more, however long something still serves from it.
        at_once=tuple(quieting),
        away=(*before, deletion),
        away_after=(*moving, *settling_around(live, renewals, world)),
        goes_last=bool(moving),
        gone_first=(*(user for user in users if user not in moving), *leaving_users(live, world), *halted),
        group=one.group,
    )


def _stopped(live: ObservedResource, world: World) -> tuple[str, ...]:
    runs = world.observed.runs.get(live.arn, ()) if live.address.kind == "solution" else ()
    under_way = any(run.health is Health.SETTLING for run in runs)
    return ("the training under way, billed until then, is stopped",) if under_way else ()


def _reason(world: World) -> str:
    return "no longer in the file" if world.desired.destroyed is None else "owned by this stack"


def _unmarks(live: ObservedResource, world: World) -> tuple[Call, ...]:
    """The group's tag goes with the metric attribution that it speaks of, unless the group goes as well."""
    home = world.by_arn(str(live.body.get("datasetGroupArn")))
    if (
        live.address.kind != "metric-attribution"
        or home is None
        or home.address not in world.desired.resources
    ):
        return ()
    if any(world.in_group(home.address.name, live.address.kind)):
        return ()
    return (untag_call(home.arn, [ATTRIBUTION]),)


def _still_serving(one: Leftover, world: World, sent: Mapping[Address, Value]) -> Decision | None:
    """A solution stays while a campaign that the file keeps serves from it: the service would refuse."""
    live = one.live
    kept = still_on(live.arn, world, sent)
    if not kept or live.health is Health.LEAVING or is_forgotten(live, world):
        return None
    quieting = away_steps(live, world)[:-1]
    off = live.health is Health.READY and trains_itself(live)
    change = Change(
        address=live.address,
        action=Action.UPDATE if off else Action.NONE,
        reason="no longer in the file",
        fields=(TRAINS_NO_MORE,) if off else (),
        arn=live.arn,
        notes=(
            f"kept for now, since {' and '.join(map(str, kept))} still serves from it",
            *_stopped(live, world),
        ),
        extra=True,
    )
    return Decision(change=change, at_once=quieting, group=one.group)


def _consent(kind: Kind, one: Leftover, world: World, going: set[str]) -> Refusal | None:
    nothing_left = not any(address.kind == "dataset-group" for address in world.desired.resources)
    group = Address("dataset-group", (one.group,))
    # A group that is made anew covers what comes back with it, and this does not.
    if one.group in going or not (asks_consent(kind, one.live) or nothing_left):
        return None
    if group != one.live.address and group not in world.desired.resources and world.live(group):
        return Refusal(
            rule="consent",
            why=f"it goes with {group}, to whose deletion the file does not agree",
            fix=f"what lifts the refusal of {group} lifts this one",
        )
    harm = "deleting it loses its data" if kind.loses_data else "deleting it stops what clients rely on"
    if nothing_left and kind.name == "dataset-group":
        emptied = "the file declares no dataset group at all; deleting this one loses all that is in it"
        harm = emptied if world.desired.destroyed is None else "deleting it loses all that is in it"
    return consent_problem(Action.DELETE, one.live.address, _id(one.live, world), world, harm)


def _forget(kind: Kind, live: ObservedResource, world: World) -> Decision:
    keys = [
        key for key in (STACK, ADDRESS, DIGEST, SCHEMAS, ATTRIBUTION, REFUSED) if key in (live.tags or {})
    ]
    name = live.name if kind.versioned or kind.on_fixed is OnFixed.PROVE else ""
    step = Step(
        id=step_id(Action.FORGET, live.address, name),
        address=live.address,
        action=Action.FORGET,
        kind=kind.name,
        arn=live.arn,
        calls=(untag_call(live.arn, keys),),
    )
    reason = "left alone from now on; it stays as it is"
    noted = Address("metric-attribution", ((live.tags or {}).get(ATTRIBUTION, ""),))
    along = (f"{noted}, which takes no tags, is left alone with it",)
    change = Change(
        address=live.address,
        action=Action.FORGET,
        reason=reason,
        arn=live.arn,
        notes=along if noted in world.observed.resources else (),
    )
    return Decision(change=change, steps=(step,) if keys else ())


def _schemas_of(going: list[ObservedResource], world: World, wanted: frozenset[str]) -> list[Decision]:
    """Schema generations that we made go with the last dataset, if nothing else uses them."""
    users: dict[str, list[Address]] = {}
    for live in going:
        for name in owned_generations(live) if live.address.kind == "dataset" else ():
            users.setdefault(name, []).append(live.address)
    used = wanted | {
        str(live.body.get("schemaArn"))
        for address, found in world.observed.resources.items()
        if address.kind == "dataset" and address in world.desired.resources
        for live in found
    }
    decisions = []
    for name, made_for in sorted(users.items()):
        arn, address = world.observed.environment.arn(f"schema/{name}"), Address("schema", (name,))
        if arn in used or address in world.desired.resources:
            continue
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
        decisions.append(Decision(change=change, away=(step,), gone_first=_and_groups(made_for)))
    return decisions


def _and_groups(datasets: Sequence[Address]) -> tuple[Address, ...]:
    """The datasets, and the groups that they were in: schemas are the last to go."""
    groups = {Address("dataset-group", one.keys[:1]) for one in datasets}
    return (*sorted(datasets), *sorted(groups))
