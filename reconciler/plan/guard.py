"""Guards over the whole plan: how many deletions one apply may carry out, and none that waits for itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from reconciler.plan.changes import Action, Refusal
from reconciler.plan.decision import Decision
from reconciler.plan.marks import Owner
from reconciler.plan.world import World


def guarded(decisions: Sequence[Decision], world: World) -> list[Decision]:
    """The decisions, with all deletions refused when there are more than policy.maxDeletes allows."""
    # A schema goes only if nothing uses it, costs nothing and is no owned resource.
    deletions = [
        one
        for one in decisions
        if one.change.action is Action.DELETE
        and not one.change.refusal
        and one.change.address.kind != "schema"
    ]
    problem = _too_many(len(deletions), world)
    if not problem:
        return list(decisions)
    return [
        Decision(change=replace(one.change, refusal=problem)) if one in deletions else one
        for one in decisions
    ]


def out_of_circle(decisions: Sequence[Decision], circle: Collection[str]) -> list[Decision]:
    """The decisions, with those refused whose steps wait for each other; `circle` are the steps' ids."""
    within = [
        one
        for one in decisions
        if any(step.id in circle for part in one.parts for step in (*part.at_once, *part.steps, *part.away))
    ]
    names = ", ".join(sorted({str(one.change.address) for one in within}))
    problem = Refusal(
        rule="circle",
        why=f"these changes would wait for each other for ever: {names}",
        fix="make them in two edits, each applied before the next",
    )
    return [
        Decision(change=replace(one.change, refusal=problem)) if one in within else one for one in decisions
    ]


def _too_many(count: int, world: World) -> Refusal | None:
    policy = world.desired.policy
    owned = sum(
        world.owner(live) is Owner.OURS
        for generations in world.observed.resources.values()
        for live in generations
    )
    limits = [policy.max_deletes] if policy.max_deletes is not None else []
    if policy.max_deletes_percent is not None:
        limits.append(int(owned * policy.max_deletes_percent / 100))
    if not limits or count <= max(limits):
        return None
    return Refusal(
        rule="max-deletes",
        why=f"{count} of {owned} resources would be deleted; policy.maxDeletes allows {max(limits)}",
        fix=f"if all of them should go, raise policy.maxDeletes to {count} in the file for this change",
    )
