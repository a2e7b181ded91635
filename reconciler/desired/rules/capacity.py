"""Capacity that is paid for whether it is used or not: of campaigns and of recommenders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reconciler.catalog import prices
from reconciler.catalog.quotas import ACCOUNT_REQUESTS, CAMPAIGN_REQUESTS
from reconciler.desired.findings import warning
from reconciler.desired.node import find, key_position, value_position
from reconciler.desired.rules.check import FORMAT, Check, FileCheck, at, text_at
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source
from reconciler.model.values import at_path

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic


def _monthly(price: prices.Price, tps: int) -> str:
    return f"{price.usd * prices.HOURS_PER_MONTH * tps:,.0f} USD a month"


_LIST = f"by list price in {prices.REGION}, second-hand, as of {prices.AS_OF}"
_QUOTAS = Source(said="Amazon Personalize developer guide, 'Endpoints and quotas'", seen="2026-11-23")

RULES = (
    Rule(
        id="campaign/no-min-tps",
        severity=Severity.WARNING,
        title="a campaign does not say minTPS",
        why=(
            "The service starts it with 1, and what the account has later is billed, used or not, and is no"
            f" drift. 1 costs about {_monthly(prices.TPS_V1, 1)} with a v1 recipe and"
            f" {_monthly(prices.TPS_V2, 1)} with a v2 recipe, {_LIST}."
        ),
        fix="Write minTPS: 1, or a band such as minTPS: {min: 1, max: 10} where an autoscaler sets it.",
        source=Source(
            said="Amazon Personalize developer guide, 'Minimum provisioned transactions per second'",
            seen="2026-11-23",
        ),
        bad="campaigns: {home: {version: latest}}\n",
        good="campaigns: {home: {minTPS: 1, version: latest}}\n",
    ),
    Rule(
        id="policy/max-min-tps",
        severity=Severity.WARNING,
        title="a campaign's or recommender's capacity is above policy.maxMinTPS",
        why="It is billed whether it is used or not, and is more than the file itself says is meant.",
        fix="Lower it, or raise policy.maxMinTPS.",
        source=FORMAT,
        bad="minTPS: {min: 1, max: 11}\n",
        good="minTPS: {min: 1, max: 10}\n",
    ),
    Rule(
        id="quota/campaign-requests",
        severity=Severity.WARNING,
        title="a campaign's minTPS is above 500",
        why="A campaign answers 500 requests a second, never more, and the rest is billed for nothing.",
        fix="Write at most 500, and share what is above among several campaigns.",
        source=_QUOTAS,
        bad="minTPS: 501\n",
        good="minTPS: 500\n",
    ),
    Rule(
        id="quota/account-requests",
        severity=Severity.WARNING,
        title="the minTPS of all campaigns add up to more than 2,500",
        why="An account is answered 2,500 requests a second, never more, and the rest is billed for nothing.",
        fix="Lower some, or use another region or account.",
        source=_QUOTAS,
    ),
)

_REQUESTS = "recommenderConfig.minRecommendationRequestsPerSecond"


def _said(item: Declared, root: Node) -> Iterator[Diagnostic]:
    if "minTPS" in item.said:
        return
    solution = item.place.outer
    assert solution, "a campaign stands in a solution"
    tariff = prices.tariff_of(text_at(root, (*solution.path, "recipe")) or "")
    cost = f"; with a {tariff.name}, 1 costs about {_monthly(tariff.tps, 1)} {_LIST}" if tariff else ""
    yield warning(
        "campaign/no-min-tps",
        f"the campaign {item.resource.address.name} does not say minTPS",
        key_position(root, item.place.path),
        why=f"what the account has is billed, used or not, and is no drift{cost}",
        fix="write minTPS: 1, or a band such as minTPS: {min: 1, max: 10} where an autoscaler sets it",
    )


def _within(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """The most that is asked for against what the file allows."""
    most = find(root, ("policy", "maxMinTPS"))
    limit = most.value if most else None
    key, top = _top(item)
    if most and isinstance(limit, int) and top > limit:
        yield warning(
            "policy/max-min-tps",
            f"{key}: {top} is above policy.maxMinTPS, which is {limit}",
            at(item, root, key),
            why=f"the policy is said at {most.position}; capacity is billed whether it is used or not",
            fix="lower it, or raise policy.maxMinTPS",
        )


def _served(item: Declared, root: Node) -> Iterator[Diagnostic]:
    key, top = _top(item)
    if top > CAMPAIGN_REQUESTS.limit:
        yield warning(
            "quota/campaign-requests",
            f"{key}: {top} is more than a campaign answers, which is {CAMPAIGN_REQUESTS.limit} a second",
            at(item, root, key),
            why="what is above is billed for nothing, and this quota cannot be raised",
            fix=f"write at most {CAMPAIGN_REQUESTS.limit}, and share what is above among several campaigns",
        )


def _top(item: Declared) -> tuple[str, int]:
    """Where the most that a declaration asks for is said, and how much it is; 0 where it says nothing."""
    keys = ("minTPS.max", "minTPS", _REQUESTS)
    said = ((key, at_path(item.said, key)) for key in keys)
    return next(((key, value) for key, value in said if isinstance(value, int)), ("", 0))


def _all_served(found: Sequence[Declared], root: Node) -> Iterator[Diagnostic]:
    """One finding, at the campaign with which the floors are too many."""
    total, first = 0, None
    for item in found:
        if item.place.kind.name == "campaign":
            low = at_path(item.said, "minTPS.min") or at_path(item.said, "minTPS")
            total += low if isinstance(low, int) else 1
            first = first or (item if total > ACCOUNT_REQUESTS.limit else None)
    if first:
        yield warning(
            "quota/account-requests",
            f"the minTPS of all campaigns add up to {total:,};"
            f" an account is answered {ACCOUNT_REQUESTS.limit:,} requests a second",
            value_position(root, (*first.place.path, "minTPS")),
            why="what is above is billed for nothing, and this quota cannot be raised",
            fix="lower some, or use another region or account",
        )


CHECKS: Mapping[str, tuple[Check, ...]] = {"campaign": (_said, _within, _served), "recommender": (_within,)}
FILE_CHECKS: tuple[FileCheck, ...] = (_all_served,)
