"""What counts or collects interactions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error
from reconciler.desired.node import find, key_position
from reconciler.desired.rules.check import Check, group_of
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic, Position

RULES = (
    Rule(
        id="event-tracker/no-interactions",
        title="an event tracker stands in a group without an interactions dataset",
        why="The service refuses it: events have nowhere to go.",
        fix="Declare datasets.interactions, or remove the tracker.",
        source=Source(
            said="Amazon Personalize API reference, CreateEventTracker and CreateMetricAttribution",
            seen="2026-11-23",
        ),
        bad=(
            "schemas:\n"
            "  s: {avro: items.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {items: {schema: s}}\n"
            "    eventTracker: clicks\n"
        ),
        good=(
            "schemas:\n"
            "  s: {avro: interactions.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {interactions: {schema: s}}\n"
            "    eventTracker: clicks\n"
        ),
    ),
    Rule(
        id="metric-attribution/no-interactions",
        title="a metric attribution stands in a group without an interactions dataset",
        why="The service refuses it: it counts interactions.",
        fix="Declare datasets.interactions, or remove the metric attribution.",
        source=Source(
            said="Amazon Personalize API reference, CreateEventTracker and CreateMetricAttribution",
            seen="2026-11-23",
        ),
        bad=(
            "schemas:\n"
            "  s: {avro: items.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {items: {schema: s}}\n"
            "    metricAttribution:\n"
            "      name: sales\n"
            "      metrics:\n"
            "        - {eventType: buy, metricName: bought, expression: SAMPLECOUNT()}\n"
            '      metricsOutputConfig: {roleArn: "arn:aws:iam::123456789012:role/personalize"}\n'
        ),
        good=(
            "schemas:\n"
            "  s: {avro: interactions.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {interactions: {schema: s}}\n"
            "    metricAttribution:\n"
            "      name: sales\n"
            "      metrics:\n"
            "        - {eventType: buy, metricName: bought, expression: SAMPLECOUNT()}\n"
            '      metricsOutputConfig: {roleArn: "arn:aws:iam::123456789012:role/personalize"}\n'
        ),
    ),
    Rule(
        id="metric-attribution/metric-twice",
        title="two metrics of an attribution have one name",
        why="The service removes metrics by their name.",
        fix="Rename one of the two.",
        source=Source(
            said="Amazon Personalize API reference, UpdateMetricAttribution",
            seen="2026-11-23",
        ),
        bad=(
            "schemas:\n"
            "  s: {avro: interactions.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {interactions: {schema: s}}\n"
            "    metricAttribution:\n"
            "      name: sales\n"
            "      metrics:\n"
            "        - {eventType: buy, metricName: bought, expression: SAMPLECOUNT()}\n"
            "        - {eventType: see, metricName: bought, expression: SAMPLECOUNT()}\n"
            '      metricsOutputConfig: {roleArn: "arn:aws:iam::123456789012:role/personalize"}\n'
        ),
        good=(
            "schemas:\n"
            "  s: {avro: interactions.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {interactions: {schema: s}}\n"
            "    metricAttribution:\n"
            "      name: sales\n"
            "      metrics:\n"
            "        - {eventType: buy, metricName: bought, expression: SAMPLECOUNT()}\n"
            "        - {eventType: see, metricName: seen, expression: SAMPLECOUNT()}\n"
            '      metricsOutputConfig: {roleArn: "arn:aws:iam::123456789012:role/personalize"}\n'
        ),
    ),
)


def _tracker(item: Declared, root: Node) -> Iterator[Diagnostic]:
    if _lacks_interactions(item, root):
        yield _needed("event-tracker/no-interactions", item, root)


def _attribution(item: Declared, root: Node) -> Iterator[Diagnostic]:
    if _lacks_interactions(item, root):
        yield _needed("metric-attribution/no-interactions", item, root)


def _lacks_interactions(item: Declared, root: Node) -> bool:
    return find(root, (*group_of(item), "datasets", "interactions")) is None


def _needed(code: str, item: Declared, root: Node) -> Diagnostic:
    kind = item.place.kind
    return error(
        code,
        f"the {kind.title} needs an interactions dataset in its group",
        key_position(root, item.place.path),
        fix=f"declare datasets.interactions, or remove the {kind.title}",
    )


def _metrics_once(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """A metric goes by its name: the service removes metrics by it."""
    metrics = find(root, (*item.place.path, "metrics"))
    first: dict[object, Position] = {}
    for entry in metrics.items if metrics else ():
        name = entry.entries["metricName"].node
        if name.value in first:
            summary = f"the metric {name.value} is declared again; first at {first[name.value]}"
            yield error(
                "metric-attribution/metric-twice", summary, name.position, fix="rename one of the two"
            )
        first.setdefault(name.value, name.position)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "event-tracker": (_tracker,),
    "metric-attribution": (_attribution, _metrics_once),
}
