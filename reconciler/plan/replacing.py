"""Replacing solutions: a new generation is trained and served before the old one goes.

Nothing that serves is touched before its successor serves: the campaign moves, is seen to have moved, and
only then does the old generation go (design 4.7).
"""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import FieldChange
from reconciler.plan.compare import compare, field_changes
from reconciler.plan.inside import strangers
from reconciler.plan.live import live_value
from reconciler.plan.moves import moved_parent
from reconciler.plan.world import World


def campaigns_on(solution: str, world: World) -> list[Address]:
    """The declared campaigns that serve, are being updated to, or are to serve a version of a solution."""
    known = {run.arn.rsplit("/", 1)[-1] for run in world.observed.runs.get(solution, ())}
    pinned = (
        one.address
        for one in world.desired.resources.values()
        if one.address.kind == "campaign" and one.fields.get("version") in known
    )
    return list(dict.fromkeys((*serving(solution, world), *pinned)))


def serving(solution: str, world: World) -> list[Address]:
    """Those of them that are there and serve, or are being updated to, one now."""
    kind = KINDS["campaign"]
    field = kind.field("version")
    return [
        address
        for address, found in world.observed.resources.items()
        if address.kind == kind.name and address in world.desired.resources
        for live in found
        if live.health is not Health.LEAVING
        if any(
            str(version).rpartition("/")[0] == solution
            for version in (live_value(kind, field, live), live.body.get(field.member))
        )
    ]


def still_on(solution: str, world: World, sent: Mapping[Address, Value]) -> list[Address]:
    """Those of them that this plan leaves there, and whatever else it sends there."""
    version = f"{solution}/"
    left = [one for one in campaigns_on(solution, world) if one not in sent]
    return [*left, *(one for one, aim in sent.items() if str(aim).startswith(version))]


def goes_at_once(old: ObservedResource, world: World) -> bool:
    """Whether a superseded generation is of no use to anything, so that its training is stopped."""
    users = campaigns_on(old.arn, world) or leaving_users(old, world) or strangers(old, world)
    return not users and old.health is not Health.LEAVING and not can_serve(old, world)


def can_serve(old: ObservedResource, world: World) -> bool:
    """Whether a generation has an ACTIVE version, so that something can fall back on it."""
    return any(run.health is Health.READY for run in world.observed.runs.get(old.arn, ()))


def leaving_users(old: ObservedResource, world: World) -> list[Address]:
    """Owned campaigns that left the file, or are being deleted, and serve from it: they go first."""
    return [
        address
        for address, found in world.observed.resources.items()
        if address.kind == "campaign"
        for live in found
        if address not in world.desired.resources or live.health is Health.LEAVING
        if str(live.body.get("solutionVersionArn")).rpartition("/")[0] == old.arn
    ]


def replaced_fields(old: ObservedResource, world: World) -> tuple[FieldChange, ...]:
    """What differs between a superseded generation and the file, its group included."""
    declared, kind = world.desired.resources[old.address], KINDS[old.address.kind]
    compared = compare(kind, declared, old, world)
    return (*field_changes(compared, declared, old), *moved_parent(kind, declared, old, world))
