"""The columns of an Avro record, with the places of all that is said about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler.desired.node import find

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.model.diagnostics import Position

FLAGS = ("categorical", "textual", "itemName")
"""What the service knows of a column besides its name and type. Source: developer guide, 'Creating schema
JSON files'."""
TYPES = ("boolean", "double", "float", "int", "long", "null", "string")
"""Source: developer guide, 'Creating schema JSON files': these, and unions of them."""


@dataclass(frozen=True, slots=True)
class Column:
    """One well-formed column: it has a name, and a type or a list of types that exist."""

    name: str
    words: tuple[str, ...]
    node: Node

    @property
    def types(self) -> frozenset[str]:
        """Its types without null."""
        return frozenset(self.words) - {"null"}

    @property
    def nullable(self) -> bool:
        """Whether null is one of its types."""
        return "null" in self.words

    def at(self, key: str) -> Position:
        """Where the value of one of its keys stands."""
        return self.node.entries[key].node.position

    def has(self, flag: str) -> bool:
        """Whether an attribute is true."""
        found = find(self.node, (flag,))
        return found is not None and found.value is True


def columns_of(document: Node) -> list[Column]:
    """The well-formed columns in their order."""
    fields = find(document, ("fields",))
    found = (_column(node) for node in (fields.items if fields else ()))
    return [column for column in found if column]


def readable(document: Node) -> bool:
    """Whether there are columns, and all of them are well-formed."""
    fields = find(document, ("fields",))
    return bool(fields and fields.items and all(_column(node) for node in fields.items))


def _column(node: Node) -> Column | None:
    name, said = find(node, ("name",)), find(node, ("type",))
    if name is None or said is None or not isinstance(name.value, str) or not name.value:
        return None
    words = [one.value for one in (said.items if isinstance(said.value, tuple) else (said,))]
    texts = tuple(word for word in words if isinstance(word, str) and word in TYPES)
    return Column(name.value, texts, node) if texts and len(texts) == len(words) else None
