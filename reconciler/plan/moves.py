"""Things that are to stand in another place: another group, or behind another solution."""

from __future__ import annotations

from reconciler.kinds.kind import Kind
from reconciler.model.desired import DesiredResource
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import FieldChange
from reconciler.plan.marks import REFUSED, refusal_mark
from reconciler.plan.pins import group_to_be_in
from reconciler.plan.world import World


def moved_parent(
    kind: Kind, declared: DesiredResource, live: ObservedResource, world: World
) -> tuple[FieldChange, ...]:
    """The parent is a create-only field: another group cannot be had in place.

    A campaign is in the group of the solution that it serves, and belongs in that of its version.
    """
    if kind.name == "campaign":
        return _other_group(declared, live, world)
    changes = []
    for parent, member in kind.parents.items():
        found, wanted = live.body.get(member or ""), world.arn(declared.parents[parent])
        if member and isinstance(found, str) and found != wanted:
            name = declared.parents[parent].name
            before = found.rsplit("/", 1)[-1]
            changes.append(FieldChange(field=parent, member=member, before=before, after=name))
    return tuple(changes)


def _other_group(declared: DesiredResource, live: ObservedResource, world: World) -> tuple[FieldChange, ...]:
    home = world.by_arn(str(live.body.get("solutionVersionArn") or "").rsplit("/", 1)[0])
    group = group_to_be_in(declared, world)
    if home is None or world.group_of(home) in {group, ""}:
        return ()
    before, after = home.address.name, declared.parents["solution"].name
    if before == after:
        # The solution moves as well, or has moved, under the same name: only the group differs.
        return (FieldChange(field="dataset-group", before=world.group_of(home), after=group),)
    return (FieldChange(field="solution", before=before, after=after),)


def is_refused(live: ObservedResource, version: Value) -> bool:
    """Whether the service has refused to move this campaign to this version."""
    noted = (live.tags or {}).get(REFUSED)
    return isinstance(version, str) and noted == refusal_mark(version)
