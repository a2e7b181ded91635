"""Metrics against the schemas of the dataset group."""

from __future__ import annotations

from reconciler.model.rules import Rule, Source

_GUIDE = Source(
    said="Amazon Personalize developer guide, 'Guidelines and requirements' of metric attributions",
    seen="2026-11-23",
)
_METRIC = "metrics:\n  - {{eventType: buy, metricName: sales, expression: {}}}\n"
_ITEMS = "- {{name: GENRE, type: string, categorical: true}}\n- {{name: PRICE, type: {}}}\n"
_EVENTS = "- {name: ITEM_ID, type: string}\n- {name: TIMESTAMP, type: long}\n"

RULES = (
    Rule(
        id="metric-attribution/expression",
        title="a metric's expression is none that there is",
        why="The service refuses it: it sums a column of items or interactions, or counts.",
        fix="Write SUM(Items.COLUMN), SUM(Interactions.COLUMN) or SAMPLECOUNT().",
        source=Source(said="Amazon Personalize API reference, MetricAttribute", seen="2026-11-23"),
        bad=_METRIC.format("AVG(Items.PRICE)"),
        good=_METRIC.format("SUM(Items.PRICE)"),
    ),
    Rule(
        id="metric-attribution/no-column",
        title="a metric sums a column that its dataset does not have",
        why="The service refuses it: there is nothing to sum.",
        fix="Correct the name, add the column to the schema, or declare the dataset.",
        source=_GUIDE,
        bad=_METRIC.format("SUM(Items.PRICES)"),
        good=_METRIC.format("SUM(Items.PRICE)"),
    ),
    Rule(
        id="metric-attribution/not-a-number",
        title="a metric sums a column that does not hold numbers",
        why="The service refuses it.",
        fix="Sum a column of type int, long, float or double, or count with SAMPLECOUNT().",
        source=_GUIDE,
        bad=_ITEMS.format("string"),
        good=_ITEMS.format("double"),
    ),
    Rule(
        id="metric-attribution/no-event-type",
        title="a metric attribution counts interactions that have no EVENT_TYPE",
        why="The service refuses it: metrics are of one type of event each.",
        fix="Add the field EVENT_TYPE to the schema of the interactions.",
        source=_GUIDE,
        bad=_EVENTS,
        good=_EVENTS + "- {name: EVENT_TYPE, type: string}\n",
    ),
)
