"""What is wrong with the columns of a record and with its name, whichever dataset it is for.

Source: developer guide, 'Creating schema JSON files'; Apache Avro specification, 'Names' and 'Unions'. What
the service was seen to take although the guide has it otherwise is not a finding: a record's name in lower
case, no version or another one, a list of one type, null on either side, attributes that nobody knows, plain
texts and booleans.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from reconciler.desired.avro_record import FLAGS, columns_of
from reconciler.desired.findings import error, listed, shown, warning
from reconciler.desired.node import find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconciler.desired.avro_record import Column
    from reconciler.desired.node import Node
    from reconciler.model.diagnostics import Diagnostic

NAMESPACE = "com.amazonaws.personalize.schema"
_NAME = re.compile(r"[^\W\d]\w*")
_LETTERS = re.compile(r"[A-Za-z0-9_]*")
_OF_AVRO = {"name", "type", "doc", "default", "order", "aliases"}
_AS_CLOSE = 0.8
"""So much alike are "catagorical" and "categorical"; "itemType" and "itemName" are less."""


def check_columns(document: Node) -> Iterator[Diagnostic]:
    """The findings about a document that is a record with a list of fields."""
    yield from _record(document)
    columns = columns_of(document)
    for column in columns:
        yield from _name(column)
        yield from _types(column)
        yield from _flags(column)
        yield from _flagged(column)
    yield from _alike(columns)
    textual = [column for column in columns if column.has("textual")]
    for column in textual[1:]:
        first = textual[0]
        yield error(
            "schema/textual-twice",
            f"{shown(column.name)} is textual, and {shown(first.name)} is too, at {first.at('textual')}",
            column.at("textual"),
            fix="leave textual with one of them",
        )


def _record(document: Node) -> Iterator[Diagnostic]:
    name = find(document, ("name",))
    said = name.value if name else None
    if not isinstance(said, str) or not all(_NAME.fullmatch(part) for part in said.split(".")):
        label = shown(said) if isinstance(said, str) else "this"
        summary = f"{label} is no name of a record" if name else "the record has no name"
        where = name.position if name else document.position
        yield error("schema/record-name", summary, where, fix="name it as its dataset type, e.g. Items")
    namespace = find(document, ("namespace",))
    if namespace and namespace.value != NAMESPACE:
        yield warning(
            "schema/namespace",
            f"the guide's schemas all have the namespace {NAMESPACE}",
            namespace.position,
            fix=f'write "namespace": "{NAMESPACE}"',
        )


def _name(column: Column) -> Iterator[Diagnostic]:
    label = shown(column.name)
    if not _NAME.fullmatch(column.name):
        yield error(
            "schema/field-characters",
            f"{label} is no name of a field",
            column.at("name"),
            fix="use letters, digits and underscores, with no digit first",
        )
    elif not _LETTERS.fullmatch(column.name):
        yield warning(
            "schema/field-letters",
            f"the field {label} has letters outside A to Z",
            column.at("name"),
            fix="use A to Z, digits and underscores, here and in the CSV's header",
        )


def _types(column: Column) -> Iterator[Diagnostic]:
    label = shown(column.name)
    again = [word for word, times in Counter(column.words).items() if times > 1]
    if again:
        yield error(
            "schema/union-twice",
            f"the types of {label} name {listed(again, 'and')} twice",
            column.at("type"),
            fix="name each type once",
        )
    if not column.types:
        yield warning(
            "schema/only-null",
            f"{label} can hold nothing but null",
            column.at("type"),
            fix='name the type of its values as well, e.g. ["null", "string"]',
        )
    elif len(column.types) > 1:
        yield warning(
            "schema/two-types",
            f"{label} has {len(column.types)} types besides null",
            column.at("type"),
            fix="name one type, with or without null",
        )


def _flags(column: Column) -> Iterator[Diagnostic]:
    """Whether the attributes say what they seem to say."""
    for key, entry in column.node.entries.items():
        if key in FLAGS:
            if not isinstance(entry.node.value, bool):
                yield warning(
                    "schema/flag",
                    f"{key} of {shown(column.name)} is neither true nor false",
                    entry.node.position,
                    fix="write true without quotes, or leave it out",
                )
        elif key not in _OF_AVRO:
            lower = {flag.lower(): flag for flag in FLAGS}
            for close in get_close_matches(key.lower(), lower, n=1, cutoff=_AS_CLOSE):
                yield warning(
                    "schema/flag-name",
                    f"the service knows {lower[close]}, not {shown(key)}",
                    entry.key,
                    fix=f"did you mean {lower[close]}?",
                )


def _flagged(column: Column) -> Iterator[Diagnostic]:
    """Whether what is true suits the column's type."""
    label, text = shown(column.name), column.types <= {"string"}
    if column.has("textual") and not text:
        yield error(
            "schema/textual-type",
            f"{label} is textual and no string",
            column.at("textual"),
            fix="make it a string, or remove textual",
        )
    if column.has("categorical") and not text:
        yield warning(
            "schema/categorical-type",
            f"{label} is categorical and no string",
            column.at("categorical"),
            fix="make it a string to have its values as categories, or remove categorical",
        )
    if column.has("itemName") and not text:
        yield warning(
            "schema/item-name-type",
            f"{label} is the items' name and no string",
            column.at("itemName"),
            fix="make it a string, or remove itemName",
        )
    if column.has("categorical") and column.has("textual"):
        yield warning(
            "schema/two-flags",
            f"{label} is both categorical and textual",
            column.at("textual"),
            fix="leave one of the two",
        )


def _alike(columns: list[Column]) -> Iterator[Diagnostic]:
    """Names that the service cannot tell apart, since a camelCase one stands for one with underscores."""
    bare: dict[str, Column] = {}
    folded: dict[str, Column] = {}
    for column in columns:
        key = column.name.replace("_", "")
        first = bare.setdefault(key, column)
        cased = folded.setdefault(key.upper(), column)
        if first.name != column.name:
            yield error(
                "schema/fields-alike",
                f"{shown(column.name)} is {shown(first.name)}, at {first.at('name')}, but for underscores",
                column.at("name"),
                fix="rename one of the two",
            )
        elif first is column and cased is not column:
            yield warning(
                "schema/fields-case",
                f"{shown(column.name)} is {shown(cased.name)}, at {cased.at('name')}, but for capitals",
                column.at("name"),
                fix="rename one of the two",
            )
