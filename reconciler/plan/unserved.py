"""Campaigns for which there is no version that they could serve."""

from __future__ import annotations

from reconciler.kinds import KINDS
from reconciler.model.desired import DesiredResource
from reconciler.model.observed import ObservedResource
from reconciler.plan.changes import Action, Change, FieldChange, Refusal
from reconciler.plan.compare import compare, field_changes
from reconciler.plan.decision import Decision
from reconciler.plan.world import World

_KIND = KINDS["campaign"]


def unservable(
    declared: DesiredResource, live: ObservedResource | None, refusal: Refusal, world: World
) -> Decision:
    """What the file pins it to is not there, or does not stay: whatever it serves, it goes on serving."""
    said = declared.fields["version"]
    moves = _asked(declared, live, world) if live else ()
    change = Change(
        address=declared.address,
        action=Action.UPDATE if moves else Action.NONE if live else Action.CREATE,
        reason=f"it cannot serve version {said}",
        fields=moves,
        arn=live.arn if live else "",
        missing=live is None,
        refusal=refusal,
    )
    return Decision(change=change)


def _asked(declared: DesiredResource, live: ObservedResource, world: World) -> tuple[FieldChange, ...]:
    """The version that is asked for in vain, and where it was changed; empty where it is served."""
    version = f"{world.arn(declared.parents['solution'])}/{declared.fields['version']}"
    compared = compare(_KIND, declared, live, world, version)
    return field_changes(tuple(one for one in compared if one.field.key == "version"), declared, live)


def without_version(declared: DesiredResource, before: ObservedResource | None) -> Decision:
    """A later plan makes the campaign; what serves now does not go for nothing."""
    solution = declared.parents["solution"]
    why = f"it cannot be made yet: {solution} has no ACTIVE version and no training is due"
    change = Change(
        address=declared.address,
        action=Action.NONE,
        reason="there is no version to serve",
        missing=True,
        unhealthy=why,
        refusal=_kept_serving(declared, why) if before else None,
    )
    return Decision(change=change)


def _kept_serving(declared: DesiredResource, why: str) -> Refusal:
    return Refusal(
        rule="no-version",
        why=why,
        fix=f"leave it as it is until {declared.parents['solution']} has an ACTIVE version, "
        "or let a training be due: training: {when: initial}, or plan with --retry-failed where one failed",
    )
