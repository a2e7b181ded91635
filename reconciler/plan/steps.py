"""Building single steps: waiting, deleting, stopping, tagging."""

from __future__ import annotations

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Kind
from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedRun
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Call, FieldChange, Origin, Step, Until
from reconciler.plan.live import live_value
from reconciler.plan.requests import tag_call
from reconciler.plan.world import World


def step_id(action: Action, address: Address, name: str = "") -> str:
    """The id of a step: verb and address, and what tells it from another step of both, e.g. a generation."""
    return f"{action.value} {address}" + (f" ({name})" if name and name != address.name else "")


def named(kind: Kind, live: ObservedResource) -> str:
    """The physical name where it may differ from the address's, for step ids; "" elsewhere."""
    return live.name if "{name}" in kind.resource else ""


def wait_step(kind: Kind, live: ObservedResource, until: Until) -> Step:
    """Wait until a change that somebody started has ended."""
    return Step(
        id=step_id(Action.WAIT, live.address, named(kind, live)),
        address=live.address,
        action=Action.WAIT,
        kind=kind.name,
        arn=live.arn,
        until=until,
    )


def run_wait_step(address: Address, run: ObservedRun, until: Until, name: str = "") -> Step:
    """Wait until an import or training that is under way has ended; its `name` where there are several."""
    return Step(
        id=step_id(Action.WAIT, address, name),
        address=address,
        action=Action.WAIT,
        kind=address.kind,
        arn=run.arn,
        until=until,
    )


def delete_step(kind: Kind, live: ObservedResource, marks: tuple[Call, ...] = ()) -> Step:
    """Delete one live resource and see it gone; it must still be the one that was planned for."""
    return Step(
        id=step_id(Action.DELETE, live.address, named(kind, live)),
        address=live.address,
        action=Action.DELETE,
        kind=kind.name,
        arn=live.arn,
        calls=(Call(operation=kind.delete, request={kind.arn_member: live.arn}),),
        until=Until.GONE,
        marks=marks,
        expects=str(live.body.get("creationDateTime") or ""),
    )


def away_steps(live: ObservedResource, world: World, marks: tuple[Call, ...] = ()) -> tuple[Step, ...]:
    """Everything that takes one live resource away, in its order; what is going already is waited for.

    A solution that trains by itself is switched off first, and its running trainings are stopped.
    Source: developer guide, 'Deleting a solution' and 'Stopping the creation of a solution version'.
    """
    kind = KINDS[live.address.kind]
    if live.health is Health.LEAVING:
        return (wait_step(kind, live, Until.GONE),)
    return (*_quieted(live, world), delete_step(kind, live, marks))


def _quieted(live: ObservedResource, world: World) -> tuple[Step, ...]:
    kind = KINDS[live.address.kind]
    if kind.name != "solution" or live.health is not Health.READY:
        return ()
    itself = trains_itself(live)
    running = any(run.health is Health.SETTLING for run in world.observed.runs.get(live.arn, ()))
    off = training_off_step(live)
    return (*((off,) if itself else ()), *((stop_step(live),) if itself or running else ()))


TRAINS_NO_MORE = FieldChange(
    field="autoTraining", member="performAutoTraining", before=True, after=False, origin=Origin.DUE
)
"""What `training_off_step` changes. Nobody edited it: it follows from what is kept, and needs no review."""


def trains_itself(solution: ObservedResource) -> bool:
    """Whether the service trains this solution by a schedule, which is billed."""
    kind = KINDS["solution"]
    return bool(live_value(kind, kind.field("autoTraining"), solution))


def training_off_step(solution: ObservedResource, marks: tuple[Call, ...] = ()) -> Step:
    """Let a solution train by itself no more, and see that it does not; `marks` say so of one that stays."""
    kind = KINDS["solution"]
    request: dict[str, Value] = {kind.arn_member: solution.arn, "performAutoTraining": False}
    return Step(
        id=step_id(Action.UPDATE, solution.address, f"{solution.name}: auto training off"),
        address=solution.address,
        action=Action.UPDATE,
        kind=kind.name,
        arn=solution.arn,
        calls=(Call(operation=kind.update, request=request),),
        until=Until.UPDATED,
        marks=marks,
    )


def stop_step(solution: ObservedResource) -> Step:
    """Stop whatever trains of a solution, and see it stopped. What was trained until then is billed.

    Source: developer guide, 'Stopping the creation of a solution version'.
    """
    address = Address("solution-version", solution.address.keys)
    return Step(
        id=step_id(Action.STOP, address, solution.name),
        address=address,
        action=Action.STOP,
        kind=address.kind,
        arn=solution.arn,
        calls=(
            Call(
                operation="StopSolutionVersionCreation",
                request={"solutionVersionArn": f"{solution.arn}/*"},
            ),
        ),
        until=Until.IDLE,
    )


def tag_step(action: Action, kind: Kind, live: ObservedResource, tags: dict[str, Value]) -> Step:
    """Nothing but setting tags: adoption, or a digest that is out of date."""
    return Step(
        id=step_id(action, live.address, named(kind, live)),
        address=live.address,
        action=action,
        kind=kind.name,
        arn=live.arn,
        calls=(tag_call(live.arn, tags),),
    )
