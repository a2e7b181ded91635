"""A small histogram as SVG inside a page: a picture with a text that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from reconciler.data.profile import Form
from reconciler.render.escape import visible
from reconciler.render.excerpt import columns

if TYPE_CHECKING:
    from reconciler.data.profile import Bar, ColumnProfile

_WIDTH, _HEIGHT, _GAP = 240, 44, 1
_LINE, _LABELS, _COUNTS = 16, 110, 60
"""Of a figure with the value beside every bar: the height of a line, the room left of the bars and right."""
_LETTERS = 16
"""What of a value that room holds; a wide letter counts twice."""
_NAMED = 5
"""Bars of single values that the text names."""
_UNITS = {Form.NUMBER: "", Form.TIME: "", Form.LENGTH: " characters", Form.VALUE: ""}


def histogram(column: ColumnProfile, *, values: bool) -> str:
    """The figure of a column, "" where there is nothing to draw; texts of cells only with `values`."""
    bars = column.bars
    if not bars:
        return ""
    said = escape(_said(column, values), quote=True)
    named = values and column.form is Form.VALUE
    width = _WIDTH + _LABELS if named else _WIDTH
    height = len(bars) * _LINE if named else _HEIGHT
    shapes = _lines(bars) if named else _shapes(column, bars, values)
    return (
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-label="{said}"><title>{said}</title>{shapes}</svg>'
    )


def _lines(bars: Sequence[Bar]) -> str:
    """One line for each value: the value, its bar, and its number of rows."""
    most = max(bar.count for bar in bars)
    shapes: list[str] = []
    for index, bar in enumerate(bars):
        whole = f"<title>{escape(visible(bar.low))}: {bar.count:,}</title>"
        length = max(bar.count / most * (_WIDTH - _COUNTS), 1.5)
        base = index * _LINE + _LINE - 4
        shapes.append(
            f'<text x="{_LABELS - 6}" y="{base}" text-anchor="end">{escape(_cut(visible(bar.low)))}'
            f'{whole}</text><rect x="{_LABELS}" y="{index * _LINE + 2}" width="{length:.2f}" '
            f'height="{_LINE - 4}">{whole}</rect>'
            f'<text x="{_LABELS + length + 4:.2f}" y="{base}">{bar.count:,}</text>'
        )
    return "".join(shapes)


def _cut(text: str) -> str:
    """What of a text there is room for beside a bar."""
    if columns(text) <= _LETTERS:
        return text
    return text[: max(end for end in range(len(text)) if columns(text[:end]) < _LETTERS)] + "…"


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
    return _reach(column, bar.low, bar.high)


def _reach(column: ColumnProfile, low: str, high: str) -> str:
    return f"{low}{_UNITS[column.form]}" if low == high else f"{low} to {high}{_UNITS[column.form]}"


def span(column: ColumnProfile) -> str:
    """From where to where the values are: `2024-01-01 to 2025-06-30`; "" of single values."""
    if not column.bars or column.form is Form.VALUE:
        return ""
    return _reach(column, column.bars[0].low, column.bars[-1].high)


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
