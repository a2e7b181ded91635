"""Names across the whole file: said twice, clashing with one that we would make, referring to nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from reconciler.desired.findings import did_you_mean, error, listed, shown, warning
from reconciler.desired.node import key_position
from reconciler.desired.resources import address_of
from reconciler.kinds import KINDS
from reconciler.model.address import Address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reconciler.desired.node import Node
    from reconciler.desired.places import Place
    from reconciler.desired.resources import Declared
    from reconciler.kinds.kind import Field
    from reconciler.model.diagnostics import Diagnostic, Position

_GENERATION = (re.compile(r"(?P<name>.+)-v[0-9]+"), "generations of it are made under such names")
_SUCCESSOR = (re.compile(r"(?P<name>.+)-next"), "its successor is made under that name before it is replaced")
_MADE = {
    **{name: _GENERATION for name, kind in KINDS.items() if kind.versioned},
    "filter": _SUCCESSOR,
}
"""The physical names that applying makes of a declared one, per kind (design 4.2 and 4.8)."""


def check_names(root: Node, places: Sequence[Place]) -> Iterator[Diagnostic]:
    """Names declared twice, and names that we would make ourselves of another declared one."""
    first: dict[Address, Position] = {}
    for place in places:
        address, where = address_of(place), key_position(root, place.path)
        if address not in first:
            first[address] = where
        elif not place.kind.run:
            yield error(
                "name/twice",
                f"the {place.kind.title} {address.name} is declared again; first at {first[address]}",
                where,
                why="names are unique per account and region, not per dataset group",
                fix="rename one of the two",
            )
    for address, where in first.items():
        pattern, why = _MADE.get(address.kind, (None, ""))
        found = pattern.fullmatch(address.name) if pattern else None
        base = Address(address.kind, (found["name"],)) if found else None
        if base in first:
            yield error(
                "name/reserved",
                f"{address.name} cannot be declared beside {base.name} ({first[base]})",
                where,
                why=why,
                fix="rename one of the two",
            )


def check_references(found: Iterable[Declared], addresses: Iterable[Address]) -> Iterator[Diagnostic]:
    """References to things that the file does not declare."""
    names: dict[str, set[str]] = defaultdict(set)
    for address in addresses:
        names[address.kind].add(address.name)
    for item, field in _references(found):
        name = str(item.resource.fields[field.key])
        if name not in names[field.refers]:
            yield _dangling(
                field.refers, name, sorted(names[field.refers]), item.resource.positions[field.key]
            )


def check_use(found: Sequence[Declared]) -> Iterator[Diagnostic]:
    """Schemas that no dataset refers to; only meaningful when every declaration is well-formed."""
    used = {
        Address(field.refers, (str(item.resource.fields[field.key]),)) for item, field in _references(found)
    }
    for item in found:
        if item.resource.address.kind == "schema" and item.resource.address not in used:
            yield warning(
                "schema/unused",
                f"no dataset uses the schema {item.resource.address.name}",
                item.resource.position,
                why="a schema is created with the first dataset that uses it",
                fix="name it in a dataset or remove it",
            )


def _references(found: Iterable[Declared]) -> Iterator[tuple[Declared, Field]]:
    for item in found:
        for field in item.place.kind.fields:
            if field.refers and field.key in item.resource.fields:
                yield item, field


def _dangling(kind: str, name: str, known: Sequence[str], where: Position) -> Diagnostic:
    declared = f"declared are {listed(known[:10], 'and')}" if known else "none is declared"
    return error(
        "reference/unknown",
        f"no {KINDS[kind].title} {shown(name)} is declared",
        where,
        fix="; ".join(filter(None, [did_you_mean(name, known), declared])),
    )
