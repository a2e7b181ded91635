"""What a filter expression says, as frozen values.

Source: https://docs.aws.amazon.com/personalize/latest/dg/creating-filter-expressions.html.
"""

from dataclasses import dataclass
from typing import Literal

INVALID = "Could not create filter. Invalid Expression: "


class FilterError(ValueError):
    """The service would answer InvalidInputException; `str(error)` is the message."""


@dataclass(frozen=True, slots=True)
class Field:
    """DATASET.NAME, both in upper case: the service was seen to take them in any case."""

    dataset: str
    name: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A placeholder; its value comes with each request. The name keeps its case."""

    name: str


@dataclass(frozen=True, slots=True)
class Everything:
    """The asterisk: any event type."""


Value = str | float | Parameter | Field | Everything
Operator = Literal["IN", "NOT IN", "=", "!=", "<", "<=", ">", ">="]
Subject = Literal["ITEM", "ACTION", "USER"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one field; only IN and NOT IN have several values."""

    field: Field
    operator: Operator
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """One part between pipes: `alternatives` is a disjunction of conjunctions, `guard` the IF."""

    include: bool
    subject: Subject
    alternatives: tuple[tuple[Condition, ...], ...]
    guard: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition, those of the IF last."""
        return tuple(condition for group in self.alternatives for condition in group) + self.guard
