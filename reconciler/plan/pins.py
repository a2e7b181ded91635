"""Campaigns that are pinned: where the version of that id is, and why none may be served."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedRun
from reconciler.plan.changes import Refusal
from reconciler.plan.inside import is_forgotten
from reconciler.plan.leftovers import leftovers
from reconciler.plan.marks import Owner
from reconciler.plan.naming import generation_number
from reconciler.plan.world import World

_USABLE = {Health.READY, Health.SETTLING}


def is_pinned(declared: DesiredResource) -> bool:
    """Whether a campaign says the id of a version; `latest` and `sync` say which one of its solution's."""
    return declared.address.kind == "campaign" and declared.fields["version"] not in {"latest", "sync"}


def has_pins(version: str, world: World) -> bool:
    """Whether a campaign of the file is pinned to the version with this ARN."""
    declared = world.desired.resources.values()
    return any(is_pinned(one) and one.fields["version"] == _id(version) for one in declared)


def group_to_be_in(declared: DesiredResource, world: World) -> str:
    """The group in which something is to stand: of a pinned campaign the one where its version is.

    Its solution may be replaced in another group, while the old generation is kept for it.
    """
    said = declared.parents.get("dataset-group")
    place = _pinned_place(declared, world) if is_pinned(declared) else None
    return (world.group_of(place) if place else "") or (said.name if said else "")


def _pinned_place(declared: DesiredResource, world: World) -> ObservedResource | None:
    """The solution of its version; where there is none to move to, the campaign itself, which stays."""
    found = _found(declared, world)
    there = world.observed.resources.get(declared.address, ())
    return world.by_arn(_home(found)) if found else next(iter(there), None)


def pinned_version(declared: DesiredResource, world: World) -> ObservedRun | str | Refusal:
    """The version whose id the campaign says, in whichever generation of its solution that is.

    Its ARN alone where all that is known of it is that the campaign serves it now. A refusal where there is
    none, or it cannot be served, or goes with its group: a version is not made again under its id.
    """
    said, solution = str(declared.fields["version"]), declared.parents["solution"]
    known, found = _known(solution, world), _found(declared, world)
    if found is None:
        return _refusal(f"{solution} has no version {said}", known)
    home = world.by_arn(_home(found))
    if home is None and declared.address in world.renewed:
        lost = _id(_home(found))
        return Refusal(
            rule="pinned-version",
            why=f"it serves {said} from {lost}, not marked as {solution}: nothing would lead back there",
            fix=f"give {lost} the tags reconcile:stack and reconcile:address of {solution}, and apply again",
        )
    why = _why_it_goes(home, world) if home else ""
    if why:
        return _refusal(f"version {said} goes with {solution}: {why}", {})
    run = known.get(found)
    if run and found not in _served(declared.address, world) and run.health not in _USABLE:
        return _refusal(f"version {said} of {solution} is {run.status}", known)
    return run or found


def unmarked_home(declared: DesiredResource, served: str, world: World) -> tuple[str, ...]:
    """A note where a pinned campaign serves from a generation that lost the marks of this stack."""
    home, solution = world.by_arn(_home(served)), declared.parents["solution"]
    marked = home is not None and (world.owner(home) is not Owner.UNOWNED or home == world.live(solution))
    if marked or not is_pinned(declared) or _id(served) != declared.fields["version"]:
        return ()
    return (f"it serves from {_id(_home(served))}, which is not marked as {solution} of this stack",)


def _found(declared: DesiredResource, world: World) -> str | None:
    """The ARN of the version to which a campaign is pinned, None where no such version is known.

    What it serves is there, whether or not its solution is still marked as ours.
    """
    said, solution = declared.fields["version"], declared.parents["solution"]
    kept = _generations(solution, world)
    served = (
        arn
        for live in world.observed.resources.get(declared.address, ())
        for arn in (str(live.body.get("solutionVersionArn")),)
        if _home(arn) in kept or (live.health is not Health.LEAVING and is_lost(arn, solution, world))
    )
    return next((arn for arn in (*served, *_known(solution, world)) if _id(arn) == said), None)


def _generations(solution: Address, world: World) -> Mapping[str, ObservedResource]:
    """What is there of a solution and stays for now, by ARN."""
    found = world.observed.resources.get(solution, ())
    return {one.arn: one for one in found if one.health is not Health.LEAVING}


def _known(solution: Address, world: World) -> Mapping[str, ObservedRun]:
    """Its versions by ARN, as far as they were read, without those in training that this plan stops."""
    halted = Address("solution-version", solution.keys) in world.halted
    target = world.live(solution)
    return {
        run.arn: run
        for home in _generations(solution, world).values()
        for run in world.observed.runs.get(home.arn, ())
        if not (halted and home == target and run.health is Health.SETTLING)
    }


def is_lost(version: str, solution: Address, world: World) -> bool:
    """Whether a version is of a solution that was not read, and is by its name a generation of this one."""
    home = _home(version)
    return world.by_arn(home) is None and generation_number(solution.name, _id(home)) is not None


def _refusal(why: str, known: Mapping[str, ObservedRun]) -> Refusal:
    usable = sorted(_id(arn) for arn, run in known.items() if run.health in _USABLE)
    others = f", or `version:` with one that is there: {', '.join(usable)}" if usable else ""
    return Refusal(rule="pinned-version", why=why, fix=f"let it serve the newest, `version: latest`{others}")


def _served(campaign: Address, world: World) -> tuple[str, ...]:
    """What the campaign serves, also one that goes and comes back in this plan."""
    found = (live.body.get("solutionVersionArn") for live in world.observed.resources.get(campaign, ()))
    return tuple(arn for arn in found if isinstance(arn, str))


def _why_it_goes(home: ObservedResource, world: World) -> str:
    group = Address("dataset-group", (world.group_of(home),))
    if group in world.renewed:
        return f"{group} is made anew"
    leaves = any(one.live.address == group and not is_forgotten(one.live, world) for one in leftovers(world))
    return f"{group} is no longer in the file" if leaves else ""


def _id(arn: str) -> str:
    return arn.rsplit("/", 1)[-1]


def _home(arn: str) -> str:
    return arn.rsplit("/", 1)[0]
