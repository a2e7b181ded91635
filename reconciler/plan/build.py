"""build_plan: from desired and observed state to the whole plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from graphlib import CycleError

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.observed import ObservedState
from reconciler.model.values import Value
from reconciler.plan.adoption import unused_adoptions
from reconciler.plan.changes import Action, Change, Plan, Scope, Step, Until
from reconciler.plan.consent import unused_consents
from reconciler.plan.costs import costs_of
from reconciler.plan.decide import decide
from reconciler.plan.decision import Ahead, Decision
from reconciler.plan.estimate import estimate_of
from reconciler.plan.fingerprint import fingerprint
from reconciler.plan.generations import fits
from reconciler.plan.guard import guarded, out_of_circle
from reconciler.plan.leftovers import datasets_to_go
from reconciler.plan.live import live_value
from reconciler.plan.marks import Owner
from reconciler.plan.only_runs import left_aside
from reconciler.plan.only_runs import only_runs as restricted
from reconciler.plan.order import ordered_steps
from reconciler.plan.removal import decide_removals
from reconciler.plan.renaming import with_hints
from reconciler.plan.renewal import Renewals, find_renewals, forcing
from reconciler.plan.renewing import halted_by, renew
from reconciler.plan.retiring import retire
from reconciler.plan.review import with_digests
from reconciler.plan.run_steps import run_decision
from reconciler.plan.runs import RunDecision, decide_import, decide_training
from reconciler.plan.schemas import decide_schema, made_by_us, quota_warnings
from reconciler.plan.steps import stop_step
from reconciler.plan.world import World

_FIRST = {"schema", "dataset-import-job", "solution-version"}
"""Decided before the others, which depend on what becomes of them."""


def build_plan(
    desired: DesiredState,
    observed: ObservedState,
    *,
    now: datetime,
    tool_version: str,
    retry_failed: bool = False,
    only_runs: bool = False,
) -> Plan:
    """The plan that brings the account to what the files say. The same input gives the same plan.

    With `only_runs` nothing but imports and trainings that are due, and the deployment of what they yield.
    """
    world = World(desired=desired, observed=observed, now=now, retry_failed=retry_failed)
    renewals = find_renewals(world, datasets_to_go(world))
    decisions = [_known(one, world) for one in guarded(_decisions(world, renewals), world)]
    aside = 0
    if only_runs:
        whole, decisions = decisions, restricted(decisions, world)
        aside = left_aside(whole, decisions)
    decisions = with_hints(decisions, world)
    decisions.sort(key=lambda one: (KINDS[one.change.address.kind].rank, one.change.address))
    decisions, steps = _in_order(decisions, world)
    changes = tuple(with_digests(one.change, world) for one in decisions)
    return Plan(
        environment=observed.environment,
        stack=desired.stack,
        file=desired.file,
        changes=changes,
        steps=steps,
        warnings=() if only_runs else _warnings(decisions, world),
        problems=observed.problems,
        fingerprint=fingerprint(desired, observed, tool_version),
        tool_version=tool_version,
        made_at=now.isoformat(),
        scope=_scope(desired, only_runs),
        left_aside=aside,
        costs=costs_of(changes, world),
        estimate=estimate_of(steps, world),
    )


def _in_order(decisions: list[Decision], world: World) -> tuple[list[Decision], tuple[Step, ...]]:
    """The steps of all decisions, none where one is refused or where the account could not be read whole."""
    if any(one.change.refusal for one in decisions) or world.observed.problems:
        return decisions, ()
    try:
        return decisions, ordered_steps(decisions, world)
    except CycleError as error:
        return out_of_circle(decisions, error.args[1]), ()


def _scope(desired: DesiredState, only_runs: bool) -> Scope:
    if desired.destroyed is not None:
        return Scope.DESTROY
    return Scope.RUNS if only_runs else Scope.WHOLE


def _decisions(account: World, renewals: Renewals) -> list[Decision]:
    """What goes and comes back is decided as if it were absent, then preceded by its going."""
    datasets = [root.live for root in renewals.roots.values() if root.live.address.kind == "dataset"]
    world = replace(account, renewed=renewals.addresses)
    schemas = [decide_schema(one, world) for one in _declared(world, "schema")]
    imports = [_decide_import(one, world) for one in _declared(world, "dataset-import-job")]
    busy = [one.change.address for one in imports if one.steps]
    unwell = [one.change.address for one in imports if one.change.unhealthy]
    halted = frozenset(
        one
        for live in datasets
        for one in halted_by(live, account)
        if not _broken(world.desired.resources[one], unwell)
    )
    renewals, world = replace(renewals, halted=halted), replace(world, halted=halted)
    trainings = [_decide_training(one, world, busy, unwell) for one in _declared(world, "solution-version")]
    ahead = _ahead(schemas, trainings, world)
    others = [
        renew(decide(one, world, ahead, account.live(one.address)), renewals, account)
        for one in world.desired.resources.values()
        if one.address.kind not in _FIRST
    ]
    sent = {**_versions_awaited(others, world), **_versions_sent(others)}
    under_way = ahead.training | ahead.waited
    anew = {one.name for one in renewals.roots if one.kind == "dataset-group"}
    retired = [
        retire(one, world, sent, under_way, anew) if one.change.address.kind == "solution" else one
        for one in others
    ]
    removals = decide_removals(account, sent, renewals, ahead.schemas.values())
    runs = [_owed(_halting(one, account, halted), world) for one in (*imports, *trainings)]
    return [*schemas, *runs, *retired, *removals]


def _halting(decision: Decision, account: World, halted: frozenset[Address]) -> Decision:
    """A training that must stop so that a dataset can go is stopped first."""
    address = decision.change.address
    solution = account.live(Address("solution", address.keys))
    if address not in halted or solution is None:
        return decision
    note = "the training under way, billed until then, is stopped: a dataset that it learns from goes"
    change = replace(decision.change, notes=(*decision.change.notes, note))
    return replace(decision, change=change, away=(stop_step(solution),))


def _owed(decision: Decision, world: World) -> Decision:
    """A run that only a recreation brings about is not owed under the policy."""
    declared = world.declared(decision.change.address)
    if declared is None or not set(declared.parents.values()) & world.renewed:
        return decision
    return replace(decision, change=replace(decision.change, due=False))


def _ahead(schemas: list[Decision], trainings: list[Decision], world: World) -> Ahead:
    chosen = {one.change.address: one.change.arn for one in schemas if one.change.arn}
    ours = made_by_us(world)
    return Ahead(
        schemas=chosen,
        made_schemas=frozenset(one.change.address for one in schemas if one.steps),
        listed=frozenset(address for address, arn in chosen.items() if arn.rsplit("/", 1)[-1] in ours),
        training=frozenset(one.change.address for one in trainings if one.change.action is Action.RUN),
        waited=frozenset(one.change.address for one in trainings if one.change.action is Action.WAIT),
    )


def _versions_sent(decisions: Iterable[Decision]) -> Mapping[Address, Value]:
    """Which version the plan brings campaigns to in the end, where it sends one."""
    calls = ((one.change.address, call) for one in decisions for step in one.steps for call in step.calls)
    return {
        address: call.request["solutionVersionArn"]
        for address, call in calls
        if address.kind == "campaign" and "solutionVersionArn" in call.request
    }


def _versions_awaited(decisions: Iterable[Decision], world: World) -> Mapping[Address, Value]:
    """Which version campaigns are being brought to already, by an update whose end the plan waits for."""
    kind = KINDS["campaign"]
    waiting = (
        one.change.address for one in decisions if any(step.until is Until.UPDATED for step in one.steps)
    )
    return {
        address: live_value(kind, kind.field("version"), live)
        for address in waiting
        if address.kind == kind.name and (live := world.live(address))
    }


def _known(decision: Decision, world: World) -> Decision:
    """The decision, unless a read failed that it rests on: then nothing is said of the address."""
    address, unread = decision.change.address, world.observed.unread
    declared = world.declared(address)
    parents = set(declared.parents.values()) if declared else set()
    around = {
        one for one in unread if KINDS[address.kind].run and one.keys[0] in {p.keys[0] for p in parents}
    }
    if not unread & ({address} | parents) and not around:
        return decision
    note = "it could not be read, or what it depends on: nothing is known of it"
    return Decision(change=Change(address=address, action=Action.NONE, reason="not known", notes=(note,)))


def _declared(world: World, kind: str) -> Iterable[DesiredResource]:
    return (one for one in world.desired.resources.values() if one.address.kind == kind)


def _decide_import(declared: DesiredResource, world: World) -> Decision:
    decided = decide_import(declared, world)
    if decided.due and _is_to_be_renewed(declared.parents["dataset"], world):
        # Its columns may not fit what is there, and a training would be paid for twice.
        decided = RunDecision(notes=("waits for the next plan, in which its dataset is made anew",))
    return run_decision(declared, decided, world, ())


def _is_to_be_renewed(address: Address, world: World) -> bool:
    """Whether a dataset that this plan takes over has to be made anew, which waits for the next plan."""
    declared, live = world.declared(address), world.live(address)
    if declared is None or live is None or world.owner(live) is Owner.OURS:
        return False
    return bool(forcing(declared, live, world))


def _made_anew_next(declared: DesiredResource, world: World) -> str:
    """What the next plan makes anew of that which a training is of, so that it would be paid for twice."""
    if _is_to_be_replaced(Address("solution", declared.address.keys), world):
        return "its solution is replaced"
    datasets = world.in_group(declared.parents["dataset-group"].name, "dataset")
    first = next((one.address for one in datasets if _is_to_be_renewed(one.address, world)), None)
    return f"{first} is made anew" if first else ""


def _is_to_be_replaced(address: Address, world: World) -> bool:
    """Whether a solution that this plan takes over gets a new generation, which waits for the next plan."""
    declared, live = world.declared(address), world.live(address)
    if declared is None or live is None or world.owner(live) is Owner.OURS:
        return False
    return not fits(declared, live, world.observed.environment)


def _decide_training(
    declared: DesiredResource, world: World, busy: list[Address], unwell: list[Address]
) -> Decision:
    group = declared.parents["dataset-group"].name
    imports = tuple(address for address in busy if address.keys[0] == group)
    broken = _broken(declared, unwell)
    decided = decide_training(declared, world, imports_ahead=bool(imports))
    if decided.due and (coming := _made_anew_next(declared, world)):
        note = f"waits for the next plan, in which {coming}"
        decided = RunDecision(running=decided.behind, notes=(note,))
    if decided.due and broken:
        # Training is paid for, and what it would learn without the failed import is not what the file says.
        blocked = f"not trained while {', '.join(map(str, broken))} has failed"
        decided = RunDecision(running=decided.behind) if decided.behind else RunDecision(blocked=blocked)
    decision = run_decision(declared, decided, world, imports)
    # An import that only a recreation brings about makes no training owed under the policy.
    owed = any(Address("dataset", one.keys) not in world.renewed for one in imports)
    if decided.due and imports and not owed and not decide_training(declared, world, imports_ahead=False).due:
        return replace(decision, change=replace(decision.change, due=False))
    return decision


def _broken(training: DesiredResource, unwell: Iterable[Address]) -> list[Address]:
    """The failed imports of its group, while which nothing is trained: what runs is then not repeated."""
    return [one for one in unwell if one.keys[0] == training.parents["dataset-group"].name]


def _warnings(decisions: list[Decision], world: World) -> tuple[str, ...]:
    adopted = frozenset(
        one.change.address
        for one in decisions
        if one.change.action is Action.ADOPT or any(step.action is Action.ADOPT for step in one.steps)
    )
    used = frozenset(
        (one.change.action.value, one.change.address, one.change.change_id)
        for one in decisions
        if one.change.change_id
    )
    found = [
        *unused_adoptions(world, adopted),
        *unused_consents(world, used),
        *quota_warnings(world.observed.schema_names),
    ]
    missing = [
        one.change.missing
        for one in decisions
        if one.change.address.kind in {"dataset-group", "campaign"} and not one.change.extra
    ]
    extra = [str(one.change.address) for one in decisions if one.change.extra]
    if missing and extra and all(missing):
        found.append(
            f"every declared group is missing, yet stack {world.desired.stack} owns "
            f"{', '.join(extra[:5])} here; is this the right file, account and region?"
        )
    return tuple(found)
