"""YAML text to nodes with positions: PyYAML's events, our own composer.

PyYAML's own constructors drop positions, keep the last of two equal keys and expand aliases without
bound; hence events only. Merge keys (`<<`) are refused: they are no part of YAML 1.2, let a key be said
twice, and a reviewer cannot see at the place of use what is merged in; aliases without merging are fine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import yaml

from reconciler.desired.findings import error, shown
from reconciler.desired.node import MAX_DEPTH, MAX_NODES, Entry, Node, list_node, mapping_node, scalar_node
from reconciler.desired.scalars import resolve
from reconciler.desired.source import text_position
from reconciler.desired.written import Written
from reconciler.model.diagnostics import Diagnostic, Position

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEAR = 1
"""So many lines before the place where the parser stops, what only looks like a space may be why."""


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """The document and what is wrong with single keys and values of it; None when nothing can be read."""
    reader = _Reader(text, file)
    try:
        root = reader.document()
    except _UnreadableError as problem:
        return None, [*reader.problems, problem.diagnostic]
    except yaml.YAMLError as problem:
        return None, [*reader.problems, _syntax(problem, text, file)]
    if root is None or (root.value is None and not root.text):
        start = Position(file, 1, 1)
        empty = error("file/empty", f"{file} declares nothing", start, fix="start with: version: 1")
        return None, [*reader.problems, empty]
    return root, reader.problems


class _UnreadableError(Exception):
    """Reading cannot go on."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.summary)
        self.diagnostic = diagnostic


class _Reader:
    """One pass over the events of one document."""

    def __init__(self, text: str, file: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=loader)
        self._text = text
        self._file = file
        self._anchors: dict[str, Node | None] = {}
        self._nodes = 0
        self.problems: list[Diagnostic] = []

    def document(self) -> Node | None:
        """The only document; None when the stream holds none."""
        root: Node | None = None
        seen = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    fix = "keep one document per file, without a second ---"
                    raise self._stop("file/documents", "a second YAML document starts here", event, fix)
                seen = True
                root = self._node(next(self._events), 1)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        where = self._where(event)
        if depth > MAX_DEPTH:
            raise self._too_deep(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        self._count(1, event)
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            self._anchors[anchor] = None
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._problem("file/tag", f"the tag {shown(tag)} means nothing here", where, "remove it")
        if isinstance(event, yaml.MappingStartEvent):
            node = self._mapping(where, depth)
        elif isinstance(event, yaml.SequenceStartEvent):
            node = self._list(where, depth)
        else:
            node = self._scalar(cast("yaml.ScalarEvent", event), where)
        if anchor is not None:
            self._anchors[anchor] = node
        return node

    def _alias(self, event: yaml.AliasEvent, depth: int) -> Node:
        name = event.anchor or ""
        node = self._anchors.get(name)
        if node is None:
            why = "stands inside what it names" if name in self._anchors else "names no anchor above it"
            raise self._stop("file/alias", f"the alias *{name[:60]} {why}", event, "write it out")
        if depth + node.height - 1 > MAX_DEPTH:
            raise self._too_deep(event)
        self._count(node.size, event)
        return node

    def _mapping(self, where: Position, depth: int) -> Node:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            place = self._where(event)
            key = self._key(event, depth)
            node = self._node(next(self._events), depth + 1)
            if key is None:
                continue
            if key in entries:
                first = entries[key].key
                self._problem(
                    "file/duplicate-key",
                    f"the key {shown(key)} stands here again; it is first said at {first}",
                    place,
                    "keep one of the two",
                )
                continue
            entries[key] = Entry(place, node)
        return mapping_node(where, entries)

    def _key(self, event: yaml.Event, depth: int) -> str | None:
        where = self._where(event)
        node = self._node(event, depth + 1)
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
            self._problem("file/merge-key", "merge keys (<<) are not read", where, "write the keys out")
            return None
        if not isinstance(node.value, str):
            fix = f'put it in quotes: "{node.text}"' if node.text else "a key is a word"
            self._problem("file/key-not-text", "this key is not text", where, fix)
            return None
        return node.value

    def _list(self, where: Position, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return list_node(where, items)

    def _scalar(self, event: yaml.ScalarEvent, where: Position) -> Node:
        text = event.value
        if any("\ud800" <= char <= "\udfff" for char in text):
            self._problem("file/not-unicode", "half of a surrogate pair is no text", where, "write it whole")
            return scalar_node(where, "", "")
        mark = event.start_mark
        assert mark is not None, "only events made by hand have no mark"
        written = Written(self._text, mark.index, event.style or "")
        if event.style or not event.implicit[0]:
            return scalar_node(where, text, text, written)
        try:
            return scalar_node(where, resolve(text), text, written)
        except ValueError as problem:
            fix = f'put it in quotes: "{text[:60]}"'
            self._problem("file/ambiguous", f"{text[:60]} {problem}", where, fix)
            return scalar_node(where, text, text, written)

    def _too_deep(self, event: yaml.Event) -> _UnreadableError:
        many = f"more than {MAX_DEPTH} levels are nested here"
        return self._stop("file/too-deep", many, event, "a file needs about a dozen; check the indentation")

    def _count(self, nodes: int, event: yaml.Event) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            many = f"the file expands to more than {MAX_NODES:,} values here"
            raise self._stop("file/too-many-values", many, event, "use fewer aliases or several stacks")

    def _where(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        assert mark is not None, "only events made by hand have no mark"
        return Position(self._file, mark.line + 1, mark.column + 1)

    def _problem(self, code: str, summary: str, where: Position, fix: str) -> None:
        self.problems.append(error(code, summary, where, fix=fix))

    def _stop(self, code: str, summary: str, event: yaml.Event, fix: str = "") -> _UnreadableError:
        return _UnreadableError(error(code, summary, self._where(event), fix=fix))


def _syntax(problem: yaml.YAMLError, text: str, file: str) -> Diagnostic:
    """Our wording of what the parser refuses."""
    mark = getattr(problem, "problem_mark", None) or getattr(problem, "context_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    where = Position(file, line + 1, column + 1)
    lines = text.split("\n")
    rest = lines[line][column:] if line < len(lines) else ""
    if rest.startswith("\t") or (line < len(lines) and lines[line][: column + 1].strip(" ").startswith("\t")):
        return error("file/tab", "a tab; YAML indents with spaces", where, fix="put spaces in its place")
    if "${" in (lines[line] if line < len(lines) else ""):
        braces = "put ${…} in quotes where it stands inside { } or [ ]"
        return error("file/not-yaml", "not YAML: a brace that nothing expects here", where, fix=braces)
    end = sum(len(one) + 1 for one in lines[:line]) + column + 1
    if (space := text.rfind("\u00a0", 0, end)) >= 0 and text.count("\n", space, end) <= _NEAR:
        summary = "not YAML: U+00A0 only looks like a space"
        return error("file/not-yaml", summary, text_position(file, text, space), fix="put a plain space")
    said = getattr(problem, "problem", None) or getattr(problem, "reason", None) or "it cannot be read"
    return error("file/not-yaml", f"not YAML: {said}", where, fix="check quotes, colons and indentation")
