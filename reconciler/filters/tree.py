"""What a filter expression says: frozen values that know where they stand in the text.

Offsets count characters from 0, `end` is the one behind. Two trees are equal when they say the same, wherever
it stands. Source: developer guide, 'Filter expression structure and elements'.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Action: TypeAlias = Literal["INCLUDE", "EXCLUDE"]
Subject: TypeAlias = Literal["ItemID", "ActionID", "UserID"]
Join: TypeAlias = Literal["AND", "OR"]
Operator: TypeAlias = Literal["IN", "NOT IN", "=", "!=", "<", "<=", ">", ">="]

ORDERING: frozenset[Operator] = frozenset({"<", "<=", ">", ">="})
LISTING: frozenset[Operator] = frozenset({"IN", "NOT IN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something stands in the text."""

    start: int = field(compare=False)
    end: int = field(compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRef(Spot):
    """DATASET.NAME as written; `dataset` may also be CurrentUser or CurrentItem."""

    dataset: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Spot):
    """A quoted text: `value` without its quotes and escapes, `quote` the character around it."""

    value: str
    quote: Literal['"', "'"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Spot):
    """A number as written."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder(Spot):
    """$NAME, whose value comes with each request; `name` is without the dollar sign and keeps its case."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asterisk(Spot):
    """The asterisk, with or without quotes: every event type."""


Value: TypeAlias = "Text | Number | Placeholder | FieldRef | Asterisk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Spot):
    """A test of one field; only IN and NOT IN have several values."""

    field: FieldRef
    operator: Operator
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression(Spot):
    """One part between pipes. `joins` stand between the conditions, so there is one less of them.

    How AND and OR bind is not documented, hence a flat list. `guard` are the conditions of the IF.
    """

    action: Action
    subject: Subject
    conditions: tuple[Condition, ...]
    joins: tuple[Join, ...] = ()
    guard: tuple[Condition, ...] = ()

    @property
    def all_conditions(self) -> tuple[Condition, ...]:
        """Those of the IF last."""
        return self.conditions + self.guard


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A whole filter."""

    expressions: tuple[Expression, ...]
