"""What the columns of the dataset group show to be wrong.

Source: developer guide, 'Guidelines and requirements' of filter expressions; that a missing column and the
order of a text are refused was reported with examples. Names are compared whatever their case: samples write
them in any.
"""

from __future__ import annotations

from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING

from reconciler.filters.columns import CURRENT, DATASETS, SHOWN
from reconciler.filters.findings import error, warning
from reconciler.filters.tree import LISTING, ORDERING, FieldRef, Number
from reconciler.filters.wording import cited, label, listed

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from reconciler.filters.columns import Column, Columns
    from reconciler.filters.findings import Finding
    from reconciler.filters.tree import Condition, Filter

_EVENTS = frozenset({"INTERACTIONS", "ACTION_INTERACTIONS"})
_TIMING = frozenset({"EXPIRATION_TIMESTAMP", "ACTION_EXPIRATION_TIMESTAMP", "REPEAT_FREQUENCY"})
"""What the service filters actions by itself."""
_MOST_NAMES = 300
"""Among more, looking for a close one takes longer than a reader does."""
_MOST_TOLD = 8


def check_columns(tree: Filter, columns: Columns) -> Iterator[Finding]:
    """The findings about every field, as tested or as a value."""
    for expression in tree.expressions:
        # Of an IF that tests another dataset, that alone is to be told.
        guard = [one for one in expression.guard if one.field.dataset.upper() == "CURRENTUSER"]
        for condition in (*expression.conditions, *guard):
            column = yield from _field(condition.field, columns)
            if column:
                yield from _operator(condition, column)
            for value in condition.values:
                if isinstance(value, FieldRef) and value.dataset.upper() == "CURRENTITEM":
                    other = yield from _field(value, columns)
                    if other and other.is_text and condition.operator in ORDERING:
                        yield _order(condition, value)


def _field(field: FieldRef, columns: Columns) -> Generator[Finding, None, Column | None]:
    """The findings about one field; returns its column where it can be filtered on."""
    word, name = field.dataset.upper(), field.name.upper()
    word = CURRENT.get(word, word)
    if word not in DATASETS:
        return None
    if word in _EVENTS and name != "EVENT_TYPE":
        yield error(
            "filter/event-type-only",
            f"{label(field)} is not EVENT_TYPE",
            field.start,
            why="interactions are filtered by the type of the event only",
            fix=f"write {SHOWN[word]}.EVENT_TYPE, or test a column of another dataset",
        )
        return None
    if DATASETS[word] not in columns:
        yield error(
            "filter/no-dataset",
            f"the dataset group has no {DATASETS[word]} dataset",
            field.start,
            why=f"{label(field)} is a column of it",
            fix="declare the dataset, or remove the condition",
        )
        return None
    known = columns[DATASETS[word]]
    if known is None:
        return None
    if name not in known:
        yield _no_column(field, word, known)
        return None
    if word == "ACTIONS" and name in _TIMING:
        yield warning(
            "filter/action-timing",
            f"{label(field)} is what the service itself filters actions by",
            field.start,
            why="the guide says that no expression can",
            fix="remove the condition",
        )
    unfit = _unfit(field, known[name])
    if unfit:
        yield unfit
        return None
    return known[name]


def _no_column(field: FieldRef, word: str, known: Mapping[str, Column]) -> Finding:
    close = get_close_matches(field.name.upper(), islice(known, _MOST_NAMES), n=1)
    names = [cited(column.name) for column in islice(known.values(), _MOST_TOLD)]
    rest = [f"{len(known) - _MOST_TOLD} more"] if len(known) > _MOST_TOLD else []
    hint = f"did you mean {known[close[0]].name}?" if close else f"it has {listed([*names, *rest], 'and')}"
    return error(
        "filter/no-column",
        f"the schema of the {DATASETS[word]} dataset has no column {cited(field.name)}",
        field.start,
        fix=hint,
    )


def _unfit(field: FieldRef, column: Column) -> Finding | None:
    """Why a column cannot be filtered on at all."""
    if column.textual:
        return error(
            "filter/textual-column",
            f"{label(field)} is textual",
            field.start,
            why="unstructured text cannot be filtered on",
            fix="test another column, or add one with what you look for as a value",
        )
    if "boolean" in column.types:
        return error(
            "filter/boolean-column",
            f"{label(field)} is of type boolean",
            field.start,
            why="the service refuses filters on boolean columns",
            fix='make it a string with the values "True" and "False", or an int with 0 and 1',
        )
    return None


def _operator(condition: Condition, column: Column) -> Iterator[Finding]:
    """Whether the operator fits the column's type."""
    field = condition.field
    if column.is_text and condition.operator in ORDERING:
        yield _order(condition, field)
    elif column.is_text and condition.operator not in LISTING and isinstance(condition.values[0], Number):
        number = cited(condition.values[0].text)
        yield warning(
            "filter/number-on-text",
            f"{label(field)} is a string, and {condition.operator} compares it with a number",
            condition.values[0].start,
            why="the guide compares numbers so, and it is not known what becomes of a text",
            fix=f'write {"IN" if condition.operator == "=" else "NOT IN"} ("{number}")',
        )
    elif column.is_number and condition.operator in LISTING:
        yield warning(
            "filter/list-on-number",
            f"{label(field)} is a number, and {condition.operator} compares texts",
            field.start,
            why="lists match texts exactly, and it is not known which text a number is taken for",
            fix="compare it with = != < <= > or >=, or make the column a string",
        )


def _order(condition: Condition, field: FieldRef) -> Finding:
    return error(
        "filter/order-of-text",
        f"{label(field)} is a string, and {condition.operator} compares numbers",
        field.start,
        fix="compare texts with IN (…), or make the column a number",
    )
