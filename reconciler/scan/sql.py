"""The conditions of questions as SQL over a table of texts.

A column is always `v` and a number, so nothing of a file ever becomes part of a query.
"""

from __future__ import annotations

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

BOOLEAN = "lower({v}) IN ('true', 'false')"
_TYPES: Mapping[str, str] = {
    "int": f"(regexp_full_match({{v}}, '{INTEGER}') AND TRY_CAST({{v}} AS INTEGER) IS NOT NULL)",
    "long": f"(regexp_full_match({{v}}, '{INTEGER}') AND TRY_CAST({{v}} AS BIGINT) IS NOT NULL)",
    "float": f"regexp_full_match({{v}}, '{DECIMAL}')",
    "double": f"regexp_full_match({{v}}, '{DECIMAL}')",
    "boolean": BOOLEAN,
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
    comma = f"regexp_full_match({value}, '{COMMA}')"
    return f"NOT ({fits} OR {comma})" if question.column.is_number else f"NOT ({fits})"


def _comma(_: Question, value: str) -> str:
    return f"regexp_full_match({value}, '{COMMA}')"


def _too_long(question: Question, value: str) -> str:
    whole = f"length({value}) > {question.limit}"
    if not question.column.several:
        return whole
    # The reader's expressions repeat nothing more than a thousand times.
    return f"{whole} AND regexp_matches({value}, '[^|]{{{question.limit}}}[^|]')"


def _line_break(_: Question, value: str) -> str:
    return f"contains({value}, chr(10))"


def _null_word(_: Question, value: str) -> str:
    listed = ", ".join(f"'{one}'" for one in NULL_WORDS)
    # Most values are longer, and comparing lengths takes a tenth of the time.
    return f"strlen({value}) <= {max(map(len, NULL_WORDS))} AND {value} IN ({listed})"


def _odd(_: Question, value: str) -> str:
    quoted = ODD.replace("'", "''")
    return f"regexp_matches({value}, '{quoted}')"


def _written(value: str) -> str:
    """The number that stands there as data has it; null for what is no such number, be it a word for one."""
    return f"CASE WHEN regexp_full_match({value}, '{DECIMAL}') THEN {number(value)} END"


def _milliseconds(_: Question, value: str) -> str:
    return f"abs({_written(value)}) >= {MILLISECONDS_FROM}"


def _odd_time(question: Question, value: str) -> str:
    seconds = f"({_written(value)})"
    near = f"abs({seconds}) < {MILLISECONDS_FROM}"
    return f"{near} AND ({seconds} < {EARLIEST} OR {seconds} > {question.limit})"


_CONDITIONS: Mapping[Condition, Callable[[Question, str], str]] = {
    Condition.NULL: _null,
    Condition.NOT_OF_TYPE: _not_of_type,
    Condition.DECIMAL_COMMA: _comma,
    Condition.TOO_LONG: _too_long,
    Condition.LINE_BREAK: _line_break,
    Condition.NULL_WORD: _null_word,
    Condition.ODD_CHARACTER: _odd,
    Condition.MILLISECONDS: _milliseconds,
    Condition.ODD_TIME: _odd_time,
}
