"""A parsed value that knows where it stands: one tree for YAML and for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from reconciler.model.diagnostics import Position
from reconciler.model.values import Json

if TYPE_CHECKING:
    from reconciler.desired.written import Written

MAX_DEPTH = 100
"""Levels of nesting; the deepest meaningful file has about a dozen."""
MAX_NODES = 100_000
"""Values in one file, aliases expanded; a thousand resources need about 20,000."""
_CHARACTERS = 50
"""So much text counts as one more value: repeating a long text is an alias bomb as well."""

Scalar: TypeAlias = "str | int | float | bool | None"
Path: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping and its value."""

    key: Position
    node: Node


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it starts.

    `text` is a scalar as written, and `written` where and how, None where that is not known. `size` and
    `height` count what the node expands to, aliases included, so that an alias bomb is seen without
    expanding it.
    """

    position: Position
    value: Scalar | tuple[Node, ...] | dict[str, Entry]
    text: str = ""
    size: int = 1
    height: int = 1
    written: Written | None = field(default=None, compare=False, repr=False)

    @property
    def entries(self) -> Mapping[str, Entry]:
        """The keys of a mapping; none for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> tuple[Node, ...]:
        """The items of a list; none for anything else."""
        return self.value if isinstance(self.value, tuple) else ()


def scalar_node(position: Position, value: Scalar, text: str, written: Written | None = None) -> Node:
    """A scalar, measured."""
    return Node(position, value, text, 1 + len(text) // _CHARACTERS, written=written)


def mapping_node(position: Position, entries: dict[str, Entry]) -> Node:
    """A mapping, measured."""
    inner = [entry.node for entry in entries.values()]
    return Node(position, entries, "", *_measure(inner))


def list_node(position: Position, items: Sequence[Node]) -> Node:
    """A list, measured."""
    return Node(position, tuple(items), "", *_measure(items))


def _measure(inner: Sequence[Node]) -> tuple[int, int]:
    return 1 + sum(node.size for node in inner), 1 + max((node.height for node in inner), default=0)


def plain(node: Node) -> Json:
    """The value alone."""
    if isinstance(node.value, dict):
        return {key: plain(entry.node) for key, entry in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return node.value


def find(node: Node, path: Sequence[str | int]) -> Node | None:
    """The node at a path of keys and indexes, None when there is none."""
    found: Node | None = node
    for part in path:
        if found is None:
            return None
        if isinstance(part, int):
            found = found.items[part] if part < len(found.items) else None
        else:
            entry = found.entries.get(part)
            found = entry.node if entry else None
    return found


def value_position(node: Node, path: Sequence[str | int]) -> Position:
    """Where the value at a path starts; where its nearest ancestor does when there is no such value."""
    found = find(node, path)
    if found is not None:
        return found.position
    return value_position(node, path[:-1]) if path else node.position


def key_position(node: Node, path: Sequence[str | int]) -> Position:
    """Where the key that a path ends in stands; for list items and the whole, where the value starts."""
    if path and isinstance(path[-1], str):
        parent = find(node, path[:-1])
        entry = parent.entries.get(path[-1]) if parent else None
        if entry:
            return entry.key
    return value_position(node, path)
