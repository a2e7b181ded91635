"""Where in the file the kinds stand: one tree made of the kinds' `place`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from reconciler.kinds import KINDS
from reconciler.kinds.dataset import API_TYPES

if TYPE_CHECKING:
    from reconciler.desired.node import Node, Path
    from reconciler.kinds import Kind

DATASET_TYPES = tuple(API_TYPES)
"""The dataset types that a file can declare."""

ANY = "*"

Keys = tuple[str, ...]


def enclosing(kind: Kind) -> Kind | None:
    """The kind inside whose declaration this one stands."""
    return _TREE[kind.name]


def _enclosing(kind: Kind) -> Kind | None:
    outer = [other for other in KINDS.values() if kind.place.startswith(f"{other.place}.")]
    return max(outer, key=lambda other: len(other.place), default=None)


_TREE = {name: _enclosing(kind) for name, kind in KINDS.items()}


def segments(kind: Kind) -> Keys:
    """The keys from the enclosing kind to this one."""
    outer = enclosing(kind)
    place = kind.place[len(outer.place) + 1 :] if outer else kind.place
    return tuple(place.split("."))


@cache
def _enclosed(name: str | None) -> tuple[Kind, ...]:
    inside = (KINDS[inner] for inner, outer in _TREE.items() if (outer and outer.name) == name)
    return tuple(inside)


def enclosed(kind: Kind | None) -> tuple[Kind, ...]:
    """The kinds that stand directly inside this one, or at the top of the file."""
    return _enclosed(kind and kind.name)


def by_type(kind: Kind) -> bool:
    """Whether the keys at the kind's place are dataset types rather than names that users choose."""
    return "{type}" in kind.resource


@dataclass(frozen=True, slots=True)
class Place:
    """One declaration in the file: its kind, path and keys of its address, and what it stands in."""

    kind: Kind
    path: Path
    keys: Keys
    outer: Place | None = None


def declared(root: Node, outer: Place | None = None) -> Iterator[Place]:
    """Every declaration, outer ones first, well-formed or not; `root` is the node that `outer` is."""
    for kind in enclosed(outer.kind if outer else None):
        for path, node in _matches(root, segments(kind), ()):
            whole = (*(outer.path if outer else ()), *path)
            place = Place(kind, whole, _keys(kind, path, node, outer), outer)
            yield place
            yield from declared(node, place)


def _matches(node: Node, keys: Keys, path: Keys) -> Iterator[tuple[Keys, Node]]:
    if not keys:
        yield path, node
        return
    for key in node.entries if keys[0] == ANY else (keys[0],):
        if key in node.entries:
            yield from _matches(node.entries[key].node, keys[1:], (*path, key))


def _keys(kind: Kind, path: Keys, node: Node, outer: Place | None) -> Keys:
    """A thing without a key of its own goes by its owner's; a dataset's type needs its group's."""
    above = outer.keys if outer else ()
    named = node.entries.get(kind.keyed_by)
    if named is not None and isinstance(named.node.value, str):
        return (named.node.value,)
    if segments(kind)[-1] != ANY:
        return above
    return (*above, path[-1]) if by_type(kind) else (path[-1],)
