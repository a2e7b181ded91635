"""What is asked of every value of a column. A question is answered by a count and by the first few rows.

Sources: developer guide, 'Data format guidelines' and 'Quotas'.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from reconciler.data.dataset import KEYS, DataColumn, Dataset

ID_LENGTH, VALUE_LENGTH, TEXT_LENGTH = 256, 1000, 20_000
"""Characters; the last is of textual columns."""
MILLISECONDS_FROM = 100_000_000_000
"""As seconds this is in the year 5138, as milliseconds in 1973."""
EARLIEST = 315_532_800
"""1980-01-01. Interactions of a service that asks for recommendations are not older."""
_DAY = 86_400
INTEGER = "[+-]?[0-9]+"
DECIMAL = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?"
COMMA = "[+-]?[0-9]+,[0-9]+"
_SPACES = "\u0020\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u2066-\u206f\u3000\ufeff"
"""Characters that are seen as a space, or not at all."""
UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
"""Characters that take no room, as a class of a regular expression. In texts some have a meaning."""
ODD = rf"""["'\\|,\x00-\x1f\x7f{UNSEEN}]|^[{_SPACES}]|[{_SPACES}]$"""
"""Regular expressions, of a kind that every dialect reads alike. What counts as a number follows the emulator
and Avro: digits with an optional sign, and no white space."""


NULL_WORDS = ("NULL", "null", "None", "nan", "NaN", "<NA>", "N/A", r"\N")
"""What programs write for no value, in just this case; NA is left out, as it is Namibia too."""


class Condition(Enum):
    """What a value of a column may be that it should not be."""

    NULL = "null"
    NOT_OF_TYPE = "not of its type"
    DECIMAL_COMMA = "a number with a comma"
    TOO_LONG = "longer than a limit"
    LINE_BREAK = "with a line break"
    NULL_WORD = "a word for no value"
    ODD_CHARACTER = "with a character that ids should not have"
    MILLISECONDS = "a time in milliseconds"
    ODD_TIME = "a time before or after a sane range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """How many rows have a value in `column` for which the condition holds, and which are the first.

    `limit` is a number of characters, or the latest time in seconds; of each single value where cells hold
    several.
    """

    column: DataColumn
    condition: Condition
    limit: int = 0


def questions(dataset: Dataset, *, now: int) -> tuple[Question, ...]:
    """Everything to ask of the cells of a dataset; `now` is in epoch seconds."""
    return tuple(question for column in dataset.columns for question in _of(column, now))


def _of(column: DataColumn, now: int) -> Iterator[Question]:
    if not column.nullable:
        yield Question(column=column, condition=Condition.NULL)
    if column.is_text:
        yield Question(column=column, condition=Condition.TOO_LONG, limit=length_limit(column))
        yield Question(column=column, condition=Condition.LINE_BREAK)
        yield Question(column=column, condition=Condition.NULL_WORD)
    elif column.types:
        yield Question(column=column, condition=Condition.NOT_OF_TYPE)
    if column.is_number:
        yield Question(column=column, condition=Condition.DECIMAL_COMMA)
    if column.name in KEYS:
        yield Question(column=column, condition=Condition.ODD_CHARACTER)
    if column.name in {"TIMESTAMP", "CREATION_TIMESTAMP"} and column.is_number:
        yield Question(column=column, condition=Condition.MILLISECONDS)
    if column.name == "TIMESTAMP" and column.is_number:
        yield Question(column=column, condition=Condition.ODD_TIME, limit=now + _DAY)


def length_limit(column: DataColumn) -> int:
    """How many characters a value of the column may have."""
    if column.textual:
        return TEXT_LENGTH
    return ID_LENGTH if column.name in KEYS else VALUE_LENGTH
