"""What is wrong with rows and with values in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from reconciler.data.dataset import KEYS, DataColumn
from reconciler.data.findings import Finding, error, rows, warning
from reconciler.data.profile import DatasetProfile, Found, RowFault
from reconciler.data.questions import Condition, Question


def check_rows(profile: DatasetProfile) -> Iterator[Finding]:
    """The findings about single rows and cells, each with the first rows where it was seen."""
    for fault, found in profile.faults.items():
        yield _FAULTS[fault](found)
    for question, found in profile.answers.items():
        if found.count:
            yield _ANSWERS[question.condition](question, found)


def _length(found: Found) -> Finding:
    return warning("data/row-length", f"{rows(found.count)} with fewer values than columns", found=found)


def _longer(found: Found) -> Finding:
    return warning("data/row-length", f"{rows(found.count)} with more values than columns", found=found)


def _surplus(found: Found) -> Finding:
    said = f"{rows(found.count)} with an empty value more than columns"
    return warning("data/row-length", said, fix="Write no comma behind the last value.", found=found)


def _quotes(found: Found) -> Finding:
    return warning("data/quotes", f"{rows(found.count)} with quotes that do not fit together", found=found)


def _escaped_end(found: Found) -> Finding:
    said = f"{rows(found.count)} with a backslash before the quote that ends a value"
    fix = "Write two backslashes, or none: one takes the quote and what follows, be it rows, into the text."
    return warning("data/quotes", said, fix=fix, found=found)


def _doubled(found: Found) -> Finding:
    fix = 'Write \\" for a quote inside a quoted text.'
    return warning("data/quotes", f"{rows(found.count)} with doubled quotes", fix=fix, found=found)


def _encoding(found: Found) -> Finding:
    return error("data/not-utf8", f"{rows(found.count)} not in UTF-8", found=found)


def _carriage(found: Found) -> Finding:
    return error("data/line-break", f"{rows(found.count)} with a carriage return inside", found=found)


def _long_line(found: Found) -> Finding:
    fix = "Shorten the values, or check whether a quote is closed."
    return warning("data/row-length", f"{rows(found.count)} too long to be read", fix=fix, found=found)


_FAULTS: Mapping[RowFault, Callable[[Found], Finding]] = {
    RowFault.TOO_FEW: _length,
    RowFault.TOO_MANY: _longer,
    RowFault.SURPLUS: _surplus,
    RowFault.QUOTES: _quotes,
    RowFault.ESCAPED_END: _escaped_end,
    RowFault.DOUBLED: _doubled,
    RowFault.ENCODING: _encoding,
    RowFault.CARRIAGE: _carriage,
    RowFault.TOO_LONG: _long_line,
}


def _null(question: Question, found: Found) -> Finding:
    column = question.column
    said = f"{column.name}: {rows(found.count)} without a value"
    if column.is_text and column.name not in KEYS:
        return warning("data/empty-text", said, column=column.name, found=found)
    fix = "Write the id, or leave the row out." if column.name in KEYS else ""
    said += ", and the schema does not allow null"
    return error("data/null", said, fix=fix, column=column.name, found=found)


def _type(question: Question, found: Found) -> Finding:
    column = question.column
    fix = "Write epoch seconds, such as 1735689600." if column.name == "TIMESTAMP" else ""
    said = f"{column.name}: {rows(found.count)} with a value that is no {kinds(column)}"
    return error("data/type", said, fix=fix, column=column.name, found=found)


def kinds(column: DataColumn) -> str:
    """The column's types in words."""
    return " or ".join(column.types)


def _comma(question: Question, found: Found) -> Finding:
    name = question.column.name
    said = f"{name}: {rows(found.count)} with a comma in a number"
    return error("data/decimal-comma", said, column=name, found=found)


def _too_long(question: Question, found: Found) -> Finding:
    column = question.column
    said = f"{column.name}: {rows(found.count)} with a value of more than {question.limit:,} characters"
    if column.textual:
        return warning("data/text-cut", said, column=column.name, found=found)
    return error("data/too-long", said, column=column.name, found=found)


def _line_break(question: Question, found: Found) -> Finding:
    name = question.column.name
    return error(
        "data/line-break", f"{name}: {rows(found.count)} with a line break", column=name, found=found
    )


def _null_word(question: Question, found: Found) -> Finding:
    name = question.column.name
    said = f"{name}: {rows(found.count)} with a word for no value, such as NULL, None or NaN"
    return warning("data/null-word", said, column=name, found=found)


def _odd(question: Question, found: Found) -> Finding:
    name = question.column.name
    said = f"{name}: {rows(found.count)} with odd characters, seen or not, or white space around the id"
    return warning("data/odd-id", said, column=name, found=found)


def _milliseconds(question: Question, found: Found) -> Finding:
    name = question.column.name
    said = f"{name}: {rows(found.count)} with milliseconds, or finer, rather than seconds"
    return error("data/timestamp-milliseconds", said, column=name, found=found)


def _odd_time(question: Question, found: Found) -> Finding:
    name = question.column.name
    said = f"{name}: {rows(found.count)} before 1980 or more than a day ahead"
    return warning("data/timestamp-range", said, column=name, found=found)


_ANSWERS: Mapping[Condition, Callable[[Question, Found], Finding]] = {
    Condition.NULL: _null,
    Condition.NOT_OF_TYPE: _type,
    Condition.DECIMAL_COMMA: _comma,
    Condition.TOO_LONG: _too_long,
    Condition.LINE_BREAK: _line_break,
    Condition.NULL_WORD: _null_word,
    Condition.ODD_CHARACTER: _odd,
    Condition.MILLISECONDS: _milliseconds,
    Condition.ODD_TIME: _odd_time,
}
