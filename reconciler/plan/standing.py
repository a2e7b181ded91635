"""What stands costs a month without a single request: campaigns, recommenders, automatic trainings."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.catalog import prices
from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.forecast import NOTHING, Amount, Bound
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Json
from reconciler.plan.changes import Action, Change
from reconciler.plan.live import live_value, never_worked
from reconciler.plan.world import World

_CAMPAIGN, _RECOMMENDER, _SOLUTION = KINDS["campaign"], KINDS["recommender"], KINDS["solution"]
_RATE = "recommenderConfig.minRecommendationRequestsPerSecond"
_WEEKLY = "rate(7 days)"
_MAKING = {Action.CREATE, Action.RECREATE}

BILLED = frozenset({_CAMPAIGN.name, _RECOMMENDER.name, _SOLUTION.name})
"""The kinds of what may cost by standing there."""


def standing_amounts(address: Address, change: Change | None, world: World) -> tuple[Amount, Amount]:
    """What an address of a billed kind costs a month now, and after the apply."""
    live, declared = world.live(address), world.declared(address)
    before = _now(address, live, world)
    if change is None:
        return before, before
    if _goes(change):
        return before, NOTHING
    if declared is None:
        return before, before
    return before, _then(change, live, declared, world, before)


def _now(address: Address, live: ObservedResource | None, world: World) -> Amount:
    if address.kind == _SOLUTION.name:
        live = live or next(iter(world.superseded(address)), None)
        return _trained_by_itself(live) if live and _stands(live) else NOTHING
    if live is None or not _stands(live):
        return NOTHING
    if address.kind == _CAMPAIGN.name:
        return _floor(live_value(_CAMPAIGN, _CAMPAIGN.field("minTPS"), live), _recipe_served(live, world))
    runs = live_value(_RECOMMENDER, _RECOMMENDER.field("running"), live)
    return _running(live_value(_RECOMMENDER, _RECOMMENDER.field(_RATE), live)) if runs else NOTHING


def _then(
    change: Change, live: ObservedResource | None, declared: DesiredResource, world: World, before: Amount
) -> Amount:
    if declared.address.kind == _CAMPAIGN.name:
        return _campaign(change, live, declared, world)
    if declared.address.kind == _RECOMMENDER.name:
        return _recommender(change, live, declared, before)
    return _solution(change, declared, before)


def _goes(change: Change) -> bool:
    return change.action is Action.DELETE or (change.extra and change.action is Action.WAIT)


def _says(change: Change, *keys: str) -> bool:
    """Whether the change sets one of these fields, be it by making the thing."""
    return change.action in _MAKING or any(one.field in keys for one in change.fields)


def _stands(live: ObservedResource) -> bool:
    """Whether it is billed as it is, or will be once it has settled."""
    return not never_worked(live) and live.health not in {Health.LEAVING, Health.STOPPED, Health.ABSENT}


def _campaign(
    change: Change, live: ObservedResource | None, declared: DesiredResource, world: World
) -> Amount:
    if change.action not in _MAKING and not (live and _stands(live)):
        return NOTHING
    tps = live_value(_CAMPAIGN, _CAMPAIGN.field("minTPS"), live) if live else None
    if _says(change, "minTPS"):
        tps = _sent(declared.fields.get("minTPS"), tps)
    moves = _says(change, "version") or live is None
    return _floor(
        tps, _recipe_of(declared.parents["solution"], world) if moves else _recipe_served(live, world)
    )


def _sent(said: Json, live: Json) -> Json:
    """The TPS that is sent: of a band the bound nearest to the live value, the lower one at first."""
    if not isinstance(said, Mapping):
        return live if said is None else said
    least, most = said["min"], said["max"]
    if not isinstance(live, int) or not isinstance(least, int) or not isinstance(most, int):
        return least
    return min(max(live, least), most)


def _recipe_served(live: ObservedResource | None, world: World) -> str:
    served = str(live.body.get("solutionVersionArn") or "") if live else ""
    solution = world.by_arn(served.rsplit("/", 1)[0])
    return str(solution.body.get("recipeArn") or "") if solution else ""


def _recipe_of(solution: Address, world: World) -> str:
    declared = world.declared(solution)
    return str(declared.fields.get("recipe") or "") if declared else ""


def _floor(tps: Json, recipe: str) -> Amount:
    """A campaign's month at its floor, which is billed whether it is used or not.

    Source: developer guide, 'Creating a campaign': max(minProvisionedTPS, actual TPS) while it is active.
    """
    number = tps if isinstance(tps, int) else 1
    tariff = prices.tariff_of(recipe)
    if tariff is None:
        return Amount(bound=Bound.UNKNOWN, basis=f"{number} TPS; the price under its recipe is unknown")
    usd = round(number * tariff.tps.usd * prices.HOURS_PER_MONTH, 2)
    return Amount(usd=usd, basis=f"{number} TPS, {tariff.name}")


def _recommender(
    change: Change, live: ObservedResource | None, declared: DesiredResource, before: Amount
) -> Amount:
    """Source: developer guide, 'Stopping and starting a recommender': a stopped one is not billed."""
    runs = bool(declared.fields.get("running", True)) if _says(change, "running") else before != NOTHING
    rate = live_value(_RECOMMENDER, _RECOMMENDER.field(_RATE), live) if live else None
    if _says(change, _RATE):
        rate = declared.fields.get(_RATE, rate)
    return _running(rate) if runs else NOTHING


def _running(rate: Json) -> Amount:
    """At least: how many users there are is not known, nor what a higher floor of requests costs then."""
    number = rate if isinstance(rate, int) else 1
    usd = round(prices.RECOMMENDER.usd * prices.HOURS_PER_MONTH, 2)
    floor = number * 3600
    more = "" if floor <= prices.RECOMMENDER_INCLUDED else f", {floor:,} requests an hour not all included"
    return Amount(
        usd=usd,
        bound=Bound.AT_LEAST,
        basis=f"running, {number} {'request' if number == 1 else 'requests'}/s{more}",
    )


def _trained_by_itself(live: ObservedResource) -> Amount:
    """The service's own trainings: how many interactions or hours each is billed for is not known."""
    if not live_value(_SOLUTION, _SOLUTION.field("autoTraining"), live):
        return NOTHING
    schedule = live_value(_SOLUTION, _SOLUTION.field("autoTraining.schedule"), live)
    return _automatic(schedule, str(live.body.get("recipeArn") or ""))


def _solution(change: Change, declared: DesiredResource, before: Amount) -> Amount:
    said = declared.fields
    if change.action is not Action.REPLACE and not _says(change, "autoTraining", "autoTraining.schedule"):
        return before
    if not said.get("autoTraining"):
        return NOTHING
    return _automatic(said.get("autoTraining.schedule"), str(said.get("recipe") or ""))


def _automatic(schedule: Json, recipe: str) -> Amount:
    """Source: developer guide, 'Configuring automatic training': every seven days by default."""
    tariff = prices.tariff_of(recipe)
    price = f", {tariff.training.usd} per {tariff.training.per}" if tariff else ""
    often = str(schedule or _WEEKLY).removeprefix("rate(").removesuffix(")")
    return Amount(bound=Bound.UNKNOWN, basis=f"a training every {often}{price}")
