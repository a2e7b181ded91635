"""Decisions about what goes and comes back: taken away in order, made again, agreed to or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import takewhile

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison
from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedRun
from reconciler.model.values import plain
from reconciler.plan.align import settling
from reconciler.plan.changes import Action, FieldChange, Step, Until
from reconciler.plan.compare import compare, differences
from reconciler.plan.decision import Decision
from reconciler.plan.equality import equal
from reconciler.plan.live import failure_of, never_worked
from reconciler.plan.pins import group_to_be_in, has_pins
from reconciler.plan.renewal import Renewals, Root, datasets_going, standing_beside
from reconciler.plan.renewal_terms import (
    collateral_id,
    effects_of,
    notes_of,
    reason_of,
    refusal_of,
    root_id,
    without_data,
)
from reconciler.plan.replacing import goes_at_once
from reconciler.plan.runs import newest
from reconciler.plan.steps import away_steps, run_wait_step, wait_step
from reconciler.plan.world import World


def renew(decision: Decision, renewals: Renewals, world: World) -> Decision:
    """What was decided as if the address were absent, preceded by taking away what is there.

    `world` is the account as it is. Decisions about other addresses are left as they are.
    """
    address = decision.change.address
    if address not in renewals.addresses:
        return _held_back(decision, renewals, world)
    root, main = renewals.roots.get(address), renewals.because.get(address, address)
    live = root.live if root else standing_beside(address, renewals.roots[main].live, world)[-1]
    effects = effects_of(live)
    identity = root_id(root, world) if root else collateral_id(live, world)
    change = replace(
        decision.change,
        action=Action.RECREATE,
        reason=reason_of(root, world) if root else f"goes and comes back with {main}",
        fields=_edited(live, root, world),
        arn=live.arn,
        effects=effects,
        notes=(*decision.change.notes, *notes_of(live, root, world)),
        change_id=identity,
        missing=False,
        unhealthy=failure_of(live.body) if never_worked(live) else "",
        refusal=decision.change.refusal
        or without_data(live, root, replace(world, renewed=renewals.addresses))
        or refusal_of(live, root, identity, effects, world),
    )
    blocked = bool(change.refusal)
    first = tuple(takewhile(_only_waits, decision.steps))
    return replace(
        decision,
        change=change,
        steps=() if blocked else decision.steps[len(first) :],
        # It is not taken away for as long as what it comes back on is still in training.
        away=() if blocked else (*first, *_away(live, renewals, world)),
        away_after=(*decision.away_after, *(settling_around(live, renewals, world) if root else ())),
        gone_first=(*decision.gone_first, *(stopped_around(live, renewals, world) if root else ())),
        follows={**decision.follows, **_put_back(decision, renewals, world)},
        back_after=_back_after(address, main, renewals, world),
        goes_last=False,
        # Of a campaign whose solution was not read it cannot be told: it stands in the way all the same.
        group=world.group_of(live) or world.group_of(renewals.roots[main].live),
    )


def _back_after(address: Address, main: Address, renewals: Renewals, world: World) -> tuple[Address, ...]:
    """What must have gone before it is made: what it goes with, and the datasets of the group it comes to.

    Of what moves by itself that is seen to in the order of steps: it comes back beside those that do not go.
    """
    return () if address == main else (main, *datasets_going(address, renewals, world))


def _only_waits(step: Step) -> bool:
    return step.action is Action.WAIT


def _edited(live: ObservedResource, root: Root | None, world: World) -> tuple[FieldChange, ...]:
    """What it comes back with that it did not have: first what forces it away, then every other edit.

    Which version a campaign comes back on, its notes say. A schema of another domain is no edit of a dataset.
    """
    declared, kind = world.declared(live.address), KINDS[live.address.kind]
    forced = root.fields if root else ()
    assert declared is not None  # what left the file does not come back
    compared = (
        one
        for one in compare(kind, declared, live, world)
        if one.field.comparison is not Comparison.VERSION
        and not (one.field.refers and equal(Comparison.CONTENT, plain(one.hashed), one.live_hashed))
    )
    told = {one.field for one in forced}
    others = differences(tuple(compared), declared, live)
    return (*forced, *(one for one in others if one.field not in told))


_IN_THE_WAY = frozenset({"campaign", "filter", "event-tracker", "metric-attribution", "recommender"})
"""What a dataset does not go beside. Source: developer guide, 'Deleting a dataset'."""


def _held_back(decision: Decision, renewals: Renewals, world: World) -> Decision:
    """What is missing and would stand in a dataset's way is made when that is gone, like what went with it.

    So it is after a stop in the middle, and with anything new beside a dataset that goes.
    """
    address = decision.change.address
    datasets = datasets_going(address, renewals, world)
    if not datasets or decision.change.action is not Action.CREATE or address.kind not in _IN_THE_WAY:
        return decision
    home = world.group_of(renewals.roots[datasets[0]].live)
    return replace(
        decision, back_after=(*decision.back_after, *datasets), goes_last=False, group=decision.group or home
    )


def _away(live: ObservedResource, renewals: Renewals, world: World) -> tuple[Step, ...]:
    """Every generation goes, and what runs on a dataset ends first."""
    kind = KINDS[live.address.kind]
    generations = standing_beside(live.address, live, world) if kind.versioned else (live,)
    return (
        *(before_a_dataset(live, renewals, world) if kind.name == "dataset" else ()),
        *(step for one in generations for step in away_steps(one, world)),
    )


def before_a_dataset(live: ObservedResource, renewals: Renewals, world: World) -> tuple[Step, ...]:
    """Imports cannot be stopped, so that those under way are waited for before their dataset goes.

    So are another schema that it is being given and, where its group stays, trainings of older generations.
    Source: developer guide, 'Deleting a dataset'; of the update it is assumed.
    """
    kind = KINDS["dataset"]
    given = (wait_step(kind, live, Until.SETTLED),) if settling(kind, live) else ()
    job = Address("dataset-import-job", live.address.keys)
    running = (one for one in world.observed.runs.get(live.arn, ()) if _runs(one))
    imports = (run_wait_step(job, one, Until.SETTLED, one.name) for one in running)
    trainings = _older_trainings(world.group_of(live), world) if live.address in renewals.roots else ()
    return (*given, *imports, *trainings)


def _older_trainings(group: str, world: World) -> Iterator[Step]:
    """Waits for what is trained of generations that are to go: they stay until the next one serves.

    One that goes at once is stopped instead, since nobody would use what is trained.
    """
    for declared in (one for one in world.desired.resources.values() if one.address.kind == "solution"):
        older = [
            one
            for one in world.superseded(declared.address)
            if world.group_of(one) == group and not goes_at_once(one, world)
        ]
        runs = (run for one in older for run in world.observed.runs.get(one.arn, ()) if _runs(run))
        training = Address("solution-version", declared.address.keys)
        yield from (run_wait_step(training, run, Until.SETTLED, run.name) for run in runs)


def _runs(run: ObservedRun) -> bool:
    return run.health is Health.SETTLING


def halted_by(dataset: ObservedResource, world: World) -> frozenset[Address]:
    """The trainings that are stopped when a dataset goes: those under way that are started again afterwards.

    They learn from what is about to go. Any other is waited for: what it has cost would be lost for nothing.
    So is one to which a campaign is pinned: no other training has its id.
    """
    group = world.group_of(dataset)
    imports = any(
        one.fields.get("when") != "never"
        for one in world.in_group(group, "dataset-import-job")
        if one.parents["dataset"] == dataset.address
    )
    return frozenset(
        one.address
        for one in world.in_group(group, "solution-version")
        if (running := [run for run in world.runs(one.address) if _runs(run)])
        and not any(has_pins(run.arn, world) for run in running)
        and (
            (one.fields["when"] == "imported" and imports)
            or (one.fields["when"] != "never" and newest(world.runs(one.address), Health.READY) is None)
        )
    )


def stopped_around(live: ObservedResource, renewals: Renewals, world: World) -> tuple[Address, ...]:
    """The trainings of its group that are stopped before a dataset goes."""
    trainings = (one.address for one in world.in_group(world.group_of(live), "solution-version"))
    return tuple(one for one in trainings if live.address.kind == "dataset" and one in renewals.halted)


def settling_around(live: ObservedResource, renewals: Renewals, world: World) -> tuple[Address, ...]:
    """What else of the group is being trained or updated, so that a dataset cannot go yet."""
    if live.address.kind != "dataset":
        return ()
    group, halted = world.group_of(live), renewals.halted
    trainings = (one.address for one in world.in_group(group, "solution-version"))
    recommenders = (one.address for one in world.in_group(group, "recommender"))
    return (
        *(one for one in trainings if one not in halted and any(_runs(run) for run in world.runs(one))),
        *(
            one
            for one in recommenders
            if (found := world.live(one)) is not None and settling(KINDS[one.kind], found)
        ),
    )


_BACK_AFTER: Mapping[str, tuple[str, ...]] = {
    "filter": ("dataset-import-job",),
    "metric-attribution": ("dataset-import-job",),
    "campaign": ("dataset-import-job", "filter", "metric-attribution"),
}
"""Put back in this order (design 4.6) as far as it goes: a failed import keeps nothing else away.

What comes from another group is not waited for: it may leave that hours later.
"""


def _is_in(group: str, address: Address, world: World) -> bool:
    live = world.live(address)
    return live is not None and world.group_of(live) == group


def _put_back(decision: Decision, renewals: Renewals, world: World) -> dict[str, tuple[Address, ...]]:
    address = decision.change.address
    declared = world.declared(address)
    home = group_to_be_in(declared, world) if declared else ""
    before = tuple(
        one.address
        for kind in _BACK_AFTER.get(address.kind, ())
        for one in (world.in_group(home, kind) if home else ())
        if KINDS[kind].run or (one.address in renewals.addresses and _is_in(home, one.address, world))
    )
    made = next((step.id for step in decision.steps if not _only_waits(step)), None)
    return {made: before} if made and before else {}
