"""Which solution version a campaign should serve: latest, sync or a fixed one."""

from __future__ import annotations

from dataclasses import dataclass

from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.values import Unknown, Value
from reconciler.plan.runs import newest
from reconciler.plan.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The version to serve. `arn` None: there is none and none is on its way.

    `awaits` is the training that must have ended first.
    """

    arn: Value
    awaits: Address | None = None

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
        return Target(arn=_pinned(said, declared, world) or f"{base}/{said}")
    if training in trainings:
        return Target(arn=Unknown(training), awaits=training)
    if pending:
        running = newest(runs, Health.SETTLING)
        if active and running and active.created > running.created:
            return Target(arn=active.arn)
        return Target(arn=running.arn if running else None, awaits=training)
    return Target(arn=active.arn if active else None)


def _pinned(said: str, declared: DesiredResource, world: World) -> str | None:
    """The version of this id in any generation of the solution: an old one stays as long as it is pinned.

    Of old generations only the newest version is known, so that what the campaign serves counts as well.
    """
    live = world.live(declared.address)
    generations = world.observed.resources.get(declared.parents["solution"], ())
    ours = {one.arn for one in generations}
    served = str(live.body.get("solutionVersionArn") or "") if live else ""
    known = (run.arn for one in generations for run in world.observed.runs.get(one.arn, ()))
    found = (arn for arn in (served, *known) if arn.rsplit("/", 1)[-1] == said)
    return next((arn for arn in found if arn.rsplit("/", 1)[0] in ours), None)
