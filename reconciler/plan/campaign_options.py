"""The options of a campaign beside the version that it is given: which a recipe would refuse, which wait."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.catalog.recipes import unfit_options
from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Unknown, Value, at_path
from reconciler.plan.leftovers import datasets_to_go
from reconciler.plan.live import live_value
from reconciler.plan.pins import group_to_be_in, is_pinned
from reconciler.plan.world import World

METADATA = "campaignConfig.enableMetadataWithRecommendations"
"""Its source is the Items dataset."""
_KIND = KINDS["campaign"]
_VERSION = _KIND.field("version")


def asked_for(declared: DesiredResource) -> frozenset[str]:
    """The fields that the file says something with: an empty structure asks for nothing."""
    return frozenset(key for key, said in declared.fields.items() if said != {})


def unfit(declared: DesiredResource, version: Value, world: World) -> frozenset[str]:
    """Options that the file does not ask for, and that a version would be refused with.

    By the recipe of its solution, or without the items.
    """
    metadata = {METADATA} if _items_go(declared, world) else set()
    return (unfit_options(_recipe(declared, version, world)) | metadata) - asked_for(declared)


def held(declared: DesiredResource, version: Value, world: World) -> tuple[str, ...]:
    """Options of the file that wait, since what the campaign is to serve for now would be refused with them.

    That is a version of another solution than the file says, and not the very one that it says.
    """
    said = is_pinned(declared) and str(version).endswith(f"/{declared.fields['version']}")
    if said or solution_of(version, world) == world.arn(declared.parents["solution"]):
        return ()
    return tuple(sorted(unfit_options(_recipe(declared, version, world)) & asked_for(declared)))


def is_set(key: str, live: ObservedResource) -> bool:
    """Whether a campaign has an option, or is being given it."""
    return live_value(_KIND, _KIND.field(key), live) not in (None, {})


def as_it_was(declared: DesiredResource, live: ObservedResource) -> dict[str, Value]:
    """What the file leaves open, as it is now, and the TPS where a band leaves room; by dotted path.

    Now is with what somebody is just setting, but not what a move to another solution in progress would bring
    or end.
    """
    kept: dict[str, Value] = {}
    moving = _home(live.body.get(_VERSION.member)) != _home(live_value(_KIND, _VERSION, live))
    now = {
        field.key: at_path(live.body, field.member) if moving else live_value(_KIND, field, live)
        for field in _KIND.fields
    }
    asked = asked_for(declared)
    for field in _KIND.fields:
        if field.key not in asked and now[field.key] not in (None, {}, field.default):
            kept[field.member] = now[field.key]
    band, tps = declared.fields.get("minTPS"), now["minTPS"]
    if isinstance(band, dict) and isinstance(tps, int) and band["min"] <= tps <= band["max"]:
        kept["minProvisionedTPS"] = tps
    return kept


def fitting(
    kept: Mapping[str, Value], declared: DesiredResource, version: Value, world: World
) -> dict[str, Value]:
    """Of what is kept, by dotted path, that which a version takes."""
    refused = unfit(declared, version, world)
    return {path: value for path, value in kept.items() if path not in refused}


def solution_of(version: Value, world: World) -> Value:
    """The ARN of a version's solution, also of one that is still to be trained."""
    if isinstance(version, Unknown):
        return world.arn(Address("solution", version.address.keys))
    return _home(version)


def _home(version: Value) -> Value:
    return version.rsplit("/", 1)[0] if isinstance(version, str) else None


def _recipe(declared: DesiredResource, version: Value, world: World) -> str:
    """The recipe of a version's solution; the file's where that is still to be made."""
    found, parent = world.by_arn(str(solution_of(version, world))), declared.parents["solution"]
    made_anew = found and found.arn == world.arn(parent) and found.health in {Health.FAILED, Health.LEAVING}
    if found and not made_anew:
        return str(found.body.get("recipeArn"))
    said = world.declared(parent)
    return str(said.fields.get("recipe") or "") if said else ""


def _items_go(declared: DesiredResource, world: World) -> bool:
    """Whether this plan takes the items of the group that it is to be in away for good."""
    items = Address("dataset", (group_to_be_in(declared, world), "items"))
    return any(one.address == items for one in datasets_to_go(world))
