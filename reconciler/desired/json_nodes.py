"""JSON text to nodes with positions, for schema files: the standard parser keeps none."""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right

from reconciler.desired.findings import error, shown
from reconciler.desired.node import MAX_DEPTH, MAX_NODES, Entry, Node, list_node, mapping_node, scalar_node
from reconciler.desired.source import text_position
from reconciler.model.diagnostics import Diagnostic, Position

_FIX = 'a schema file holds one JSON object: {"type": "record", "name": …, "fields": [...]}'
_DIGITS = 4000
"""Python refuses to read whole numbers somewhat longer than that."""
_TOKEN = re.compile(r'[ \t\r\n]*("[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+)')


def read_json(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """The document and what is wrong with single keys of it; None when it is no JSON."""
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as problem:
        return None, [_not_json(problem.msg, Position(file, problem.lineno, problem.colno))]
    except RecursionError:
        return None, [_too_deep(Position(file, 1, 1))]
    except ValueError as problem:
        return None, [_not_json(*_odd_number(text, file, problem))]
    reader = _Reader(text, file)
    try:
        return reader.value(1), reader.problems
    except _UnreadableError as problem:
        return None, [problem.diagnostic]


def _refuse(word: str) -> None:
    raise ValueError(word)


def _not_json(what: str, where: Position) -> Diagnostic:
    return error("schema/not-json", f"not JSON: {what}", where, fix=_FIX)


def _odd_number(text: str, file: str, problem: ValueError) -> tuple[str, Position]:
    """Which number it is that the standard parser takes, or refuses without saying where."""
    constant = str(problem)
    found = next(
        found
        for found in _TOKEN.finditer(text)
        if found[1].startswith(constant) or (len(found[1]) > _DIGITS and found[1][0] != '"')
    )
    return f"{found[1][:20]} is no number of JSON", text_position(file, text, found.start(1))


def _too_deep(where: Position) -> Diagnostic:
    many = f"more than {MAX_DEPTH} levels are nested here"
    return error("schema/too-deep", many, where, fix="a schema is a record with a flat list of fields")


class _UnreadableError(Exception):
    """Reading cannot go on."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.summary)
        self.diagnostic = diagnostic


class _Reader:
    """One pass over text that is known to be JSON."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._index = 0
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._nodes = 0
        self.problems: list[Diagnostic] = []

    def value(self, depth: int) -> Node:
        """The value that starts here."""
        word, where = self._next()
        self._nodes += 1
        if depth > MAX_DEPTH:
            raise _UnreadableError(_too_deep(where))
        if self._nodes > MAX_NODES:
            fix = "a schema has at most a few hundred columns"
            many = error("schema/too-many-values", f"more than {MAX_NODES:,} values", where, fix=fix)
            raise _UnreadableError(many)
        if word == "{":
            return self._object(where, depth)
        if word == "[":
            return self._list(where, depth)
        return scalar_node(where, self._scalar(word, where), word)

    def _object(self, where: Position, depth: int) -> Node:
        entries: dict[str, Entry] = {}
        word, place = self._next()
        while word != "}":
            if word == ",":
                word, place = self._next()
            key = str(self._scalar(word, place))
            self._next()
            node = self.value(depth + 1)
            if key in entries:
                again = f"the key {shown(key)} stands here again; it is first said at {entries[key].key}"
                self.problems.append(error("schema/duplicate-key", again, place, fix="keep one of the two"))
            else:
                entries[key] = Entry(place, node)
            word, place = self._next()
        return mapping_node(where, entries)

    def _list(self, where: Position, depth: int) -> Node:
        items: list[Node] = []
        while self._peek() != "]":
            if self._peek() == ",":
                self._next()
            items.append(self.value(depth + 1))
        self._next()
        return list_node(where, items)

    def _scalar(self, word: str, where: Position) -> str | int | float | bool | None:
        value: str | int | float | bool | None = json.loads(word)
        if isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value):
            half = "half of a surrogate pair is no text"
            self.problems.append(error("schema/not-unicode", half, where, fix="write it whole"))
            return ""
        if isinstance(value, float) and not math.isfinite(value):
            self.problems.append(error("schema/not-json", f"{word[:20]} is out of range", where, fix=_FIX))
        return value

    def _peek(self) -> str:
        found = _TOKEN.match(self._text, self._index)
        return found[1] if found else ""

    def _next(self) -> tuple[str, Position]:
        found = _TOKEN.match(self._text, self._index)
        assert found, "the standard parser has read it before"
        self._index = found.end()
        line = bisect_right(self._lines, found.start(1))
        return found[1], Position(self._file, line, found.start(1) - self._lines[line - 1] + 1)
