"""A renamed key: to Personalize a deletion and a creation, which the plan says where it looks like one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.observed import ObservedResource
from reconciler.plan.changes import Action
from reconciler.plan.compare import compare
from reconciler.plan.decision import Decision
from reconciler.plan.world import World


def with_hints(decisions: Sequence[Decision], world: World) -> list[Decision]:
    """The decisions, with a hint at every creation that equals a deletion but for its name."""
    going = [one for one in decisions if one.change.extra and one.change.action is Action.DELETE]
    hinted: dict[int, str] = {}
    for place, one in enumerate(decisions):
        if (
            one.change.action is not Action.CREATE
            or KINDS[one.change.address.kind].resource.count("{name}") != 1
        ):
            continue
        for other in going:
            if other.change.address.kind != one.change.address.kind or other.change.address.kind == "schema":
                continue
            live = world.by_arn(str(other.change.arn))
            if live is not None and _equal_but_for_the_name(one, live, world):
                hint = "equal but for the name: names are identity in Personalize, so this is"
                hinted[place] = f"{hint} {other.change.address} deleted and made anew, not renamed"
                hinted[decisions.index(other)] = (
                    f"{hint} no rename to {one.change.address} but a new one beside it"
                )
    return [
        replace(one, change=replace(one.change, notes=(*one.change.notes, hinted[place])))
        if place in hinted
        else one
        for place, one in enumerate(decisions)
    ]


def _equal_but_for_the_name(one: Decision, live: ObservedResource, world: World) -> bool:
    declared = world.declared(one.change.address)
    assert declared is not None  # what is created is
    kind = KINDS[live.address.kind]
    home = declared.parents.get("dataset-group")
    if home is not None and world.group_of(live) not in {home.name, ""}:
        return False
    return all(
        item.same or item.field.refers or item.field.flag or not item.field.member
        for item in compare(kind, declared, live, world)
    )
