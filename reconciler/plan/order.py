"""Order: which step needs which, by parents, by what the service wants first, and backwards for deletions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.plan.changes import Action, Step, Until
from reconciler.plan.decision import Decision
from reconciler.plan.removal import campaigns_on
from reconciler.plan.world import World

_MAKES_READY = {Action.CREATE, Action.UPDATE, Action.RUN, Action.WAIT}


def ordered_steps(
    decisions: Sequence[Decision], world: World, groups: Mapping[Address, str]
) -> tuple[Step, ...]:
    """All steps with their `needs`, in an order that respects them; `groups` places what is deleted."""
    ready = {
        step.address: step.id
        for decision in decisions
        for step in decision.steps
        if step.action in _MAKES_READY and step.until is not Until.GONE
    }
    gone = {
        step.address: step.id
        for decision in decisions
        for step in decision.steps[:1]
        if step.action is Action.DELETE or step.until is Until.GONE
    }
    wired = [step for decision in decisions for step in _wire(decision, world, ready, gone, groups)]
    return _sorted(wired)


def _wire(
    decision: Decision,
    world: World,
    ready: Mapping[Address, str],
    gone: Mapping[Address, str],
    groups: Mapping[Address, str],
) -> Iterable[Step]:
    previous = ""
    for step in decision.steps:
        needs = [previous] if previous else []
        if step.action in {Action.CREATE, Action.RUN, Action.UPDATE}:
            needs += [ready[address] for address in _first(step, decision, world) if address in ready]
        if step.id == gone.get(step.address):
            needs += [gone[address] for address in _inside(step.address, gone, groups)]
            arn = step.arn if isinstance(step.arn, str) else ""
            needs += [ready[address] for address in campaigns_on(arn, world) if address in ready]
            needs += [gone[address] for address in decision.after if address in gone]
        yield replace(step, needs=tuple(dict.fromkeys(need for need in needs if need != step.id)))
        previous = step.id


def _first(step: Step, decision: Decision, world: World) -> Iterable[Address]:
    """What must be ready before a step that makes or changes something."""
    declared = world.declared(step.address)
    yield from decision.after
    if declared is None or step.action is Action.UPDATE:
        return
    yield from declared.parents.values()
    home = declared.parents.get("dataset-group")
    for need in KINDS[step.kind].needs if home else ():
        kind, _, key = need.partition("/")
        yield from (
            one.address
            for one in world.in_group(home.name if home else "", kind)
            if not key or one.address.name == key
        )


def _inside(address: Address, gone: Mapping[Address, str], groups: Mapping[Address, str]) -> list[Address]:
    """The deletions that must come before that of `address`: what depends on its kind in its group."""
    group = groups.get(address)
    return [
        other
        for other in gone
        if other != address and groups.get(other) == group and group and depends(other.kind, address.kind)
    ]


def depends(kind: str, on: str) -> bool:
    """Whether a kind refers, directly or through others, to another: what a deletion turns round.

    Source: AWS developer guide, 'Deleting Amazon Personalize resources'.
    """
    row = KINDS[kind]
    direct = {*row.parents, *(need.partition("/")[0] for need in row.needs)}
    return on in direct or any(depends(one, on) for one in direct)


def _sorted(steps: Sequence[Step]) -> tuple[Step, ...]:
    by_id = {step.id: step for step in steps}
    sorter = TopologicalSorter({step.id: [need for need in step.needs if need in by_id] for step in steps})
    sorter.prepare()
    result: list[Step] = []
    while sorter.is_active():
        batch = sorted(sorter.get_ready(), key=lambda one: (KINDS[by_id[one].kind].rank, one))
        result += [by_id[one] for one in batch]
        sorter.done(*batch)
    return tuple(result)
