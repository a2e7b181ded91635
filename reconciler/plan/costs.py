"""What a plan costs by list price: the standing floor before and after, and what its runs cost once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconciler.catalog import prices
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.forecast import NOTHING, Amount, Bound, Costs, OneOff, Standing
from reconciler.model.health import Health
from reconciler.plan.changes import Action, Change
from reconciler.plan.marks import Owner
from reconciler.plan.runs import newest
from reconciler.plan.standing import BILLED, standing_amounts
from reconciler.plan.world import World


def costs_of(changes: Sequence[Change], world: World) -> Costs | None:
    """What stands and what runs, priced; None where neither is billed."""
    by_address = {one.address: one for one in changes}
    amounts = {
        address: standing_amounts(address, by_address.get(address), world) for address in _billed(world)
    }
    standing = tuple(
        Standing(address=address, before=before, after=after)
        for address, (before, after) in amounts.items()
        if {before, after} != {NOTHING}
    )
    once = tuple(one for change in changes for one in _once(change, world))
    if not standing and not once:
        return None
    return Costs(
        standing=standing,
        once=once,
        as_of=prices.AS_OF,
        region=prices.REGION,
        source=prices.SOURCE,
        notes=tuple(_notes(standing, world)),
    )


def _billed(world: World) -> Iterable[Address]:
    """What may cost by standing there: the file's, and what else this stack owns."""
    declared = {one for one in world.desired.resources if one.kind in BILLED}
    foreign, ours = set(), set()
    for address, found in world.observed.resources.items():
        if address.kind in BILLED and found:
            owners = {world.owner(one) for one in found}
            if Owner.OURS in owners:
                ours.add(address)
            elif Owner.FOREIGN in owners:
                foreign.add(address)
    return sorted((declared | ours) - foreign - world.observed.unread)


def _once(change: Change, world: World) -> Iterable[OneOff]:
    declared = world.declared(change.address)
    if change.action is not Action.RUN or declared is None:
        return
    if change.address.kind == "dataset-import-job":
        yield OneOff(address=change.address, amount=_ingestion(declared, world))
    else:
        yield OneOff(address=change.address, amount=_training(declared, world))


def _ingestion(declared: DesiredResource, world: World) -> Amount:
    objects = world.observed.objects.get(str(declared.fields["from"]))
    sizes = [one.size for one in objects or ()]
    price = f"{prices.INGESTION.usd} per {prices.INGESTION.per}"
    known = [size for size in sizes if size is not None]
    if not sizes or len(known) < len(sizes):
        return Amount(bound=Bound.UNKNOWN, basis=f"{price}; how much there is to read is unknown")
    usd = sum(known) / 1e9 * prices.INGESTION.usd
    return Amount(usd=round(usd, 9), basis=f"{_size(sum(known))} at {price}")


def _size(size: int) -> str:
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"


def _training(declared: DesiredResource, world: World) -> Amount:
    """Unknown before it has ended: the service tells neither the interactions nor the hours beforehand."""
    solution = world.declared(declared.parents["solution"])
    tariff = prices.tariff_of(str(solution.fields.get("recipe") or "")) if solution else None
    if tariff is None:
        return Amount(bound=Bound.UNKNOWN, basis="how its recipe is billed is unknown")
    last = newest(world.runs(declared.address), Health.READY)
    hours = (last.updated - last.created).total_seconds() / 3600 if last else 0
    took = (
        f"; the last one took {hours:.1f} h by the clock"
        if hours and tariff.training is prices.TRAINING_V1
        else ""
    )
    return Amount(bound=Bound.UNKNOWN, basis=f"{tariff.training.usd} per {tariff.training.per}{took}")


def _notes(standing: Sequence[Standing], world: World) -> Iterable[str]:
    """What a reader must know of the prices that were used."""
    campaigns = [one for one in standing if one.address.kind == "campaign"]
    tariffs = {prices.tariff_of(recipe) for recipe in _recipes(world)} if campaigns else set()
    floor = max(sum(one.before.usd for one in campaigns), sum(one.after.usd for one in campaigns))
    if (
        any(tariff.tps is prices.TPS_V1 for tariff in tariffs if tariff)
        and floor > prices.TPS_V1_FIRST_TIER * prices.TPS_V1.usd
    ):
        yield f"beyond {prices.TPS_V1_FIRST_TIER:,} TPS-hours a month v1 recipes cost less: not counted here"
    if any(tariff.tps.sources == 1 for tariff in tariffs if tariff):
        yield "the floor of v2 recipes is told by one source only"
    if any(one.address.kind == "recommender" for one in standing):
        yield "a recommender is priced for up to 100,000 users, by one source only"


def _recipes(world: World) -> Iterable[str]:
    for declared in world.desired.resources.values():
        if declared.address.kind == "solution":
            yield str(declared.fields.get("recipe") or "")
    for address, found in world.observed.resources.items():
        if address.kind == "solution":
            yield from (str(live.body.get("recipeArn") or "") for live in found)
