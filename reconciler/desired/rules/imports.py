"""Imports whose options have no effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import warning
from reconciler.desired.node import find
from reconciler.desired.rules.check import Check, at, group_of
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

_IMPORT = (
    "import:\n  from: s3://shop-data/interactions.csv\n  role: arn:aws:iam::123456789012:role/personalize\n"
)

RULES = (
    Rule(
        id="import/incremental-once",
        severity=Severity.WARNING,
        title="mode: INCREMENTAL is said of an import that is made at most once",
        why="The service takes the first import of a dataset as FULL only, so the mode is never used.",
        fix="Write when: changed, or leave mode out.",
        source=Source(said="Amazon Personalize API reference, CreateDatasetImportJob", seen="2026-11-23"),
        bad=_IMPORT + "  mode: INCREMENTAL\n",
        good=_IMPORT + "  mode: INCREMENTAL\n  when: changed\n",
    ),
    Rule(
        id="import/publishes-nothing",
        severity=Severity.WARNING,
        title="an import publishes metrics that no metric attribution writes to S3",
        why="What the metrics are and where they go is said in the group's metricAttribution.",
        fix="Declare metricAttribution with an s3DataDestination, or remove publishAttributionMetricsToS3.",
        source=Source(said="Amazon Personalize API reference, CreateDatasetImportJob", seen="2026-11-23"),
        bad=_IMPORT + "  publishAttributionMetricsToS3: true\n",
        good=_IMPORT + "  publishAttributionMetricsToS3: false\n",
    ),
)

_OUTPUT = ("metricsOutputConfig", "s3DataDestination")


def _mode(item: Declared, root: Node) -> Iterator[Diagnostic]:
    when = item.said.get("when", "initial")
    if item.said.get("mode") == "INCREMENTAL" and when != "changed":
        yield warning(
            "import/incremental-once",
            f"mode: INCREMENTAL has no effect with when: {when}",
            at(item, root, "mode"),
            why="the first import of a dataset is always FULL, and there is no second one",
            fix="write when: changed, or leave mode out",
        )


def _publishes(item: Declared, root: Node) -> Iterator[Diagnostic]:
    attribution = find(root, (*group_of(item), "metricAttribution"))
    if item.said.get("publishAttributionMetricsToS3") is True and (
        attribution is None or find(attribution, _OUTPUT) is None
    ):
        lacks = "has no s3DataDestination" if attribution else "is not declared"
        yield warning(
            "import/publishes-nothing",
            f"publishAttributionMetricsToS3 has no effect: the group's metricAttribution {lacks}",
            at(item, root, "publishAttributionMetricsToS3", key=True),
            fix="declare metricAttribution with an s3DataDestination, or remove this",
        )


CHECKS: Mapping[str, tuple[Check, ...]] = {"dataset-import-job": (_mode, _publishes)}
