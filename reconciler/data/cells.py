"""The conditions of questions for a single value, as `scan.sql` has them for a whole column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from reconciler.data.questions import (
    COMMA,
    DECIMAL,
    EARLIEST,
    INTEGER,
    MILLISECONDS_FROM,
    NULL_WORDS,
    ODD,
    Condition,
    Question,
)

_INTEGER, _DECIMAL, _COMMA, _ODD = (re.compile(one) for one in (INTEGER, DECIMAL, COMMA, ODD))
_MOST_DIGITS = 19
"""Of a number of 64 bits."""


def holds(question: Question, value: str | None) -> bool:
    """Whether the condition is true of the value; of none, only that there is none."""
    if value is None or question.condition is Condition.NULL:
        return value is None and question.condition is Condition.NULL
    return _CONDITIONS[question.condition](question, value)


def is_number(value: str) -> bool:
    """Whether it is a number as data has it, whatever its column takes."""
    return bool(_DECIMAL.fullmatch(value))


def _not_of_type(question: Question, value: str) -> bool:
    fits = any(_TYPES[one](value) for one in question.column.types)
    return not fits and not (question.column.is_number and _COMMA.fullmatch(value))


def _whole(value: str, bits: int) -> bool:
    if not _INTEGER.fullmatch(value) or len(value.lstrip("+-0")) > _MOST_DIGITS:
        return False
    return -(1 << bits - 1) <= int(value) < 1 << bits - 1


_TYPES: Mapping[str, Callable[[str], object]] = {
    "int": lambda value: _whole(value, 32),
    "long": lambda value: _whole(value, 64),
    "float": _DECIMAL.fullmatch,
    "double": _DECIMAL.fullmatch,
    "boolean": lambda value: value.lower() in {"true", "false"},
}


def _comma(_: Question, value: str) -> bool:
    return bool(_COMMA.fullmatch(value))


def _too_long(question: Question, value: str) -> bool:
    if not question.column.several:
        return len(value) > question.limit
    return any(len(one) > question.limit for one in value.split("|"))


def _line_break(_: Question, value: str) -> bool:
    return "\n" in value


def _null_word(_: Question, value: str) -> bool:
    return value in NULL_WORDS


def _odd(_: Question, value: str) -> bool:
    return bool(_ODD.search(value))


def _milliseconds(_: Question, value: str) -> bool:
    return is_number(value) and abs(float(value)) >= MILLISECONDS_FROM


def _odd_time(question: Question, value: str) -> bool:
    if not is_number(value) or abs(float(value)) >= MILLISECONDS_FROM:
        return False
    return not EARLIEST <= float(value) <= question.limit


_CONDITIONS: Mapping[Condition, Callable[[Question, str], bool]] = {
    Condition.NOT_OF_TYPE: _not_of_type,
    Condition.DECIMAL_COMMA: _comma,
    Condition.TOO_LONG: _too_long,
    Condition.LINE_BREAK: _line_break,
    Condition.NULL_WORD: _null_word,
    Condition.ODD_CHARACTER: _odd,
    Condition.MILLISECONDS: _milliseconds,
    Condition.ODD_TIME: _odd_time,
}
