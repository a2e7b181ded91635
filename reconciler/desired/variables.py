"""`${name}` in the file's values: which variables are used, and what the file says with them filled in.

Works on nodes before anything is validated. Keys are never substituted, nor is what a variable brought in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reconciler.desired.node import MAX_NODES, Entry, Node, list_node, mapping_node, scalar_node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reconciler.model.diagnostics import Position

OPENING = "${"
"""Every value that holds it is either a use of a variable, or escaped, or a mistake."""
_TOKEN = re.compile(r"\$\$\{|\$\{([A-Za-z0-9][A-Za-z0-9_-]*)\}|\$\{")
_ROOM = 50 * MAX_NODES
"""Characters that all substituted texts of one file may have together."""


@dataclass(frozen=True, slots=True)
class Use:
    """A variable's name where it is used; "" where `${` names nothing."""

    name: str
    position: Position


class TooMuchTextError(Exception):
    """Substituting makes more text than any file needs."""

    def __init__(self, position: Position) -> None:
        """Keep where it became too much."""
        super().__init__(str(position))
        self.position = position


def uses(node: Node, seen: set[int] | None = None) -> Iterator[Use]:
    """Every use in the scalars below a node; what aliases share is looked at once."""
    seen = set() if seen is None else seen
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node.value, str) and OPENING in node.value:
        for found in _TOKEN.finditer(node.value):
            if found[0] != f"${OPENING}":
                yield Use(found[1] or "", node.position)
    for inner in (*node.items, *(entry.node for entry in node.entries.values())):
        yield from uses(inner, seen)


class Substitution:
    """Fills variables in; `filled` says which of them stand at a position of the result.

    `unfilled` are the positions where a use is left as it is written, for want of such a variable.
    """

    def __init__(self, variables: Mapping[str, Node]) -> None:
        """Take scalars by name; a name that is not among them is left as it is written."""
        self._variables = variables
        self._made: dict[int, Node] = {}
        self._kept: list[Node] = []
        self._room = _ROOM
        self.filled: dict[Position, frozenset[str]] = {}
        self.unfilled: set[Position] = set()

    def of(self, node: Node) -> Node:
        """The node with variables filled in, its own position kept; TooMuchTextError when that is a bomb.

        What aliases share stays shared, and what holds no variable stays the same node.
        """
        made = self._made.get(id(node))
        if made is None:
            self._kept.append(node)  # an id says something only while its node lives
            made = self._made[id(node)] = self._new(node)
        return made

    def _new(self, node: Node) -> Node:
        if isinstance(node.value, str):
            return self._scalar(node, node.value) if OPENING in node.value else node
        if isinstance(node.value, tuple):
            items = [self.of(item) for item in node.value]
            same = all(new is old for new, old in zip(items, node.value, strict=True))
            return node if same else list_node(node.position, items)
        entries = {key: Entry(entry.key, self.of(entry.node)) for key, entry in node.entries.items()}
        same = all(entries[key].node is entry.node for key, entry in node.entries.items())
        return node if same else mapping_node(node.position, entries)

    def _scalar(self, node: Node, text: str) -> Node:
        used = [found[1] for found in _TOKEN.finditer(text) if found[0] != f"${OPENING}"]
        known = [name for name in used if name in self._variables]
        if len(known) < len(used):
            self.unfilled.add(node.position)
        if known:
            self.filled[node.position] = frozenset(known)
        whole = _TOKEN.fullmatch(text)
        if whole and whole[1] in self._variables:
            return replace(self._variables[whole[1]], position=node.position, written=None)
        self._room -= len(text) + sum(len(self._variables[name].text) for name in known)
        if self._room < 0:
            raise TooMuchTextError(node.position)
        filled = _TOKEN.sub(self._text, text)
        return scalar_node(node.position, filled, filled)

    def _text(self, found: re.Match[str]) -> str:
        if found[0] == f"${OPENING}":
            return OPENING
        variable = self._variables.get(found[1] or "")
        return found[0] if variable is None else variable.text
