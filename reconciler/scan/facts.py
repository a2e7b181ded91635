"""What is measured of the columns of a file that no schema describes yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reconciler.data.column_facts import ColumnFacts
from reconciler.scan.rows import Places
from reconciler.scan.sql import BOOLEAN, COMMA, DECIMAL, INTEGER
from reconciler.scan.store import Store

_NEAR = (0.4, 0.6), (0.9, 1.1)
"""Estimates of distinct values are within some per cent: near these parts of all cells they are counted."""


def column_facts(store: Store, table: str, names: Sequence[str], places: Places) -> Iterator[ColumnFacts]:
    """The facts of each column of a table whose columns v0, v1, … have these names."""
    for index, name in enumerate(names):
        yield _one(store, table, f"v{index}", name, places)


def _one(store: Store, table: str, v: str, name: str, places: Places) -> ColumnFacts:
    decimal = f"regexp_full_match({v}, '{DECIMAL}')"
    integer = f"(regexp_full_match({v}, '{INTEGER}') AND TRY_CAST({v} AS BIGINT) IS NOT NULL)"
    counted = f"regexp_replace(split_part(lower({v}), 'e', 1), '[^0-9]', '', 'g')"
    (
        (
            nulls,
            filled,
            integers,
            decimals,
            padded,
            commas,
            booleans,
            pipes,
            spaced,
            mean,
            longest,
            largest,
            digits,
        ),
    ) = store.ask(
        f"SELECT count_if({v} IS NULL), count({v}), count_if({integer}), count_if({decimal}), "
        f"count_if(regexp_full_match({v}, '[+-]?0[0-9]+')), count_if(regexp_full_match({v}, '{COMMA}')), "
        f"count_if({BOOLEAN.format(v=v)}), count_if(contains({v}, '|')), "
        f"count_if(regexp_matches({v}, '\\S\\s+\\S')), avg(length({v})), max(length({v})), "
        f"max(CASE WHEN {integer} THEN abs(TRY_CAST({v} AS HUGEINT)) END), "
        f"max(CASE WHEN {decimal} THEN length(ltrim({counted}, '0')) END) FROM {table}"
    )
    distinct = _distinct(store, f"(SELECT {v} AS p FROM {table} WHERE {v} IS NOT NULL)", filled)
    parts = distinct_parts = 0
    if pipes:
        single = f"(SELECT unnest(string_split({v}, '|')) AS p FROM {table} WHERE {v} IS NOT NULL)"
        ((parts,),) = store.ask(f"SELECT count(*) FROM {single}")
        distinct_parts = _distinct(store, single, parts)
    first_text = 0
    if decimals < filled and decimals:
        ((row,),) = store.ask(f"SELECT min(rowid) FROM {table} WHERE NOT {decimal}")
        first_text = places.of(row)[1]
    return ColumnFacts(
        name=name,
        nulls=nulls,
        filled=filled,
        integers=integers,
        decimals=decimals,
        padded=padded,
        commas=commas,
        booleans=booleans,
        distinct=distinct,
        cells_with_pipe=pipes,
        parts=parts,
        distinct_parts=distinct_parts,
        spaced=spaced,
        mean_length=mean or 0.0,
        longest=longest or 0,
        largest=int(largest or 0),
        digits=digits or 0,
        first_text=first_text,
    )


def _distinct(store: Store, cells: str, total: int) -> int:
    ((about,),) = store.ask(f"SELECT approx_count_distinct(p) FROM {cells}")
    if total > _EXACTLY and not any(low * total <= about <= high * total for low, high in _NEAR):
        return int(about)
    ((count,),) = store.ask(f"SELECT count(*) FROM (SELECT DISTINCT p FROM {cells})")
    return int(count)


_EXACTLY = 100_000
"""Up to so many cells are counted in any case: it takes no time."""
