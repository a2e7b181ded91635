"""Automatic training, which the service starts and bills by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.catalog import prices
from reconciler.desired.findings import warning
from reconciler.desired.node import find
from reconciler.desired.rules.check import Check, at, text_at
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

_GUIDE = Source(
    said="Amazon Personalize developer guide, 'Configuring automatic training'", seen="2026-11-23"
)
_PRICES = f"by list price in {prices.REGION}, second-hand, as of {prices.AS_OF}"


def _cost(price: prices.Price) -> str:
    return f"{price.usd} USD per {price.per}"


_EACH = (
    f"{_cost(prices.TRAINING_V1)} with a v1 recipe, {_cost(prices.TRAINING_V2)} with a v2 recipe, {_PRICES}"
)

RULES = (
    Rule(
        id="solution/trains-twice",
        severity=Severity.WARNING,
        title="a solution is trained by the service and by the file's own policy",
        why=f"Neither waits for the other, and both are billed: {_EACH}.",
        fix="Leave out autoTraining, or write when: initial without maxAge.",
        source=_GUIDE,
        bad=(
            "autoTraining: {schedule: rate(7 days)}\n"
            "training: {maxAge: 30d}\n"
            "campaigns: {home: {minTPS: 1}}\n"
        ),
        good=(
            "autoTraining: {schedule: rate(7 days)}\n"
            "training: {when: initial}\n"
            "campaigns: {home: {minTPS: 1}}\n"
        ),
    ),
    Rule(
        id="solution/trains-for-nobody",
        severity=Severity.WARNING,
        title="the service trains a solution, and no campaign follows its versions",
        why=f"It goes on until it is switched off, and each training is billed: {_EACH}.",
        fix="Leave out autoTraining, or declare a campaign of version latest or sync.",
        source=_GUIDE,
        bad="autoTraining: true\ncampaigns: {home: {minTPS: 1, version: 430b91ed}}\n",
        good="autoTraining: true\ncampaigns: {home: {minTPS: 1, version: sync}}\n",
    ),
)

_BATCH_ONLY = {"aws-item-affinity", "aws-item-attribute-affinity"}
"""Recipes of which no campaign is made. Source: developer guide, 'User segmentation recipes'."""
_FOLLOWS = {None, "latest", "sync"}


def _twice(item: Declared, root: Node) -> Iterator[Diagnostic]:
    when = text_at(root, (*item.place.path, "training", "when"))
    age = text_at(root, (*item.place.path, "training", "maxAge"))
    if not item.said.get("autoTraining") or when == "never" or (when != "imported" and age is None):
        return
    own = "when: imported" if when == "imported" else f"maxAge: {age}"
    yield warning(
        "solution/trains-twice",
        f"the service trains this solution by itself, and training has {own} beside it",
        at(item, root, "autoTraining", key=True),
        why=f"neither waits for the other, and both are billed{_price(item)}",
        fix="leave out autoTraining, or write when: initial without maxAge",
    )


def _for_nobody(item: Declared, root: Node) -> Iterator[Diagnostic]:
    recipe = str(item.said.get("recipe")).rsplit("/", 1)[-1]
    if not item.said.get("autoTraining") or recipe in _BATCH_ONLY:
        return
    campaigns = find(root, (*item.place.path, "campaigns"))
    names = campaigns.entries if campaigns else {}
    versions = {text_at(root, (*item.place.path, "campaigns", name, "version")) for name in names}
    if versions & _FOLLOWS:
        return
    yield warning(
        "solution/trains-for-nobody",
        "the service trains this solution by itself, and "
        + ("every campaign of it has a fixed version" if names else "it has no campaign"),
        at(item, root, "autoTraining", key=True),
        why=f"unless batch jobs use the versions, nobody does, and each training is billed{_price(item)}",
        fix="leave out autoTraining, or declare a campaign of version latest or sync",
    )


def _price(item: Declared) -> str:
    tariff = prices.tariff_of(str(item.said.get("recipe")))
    return f": {_cost(tariff.training)} with a {tariff.name}, {_PRICES}" if tariff else ""


CHECKS: Mapping[str, tuple[Check, ...]] = {"solution": (_twice, _for_nobody)}
