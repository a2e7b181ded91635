"""A small histogram as SVG inside a page: a picture with a text that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from reconciler.data.profile import Form
from reconciler.render.escape import visible

if TYPE_CHECKING:
    from reconciler.data.profile import Bar, ColumnProfile

_WIDTH, _HEIGHT, _GAP = 240, 44, 1
_NAMED = 5
"""Bars of single values that the text names."""
_UNITS = {Form.NUMBER: "", Form.TIME: "", Form.LENGTH: " characters", Form.VALUE: ""}


def histogram(column: ColumnProfile, *, values: bool) -> str:
    """The figure of a column, "" where there is nothing to draw; texts of cells only with `values`."""
    bars = column.bars
    if not bars:
        return ""
    said = escape(_said(column, values), quote=True)
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'aria-label="{said}"><title>{said}</title>{_shapes(column, bars, values)}</svg>'
    )


def _shapes(column: ColumnProfile, bars: Sequence[Bar], values: bool) -> str:
    most = max(bar.count for bar in bars) or 1
    step = _WIDTH / len(bars)
    shapes: list[str] = []
    for index, bar in enumerate(bars):
        # What is there at all is seen, be it a single row.
        height = max(bar.count / most * _HEIGHT, 1.5) if bar.count else 0
        told = escape(f"{_label(column, bar, values)}: {bar.count:,}")
        shapes.append(
            f'<rect x="{index * step:.2f}" y="{_HEIGHT - height:.2f}" width="{max(step - _GAP, 1):.2f}" '
            f'height="{height:.2f}"><title>{told}</title></rect>'
        )
    return "".join(shapes)


def _label(column: ColumnProfile, bar: Bar, values: bool) -> str:
    if column.form is Form.VALUE:
        return visible(bar.low) if values else "a value"
    return f"{bar.low} to {bar.high}{_UNITS[column.form]}"


def span(column: ColumnProfile) -> str:
    """From where to where the values are: `2024-01-01 to 2025-06-30`; "" of single values."""
    if not column.bars or column.form is Form.VALUE:
        return ""
    low, high = column.bars[0].low, column.bars[-1].high
    return f"{low}{_UNITS[column.form]}" if low == high else f"{low} to {high}{_UNITS[column.form]}"


def _said(column: ColumnProfile, values: bool) -> str:
    name = visible(column.name)
    if column.form is not Form.VALUE:
        most = max(column.bars, key=lambda bar: bar.count)
        return f"{name}: {span(column)}; most are {_label(column, most, values)}, {most.count:,} rows"
    if not values:
        return f"{name}: {len(column.bars)} values, the most frequent in {column.bars[0].count:,} rows"
    named = ", ".join(f"{visible(bar.low)} {bar.count:,}" for bar in column.bars[:_NAMED])
    more = len(column.bars) - _NAMED
    return f"{name}: {named}" + (f" and {more} more" if more > 0 else "")
