"""What comes along when one stack hands a solution to another: all its generations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.plan.adoption import adoption_of
from reconciler.plan.changes import Action
from reconciler.plan.decision import Decision
from reconciler.plan.marks import STACK, marks_for
from reconciler.plan.steps import tag_step
from reconciler.plan.world import World


def old_stack(declared: DesiredResource, desired: DesiredState) -> str | None:
    """The stack from which the file takes an address over, or has done so as far as it got."""
    entry = adoption_of(declared, desired)
    return None if entry is None or entry.from_stack == desired.stack else entry.from_stack


def handed_over(
    declared: DesiredResource, found: Iterable[ObservedResource], desired: DesiredState
) -> tuple[ObservedResource, ...]:
    """Those behind a solution's address that the file takes over from the stack whose mark they carry.

    With a group comes only what is in it: the stack may keep a generation that it has moved elsewhere.
    """
    entry, stack = adoption_of(declared, desired), old_stack(declared, desired)
    if entry is None or stack is None:
        return ()
    home = declared.parents["dataset-group"].name
    return tuple(
        one
        for one in found
        if (one.tags or {}).get(STACK) == stack
        and one.health is not Health.LEAVING
        and (not entry.subtree or str(one.body.get("datasetGroupArn")).rsplit("/", 1)[-1] == home)
    )


def with_generations(decision: Decision, declared: DesiredResource, world: World) -> Decision:
    """A decision, with the generations that the old owner has beside the one that is meant.

    They would be left to a stack that no longer declares them: in training and billed, or in the way of a
    later deletion of their group. The next plan retires them. An apply that was stopped after the first of
    them is gone on with, so that the one that is meant may be ours already.
    """
    address, change = declared.address, decision.change
    kind = KINDS[address.kind]
    if change.refusal or not kind.versioned:
        return decision
    there = world.observed.resources.get(address, ())
    others = [one for one in handed_over(declared, there, world.desired) if one.arn != change.arn]
    if not others:
        return decision
    marks = marks_for(address, world.desired.stack)
    names = ", ".join(one.name for one in others)
    note = f"its other generation{'s' if len(others) > 1 else ''} {names}: taken over as well"
    if change.action in {Action.NONE, Action.MARK}:
        change = replace(change, action=Action.ADOPT, reason="the rest of it is taken over")
    return replace(
        decision,
        change=replace(change, notes=(*change.notes, note)),
        steps=(*decision.steps, *(tag_step(Action.ADOPT, kind, one, marks) for one in others)),
    )
