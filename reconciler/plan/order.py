"""Order: which step needs which, by parents, by what the service wants first, and backwards for deletions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import TopologicalSorter

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.plan.changes import Action, Step, Until
from reconciler.plan.decision import Decision
from reconciler.plan.following import (
    IN_THE_WAY,
    MAKES_READY,
    after_datasets_that_go,
    after_departures,
    after_what_it_is_made_with,
    homes,
    only_waits,
)
from reconciler.plan.pins import group_to_be_in
from reconciler.plan.world import World

_MAKES = {Action.CREATE, Action.RUN}
_METADATA = "enableMetadataWithRecommendations"


@dataclass(frozen=True, slots=True)
class _Ends:
    """By address: the step after which it is ready, and those after which what was there is gone."""

    makers: dict[str, Step] = field(default_factory=dict)
    """By id: the steps after which something is ready."""

    ready: dict[Address, str] = field(default_factory=dict)
    settled: dict[Address, str] = field(default_factory=dict)
    """By address: the step that waits until what is under way has ended, before anything else is done."""
    gone: dict[Address, list[str]] = field(default_factory=dict)
    retired: dict[str, list[str]] = field(default_factory=dict)
    """By group: what goes last, once something has taken its place."""
    left: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    """By group: the turn and step of what leaves it for another group."""
    waits: dict[str, list[str]] = field(default_factory=dict)
    """By group: the steps that wait for what keeps a dataset from going: running imports and trainings."""
    departures: dict[str, list[str]] = field(default_factory=dict)
    """By group: what has to be ready before something leaves it that stands in the way of a dataset."""
    halts: dict[str, list[str]] = field(default_factory=dict)
    """By group: the steps that stop trainings of generations which go at once."""


def ordered_steps(decisions: Sequence[Decision], world: World) -> tuple[Step, ...]:
    """All steps with their `needs`, in an order that respects them.

    Raises graphlib.CycleError where steps wait for each other.
    """
    ends = _Ends()
    decisions = [part for one in decisions for part in one.parts]
    for decision in decisions:
        made = [one for one in decision.steps if one.action in MAKES_READY and one.until is not Until.GONE]
        if made:
            ends.ready[decision.change.address] = made[-1].id
            ends.makers[made[-1].id] = made[-1]
        if decision.steps and decision.steps[0].action is Action.WAIT:
            ends.settled[decision.change.address] = decision.steps[0].id
        if decision.leaves:
            leaving, group = decision.leaves
            ends.left.setdefault(group, []).append((_turn(decision), leaving))
        ends.waits.setdefault(decision.group, []).extend(one.id for one in decision.away if only_waits(one))
        sooner = (*decision.at_once, *(decision.away if _goes_at_once(decision) else ()))
        halts = [one.id for one in sooner if one.action is Action.STOP]
        ends.halts.setdefault(decision.group, []).extend(halts)
        if decision.away and decision.goes_last:
            ends.retired.setdefault(decision.group, []).append(decision.away[-1].id)
        elif decision.away:
            ends.gone.setdefault(decision.change.address, []).append(decision.away[-1].id)
    emptied = {one.group for one in decisions if one.away and one.change.address.kind == "dataset"}
    for decision in decisions:
        if decision.away and decision.change.address.kind == "dataset":
            ends.waits.setdefault(decision.group, []).extend(_awaited(decision, ends))
        elif decision.away and decision.group in emptied and _keeps_a_dataset(decision):
            ends.departures.setdefault(decision.group, []).extend(_awaited(decision, ends))
    wired = [step for one in decisions for step in _wire(one, decisions, world, ends)]
    steps = after_datasets_that_go(wired, decisions, world)
    steps, departures = after_what_it_is_made_with(steps, decisions, ends.departures)
    return _sorted(after_departures(steps, decisions, world, departures))


def _wire(decision: Decision, decisions: Sequence[Decision], world: World, ends: _Ends) -> Iterable[Step]:
    first = _gone(decision.gone_first, ends)
    before = [*_gone(decision.back_after, ends), *(() if decision.goes_last else first)]
    late = [one.away[-1].id for one in decision.also if _goes_at_once(one)]
    if decision.away and not decision.goes_last:
        before.append(decision.away[-1].id)
    for step in decision.steps:
        wanted = (*decision.after.get(step.id, ()), *_source(step, decision, world), *_before(step, world))
        made = _ready(wanted, ends)
        loose = [one for one in made if _changes_in_place(ends.makers[one], step)]
        needs = [*before, *(one for one in made if one not in loose and not _is_of_another(one, step, ends))]
        if decision.leaves and decision.leaves[0] == step.id:
            needs += _must_go_first(decision, decision.leaves[1], decisions, ends)
        after = (*late, *loose, *_ready(decision.follows.get(step.id, ()), ends))
        soft = [one for one in after if one not in needs]
        yield replace(_needing(step, needs), follows=tuple(dict.fromkeys(soft)))
        before, late = [step.id], []
    early: list[str] = []
    for step in decision.at_once:
        yield _needing(step, early)
        early = [step.id]
    sooner = () if decision.goes_last else _must_go_first(decision, decision.group, decisions, ends)
    before = [*early, *first, *sooner, *_awaited(decision, ends)]
    if decision.goes_last and decision.steps:
        before.append(decision.steps[-1].id)
    if decision.change.action is Action.RECREATE and decision.change.address.kind in IN_THE_WAY:
        # What serves is not taken away for longer than it must: imports and trainings may run for hours.
        before += [one for home in homes(decision, world) for one in ends.waits.get(home, ())]
        before += ends.departures.get(decision.group, ())
    for step in decision.away:
        if only_waits(step):
            yield _needing(step, ())
            before.append(step.id)
        else:
            yield _needing(step, before)
            before = [step.id]


def _goes_at_once(decision: Decision) -> bool:
    """Whether a generation of a solution is stopped and goes before all else, and waits for nothing."""
    waits = decision.steps or decision.away_after or decision.gone_first
    return decision.change.address.kind == "solution" and decision.goes_last and not waits


def _keeps_a_dataset(decision: Decision) -> bool:
    """Whether a dataset of its group waits for what this waits for, since it stands beside it."""
    return decision.change.address.kind in IN_THE_WAY and not decision.goes_last


def _gone(addresses: Iterable[Address], ends: _Ends) -> list[str]:
    return [gone for address in addresses for gone in ends.gone.get(address, ())]


def _ready(addresses: Iterable[Address], ends: _Ends) -> list[str]:
    return [ends.ready[address] for address in addresses if address in ends.ready]


def _awaited(decision: Decision, ends: _Ends) -> list[str]:
    """What has to be ready before something goes; of what keeps a dataset from going, the end is enough.

    Another training that comes after the one under way is for later, when the dataset is back.
    """
    if decision.change.address.kind != "dataset":
        return _ready(decision.away_after, ends)
    settled = (ends.settled[one] for one in decision.away_after if one in ends.settled)
    return [*settled, *ends.halts.get(decision.group, ())]


def _needing(step: Step, needs: Iterable[str]) -> Step:
    return replace(step, needs=tuple(dict.fromkeys(need for need in needs if need != step.id)))


def _changes_in_place(maker: Step, step: Step) -> bool:
    """Whether what is made can do without a change of what it is in or of, should that fail.

    It is there all the same, and of a group only tags change. A solution is trained as it is to be, or not.
    """
    if maker.action is not Action.UPDATE:
        return False
    of_dataset = maker.kind == "dataset" and (step.kind == "campaign" or not maker.calls)
    of_solution = maker.kind == "solution" and step.action is Action.CREATE
    return maker.kind == "dataset-group" or of_dataset or of_solution


def _is_of_another(maker: str, step: Step, ends: _Ends) -> bool:
    """Whether a campaign is made on a version of another generation than the one that is made."""
    made = ends.makers[maker]
    version = step.calls[0].request.get("solutionVersionArn") if step.kind == "campaign" else None
    return made.kind == "solution" and isinstance(version, str) and not version.startswith(f"{made.arn}/")


def _source(step: Step, decision: Decision, world: World) -> Iterable[Address]:
    """The items, before a step that turns metadata on: it is refused where its group has none.

    Where items that stand are made anew and cannot go, they are there all the same for what comes to them.
    """
    declared = world.declared(step.address)
    configs = (call.request.get(f"{step.kind}Config") for call in step.calls)
    asks = any(isinstance(one, Mapping) and one.get(_METADATA) is True for one in configs)
    if declared is None or not asks:
        return
    items = Address("dataset", (group_to_be_in(declared, world), "items"))
    stand = any(one.health is Health.READY for one in world.observed.resources.get(items, ()))
    if items in decision.back_after or not stand:
        yield items


def _before(step: Step, world: World) -> Iterable[Address]:
    """What must be ready before a step that makes something."""
    declared = world.declared(step.address)
    if declared is None or step.action not in _MAKES:
        return
    # A campaign is made on a version, wherever the group is by now that the file has it in.
    apart = {"dataset-group"} if step.kind == "campaign" else set()
    yield from (one for one in declared.parents.values() if one.kind not in apart)
    home = declared.parents.get("dataset-group")
    for need in KINDS[step.kind].needs if home else ():
        kind, _, key = need.partition("/")
        yield from (
            one.address
            for one in world.in_group(home.name if home else "", kind)
            if not key or one.address.name == key
        )


def _turn(decision: Decision) -> int:
    return KINDS[decision.change.address.kind].leaves


def _must_go_first(
    decision: Decision, group: str, decisions: Sequence[Decision], ends: _Ends
) -> Iterable[str]:
    """What of a group is to be gone before this goes, by the service's order of deletion.

    What stays until something has taken its place is waited for only where the whole group goes: it may stay
    for hours.
    """
    if not group:
        return
    turn = _turn(decision)
    for other in decisions:
        if other.away and not other.goes_last and other.group == group and _turn(other) < turn:
            yield other.away[-1].id
    yield from (step for other, step in ends.left.get(group, ()) if other < turn)
    emptied = any(
        other.away and other.group == group and other.change.address.kind == "dataset-group"
        for other in decisions
    )
    if emptied and turn > KINDS["solution"].leaves:
        yield from ends.retired.get(group, ())


def _sorted(steps: Sequence[Step]) -> tuple[Step, ...]:
    by_id = {step.id: step for step in steps}
    sorter = TopologicalSorter({step.id: [one for one in step.waits_for if one in by_id] for step in steps})
    sorter.prepare()
    result: list[Step] = []
    while sorter.is_active():
        batch = sorted(sorter.get_ready(), key=lambda one: _place(by_id[one]))
        result += [by_id[one] for one in batch]
        sorter.done(*batch)
    return tuple(result)


def _place(step: Step) -> tuple[int, str]:
    return KINDS[step.kind].rank, step.id
