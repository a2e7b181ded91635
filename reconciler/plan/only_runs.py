"""`--only runs`: what is due under the file's policy and nothing else, for a schedule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.values import Value
from reconciler.plan.campaigns import deploying
from reconciler.plan.changes import Action, Call, Change, Origin
from reconciler.plan.decision import Decision
from reconciler.plan.marks import DIGEST, rehashed
from reconciler.plan.requests import tag_call
from reconciler.plan.world import World

_QUIET = {Action.NONE, Action.MARK, Action.WAIT}
_KIND = KINDS["campaign"]
_VERSION = _KIND.field("version")


def only_runs(decisions: Sequence[Decision], world: World) -> list[Decision]:
    """The runs and deployments among the decisions; edits of the file wait for a whole apply.

    A run whose dataset or solution is to be changed first waits as well: it would run on something else than
    the file says.
    """
    busy = {
        one.change.address
        for one in decisions
        if (one.change.action not in _QUIET or one.change.refusal) and not KINDS[one.change.address.kind].run
        if not _only_retires(one)
    }
    kept = [
        _waiting(one) if busy & set(_feeds(one.change.address, world)) else one
        for one in decisions
        if KINDS[one.change.address.kind].run
    ]
    waiting = {one.change.address for one in kept if not one.steps}
    deployments = (_deployment(one, world) for one in decisions)
    return [*kept, *(one for one in deployments if one and not waiting & _awaited(one))]


def _only_retires(decision: Decision) -> bool:
    """Whether the thing itself is as the file says, and only what it has replaced is still to go."""
    quiet = all(step.action in _QUIET for step in decision.steps)
    return bool(decision.also) and quiet and not decision.away


def _awaited(decision: Decision) -> set[Address]:
    return {address for before in decision.after.values() for address in before}


def _deployment(decision: Decision, world: World) -> Decision | None:
    """The deployment of a newer version that is owed, without what else of the campaign waits."""
    change = decision.change
    due = tuple(one for one in change.fields if one.origin is Origin.DUE)
    step = next((one for one in decision.steps if one.action is Action.UPDATE and one.calls), None)
    if change.action is not Action.UPDATE or change.refusal or step is None or not due:
        return None
    if len(due) == len(change.fields):
        return decision
    wanted = step.calls[0].request.get(_VERSION.member)
    live, declared = world.live(change.address), world.declared(change.address)
    assert live is not None
    assert declared is not None  # what is updated is there, and of the file
    marks = _remarked((live.tags or {}).get(DIGEST), step.arn, wanted)
    alone = replace(step, calls=(deploying(declared, live, wanted, world),), marks=marks)
    rest = ", ".join(one.field for one in change.fields if one not in due)
    return replace(
        decision,
        change=replace(
            change,
            reason="a newer version is to be served",
            fields=due,
            due=True,
            notes=(*change.notes, f"{rest} waits for an apply of the whole file"),
        ),
        steps=tuple(alone if one is step else one for one in decision.steps),
    )


def _remarked(digest: str | None, arn: Value, version: Value) -> tuple[Call, ...]:
    """The digest with another version; left alone where it does not tell fields apart."""
    text = rehashed(digest, _VERSION.key, version)
    return (tag_call(arn, {DIGEST: text}),) if text is not None else ()


def left_aside(whole: Sequence[Decision], kept: Sequence[Decision]) -> int:
    """How many changes a whole apply would make or refuse beside those that were kept."""
    shown = {one.change.address: one.change.fields for one in kept}
    return sum(
        shown.get(one.change.address) != one.change.fields
        and (one.change.action not in _QUIET or one.change.refusal is not None)
        for one in whole
        if not KINDS[one.change.address.kind].run
    )


def _feeds(address: Address, world: World) -> Iterable[Address]:
    """What must be as the file says before a run makes sense: what it is of, and the group's datasets."""
    declared = world.declared(address)
    assert declared is not None  # runs are of the file
    group = declared.parents["dataset-group"].name
    datasets = () if address.kind == "dataset-import-job" else world.in_group(group, "dataset")
    return (*declared.parents.values(), *(one.address for one in datasets))


def _waiting(decision: Decision) -> Decision:
    change = decision.change
    if not decision.steps:
        return decision
    note = f"due ({change.reason}), but changes to what it is of come first: apply the whole file"
    return Decision(change=Change(address=change.address, action=Action.NONE, reason="waits", notes=(note,)))
