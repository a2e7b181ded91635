"""What an environment says otherwise of single declarations, merged into what the file says.

Mappings merge key by key, null removes a key, anything else replaces what is there. All overrides of an
environment are one overlay, built before it is merged: so their order says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from reconciler.desired.findings import MAX_FINDINGS, did_you_mean, error, shown, with_hint
from reconciler.desired.node import Entry, Node, mapping_node
from reconciler.desired.places import Place, declared, segments
from reconciler.desired.resources import address_of
from reconciler.kinds import KINDS
from reconciler.model.address import Address, parse_address

if TYPE_CHECKING:
    from reconciler.desired.node import Path
    from reconciler.model.diagnostics import Diagnostic, Position

_Branch: TypeAlias = "dict[str, tuple[Position, _Branch | Node]]"


def overridden(root: Node, overrides: Node) -> tuple[Node, list[Diagnostic]]:
    """The file with its overrides merged in, and what is wrong with those that could not be."""
    merging = _Merging({address_of(place): place for place in declared(root)})
    for text, entry in sorted(overrides.entries.items(), key=lambda item: item[1].key):
        if len(merging.problems) > MAX_FINDINGS:
            break
        merging.add(text, entry)
    return merging.merged(root, merging.overlay, ()), merging.problems


class _Merging:
    """The overlay as it is collected, then merged; problems on the way."""

    def __init__(self, places: Mapping[Address, Place]) -> None:
        self._places = places
        self._shorthands = {
            place.path: place.kind.shorthand for place in places.values() if place.kind.shorthand
        }
        self.overlay: _Branch = {}
        self.problems: list[Diagnostic] = []

    def add(self, text: str, entry: Entry) -> None:
        """Take one override, written at its address."""
        path = self._path(text, entry.key)
        if path is None:
            return
        branch = self.overlay
        for key in path[:-1]:
            inner = branch.setdefault(str(key), (entry.key, {}))[1]
            if isinstance(inner, Node):
                self._twice(entry.key, inner.position)
                return
            branch = inner
        self._graft(branch, path, entry)

    def _graft(self, branch: _Branch, path: Path, said: Entry) -> None:
        """Put a value into the overlay, mappings key by key; two values for one key are a contradiction."""
        key, where, node = str(path[-1]), said.key, self._in_full(said.node, path)
        known = branch.get(key)
        if not isinstance(node.value, Mapping):
            if known is None:
                branch[key] = (where, node)
            else:
                self._twice(where, known[0])
            return
        inner = branch.setdefault(key, (where, {}))[1]
        if isinstance(inner, Node):
            self._twice(where, inner.position)
            return
        for name, entry in node.entries.items():
            self._graft(inner, (*path, name), entry)

    def _in_full(self, node: Node, path: Path) -> Node:
        """A declaration in its short form as the mapping that it is short for."""
        shorthand = self._shorthands.get(path)
        if not shorthand or not isinstance(node.value, str):
            return node
        return mapping_node(node.position, {shorthand: Entry(node.position, node)})

    def merged(self, base: Node, overlay: _Branch, path: Path) -> Node:
        """The base with the overlay merged in; parts that it does not touch are shared with the base."""
        base = self._in_full(base, path)
        entries = dict(base.entries)
        for key, (where, change) in overlay.items():
            if isinstance(change, dict):
                entries[key] = self._merged_entry(entries.get(key), where, change, (*path, key))
            elif change.value is not None:
                entries[key] = Entry(where, change)
            elif entries.pop(key, None) is None:
                self._removes_nothing(key, where, base)
        return mapping_node(base.position, entries)

    def _merged_entry(self, old: Entry | None, where: Position, change: _Branch, path: Path) -> Entry:
        """A mapping merged into a mapping; anything else gives way to it."""
        if old and isinstance(self._in_full(old.node, path).value, Mapping):
            return Entry(old.key, self.merged(old.node, change, path))
        return Entry(where, self.merged(mapping_node(where, {}), change, path))

    def _path(self, text: str, where: Position) -> Path | None:
        """Where in the file the address is declared; a problem and None when it is not."""
        try:
            address = parse_address(text)
        except ValueError:
            fix = "addresses look like campaign/NAME or dataset/GROUP/items, without the prefix"
            self.problems.append(error("override/address", f"{shown(text)} is no address", where, fix=fix))
            return None
        place = self._places.get(address) or self._run(address)
        if place is None:
            hint = did_you_mean(text, map(str, self._places))
            fix = with_hint(hint, "addresses stand here as the file writes them, no prefix")
            summary = f"{shown(text)} overrides nothing: the file does not declare it"
            self.problems.append(error("override/undeclared", summary, where, fix=fix))
            return None
        return place.path

    def _run(self, address: Address) -> Place | None:
        """The run of a declared owner, which holds by default although nothing says it."""
        kind = KINDS.get(address.kind)
        owner = (
            self._places.get(parse_address(str(address).rpartition("/")[0])) if kind and kind.run else None
        )
        return Place(kind, (*owner.path, *segments(kind)), address.keys, owner) if kind and owner else None

    def _twice(self, where: Position, first: Position) -> None:
        summary = f"another override says this as well, at {first}"
        self.problems.append(error("override/twice", summary, where, fix="keep one of the two"))

    def _removes_nothing(self, key: str, where: Position, base: Node) -> None:
        summary = f"null removes {shown(key)}, which the file does not say there"
        hint = did_you_mean(key, base.entries) or "remove the line"
        self.problems.append(error("override/removes-nothing", summary, where, fix=hint))
