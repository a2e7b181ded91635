"""From what was measured in a file to the columns of a first schema, each with the reason for it.

Sources: developer guide, 'Creating schema JSON files', 'Data format guidelines' and 'Columns used in
training'. Where the guide leaves a choice, the thresholds here are ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reconciler.catalog.dataset_columns import DatasetForm, Keyword
from reconciler.data.column_facts import DIGITS_OF_FLOAT, ColumnFacts
from reconciler.data.dataset import DataColumn
from reconciler.data.findings import listed
from reconciler.data.likeness import fitting_name, lookalike

REPEATS = 2
"""So often, on average, a value of a categorical column stands in the file: less is nearly an id."""
MOST_CATEGORIES = 10_000
"""With more distinct values than this a column holds ids, as of sessions, however often each stands there."""
FREE_TEXT = 30
"""Mean characters from which a text of several words is free text."""
_MOSTLY = 0.9
"""So large a part of the cells says what a column is meant to be."""
_CODE = re.compile(r"(^|_)(ID|CODE|ZIP|POSTCODE|SKU|EAN|GTIN|UPC|ISBN|PHONE)$")
"""What a column is called whose numbers name something and are no amounts."""
_HALF_OF_INT = 2**30
"""Above half of what 32 bits hold, as of epoch seconds, a column is a long: it will grow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """One column of a first schema; `because` is why it is so, `remark` what its owner may want to change."""

    column: DataColumn
    because: str
    remark: str = ""


class _Choice(NamedTuple):
    kind: str
    because: str
    remark: str = ""
    categorical: bool = False
    free: bool = False


def infer(kind: str, form: DatasetForm, facts: Sequence[ColumnFacts]) -> tuple[Inferred, ...]:
    """The columns of a dataset of this type, in the order of the file."""
    known = {keyword.also or name: keyword for name, keyword in form.keywords.items()} | dict(form.keywords)
    described = [one.name for one in facts if one.name in known and known[one.name].flag == "textual"]
    made = [
        _reserved(form, known[one.name], one) if one.name in known else _metadata(one, form) for one in facts
    ]
    return _with_names(kind, form, _with_textual(form, facts, made, described))


def _with_names(kind: str, form: DatasetForm, made: Sequence[Inferred]) -> tuple[Inferred, ...]:
    """Remarks on columns that are called nearly as the service calls what it knows and the file lacks."""
    names = [one.column.name for one in made]
    known = {one for one in names if one in form.keywords}
    close = {lookalike(one, kind, names, known): one for one in form.reserved if one not in names}
    return tuple(_called(one, close.get(one.column.name, "")) for one in made)


def _called(one: Inferred, meant: str) -> Inferred:
    if not meant:
        return one
    remark = f"if this is what the service knows as {meant}, call it so, here and in the file"
    return replace(one, remark=remark)


def _reserved(form: DatasetForm, keyword: Keyword, facts: ColumnFacts) -> Inferred:
    """A column that the service knows by name, and of which it says the type."""
    required = facts.name in form.required or any(one.also == facts.name for one in form.required.values())
    chosen = _choice(facts, form) if not keyword.plain and not keyword.flag else None
    column = DataColumn(
        name=facts.name,
        types=(_type(keyword, facts),),
        nullable=not required and (keyword.null or facts.nulls > 0),
        categorical=keyword.flag == "categorical"
        or bool(chosen and chosen.categorical and "string" in keyword.types),
        textual=keyword.flag == "textual",
    )
    usual = next((name for name, one in form.required.items() if one.also == facts.name), "")
    return Inferred(
        column=column,
        because="the service needs it" if required else "the service knows it by name",
        remark=f"most pages of the guide call it {usual}: rename it, here and in the file"
        if usual
        else _said_null(column, facts, required=required),
    )


def _said_null(column: DataColumn, facts: ColumnFacts, *, required: bool) -> str:
    """Of texts only: a number of which a cell says NULL is refused anyway."""
    if not (column.is_text and facts.null_words):
        return ""
    fix = "leave these rows out" if required else "leave them empty"
    return f"{_cells(facts.null_words)} NULL, NaN or the like, which is a text here: {fix}"


def _type(keyword: Keyword, facts: ColumnFacts) -> str:
    if len(keyword.types) > 1:
        return "long" if facts.is_integer or not facts.is_number else "float"
    return min(keyword.types)


def _metadata(facts: ColumnFacts, form: DatasetForm) -> Inferred:
    chosen = _choice(facts, form)
    column = DataColumn(
        name=facts.name,
        types=(chosen.kind,),
        nullable=facts.nulls > 0,
        categorical=chosen.categorical,
    )
    return Inferred(column=column, because=chosen.because, remark=chosen.remark)


def _choice(facts: ColumnFacts, form: DatasetForm) -> _Choice:
    if not facts.filled:
        remark = "nothing tells what it holds; leave it out if it stays so"
        return _Choice("string", "empty in every row", remark)
    if facts.is_boolean:
        because = "true or false, as text: booleans are used neither in training nor in filters"
        return _Choice("string", because, categorical=True)
    if facts.is_number and _CODE.search(fitting_name(facts.name)):
        return _text(facts, form)
    if facts.is_integer:
        small = facts.largest <= _HALF_OF_INT
        return _Choice("int" if small else "long", f"whole numbers up to {facts.largest:,}")
    if facts.is_number:
        digits = "digit" if facts.digits == 1 else "digits"
        short = facts.digits <= DIGITS_OF_FLOAT
        return _Choice("float" if short else "double", f"numbers of up to {facts.digits} {digits}")
    return _text(facts, form)


def _text(facts: ColumnFacts, form: DatasetForm) -> _Choice:
    several = facts.cells_with_pipe > 0
    total = facts.parts if several else facts.filled
    distinct = facts.distinct_parts if several else facts.distinct
    counted = f"{distinct:,} distinct {'value' if distinct == 1 else 'values'} in {facts.filled:,} cells"
    odd = _odd(facts)
    if distinct * REPEATS <= total and distinct <= MOST_CATEGORIES:
        because = f"{counted}{', several in a cell' if several else ''}"
        return _Choice("string", because, odd, categorical=True)
    if _is_free(facts):
        remark = "" if form.textual else "of texts only those of items are used in training: this one is not"
        because = f"free text, {facts.mean_length:.0f} characters on average"
        return _Choice("string", because, odd or remark, free=True)
    remark = "neither categorical nor textual: not used in training; leave it out unless a filter needs it"
    return _Choice("string", "no two rows share a value" if distinct >= total else counted, odd or remark)


def _is_free(facts: ColumnFacts) -> bool:
    return facts.mean_length >= FREE_TEXT and facts.spaced >= _MOSTLY * facts.filled


def _odd(facts: ColumnFacts) -> str:
    """What keeps a column from being the numbers, times or lists that it looks like."""
    if facts.null_words:
        number = facts.decimals + facts.null_words == facts.filled
        return (
            f"{_cells(facts.null_words)} NULL, NaN or the like, which is a text here: leave them empty"
            f"{', and it is a number' if number else ''}"
        )
    if facts.dates == facts.filled:
        return "dates are texts: write them as seconds since 1970 to have them as numbers"
    if facts.commas and facts.decimals + facts.commas == facts.filled:
        return "write numbers with a point, without a comma, to have them as numbers"
    if facts.separator:
        return f"cells seem to be lists with {facts.separator} between their values: write pipes (|) instead"
    if facts.padded and facts.decimals == facts.filled:
        return "numbers with zeros in front are kept as text"
    if facts.oversized and facts.decimals == facts.filled:
        return "whole numbers of so many digits would lose some, and are kept as text"
    if _MOSTLY * facts.filled <= facts.decimals < facts.filled:
        others = facts.filled - facts.decimals
        return (
            f"{others:,} of {facts.filled:,} cells are no numbers, first in line {facts.first_text}; leave "
            "cells without a value empty to have it as a number"
        )
    return ""


def _cells(count: int) -> str:
    return "1 cell says" if count == 1 else f"{count:,} cells say"


def _with_textual(
    form: DatasetForm, facts: Sequence[ColumnFacts], made: list[Inferred], described: Sequence[str]
) -> tuple[Inferred, ...]:
    """The longest free text becomes the one textual column, where the service takes one."""
    free = [
        one.name
        for one in sorted(facts, key=lambda one: -one.mean_length)
        if one.name not in form.keywords and not one.is_number and one.filled and _choice(one, form).free
    ]
    if not form.textual or not free:
        return tuple(made)
    first, *others = [*described, *free]
    return tuple(_marked(one, first, others) for one in made)


def _marked(one: Inferred, first: str, others: Sequence[str]) -> Inferred:
    if one.column.name == first:
        return replace(one, column=replace(one.column, textual=True))
    if one.column.name in others:
        remark = f"one column may be textual, and that is {listed([first])}: this one is not used in training"
        return replace(one, remark=remark)
    return one
