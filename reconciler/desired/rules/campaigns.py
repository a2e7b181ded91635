"""Campaigns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error
from reconciler.desired.rules.check import FORMAT, Check, at
from reconciler.model.rules import Rule, Source
from reconciler.model.values import at_path

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

RULES = (
    Rule(
        id="campaign/band",
        title="minTPS.min is above minTPS.max",
        why="No value lies in the band.",
        fix="Swap the two.",
        source=FORMAT,
        bad="minTPS: {min: 3, max: 2}\n",
        good="minTPS: {min: 2, max: 2}\n",
    ),
    Rule(
        id="campaign/said-twice",
        title="version and campaignConfig.syncWithLatestSolutionVersion are both said",
        why="They are one member of the API.",
        fix="Keep version; version: sync turns the flag on.",
        source=Source(said="Amazon Personalize API reference, CampaignConfig", seen="2026-11-23"),
        bad=("version: sync\ncampaignConfig: {syncWithLatestSolutionVersion: true}\n"),
        good="version: sync\n",
    ),
)

_SYNC = "campaignConfig.syncWithLatestSolutionVersion"


def _band(item: Declared, root: Node) -> Iterator[Diagnostic]:
    low, high = at_path(item.said, "minTPS.min"), at_path(item.said, "minTPS.max")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        where = at(item, root, "minTPS.min")
        yield error("campaign/band", f"minTPS: min {low} is above max {high}", where, fix="swap the two")


def _version_once(item: Declared, root: Node) -> Iterator[Diagnostic]:
    if "version" in item.said and at_path(item.said, _SYNC) is not None:
        yield error(
            "campaign/said-twice",
            f"version and {_SYNC} say the same member of the API",
            at(item, root, _SYNC, key=True),
            fix="keep version (version: sync turns the flag on)",
        )


CHECKS: Mapping[str, tuple[Check, ...]] = {"campaign": (_band, _version_once)}
