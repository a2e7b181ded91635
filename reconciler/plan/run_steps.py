"""Steps of runs: starting an import or a training, or waiting for one that runs already."""

from __future__ import annotations

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.values import Unknown, Value
from reconciler.plan.changes import Action, Change, FieldChange, Step, Until
from reconciler.plan.compare import compare, member_shown
from reconciler.plan.decision import Decision
from reconciler.plan.requests import create_call, said_on_create
from reconciler.plan.runs import RunDecision
from reconciler.plan.steps import run_wait_step, step_id
from reconciler.plan.world import World


def run_decision(
    declared: DesiredResource, decided: RunDecision, world: World, after: tuple[Address, ...]
) -> Decision:
    """The change and step behind what was decided of a run; it starts once `after` is ready.

    One that is under way already waits for nothing: a dataset may have to wait for it before it goes.
    """
    address = declared.address
    if decided.running:
        step = run_wait_step(address, decided.running, Until.READY)
        reason = f"{decided.running.name} is still running ({decided.running.status})"
        change = Change(address=address, action=Action.WAIT, reason=reason, arn=decided.running.arn)
        return Decision(change=change, steps=(step,))
    if not decided.due:
        failed = decided.unhealthy
        why = (failed.failure_reason or failed.status) if failed else decided.blocked
        notes = decided.notes
        if failed:
            notes += (f"{failed.name} failed; change its inputs, or run again with --retry-failed",)
        change = Change(
            address=address, action=Action.NONE, reason="nothing is due", notes=notes, unhealthy=why
        )
        return Decision(change=change)
    return _start(declared, decided, world, after)


_FULL_FIRST = "sent as FULL: the service updates only what it has trained in full before"


def _whole(declared: DesiredResource, decided: RunDecision) -> dict[str, Value]:
    """What is sent instead of what the file says, since the first run of anything is a full one.

    Source: API reference, CreateDatasetImportJob and CreateSolutionVersion.
    """
    if not decided.first:
        return {}
    if decided.job_name:
        return {"importMode": "FULL"}
    return {"trainingMode": "FULL"} if declared.fields.get("trainingMode") == "UPDATE" else {}


def _start(
    declared: DesiredResource, decided: RunDecision, world: World, after: tuple[Address, ...]
) -> Decision:
    address, kind = declared.address, KINDS[declared.address.kind]
    compared = compare(kind, declared, None, world)
    extra = _whole(declared, decided)
    name = decided.job_name or address.name
    step = Step(
        id=step_id(Action.RUN, address),
        address=address,
        action=Action.RUN,
        kind=kind.name,
        arn=world.observed.environment.arn(kind.resource.format(name=name))
        if kind.resource
        else Unknown(address),
        calls=(
            create_call(
                kind,
                declared,
                compared,
                world,
                name=name,
                tags=dict(sorted(declared.tags.items())),
                extra=extra,
            ),
        ),
        until=Until.READY,
    )
    fields = tuple(
        FieldChange(field=one.field.key, member=member_shown(one.field), before=None, after=one.wanted)
        for one in said_on_create(compared)
    )
    change = Change(
        address=address,
        action=Action.RUN,
        reason=decided.reason,
        fields=fields,
        notes=(*decided.notes, *((_FULL_FIRST,) if "trainingMode" in extra else ())),
        due=True,
    )
    first = (run_wait_step(address, decided.behind, Until.SETTLED),) if decided.behind else ()
    return Decision(change=change, steps=(*first, step), after={step.id: after})
