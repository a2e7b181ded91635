"""What happens to one declared resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reconciler.kinds.kind import Comparison, Kind, Mutability, OnFixed
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.adoption import owner_problem
from reconciler.plan.align import Manner, align
from reconciler.plan.campaign_options import as_it_was, fitting
from reconciler.plan.campaigns import (
    after_its_version,
    bring_back,
    cannot_go_back,
    decide_campaign,
    made_meanwhile,
    named,
)
from reconciler.plan.changes import Action, Change, Refusal, Step
from reconciler.plan.creating import create_step, group_mark, schema_tag, shown_on_create
from reconciler.plan.decision import Ahead, Decision
from reconciler.plan.evolving import unseen_columns
from reconciler.plan.handover import with_generations
from reconciler.plan.leftovers import left_alone, leftovers, stale_notes
from reconciler.plan.live import failure_of, live_value, never_worked
from reconciler.plan.marks import ATTRIBUTION, Owner
from reconciler.plan.moves import moved_parent
from reconciler.plan.naming import generation_number
from reconciler.plan.proof import decide_filter, with_leftover
from reconciler.plan.renewal_terms import columns_note
from reconciler.plan.steps import away_steps, step_id
from reconciler.plan.switches import switch_step
from reconciler.plan.unserved import unservable, without_version
from reconciler.plan.versions import Target, standing_version, target_version
from reconciler.plan.world import World

_Kept = Mapping[str, Value] | None


def decide(
    declared: DesiredResource, world: World, ahead: Ahead, before: ObservedResource | None = None
) -> Decision:
    """The decision for one declared resource that is not a schema and not a run.

    `before` is what this plan takes away first under this address.
    """
    target = _target(world.kind(declared.address), declared, world, ahead)
    decision = _decide(declared, world, ahead, before, target)
    return after_its_version(decision, declared, target) if target else decision


def _decide(
    declared: DesiredResource,
    world: World,
    ahead: Ahead,
    before: ObservedResource | None,
    target: Target | None,
) -> Decision:
    kind, live = world.kind(declared.address), world.live(declared.address)
    if target and target.refusal:
        return unservable(declared, live, target.refusal, world)
    if target and target.arn is None and not (live or before):
        target = Target(arn=standing_version(declared, world))
    if target and target.arn is None:
        served = live or before
        lost = live is None and served is not None and cannot_go_back(declared, served, world)
        if served is None or lost or (live is None and moved_parent(kind, declared, served, world)):
            return without_version(declared, before)
        target = Target(arn=named(declared, live_value(kind, kind.field("version"), served)))
    if live is None and before is not None and target:
        if moved_parent(kind, declared, before, world):
            # What it serves cannot be served in another group; it goes when there is what it is made with.
            at_once = replace(target, awaits=None)
            return replace(_create(kind, declared, live, world, ahead, at_once), away_after=target.awaited)
        back = bring_back(declared, before, world, ahead, target)
        return back or _create(kind, declared, live, world, ahead, target, as_it_was(declared, before))
    if live is None or live.health is Health.LEAVING:
        return with_generations(_create(kind, declared, live, world, ahead, target), declared, world)
    problem = owner_problem(declared, live, world)
    if problem:
        reason = f"exists, {problem.rule}"
        change = Change(
            address=declared.address, action=Action.ADOPT, reason=reason, arn=live.arn, refusal=problem
        )
        return Decision(change=change)
    return _existing(kind, declared, live, world, ahead, target)


def _existing(
    kind: Kind,
    declared: DesiredResource,
    live: ObservedResource,
    world: World,
    ahead: Ahead,
    target: Target | None,
) -> Decision:
    """The decision for a live resource of ours, or one to be adopted."""
    if live.health is Health.FAILED:
        if not never_worked(live):
            return _unwell(declared, live)
        made = _recreate_failed(kind, declared, live, world, ahead, target)
        return with_generations(made, declared, world)
    if target:
        return decide_campaign(declared, live, world, ahead, target)
    if kind.on_fixed is OnFixed.PROVE:
        return decide_filter(declared, live, world, ahead)
    aligned = align(kind, declared, live, world, _manner(kind, declared, live, world, ahead))
    return with_generations(_noted(aligned, kind, world), declared, world)


def _noted(decision: Decision, kind: Kind, world: World) -> Decision:
    """A metric attribution made by hand, or whose note on its group was lost, is noted there."""
    change = decision.change
    declared = world.desired.resources[change.address]
    home = world.live(declared.parents[kind.owned_through]) if kind.owned_through else None
    if home is None or (home.tags or {}).get(ATTRIBUTION) == change.address.name:
        return decision
    step = Step(
        id=step_id(Action.MARK, change.address),
        address=change.address,
        action=Action.MARK,
        kind=kind.name,
        arn=home.arn,
        calls=group_mark(kind, declared, world),
    )
    if change.action is Action.NONE:
        change = replace(change, action=Action.MARK, reason="its group does not say that it is ours")
    return replace(decision, change=change, steps=(*decision.steps, step))


def _manner(
    kind: Kind, declared: DesiredResource, live: ObservedResource, world: World, ahead: Ahead
) -> Manner:
    """A dataset is brought to a schema by its ARN, and lists the generation if this stack made it.

    Auto training is turned off without its schedule. Source: AWS CLI sample of UpdateSolution. A group loses
    the notes of what is no longer in it.
    """
    if kind.name == "solution" and declared.fields.get("autoTraining") is False:
        return Manner(dropped={"autoTraining.schedule"})
    if kind.name == "dataset-group":
        return Manner(untagged=stale_notes(live, world), notes=left_alone(live, world))
    schema = declared.parents.get("schema")
    if kind.name != "dataset" or schema is None or schema not in ahead.schemas:
        return Manner()
    return Manner(
        extra={kind.field("schema").member: ahead.schemas[schema]},
        tags=schema_tag(declared, world, ahead),
        after=(schema,),
        notes=(*columns_note(live, world), *unseen_columns(declared, live, world)),
    )


def _unwell(declared: DesiredResource, live: ObservedResource) -> Decision:
    """Failed after it had worked, e.g. DELETE FAILED: it may hold data, so it is left to people."""
    change = Change(
        address=declared.address,
        action=Action.NONE,
        reason="it needs a look by hand",
        arn=live.arn,
        notes=("it worked once, so it is neither changed nor made again without being asked",),
        unhealthy=f"{live.body.get('status')}: {failure_of(live.body)}",
    )
    return Decision(change=change)


def _target(kind: Kind, declared: DesiredResource, world: World, ahead: Ahead) -> Target | None:
    has_version = any(field.comparison is Comparison.VERSION for field in kind.fields)
    return target_version(declared, world, ahead.training, ahead.waited) if has_version else None


def _create(
    kind: Kind,
    declared: DesiredResource,
    leaving: ObservedResource | None,
    world: World,
    ahead: Ahead,
    target: Target | None,
    kept: _Kept = None,
) -> Decision:
    """Create, with what is `kept` of one that goes first; a namesake that is being deleted is waited for."""
    version = target.arn if target else None
    fit = fitting(kept, declared, version, world) if kept else None
    steps = _making(kind, declared, world, ahead, version, fit)
    if target:
        steps = made_meanwhile(declared, steps[0], world, ahead, target, kept or {})
    change = Change(
        address=declared.address,
        action=Action.CREATE,
        reason="the old one is still being deleted" if leaving else "not in the account",
        fields=shown_on_create(kind, declared, world, version),
        notes=_nobodys(declared.address, world) if kind.versioned else (),
        missing=True,
        refusal=_another_one(kind, declared, world),
    )
    decision = Decision(
        change=change,
        steps=() if change.refusal else steps,
        away=away_steps(leaving, world) if leaving else (),
        after={steps[-1].id: target.awaited} if target else {},
        gone_first=_rivals(kind, declared, world),
        group=world.group_of(leaving) if leaving else "",
    )
    return with_leftover(decision, declared, world) if kind.on_fixed is OnFixed.PROVE else decision


def _nobodys(address: Address, world: World) -> tuple[str, ...]:
    """What has the name of a later generation: nobody's, or of this one that lost its tags, or another's."""
    if address in world.observed.resources:
        return ()
    taken = {name for name in world.observed.solution_names if generation_number(address.name, name)}
    if not taken:
        return ()
    lost = taken & world.observed.unmarked_solutions
    are = f"{', '.join(sorted(lost or taken))} {'is' if len(lost or taken) == 1 else 'are'}"
    if lost:
        return (f"{are} not marked as this one; to take over what is there: adopt: [{address}]",)
    return (f"it is called {world.name(address)}, since {are} not this one",)


def _making(
    kind: Kind, declared: DesiredResource, world: World, ahead: Ahead, version: Value, kept: _Kept = None
) -> tuple[Step, ...]:
    """Make it; what is to stand still is stopped once it is there, as it cannot be made otherwise."""
    made = create_step(kind, declared, world, ahead, version, kept)
    switch = next((field for field in kind.fields if field.mutability is Mutability.SWITCH), None)
    if switch is None or declared.fields.get(switch.key) is not False:
        return (made,)
    return (made, switch_step(kind, declared.address, made.arn, on=False))


def _rivals(kind: Kind, declared: DesiredResource, world: World) -> tuple[Address, ...]:
    """Others of a kind of which a group holds one: they go before this one can be made."""
    if not kind.keyed_by:
        return ()
    home = declared.parents["dataset-group"].name
    return tuple(
        address
        for address, found in world.observed.resources.items()
        if address.kind == kind.name and address != declared.address
        for live in found
        if world.group_of(live) == home
    )


def _another_one(kind: Kind, declared: DesiredResource, world: World) -> Refusal | None:
    """A group holds one metric attribution; one that no file of this stack declared is not ours to delete."""
    rivals = _rivals(kind, declared, world)
    ours = {one.live.address for one in leftovers(world)} if rivals else set()
    strange = [one for one in rivals if one not in ours]
    if not strange:
        return None
    return Refusal(
        rule="unowned",
        why=f"the group has {strange[0]} already, and holds one {kind.title} only",
        fix=f"declare it under the name {strange[0].name}, or delete it by hand",
    )


def _recreate_failed(
    kind: Kind,
    declared: DesiredResource,
    live: ObservedResource,
    world: World,
    ahead: Ahead,
    target: Target | None,
) -> Decision:
    """A creation that failed never served anybody: deleted and made again, without consent."""
    version = target.arn if target else None
    reason = f"its creation failed: {failure_of(live.body)}"
    ours = world.owner(live) is Owner.OURS
    refusal = None
    if not ours:
        fix = "delete it by hand; it never worked"
        refusal = Refusal(rule="failed", why=f"{live.arn} is {live.body.get('status')} and not ours", fix=fix)
    change = Change(
        address=declared.address,
        action=Action.RECREATE,
        reason=reason,
        fields=shown_on_create(kind, declared, world, version) if ours else (),
        arn=live.arn,
        refusal=refusal,
        unhealthy=failure_of(live.body),
    )
    if refusal:
        return Decision(change=change)
    steps = _making(kind, declared, world, ahead, version)
    return Decision(
        change=change,
        steps=steps,
        away=away_steps(live, world),
        after={steps[0].id: target.awaited} if target else {},
        group=world.group_of(live),
    )
