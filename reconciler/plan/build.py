"""build_plan: from desired and observed state to the whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource, DesiredState
from reconciler.model.observed import ObservedState
from reconciler.model.values import Value
from reconciler.plan.adoption import unused_adoptions
from reconciler.plan.changes import Action, Change, Plan
from reconciler.plan.consent import unused_consents
from reconciler.plan.decide import decide
from reconciler.plan.decision import Ahead, Decision
from reconciler.plan.fingerprint import fingerprint
from reconciler.plan.guard import guarded
from reconciler.plan.order import ordered_steps
from reconciler.plan.removal import decide_removals, leftovers
from reconciler.plan.run_steps import run_decision
from reconciler.plan.runs import RunDecision, decide_import, decide_training
from reconciler.plan.schemas import decide_schema
from reconciler.plan.world import World


def build_plan(
    desired: DesiredState,
    observed: ObservedState,
    *,
    now: datetime,
    tool_version: str,
    retry_failed: bool = False,
) -> Plan:
    """The plan that brings the account to what the files say. The same input gives the same plan."""
    world = World(desired=desired, observed=observed, now=now, retry_failed=retry_failed)
    decisions = [_known(one, world) for one in guarded(_decisions(world), world)]
    decisions.sort(key=lambda one: (KINDS[one.change.address.kind].rank, one.change.address))
    groups = {one.live.address: one.group for one in leftovers(world)}
    refused = any(one.change.refusal for one in decisions)
    return Plan(
        environment=observed.environment,
        stack=desired.stack,
        file=desired.file,
        changes=tuple(one.change for one in decisions),
        steps=() if refused or observed.problems else ordered_steps(decisions, world, groups),
        warnings=_warnings(decisions, world),
        problems=observed.problems,
        fingerprint=fingerprint(desired, observed, tool_version),
        tool_version=tool_version,
        made_at=now.isoformat(),
    )


def _decisions(world: World) -> list[Decision]:
    """Schemas, imports and trainings first, since the others depend on what becomes of them."""
    schemas = [decide_schema(one, world) for one in _declared(world, "schema")]
    imports = [_decide_import(one, world) for one in _declared(world, "dataset-import-job")]
    busy = {one.change.address: one.change.action for one in imports if one.steps}
    unwell = [one.change.address for one in imports if one.change.unhealthy]
    trainings = [_decide_training(one, world, busy, unwell) for one in _declared(world, "solution-version")]
    ahead = Ahead(
        schemas={one.change.address: one.change.arn for one in schemas if one.change.arn},
        made_schemas=frozenset(one.change.address for one in schemas if one.steps),
        training=frozenset(one.change.address for one in trainings if one.change.action is Action.RUN),
        waited=frozenset(one.change.address for one in trainings if one.change.action is Action.WAIT),
    )
    runs = {"schema", "dataset-import-job", "solution-version"}
    others = [
        decide(one, world, ahead) for one in world.desired.resources.values() if one.address.kind not in runs
    ]
    return [*schemas, *imports, *trainings, *others, *decide_removals(world, _versions_sent(others))]


def _versions_sent(decisions: Iterable[Decision]) -> dict[Address, Value]:
    """Which version the plan brings campaigns to, where it sends one."""
    calls = ((one.change.address, call) for one in decisions for step in one.steps for call in step.calls)
    return {
        address: call.request["solutionVersionArn"]
        for address, call in calls
        if "solutionVersionArn" in call.request
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
    return run_decision(declared, decide_import(declared, world), world, ())


def _decide_training(
    declared: DesiredResource, world: World, busy: dict[Address, Action], unwell: list[Address]
) -> Decision:
    group = declared.parents["dataset-group"].name
    imports = tuple(address for address in busy if address.keys[0] == group)
    broken = [address for address in unwell if address.keys[0] == group]
    decided = decide_training(declared, world, imports_ahead=bool(imports))
    if decided.due and broken:
        # Training is paid for, and what it would learn without the failed import is not what the file says.
        decided = RunDecision(blocked=f"not trained while {', '.join(map(str, broken))} has failed")
    return run_decision(declared, decided, world, imports)


def _warnings(decisions: list[Decision], world: World) -> tuple[str, ...]:
    adopted = frozenset(one.change.address for one in decisions if one.change.action is Action.ADOPT)
    used = frozenset(
        (one.change.action.value, one.change.address, one.change.change_id)
        for one in decisions
        if one.change.change_id
    )
    found = [*unused_adoptions(world, adopted), *unused_consents(world, used)]
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
