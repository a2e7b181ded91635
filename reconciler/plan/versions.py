"""Which solution version a campaign should serve: latest, sync or a fixed one."""

from __future__ import annotations

from dataclasses import dataclass

from reconciler.catalog.recipes import recipe, unfit_options
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedRun
from reconciler.model.values import Unknown, Value
from reconciler.plan.campaign_options import asked_for
from reconciler.plan.changes import Refusal
from reconciler.plan.pins import pinned_version
from reconciler.plan.runs import newest
from reconciler.plan.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The version to serve. `arn` None: there is none and none is on its way.

    `awaits` is the training that must have ended first, `runs` a version in training that no other step waits
    for, `refusal` why what the file says cannot be served.
    """

    arn: Value
    awaits: Address | None = None
    runs: ObservedRun | None = None
    refusal: Refusal | None = None

    @property
    def awaited(self) -> tuple[Address, ...]:
        """The training that must have ended first, as addresses to wait for."""
        return (self.awaits,) if self.awaits else ()


def target_version(
    declared: DesiredResource, world: World, trainings: frozenset[Address], waited: frozenset[Address]
) -> Target:
    """The version that `version:` of a campaign asks for.

    `trainings` are those that start in this plan, `waited` those running already. Under sync the
    service wants SOLUTION/$LATEST and an ACTIVE version to begin with.
    Source: AWS API reference, CampaignConfig.syncWithLatestSolutionVersion.
    """
    solution = declared.parents["solution"]
    training = Address("solution-version", solution.keys)
    said = str(declared.fields["version"])
    base = world.arn(solution)
    pending = training if training in trainings | waited else None
    runs = world.runs(training)
    active = newest(runs, Health.READY)
    if said == "sync":
        return (
            Target(arn=f"{base}/$LATEST", awaits=pending if active is None else None)
            if active or pending
            else Target(arn=None)
        )
    if said != "latest":
        return _pinned(declared, world, waited)
    if training in trainings:
        return Target(arn=Unknown(training), awaits=training)
    if pending:
        running = newest(runs, Health.SETTLING)
        if active and running and active.created > running.created:
            return Target(arn=active.arn)
        return Target(arn=running.arn if running else None, awaits=training)
    return Target(arn=active.arn if active else None)


def _pinned(declared: DesiredResource, world: World, waited: frozenset[Address]) -> Target:
    found = pinned_version(declared, world)
    if isinstance(found, Refusal):
        return Target(arn=None, refusal=found)
    if isinstance(found, str):
        return Target(arn=found)
    training = Address("solution-version", declared.parents["solution"].keys)
    if found.health is not Health.SETTLING:
        return Target(arn=found.arn)
    if training in waited and found in world.runs(training):
        return Target(arn=found.arn, awaits=training)
    return Target(arn=found.arn, runs=found)


def standing_version(declared: DesiredResource, world: World) -> str | None:
    """What a campaign can serve for now: the newest ACTIVE version, or one of an older generation.

    An interrupted replacement or recreation leaves the campaign missing and the older one kept for it.
    """
    solution, group = declared.parents["solution"], declared.parents["dataset-group"].name
    training = Address("solution-version", solution.keys)
    found = newest(world.runs(training), Health.READY)
    for old in reversed(world.superseded(solution)):
        there = old.health is not Health.LEAVING and world.group_of(old) == group
        if found is None and there and suits(old, declared):
            found = newest(world.observed.runs.get(old.arn, ()), Health.READY)
    if found is None:
        return None
    follows = declared.fields["version"] == "sync"
    return f"{found.arn.rsplit('/', 1)[0]}/$LATEST" if follows else found.arn


def suits(solution: ObservedResource, declared: DesiredResource) -> bool:
    """Whether a campaign, as declared, can be made on a version of a solution as that is now.

    Not where its recipe serves no campaign, or does not take one of the options. Source: what CreateCampaign
    refuses.
    """
    arn = str(solution.body.get("recipeArn"))
    known = recipe(arn)
    return (known is None or known.has_campaigns) and not unfit_options(arn) & asked_for(declared)
