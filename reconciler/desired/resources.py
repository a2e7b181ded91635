"""Declarations to DesiredResources: fields flattened, defaults filled in, owners found, tags merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler.desired.node import find, key_position, plain, value_position
from reconciler.desired.places import ANY, Place, enclosed, segments
from reconciler.desired.value_order import arranged
from reconciler.kinds import KINDS
from reconciler.kinds.kind import UNMANAGED
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.values import Json, at_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconciler.desired.node import Node
    from reconciler.kinds import Kind
    from reconciler.model.diagnostics import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A well-formed declaration: what was said, as JSON, and what follows from it.

    `node` is None for a run policy that the file leaves to its defaults.
    """

    place: Place
    node: Node | None
    said: Mapping[str, Json]
    resource: DesiredResource


def address_of(place: Place) -> Address:
    """The address of a declaration."""
    return Address(place.kind.name, place.keys)


def build(root: Node, places: Iterable[Place], tags: Mapping[str, str]) -> list[Declared]:
    """The declarations at well-formed places, and the run policies that hold although nothing says them."""
    found: list[Declared] = []
    inherited: dict[Address, Mapping[str, str]] = {}
    for place in [every for said in places for every in (said, *_unsaid(root, said))]:
        outer = inherited.get(address_of(place.outer), tags) if place.outer and place.kind.run else tags
        item = _declared(root, place, outer)
        inherited[item.resource.address] = item.resource.tags
        found.append(item)
    return found


def _unsaid(root: Node, place: Place) -> list[Place]:
    """Runs that hold by default inside this declaration: those of which nothing has to be said."""
    node = find(root, place.path)
    return [
        Place(kind, (*place.path, *segments(kind)), place.keys, place)
        for kind in enclosed(place.kind)
        if kind.run
        and not any(field.required for field in kind.fields)
        and not (node and segments(kind)[-1] in node.entries)
        and ANY not in segments(kind)
    ]


def _declared(root: Node, place: Place, tags: Mapping[str, str]) -> Declared:
    node = find(root, place.path)
    said = _said(place.kind, node)
    own = said.get("tags", {})
    merged = {**tags, **{key: str(text) for key, text in own.items()}} if isinstance(own, Mapping) else tags
    fields = _fields(place.kind, place.kind.expand(said))
    resource = DesiredResource(
        address=address_of(place),
        fields=fields,
        parents=_parents(place, fields),
        tags=dict(sorted(merged.items())) if place.kind.taggable else {},
        position=key_position(root, place.path if node or not place.outer else place.outer.path),
        positions=_positions(root, place, node),
    )
    return Declared(place=place, node=node, said=said, resource=resource)


def _said(kind: Kind, node: Node | None) -> Mapping[str, Json]:
    value = plain(node) if node else {}
    return value if isinstance(value, Mapping) else {kind.shorthand: value}


def _fields(kind: Kind, expanded: Mapping[str, Json]) -> dict[str, Json]:
    fields: dict[str, Json] = {}
    for field in kind.fields:
        value = expanded[field.key] if field.key in expanded else at_path(expanded, field.key)
        if value is not None:
            fields[field.key] = arranged(value, field.form)
        elif field.absent is not UNMANAGED:
            fields[field.key] = field.absent  # type: ignore[assignment]  # the marker is ruled out above
    return fields


def _parents(place: Place, fields: Mapping[str, Json]) -> dict[str, Address]:
    parents: dict[str, Address] = {}
    outer = place.outer
    while outer:
        parents[outer.kind.name] = address_of(outer)
        outer = outer.outer
    for field in place.kind.fields:
        if field.refers and field.key in fields:
            parents[field.refers] = Address(KINDS[field.refers].name, (str(fields[field.key]),))
    return parents


def _positions(root: Node, place: Place, node: Node | None) -> dict[str, Position]:
    if node is None:
        return {}
    if not node.entries:
        return {place.kind.shorthand: node.position}
    return {
        field.key: value_position(root, (*place.path, *field.key.split(".")))
        for field in place.kind.fields
        if find(node, field.key.split(".")) is not None
    }
