"""Following: steps that come after what another group member needs, whether that ends well or not."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reconciler.plan.changes import Action, Step, Until
from reconciler.plan.decision import Decision
from reconciler.plan.pins import group_to_be_in
from reconciler.plan.world import World

MAKES_READY = {Action.CREATE, Action.UPDATE, Action.RUN, Action.WAIT, Action.START, Action.STOP}
IN_THE_WAY = frozenset(
    {"campaign", "event-tracker", "filter", "metric-attribution", "recommender", "solution-version"}
)
"""Of a group, these keep its datasets from being deleted. Source: developer guide, 'Deleting a dataset'."""


def after_datasets_that_go(
    steps: Sequence[Step], decisions: Sequence[Decision], world: World
) -> Sequence[Step]:
    """What would keep a dataset of its group from being deleted is made once that has ended, well or not.

    Where the dataset comes back, once it is back: a training would learn without it. Where the deletion
    itself waits for it, nothing is changed.
    """
    going: dict[str, list[str]] = {}
    for one in decisions:
        if one.away and one.change.address.kind == "dataset":
            going.setdefault(one.group, []).append((*one.away, *one.steps)[-1].id)
    if not going:
        return steps
    waits = {step.id: {*step.waits_for} for step in steps}
    found = list(steps)
    for index, step in enumerate(steps):
        declared = world.declared(step.address)
        if declared is None or step.kind not in IN_THE_WAY or step.action not in _stands(step.kind):
            continue
        found[index] = _following(step, going.get(group_to_be_in(declared, world), ()), waits)
    return found


def after_departures(
    steps: Sequence[Step],
    decisions: Sequence[Decision],
    world: World,
    departures: Mapping[str, Sequence[str]],
) -> Sequence[Step]:
    """What moves into a group is taken away no sooner than what leaves that group for a dataset may go.

    Nor what stands where it comes from, and so on: none of them could come back sooner. `departures` are the
    steps, by group, that those wait for. Where these wait for it themselves, as when two swap their groups,
    nothing is changed.
    """
    returning = _returning(decisions)
    onward: dict[str, set[str]] = {}
    for one, _ in returning:
        onward.setdefault(one.group, set()).update(homes(one, world))
    awaited = {
        first: [step for home in sorted(_reached(one.group, onward)) for step in departures.get(home, ())]
        for one, first in returning
    }
    waits = {step.id: {*step.waits_for} for step in steps}
    return [_following(step, awaited.get(step.id, ()), waits) for step in steps]


def after_what_it_is_made_with(
    steps: Sequence[Step], decisions: Sequence[Decision], departures: Mapping[str, Sequence[str]]
) -> tuple[Sequence[Step], Mapping[str, Sequence[str]]]:
    """A recommender is taken away when that is ready which it is made anew with, such as imports.

    Should one fail, it serves on, and what else stands in the way of a dataset of its group: that could not
    go without it. Second come the `departures`, with what is waited for in such groups.
    """
    returning = _returning(decisions)
    wanted = _made_with(steps, returning)
    emptied = {one.group for one in decisions if one.away and one.change.address.kind == "dataset"}
    held: dict[str, tuple[str, ...]] = {}
    for one, first in returning:
        if one.group in emptied:
            held[one.group] = (*held.get(one.group, ()), *wanted.get(first, ()))
    awaited = {first: (*wanted.get(first, ()), *held.get(one.group, ())) for one, first in returning}
    waits = {step.id: {*step.waits_for} for step in steps}
    found = [_needing_too(step, awaited.get(step.id, ()), waits) for step in steps]
    return found, {
        group: (*departures.get(group, ()), *held.get(group, ())) for group in {**departures, **held}
    }


def _made_with(steps: Sequence[Step], returning: Sequence[tuple[Decision, str]]) -> dict[str, list[str]]:
    """What recommenders are made anew with, by the first step that takes them away.

    Left out is what waits for the going of something that could not come back without it, as in a swap.
    """
    needs = {step.id: step.needs for step in steps}
    waits = {step.id: step.waits_for for step in steps}
    found: dict[str, list[str]] = {}
    for one, first in returning:
        if one.change.address.kind != "recommender":
            continue
        stranded = {
            going
            for other, going in returning
            if other is not one and any(first in _reached(made.id, needs) for made in other.steps)
        }
        own = {step.id for step in (*one.away, *one.steps)}
        made_with = [need for step in one.steps for need in needs[step.id] if need not in own]
        found[first] = [need for need in made_with if not stranded & _reached(need, waits)]
    return found


def _returning(decisions: Sequence[Decision]) -> list[tuple[Decision, str]]:
    """What keeps a dataset of its group from going and comes back, and the first step that takes it away."""
    return [
        (one, first)
        for one in decisions
        if one.change.action is Action.RECREATE and one.change.address.kind in IN_THE_WAY
        for first in [step.id for step in one.away if not only_waits(step)][:1]
    ]


def homes(decision: Decision, world: World) -> set[str]:
    """The groups that something leaves and comes to: in both it would stand in the way of a dataset."""
    declared = world.declared(decision.change.address)
    return {decision.group, *((group_to_be_in(declared, world),) if declared else ())}


def only_waits(step: Step) -> bool:
    """Whether a step among those that take something away waits for what nothing stops, such as imports."""
    return step.action is Action.WAIT and step.until is Until.SETTLED


def _following(step: Step, others: Sequence[str], waits: dict[str, set[str]]) -> Step:
    """The step, after those others that do not wait for it themselves; `waits` learns of it."""
    after = [one for one in others if not _waits_for(one, step.id, waits)]
    waits[step.id] |= {*after}
    more = (one for one in after if one not in step.waits_for)
    return replace(step, follows=tuple(dict.fromkeys((*step.follows, *more))))


def _needing_too(step: Step, others: Sequence[str], waits: dict[str, set[str]]) -> Step:
    """The step, when those others are ready that do not wait for it themselves; `waits` learns of it."""
    before = [one for one in others if not _waits_for(one, step.id, waits)]
    waits[step.id] |= {*before}
    return replace(step, needs=tuple(dict.fromkeys((*step.needs, *before))))


def _stands(kind: str) -> set[Action]:
    """The steps after which something is in a dataset's way. A training that is stopped or ends is not."""
    return MAKES_READY - ({Action.STOP, Action.WAIT} if kind == "solution-version" else set())


def _waits_for(step: str, other: str, waits: Mapping[str, Collection[str]]) -> bool:
    """Whether a step comes after another, or is it."""
    return other in _reached(step, waits)


def _reached(start: str, onward: Mapping[str, Collection[str]]) -> set[str]:
    """Where one comes to from a start, which belongs to it."""
    open_, seen = [start], {start}
    while open_:
        more = {*onward.get(open_.pop(), ())} - seen
        seen |= more
        open_ += more
    return seen
