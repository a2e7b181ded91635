"""Whether a document is an Avro record with plain columns; what a dataset asks beyond that is not here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reconciler.desired.avro_columns import check_columns
from reconciler.desired.avro_record import TYPES
from reconciler.desired.findings import error, listed, shown, warning
from reconciler.desired.node import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reconciler.desired.node import Node
    from reconciler.model.diagnostics import Diagnostic, Position

_MAX_CHARACTERS = 20_000
"""Source: service model, shape AvroSchema."""
_NEARLY = 18_000
"""Nine tenths of that."""


def check_avro(document: Node) -> Iterator[Diagnostic]:
    """What is wrong with the form, at its exact place."""
    kind = document.entries.get("type")
    if kind is None or kind.node.value != "record":
        where = kind.node.position if kind else document.position
        yield error("schema/not-a-record", "a schema is an Avro record", where, fix="say type: record")
        return
    fields = document.entries.get("fields")
    if fields is None or not fields.node.items:
        where = fields.node.position if fields else document.position
        yield error("schema/no-fields", "the record lacks a list of fields", where, fix="add fields: [...]")
        return
    first: dict[str, Position] = {}
    for column in fields.node.items:
        yield from _column(column)
        yield from _once(column, first)
    yield from check_columns(document)
    yield from _length(document)


def _length(document: Node) -> Iterator[Diagnostic]:
    size = len(json.dumps(plain(document), separators=(",", ":"), ensure_ascii=False))
    if size > _MAX_CHARACTERS:
        many = f"the schema has {size:,} characters; the service takes {_MAX_CHARACTERS:,}"
        yield error("schema/too-long", many, document.position, fix="remove columns or documentation")
    elif size > _NEARLY:
        near = f"the schema has {size:,} of the {_MAX_CHARACTERS:,} characters that the service takes"
        fix = "remove documentation, so that columns can be added"
        yield warning("schema/nearly-too-long", near, document.position, fix=fix)


def _once(column: Node, first: dict[str, Position]) -> Iterator[Diagnostic]:
    """Avro takes a name once; how the service tells names apart beyond that is its own business."""
    name = column.entries.get("name")
    if name is None or not isinstance(name.node.value, str):
        return
    if name.node.value in first:
        again = f"the field {shown(name.node.value)} stands here again; first at {first[name.node.value]}"
        yield error("schema/field-twice", again, name.node.position, fix="remove or rename one of the two")
    else:
        first[name.node.value] = name.node.position


def _column(column: Node) -> Iterator[Diagnostic]:
    name, kind = column.entries.get("name"), column.entries.get("type")
    if name is None or not isinstance(name.node.value, str) or not name.node.value:
        where = name.node.position if name else column.position
        yield error("schema/field-name", "a field lacks its name", where, fix="a field is {name, type}")
        return
    label = shown(name.node.value)
    if kind is None:
        yield error("schema/field-type", f"the field {label} lacks its type", column.position, fix=_FIX)
        return
    union = isinstance(kind.node.value, tuple)
    if union and not kind.node.items:
        yield error("schema/field-type", f"the union of {label} is empty", kind.node.position, fix=_FIX)
    for node in kind.node.items if union else (kind.node,):
        if node.value not in TYPES or not isinstance(node.value, str):
            said = shown(node.value) if isinstance(node.value, str) else "this"
            summary = f"the field {label}: {said} is no type of a column"
            yield error("schema/field-type", summary, node.position, fix=_FIX)


_FIX = f"the types are {listed(TYPES)}, or a list of them"
