"""The conditions of questions as SQL over a table of texts.

What counts as a number follows the emulator and Avro: digits with an optional sign; no white space. A column
is always `v` and a number, so nothing of a file ever becomes part of a query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reconciler.data.questions import EARLIEST, MILLISECONDS_FROM, Condition, Question

_INTEGER = "[+-]?[0-9]+"
_DECIMAL = "[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?"
_COMMA = "[+-]?[0-9]+,[0-9]+"
_ODD = r"""["'\\|,\x00-\x1f\x7f]|^[\s\p{Z}\p{Cf}]|[\s\p{Z}\p{Cf}]$"""
_TYPES: Mapping[str, str] = {
    "int": f"(regexp_full_match({{v}}, '{_INTEGER}') AND TRY_CAST({{v}} AS INTEGER) IS NOT NULL)",
    "long": f"(regexp_full_match({{v}}, '{_INTEGER}') AND TRY_CAST({{v}} AS BIGINT) IS NOT NULL)",
    "float": f"regexp_full_match({{v}}, '{_DECIMAL}')",
    "double": f"regexp_full_match({{v}}, '{_DECIMAL}')",
    "boolean": "lower({v}) IN ('true', 'false')",
}


def holds(question: Question, value: str) -> str:
    """The condition of a question for the column called `value`: true or false, never null."""
    return f"coalesce({_CONDITIONS[question.condition](question, value)}, false)"


def number(value: str) -> str:
    """The text as a number, null where it is none."""
    return f"TRY_CAST({value} AS DOUBLE)"


def _null(_: Question, value: str) -> str:
    return f"{value} IS NULL"


def _not_of_type(question: Question, value: str) -> str:
    fits = " OR ".join(_TYPES[one].format(v=value) for one in question.column.types)
    comma = f"regexp_full_match({value}, '{_COMMA}')"
    return f"NOT ({fits} OR {comma})" if question.column.is_number else f"NOT ({fits})"


def _comma(_: Question, value: str) -> str:
    return f"regexp_full_match({value}, '{_COMMA}')"


def _too_long(question: Question, value: str) -> str:
    whole = f"length({value}) > {question.limit}"
    if not question.column.several:
        return whole
    # The reader's expressions repeat nothing more than a thousand times.
    return f"{whole} AND regexp_matches({value}, '[^|]{{{question.limit}}}[^|]')"


def _line_break(_: Question, value: str) -> str:
    return f"contains({value}, chr(10))"


def _odd(_: Question, value: str) -> str:
    quoted = _ODD.replace("'", "''")
    return f"regexp_matches({value}, '{quoted}')"


def _milliseconds(_: Question, value: str) -> str:
    return f"abs({number(value)}) >= {MILLISECONDS_FROM}"


def _odd_time(question: Question, value: str) -> str:
    seconds = number(value)
    near = f"abs({seconds}) < {MILLISECONDS_FROM}"
    return f"{near} AND ({seconds} < {EARLIEST} OR {seconds} > {question.limit})"


_CONDITIONS: Mapping[Condition, Callable[[Question, str], str]] = {
    Condition.NULL: _null,
    Condition.NOT_OF_TYPE: _not_of_type,
    Condition.DECIMAL_COMMA: _comma,
    Condition.TOO_LONG: _too_long,
    Condition.LINE_BREAK: _line_break,
    Condition.ODD_CHARACTER: _odd,
    Condition.MILLISECONDS: _milliseconds,
    Condition.ODD_TIME: _odd_time,
}
