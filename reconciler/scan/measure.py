"""A table of texts to its profile: everything that `data` asks of it, in a few passes over the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconciler.data.dataset import EVENTS, IDS, Dataset
from reconciler.data.profile import (
    COUNTED_TYPES,
    EXAMPLES,
    LONGEST_VALUE,
    ColumnProfile,
    EventCount,
    Example,
    Found,
    example,
)
from reconciler.data.questions import Question
from reconciler.scan.distributions import distribution
from reconciler.scan.rows import Places
from reconciler.scan.sql import holds
from reconciler.scan.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One dataset's rows in the store; `present` are the columns that every file had."""

    name: str
    dataset: Dataset
    present: frozenset[str]
    places: Places

    def value(self, column: str) -> str:
        """The name of a column in queries."""
        return f"v{self.dataset.names.index(column)}"


def answers(store: Store, table: Table, asked: Sequence[Question]) -> Mapping[Question, Found]:
    """An answer for every question about a column that is there."""
    known = [one for one in asked if one.column.name in table.present]
    if not known:
        return {}
    conditions = [holds(one, table.value(one.column.name)) for one in known]
    counts = ", ".join(f"count_if({one})" for one in conditions)
    (row,) = store.ask(f"SELECT {counts} FROM {table.name}")
    return {
        question: Found(count=count, examples=_examples(store, table, question, condition) if count else ())
        for question, condition, count in zip(known, conditions, row, strict=True)
    }


def _examples(store: Store, table: Table, question: Question, condition: str) -> tuple[Example, ...]:
    value = table.value(question.column.name)
    shown = f"left({value}, {LONGEST_VALUE + 1})"
    found = store.ask(f"SELECT rowid, {shown} FROM {table.name} WHERE {condition} LIMIT {EXAMPLES}")
    return tuple(_example(table.places, row, text) for row, text in found)


def _example(places: Places, row: int, value: str | None) -> Example:
    """A row by its number in the table, and a value in it."""
    return example(*places.of(row), value)


def duplicates(store: Store, table: Table) -> Found:
    """How many ids stand in more than one row, with the second row of the first few; none for events."""
    column = IDS.get(table.dataset.kind, "")
    if column not in table.present:
        return Found(count=0)
    value = table.value(column)
    twice = f"SELECT {value} AS id FROM {table.name} WHERE {value} IS NOT NULL GROUP BY 1 HAVING count(*) > 1"
    ((count,),) = store.ask(f"SELECT count(*) FROM ({twice})")
    if not count:
        return Found(count=0)
    rows = store.ask(
        f"SELECT max(rowid) AS row, {value} FROM {table.name} WHERE {value} IN "
        f"({twice} ORDER BY 1 LIMIT {EXAMPLES}) GROUP BY 2 ORDER BY 1"
    )
    return Found(count=count, examples=tuple(_example(table.places, row, text) for row, text in rows))


def event_types(store: Store, table: Table) -> Mapping[str, EventCount]:
    """The most frequent event types, each with its events and its users of two or more."""
    if table.dataset.kind not in EVENTS or not {"EVENT_TYPE", "USER_ID"} <= table.present:
        return {}
    kind, user = table.value("EVENT_TYPE"), table.value("USER_ID")
    rows = store.ask(
        f"SELECT kind, sum(n)::BIGINT, count_if(n > 1 AND person IS NOT NULL) FROM "
        f"(SELECT {kind} AS kind, {user} AS person, count(*) AS n "
        f"FROM {table.name} WHERE {kind} IS NOT NULL GROUP BY ALL) GROUP BY 1 ORDER BY 2 DESC, 1 "
        f"LIMIT {COUNTED_TYPES}"
    )
    return {name: EventCount(events=events, users=users) for name, events, users in rows}


def active_users(store: Store, table: Table) -> tuple[int, int]:
    """All users with events, and those with two or more."""
    if table.dataset.kind not in EVENTS or "USER_ID" not in table.present:
        return 0, 0
    user = table.value("USER_ID")
    each = f"SELECT count(*) AS n FROM {table.name} WHERE {user} IS NOT NULL GROUP BY {user}"
    ((every, active),) = store.ask(f"SELECT count(*), count_if(n > 1) FROM ({each})")
    return every, active


def columns(store: Store, table: Table, count: int) -> tuple[ColumnProfile, ...]:
    """The distribution of every column that is there; none of an empty table."""
    listed = [one for one in table.dataset.columns if one.name in table.present]
    if not count or not listed:
        return ()
    return tuple(distribution(store, table.name, table.value(one.name), one, count) for one in listed)


def unknown_ids(store: Store, events: Table, other: Table, column: str) -> tuple[Found, int] | None:
    """Distinct ids of events that the other table lacks, with where each was first seen, and how many it has.

    None where one of the two has no such column.
    """
    if column not in events.present or column not in other.present:
        return None
    mine, theirs = events.value(column), other.value(column)
    named = f"(SELECT {mine} AS id, min(rowid) AS row FROM {events.name} WHERE {mine} IS NOT NULL GROUP BY 1)"
    lacks = f"NOT EXISTS (SELECT 1 FROM {other.name} o WHERE o.{theirs} = n.id)"
    ((every, count),) = store.ask(f"SELECT count(*), count_if(u) FROM (SELECT {lacks} AS u FROM {named} n)")
    if not count:
        return Found(count=0), every
    rows = store.ask(f"SELECT row, id FROM {named} n WHERE {lacks} ORDER BY row LIMIT {EXAMPLES}")
    shown = tuple(_example(events.places, row, text) for row, text in rows)
    return Found(count=count, examples=shown), every - count
