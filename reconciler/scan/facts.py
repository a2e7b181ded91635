"""What is measured of the columns of a file that no schema describes yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reconciler.data.column_facts import ColumnFacts
from reconciler.data.questions import COMMA, DECIMAL, INTEGER
from reconciler.scan.rows import Places
from reconciler.scan.sql import BOOLEAN
from reconciler.scan.store import Store

_NEAR = (0.4, 0.6), (0.9, 1.1)
"""Estimates of distinct values are within some per cent: near these parts of all cells they are counted."""
_NULL_WORDS = r"('null', 'none', 'nan', '<na>', '\n')"
"""What databases and data frames write for no value; NA is left out, as it is Namibia too."""
_DATE = "([0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{4})([T ].*)?"
_MARKS = (";", ",", "/")
_AGAIN = 4
"""So often, on average, a value of a list stands in a column: parts of sentences and addresses do not."""
_EXACTLY = 100_000
"""Up to so many cells are counted in any case: it takes no time."""


def column_facts(store: Store, table: str, names: Sequence[str], places: Places) -> Iterator[ColumnFacts]:
    """The facts of each column of a table whose columns v0, v1, … have these names."""
    for index, name in enumerate(names):
        yield _one(store, table, f"v{index}", name, places)


def _one(store: Store, table: str, v: str, name: str, places: Places) -> ColumnFacts:
    decimal = f"regexp_full_match({v}, '{DECIMAL}')"
    integer = f"(regexp_full_match({v}, '{INTEGER}') AND TRY_CAST({v} AS BIGINT) IS NOT NULL)"
    counted = f"regexp_replace(split_part(lower({v}), 'e', 1), '[^0-9]', '', 'g')"
    conditions = {
        "nulls": f"{v} IS NULL",
        "filled": f"{v} IS NOT NULL",
        "integers": integer,
        "oversized": f"regexp_full_match({v}, '{INTEGER}') AND TRY_CAST({v} AS BIGINT) IS NULL",
        "decimals": decimal,
        "padded": f"regexp_full_match({v}, '[+-]?0[0-9]+')",
        "commas": f"regexp_full_match({v}, '{COMMA}')",
        "booleans": BOOLEAN.format(v=v),
        "cells_with_pipe": f"contains({v}, '|')",
        "dates": f"regexp_full_match({v}, '{_DATE}')",
        "null_words": f"lower({v}) IN {_NULL_WORDS}",
        "spaced": f"regexp_matches({v}, '\\S\\s+\\S')",
    }
    asked = {name: f"count(*) FILTER (WHERE {condition})" for name, condition in conditions.items()} | {
        "mean_length": f"coalesce(avg(length({v})), 0)",
        "largest": f"coalesce(max(CASE WHEN {integer} THEN abs(TRY_CAST({v} AS HUGEINT)) END), 0)::HUGEINT",
        "digits": f"coalesce(max(CASE WHEN {decimal} THEN length(ltrim({counted}, '0')) END), 0)",
    }
    (row,) = store.ask(f"SELECT {', '.join(asked.values())} FROM {table}")
    facts = ColumnFacts(name=name, **dict(zip(asked, row, strict=True)))
    cells = f"(SELECT {v} AS p FROM {table} WHERE {v} IS NOT NULL)"
    facts = replace(facts, distinct=_distinct(store, cells, facts.filled))
    if facts.cells_with_pipe:
        single = f"(SELECT unnest(string_split({v}, '|')) AS p FROM {table} WHERE {v} IS NOT NULL)"
        ((parts,),) = store.ask(f"SELECT count(*) FROM {single}")
        facts = replace(facts, parts=parts, distinct_parts=_distinct(store, single, parts))
    elif facts.decimals < facts.filled:
        facts = replace(facts, separator=_separator(store, table, v, facts.filled))
    if 0 < facts.decimals < facts.filled:
        ((first,),) = store.ask(f"SELECT min(rowid) FROM {table} WHERE NOT {decimal}")
        facts = replace(facts, first_text=places.of(first)[1])
    return facts


def _separator(store: Store, table: str, v: str, filled: int) -> str:
    """What seems to separate several values in a cell: in most cells, and between values that come again."""
    counts = ", ".join(f"count(*) FILTER (WHERE contains({v}, '{mark}'))" for mark in _MARKS)
    (row,) = store.ask(f"SELECT {counts} FROM {table} WHERE NOT contains({v}, '://')")
    for mark in (mark for mark, cells in zip(_MARKS, row, strict=True) if cells * 2 >= filled):
        single = f"(SELECT trim(unnest(string_split({v}, '{mark}'))) AS p FROM {table} WHERE {v} IS NOT NULL)"
        ((parts, about),) = store.ask(f"SELECT count(*), approx_count_distinct(p) FROM {single}")
        if about * _AGAIN <= parts:
            return mark
    return ""


def _distinct(store: Store, cells: str, total: int) -> int:
    ((about,),) = store.ask(f"SELECT approx_count_distinct(p) FROM {cells}")
    if total > _EXACTLY and not any(low * total <= about <= high * total for low, high in _NEAR):
        return int(about)
    ((count,),) = store.ask(f"SELECT count(*) FROM (SELECT DISTINCT p FROM {cells})")
    return int(count)
