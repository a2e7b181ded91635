"""Whose a live resource is, and whether this file may act on it."""

from __future__ import annotations

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import Adoption, DesiredResource, DesiredState
from reconciler.model.observed import ObservedResource
from reconciler.plan.changes import Refusal
from reconciler.plan.consent import nothing_left
from reconciler.plan.marks import STACK, Owner
from reconciler.plan.world import World


def adoption_of(declared: DesiredResource, desired: DesiredState) -> Adoption | None:
    """The adopt entry that covers an address: its own, else its group's NAME/** one."""
    group = declared.parents.get("dataset-group")
    own = (one for one in desired.adopt if one.address == declared.address)
    around = (one for one in desired.adopt if one.subtree and one.address == group)
    return next(own, None) or next(around, None)


def owner_problem(declared: DesiredResource, live: ObservedResource, world: World) -> Refusal | None:
    """Why this file may not act on a live resource; None when it is ours or may be adopted."""
    owner = world.owner(live)
    if owner is Owner.OURS:
        return None
    if KINDS[declared.address.kind].owned_through:
        return _with_its_group(live, world)
    entry, address = adoption_of(declared, world.desired), declared.address
    elsewhere = _elsewhere(declared, live, world)
    if entry and entry.subtree and elsewhere:
        # What is in a group is taken over with it; the same name in another one may be anybody's.
        entry = None
    place = f"; it {elsewhere}" if elsewhere else ""
    stack = (live.tags or {}).get(STACK, "")
    if owner is Owner.UNOWNED:
        if entry:
            return None
        return Refusal(
            rule="unowned",
            why=f"{live.arn} exists and no stack owns it{place}",
            fix=f"give yours another name; or take it over by adding to {world.file}, "
            "and it is then brought to where the file has it:"
            if elsewhere
            else f"take it over by adding to {world.file}, or give yours another name:",
            paste=f"adopt: [{address}]",
        )
    if entry and entry.from_stack == stack:
        return None
    return Refusal(
        rule="foreign",
        why=f"{live.arn} belongs to stack {stack}{place}",
        fix="give yours another name; or, when that stack gives it up, "
        f"take it over by adding to {world.file}:",
        paste=f"adopt: [{{address: {address}, from: {stack}}}]",
    )


def _elsewhere(declared: DesiredResource, live: ObservedResource, world: World) -> str:
    """How something is seen not to be in the group in which the file declares it; "" where it is there."""
    group, home = declared.parents.get("dataset-group"), world.group_of(live)
    if group is None or home == group.name:
        return ""
    if home:
        return f"is in dataset-group/{home}"
    # A campaign says nothing of its group, and its solution was read only if the file knows it.
    solution = str(live.body.get("solutionVersionArn") or "").rsplit("/", 2)[-2:-1]
    return f"serves solution/{''.join(solution)}, which is none of the file's" if solution else ""


def _with_its_group(live: ObservedResource, world: World) -> Refusal | None:
    """What takes no tags cannot be taken over by itself: it comes and stays with the group that it is in."""
    through = KINDS[live.address.kind].parents[KINDS[live.address.kind].owned_through]
    home = world.by_arn(str(live.body.get(through or "")))
    declared = world.declared(home.address) if home else None
    if home is None or declared is None:
        return Refusal(
            rule="foreign",
            why=f"{live.arn} is in a dataset group which this stack does not own",
            fix="give yours another name",
        )
    problem = owner_problem(declared, home, world)
    if problem is None:
        return None
    return Refusal(
        rule=problem.rule,
        why=f"it belongs to whoever owns its dataset group, and {problem.why}",
        fix=f"what lifts the refusal of {home.address} lifts this one",
    )


def unused_adoptions(world: World, adopted: frozenset[Address]) -> list[str]:
    """Adopt entries with nothing left to do."""
    done = []
    for entry in world.desired.adopt:
        covered = {
            one.address
            for one in world.desired.resources.values()
            if one.address == entry.address
            or (entry.subtree and one.parents.get("dataset-group") == entry.address)
        }
        if not covered & adopted:
            shown = f"{entry.address}/**" if entry.subtree else str(entry.address)
            done.append(f"{entry.position}: adopt {shown} {nothing_left(world)}")
    return done
