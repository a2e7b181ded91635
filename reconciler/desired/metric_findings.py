"""The metrics of metric attributions held against the schemas of their dataset group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reconciler.desired.findings import did_you_mean, error, shown, with_hint
from reconciler.desired.node import find, key_position
from reconciler.desired.rules.check import group_of
from reconciler.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reconciler.desired.group_columns import GroupColumns
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.filters.columns import Column, Columns
    from reconciler.model.diagnostics import Diagnostic

_COUNT = re.compile(r"\s*SAMPLECOUNT\s*\(\s*\)\s*", re.IGNORECASE)
_SUM = re.compile(r"\s*SUM\s*\(\s*(?P<of>ITEMS|INTERACTIONS)\s*\.\s*(?P<column>\w+)\s*\)\s*", re.IGNORECASE)
"""Assumed: neither case nor blanks matter. The guide writes SUM(Items.PRICE), samples write ITEMS as well."""


def check_metrics(items: Sequence[Declared], columns_of: GroupColumns, root: Node) -> Iterator[Diagnostic]:
    """What is wrong with every expression, and with the interactions that are counted.

    Of a group that declares no dataset here, and of a dataset whose schema cannot be read, nothing is known.
    """
    for item in (item for item in items if item.place.kind is KINDS["metric-attribution"]):
        columns = columns_of.of(group_of(item))
        yield from _event_type(item, columns, root)
        metrics = find(root, (*item.place.path, "metrics"))
        for metric in metrics.items if metrics else ():
            yield from _expression(metric.entries["expression"].node, columns)


def _event_type(item: Declared, columns: Columns | None, root: Node) -> Iterator[Diagnostic]:
    interactions = (columns or {}).get("interactions")
    if interactions is not None and "EVENT_TYPE" not in interactions:
        yield error(
            "metric-attribution/no-event-type",
            "the group's interactions have no EVENT_TYPE, and a metric attribution counts by it",
            key_position(root, item.place.path),
            fix="add the field EVENT_TYPE to their schema, or remove the metric attribution",
        )


def _expression(node: Node, columns: Columns | None) -> Iterator[Diagnostic]:
    text = str(node.value)
    found = _SUM.fullmatch(text)
    if found is None:
        if not _COUNT.fullmatch(text):
            yield error(
                "metric-attribution/expression",
                f"{shown(text)} is no expression of a metric",
                node.position,
                why="there are SUM(Items.COLUMN), SUM(Interactions.COLUMN) and SAMPLECOUNT()",
                fix="write one of these",
            )
        return
    dataset = found["of"].lower()
    if columns is None:
        return
    if dataset not in columns:
        yield error(
            "metric-attribution/no-column",
            f"the group declares no {dataset} dataset that {shown(text)} could sum",
            node.position,
            fix=f"declare datasets.{dataset}, or count with SAMPLECOUNT()",
        )
        return
    yield from _column(node, dataset, found["column"], columns[dataset])


def _column(node: Node, dataset: str, name: str, known: Mapping[str, Column] | None) -> Iterator[Diagnostic]:
    if known is None:
        return
    column = known.get(name.upper())
    if column is None:
        hint = did_you_mean(name, [one.name for one in known.values()])
        yield error(
            "metric-attribution/no-column",
            f"the schema of the {dataset} has no column {name}",
            node.position,
            fix=with_hint(hint, "correct the name, or add the column to the schema"),
        )
    elif column.types and not column.is_number:
        yield error(
            "metric-attribution/not-a-number",
            f"{name} of the {dataset} is {' or '.join(sorted(column.types))}, and only numbers are summed",
            node.position,
            fix="sum a column of type int, long, float or double, or count with SAMPLECOUNT()",
        )
