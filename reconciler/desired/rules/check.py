"""The form of a check, and the places that checks name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from reconciler.desired.node import Node, find, key_position, value_position
from reconciler.desired.resources import Declared
from reconciler.model.diagnostics import Diagnostic
from reconciler.model.rules import Source

if TYPE_CHECKING:
    from reconciler.desired.node import Path
    from reconciler.model.diagnostics import Position

FORMAT = Source(said="the format of personalize.yaml, docs/file.md", seen="2026-11-26")
"""Where a rule of our own is from, rather than of the service."""

Check: TypeAlias = "Callable[[Declared, Node], Iterator[Diagnostic]]"
"""What is wrong with one declaration, as the file alone shows it; the node is the whole file."""

FileCheck: TypeAlias = "Callable[[Sequence[Declared], Node], Iterator[Diagnostic]]"
"""What is wrong with all well-formed declarations together; the node is the whole file."""


def at(item: Declared, root: Node, path: str, *, key: bool = False) -> Position:
    """Where a dotted path below the declaration has its value, or its key."""
    where = key_position if key else value_position
    return where(root, (*item.place.path, *path.split(".")))


def group_of(item: Declared) -> Path:
    """The path of the dataset group around a declaration."""
    place = item.place
    while place.outer:
        place = place.outer
    return place.path


def text_at(root: Node, path: Path) -> str | None:
    """The text at a path, None where there is none."""
    found = find(root, path)
    return found.value if found and isinstance(found.value, str) else None


def domain_of(item: Declared, root: Node) -> str | None:
    """The domain of the dataset group around a declaration, None for a custom group."""
    return text_at(root, (*group_of(item), "domain"))
