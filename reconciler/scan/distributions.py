"""How the values of one column are spread: nulls, distinct values, and the bars of a small histogram."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from math import isfinite

from reconciler.data.dataset import DataColumn
from reconciler.data.profile import Bar, ColumnProfile, Form
from reconciler.scan.sql import number
from reconciler.scan.store import Store

_BARS = 24
_MOST_VALUES = 12
"""A column with no more distinct values is shown by them, one with more by lengths."""
_TIMES = {"TIMESTAMP", "CREATION_TIMESTAMP"}
_NEAR = 0.8
"""Estimates are within some per cent; above this part of its rows a categorical column is counted."""
_WHOLE_FROM, _WHOLE_UP_TO = 1e6, 1e16
"""Between these an exponent is hard to read."""
_FEW_ROWS = 100_000
"""Of so many rows every column is counted: it takes no time that anybody would notice."""


def distribution(store: Store, table: str, value: str, column: DataColumn, count: int) -> ColumnProfile:
    """The profile of the column called `value` in a table of `count` rows."""
    ((filled, about, alike),) = store.ask(
        f"SELECT count({value}), approx_count_distinct({value}), min({value}) = max({value}) FROM {table}"
    )
    many = column.categorical and about >= _NEAR * filled
    exact = count <= _FEW_ROWS or not filled or alike or about <= _MOST_VALUES or many
    distinct = about
    if exact:
        ((distinct,),) = store.ask(
            f"SELECT count(*) FROM (SELECT DISTINCT {value} FROM {table} WHERE {value} IS NOT NULL)"
        )
    form = _form(column, distinct)
    return ColumnProfile(
        name=column.name,
        nulls=count - filled,
        distinct=distinct,
        exact=exact,
        shared=many and distinct == filled and _shared(store, table, value),
        form=form,
        bars=tuple(_bars(store, table, value, form)) if filled else (),
    )


def _shared(store: Store, table: str, value: str) -> bool:
    """Whether a value stands in the lists of two cells."""
    single = f"(SELECT unnest(string_split({value}, '|')) AS p FROM {table})"
    ((shared,),) = store.ask(f"SELECT count(p) > count(DISTINCT p) FROM {single}")
    return bool(shared)


def _form(column: DataColumn, distinct: int) -> Form:
    if column.is_number:
        return Form.TIME if column.name in _TIMES else Form.NUMBER
    return Form.VALUE if distinct <= _MOST_VALUES else Form.LENGTH


def _bars(store: Store, table: str, value: str, form: Form) -> Iterator[Bar]:
    if form is Form.VALUE:
        found = store.ask(
            f"SELECT left({value}, 40), count(*) FROM {table} WHERE {value} IS NOT NULL GROUP BY {value} "
            "ORDER BY 2 DESC, 1"
        )
        yield from (Bar(low=text, count=many) for text, many in found)
        return
    measured = f"length({value})" if form is Form.LENGTH else number(value)
    finite = f"(SELECT {measured} AS n FROM {table}) WHERE isfinite(n::DOUBLE)"
    ((low, high),) = store.ask(f"SELECT min(n), max(n) FROM {finite}")
    if low is None:
        return
    if form is Form.LENGTH:
        yield from _lengths(store, finite, int(low), int(high))
        return
    width = (float(high) - float(low)) / _BARS
    if not isfinite(width):  # numbers so far apart that their difference is none
        return
    if not width:
        ((many,),) = store.ask(f"SELECT count(*) FROM {finite}")
        yield Bar(low=_label(low, form), high=_label(high, form), count=many)
        return
    place = f"least(floor((n - ({float(low)!r})) / {width!r}), {_BARS - 1})::INTEGER"
    counted = dict(store.ask(f"SELECT {place}, count(*) FROM {finite} GROUP BY 1"))
    for index in range(_BARS):
        start, end = (float(low) + width * step for step in (index, index + 1))
        yield Bar(low=_label(start, form), high=_label(end, form), count=counted.get(index, 0))


def _lengths(store: Store, lengths: str, low: int, high: int) -> Iterator[Bar]:
    """Bars of whole numbers, of which each has both its ends."""
    width = (high - low) // _BARS + 1
    counted = dict(store.ask(f"SELECT (n - {low}) // {width}, count(*) FROM {lengths} GROUP BY 1"))
    for index in range((high - low) // width + 1):
        start = low + index * width
        end = min(start + width - 1, high)
        yield Bar(low=str(start), high=str(end), count=counted.get(index, 0))


def _label(number_: float, form: Form) -> str:
    if form is Form.TIME:
        try:
            return datetime.fromtimestamp(number_, UTC).date().isoformat()
        except (OverflowError, ValueError, OSError):
            pass
    rounded = f"{number_:.6g}"
    # A bar has rounded ends, which quote no value.
    return f"{float(rounded):.0f}" if _WHOLE_FROM <= abs(number_) < _WHOLE_UP_TO else rounded
