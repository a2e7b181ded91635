"""Filters: a changed expression is proven under another name before the one that serves goes (design 4.8)."""

from __future__ import annotations

import re
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.plan.align import Manner, align
from reconciler.plan.changes import Action, Change, Effect, Step, Until
from reconciler.plan.creating import create_step
from reconciler.plan.decision import Ahead, Decision
from reconciler.plan.generations import fits
from reconciler.plan.live import failure_of
from reconciler.plan.marks import Owner
from reconciler.plan.naming import arn_of, successor_name
from reconciler.plan.renewal import fixed_changes
from reconciler.plan.steps import away_steps, step_id, wait_step
from reconciler.plan.world import World

_MOST = 30
_MOST_FIELDS = 20
"""Filters per group, and distinct dataset fields in them. Source: developer guide, 'Quotas'."""
_FIELD = re.compile(r"\b(?:Interactions|Items|Users|Actions|Action_Interactions)\.\w+", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


def decide_filter(declared: DesiredResource, live: ObservedResource, world: World, ahead: Ahead) -> Decision:
    """What becomes of a healthy or settling filter of ours, or one to be adopted."""
    kind = KINDS["filter"]
    adopting = world.owner(live) is not Owner.OURS
    if adopting or fits(declared, live, world.observed.environment):
        return with_leftover(align(kind, declared, live, world, Manner()), declared, world)
    return _prove(declared, live, world, ahead)


def with_leftover(decision: Decision, declared: DesiredResource, world: World) -> Decision:
    """The decision, and the end of a successor that an interrupted apply left behind.

    What is still leaving under the name itself is seen gone first; the successor goes last. In another group
    it proves nothing, nor can it stay beside datasets that go: it goes before those there.
    """
    left = _successor(declared, world)
    if left is None or decision.change.refusal:
        return decision
    note = f"{left.name}, left behind by an interrupted apply, is deleted"
    change = replace(decision.change, notes=(*decision.change.notes, note))
    if change.action in {Action.NONE, Action.MARK}:
        change = replace(change, action=Action.RECREATE, reason="its recreation is still to be finished")
    group = world.group_of(left)
    elsewhere = group != declared.parents["dataset-group"].name
    if elsewhere or declared.address in world.renewed or _loses_a_dataset(group, world):
        return replace(decision, change=change, also=(_going(left, change, world),))
    steps = (*decision.away, *decision.steps)
    return replace(decision, change=change, steps=steps, away=away_steps(left, world), goes_last=True)


def _successor(declared: DesiredResource, world: World) -> ObservedResource | None:
    name = successor_name(declared.address.name)
    found = world.observed.resources.get(declared.address, ())
    return next((one for one in found if one.name == name and world.owner(one) is Owner.OURS), None)


def _prove(declared: DesiredResource, live: ObservedResource, world: World, ahead: Ahead) -> Decision:
    """Make the new one beside the old, see it ACTIVE, delete the old, make the new under its own name."""
    kind, address = KINDS["filter"], declared.address
    name = successor_name(address.name)
    left, unfit = _successor(declared, world), _unfit(declared, world)
    full = "" if left else _no_room(declared, world)
    final = create_step(kind, declared, world, ahead)
    proof: tuple[Step, ...] = ()
    clean: tuple[Step, ...] = ()
    if not full:
        proof = _proof(declared, None if unfit else left, final, world)
        clean = (_delete_by_name(declared, name, world),)
    changes = fixed_changes(declared, live, world)
    said = f"unproven: {full}" if full else f"proven first under {name}, so that a mistake costs nothing"
    change = Change(
        address=address,
        action=Action.RECREATE,
        reason=f"{', '.join(one.field for one in changes)} cannot change in place",
        fields=changes,
        arn=live.arn,
        effects=(Effect.INTERRUPTS,),
        notes=(
            *((f"{name}, left behind by an interrupted apply, is deleted first",) if unfit else ()),
            said,
            "requests that use it fail between its deletion and its return, a matter of minutes",
        ),
    )
    away = away_steps(live, world)
    home = world.by_arn(str(live.body.get("datasetGroupArn")))
    moves = home is not None and home.address != declared.parents["dataset-group"]
    return Decision(
        change=change,
        steps=(*proof, *away, final, *clean),
        leaves=(away[-1].id, home.address.name) if home is not None and moves else None,
        also=(_going(unfit, change, world),) if unfit else (),
        back_after=(address,) if unfit else (),
    )


def _unfit(declared: DesiredResource, world: World) -> ObservedResource | None:
    """A successor left behind that cannot be the proof: it says something else, or a dataset goes there."""
    left = _successor(declared, world)
    if left is None:
        return None
    of_use = fits(declared, left, world.observed.environment) and left.health in {
        Health.READY,
        Health.SETTLING,
    }
    return None if of_use and not _loses_a_dataset(world.group_of(left), world) else left


def _loses_a_dataset(group: str, world: World) -> bool:
    """Whether a dataset of a group goes, for good or to come back: no filter can stand beside it then."""
    return any(
        address.kind == "dataset"
        and address.keys[0] == group
        and (address in world.renewed or address not in world.desired.resources)
        for address in world.observed.resources
    )


def _going(left: ObservedResource, told: Change, world: World) -> Decision:
    """The end of a successor that is of no use, before the datasets of its group go."""
    *waits, last = away_steps(left, world)
    said = f"{left.name}, {failure_of(left.body)}"
    last = replace(last, id=step_id(Action.DELETE, left.address, said))
    change = Change(address=told.address, action=Action.DELETE, reason="of no use", arn=left.arn)
    group = world.group_of(left)
    # Where no dataset goes, no order is to be kept, and nothing else keeps the filter from changing.
    return Decision(change=change, away=(*waits, last), group=group if _loses_a_dataset(group, world) else "")


def _proof(
    declared: DesiredResource, left: ObservedResource | None, final: Step, world: World
) -> tuple[Step, ...]:
    """The steps after which an equal filter is ACTIVE under the successor's name, `left` behind or made."""
    if left is not None:
        return () if left.health is Health.READY else (wait_step(KINDS["filter"], left, Until.READY),)
    address, name = declared.address, successor_name(declared.address.name)
    made = replace(
        final,
        id=step_id(Action.CREATE, address, name),
        arn=arn_of(address, world.observed.environment, name),
        calls=tuple(replace(one, request={**one.request, "name": name}) for one in final.calls),
    )
    return (made,)


def _delete_by_name(declared: DesiredResource, name: str, world: World) -> Step:
    """Delete the successor, which may be made in this very plan, so that its creation time is not known."""
    kind, address = KINDS["filter"], declared.address
    arn = arn_of(address, world.observed.environment, name)
    assert isinstance(arn, str)
    body = {kind.arn_member: arn}
    stand_in = ObservedResource(
        address=address, arn=arn, name=name, body=body, tags=None, health=Health.READY
    )
    return away_steps(stand_in, world)[-1]


def _no_room(declared: DesiredResource, world: World) -> str:
    """Why a second filter cannot be made beside the first, "" when it can."""
    group = declared.parents["dataset-group"].name
    count = world.observed.filter_counts.get(group, 0)
    if count >= _MOST:
        return f"the group has {count} filters, the most that the service allows"
    expressions = [
        str(live.body.get("filterExpression"))
        for address, found in world.observed.resources.items()
        if address.kind == "filter"
        for live in found
        if world.group_of(live) == group
    ]
    fields = {
        field for text in (*expressions, str(declared.fields["expression"])) for field in fields_of(text)
    }
    if len(fields) > _MOST_FIELDS:
        return f"together the filters would use {len(fields)} fields, more than the {_MOST_FIELDS} allowed"
    return ""


def fields_of(expression: str) -> frozenset[str]:
    """The dataset fields that a filter expression names, in lower case."""
    return frozenset(found.lower() for found in _FIELD.findall(_QUOTED.sub('""', expression)))
