"""Names across the whole file: said twice, clashing with one that we would make, referring to nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from reconciler.desired.findings import did_you_mean, error, listed, shown, warning, with_hint
from reconciler.desired.node import key_position, value_position
from reconciler.desired.resources import address_of
from reconciler.kinds import KINDS
from reconciler.kinds.kind import OnFixed
from reconciler.model.address import Address
from reconciler.plan.naming import LONGEST, cut_mark, suffixed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reconciler.desired.node import Node
    from reconciler.desired.places import Place
    from reconciler.desired.resources import Declared
    from reconciler.kinds.kind import Field
    from reconciler.model.desired import DesiredResource
    from reconciler.model.diagnostics import Diagnostic, Position

_GENERATION = (re.compile(r"-v[0-9]+$"), "generations of it are made under such names", "-v2")
_SUCCESSOR = (re.compile(r"-next$"), "its successor is made under that name before it is replaced", "-next")
_MADE = {
    **{name: _GENERATION for name, kind in KINDS.items() if kind.versioned},
    **{name: _SUCCESSOR for name, kind in KINDS.items() if kind.on_fixed is OnFixed.PROVE},
}
"""Per kind, the suffixes of names that applying makes of a declared one, why, and the first of them.

Source: design 4.2 and 4.8.
"""


def check_names(root: Node, places: Sequence[Place]) -> Iterator[Diagnostic]:
    """Names declared twice, and names that we would make ourselves of another declared one."""
    first: dict[Address, Position] = {}
    for place in places:
        address, where = address_of(place), _named_at(root, place)
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
    cut = cut_names(first)
    for address, where in first.items():
        base = made_of(address, first, cut)
        if base:
            yield error(
                "name/reserved",
                f"{address.name} cannot be declared beside {base.name} ({first[base]})",
                where,
                why=_MADE[address.kind][1],
                fix="rename one of the two",
            )


def cut_names(declared: Iterable[Address]) -> Mapping[tuple[str, str], Address]:
    """Declared addresses by the mark that stands for them in a name that had to be cut."""
    return {(one.kind, cut_mark(one.name)): one for one in declared if one.kind in _MADE}


def may_be_made(address: Address) -> bool:
    """Whether the name looks like one that applying makes of another."""
    return address.kind in _MADE and _MADE[address.kind][0].search(address.name) is not None


def names_made(address: Address) -> tuple[str, ...]:
    """The declared name, and the first that applying makes of it; further ones differ in the number only."""
    if address.kind not in _MADE:
        return (address.name,)
    return (address.name, suffixed(address.name, _MADE[address.kind][2]))


def check_cut(resources: Iterable[DesiredResource]) -> Iterator[Diagnostic]:
    """Names, with their environment's prefix, whose generations or successors have to be cut."""
    for one in resources:
        *_, made = names_made(one.address)
        suffix = _MADE[one.address.kind][2] if one.address.kind in _MADE else ""
        if len(one.address.name) <= LONGEST and made != f"{one.address.name}{suffix}":
            yield warning(
                "name/cut",
                f"{one.address.name} has no room for {suffix}: that would be called {made}",
                one.position,
                why=f"a name takes {LONGEST} characters; {_MADE[one.address.kind][1]}",
                fix=f"shorten it to {LONGEST - len(suffix)} characters, the environment's prefix included",
            )


def made_of(
    address: Address, declared: Collection[Address], cut: Mapping[tuple[str, str], Address]
) -> Address | None:
    """The declared address, if any, of whose name we would make this one's; `cut` finds it by its mark."""
    suffix = _MADE[address.kind][0].search(address.name) if address.kind in _MADE else None
    if suffix is None:
        return None
    stem = address.name[: suffix.start()]
    base = Address(address.kind, (stem,))
    if base in declared:
        return base
    long = cut.get((address.kind, stem[-len(cut_mark(stem)) :]))
    return long if long and suffixed(long.name, suffix[0]) == address.name else None


def _named_at(root: Node, place: Place) -> Position:
    """Where a declaration is named: at its key, or at the field that stands for one."""
    keyed_by = place.kind.keyed_by
    return value_position(root, (*place.path, keyed_by)) if keyed_by else key_position(root, place.path)


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
        fix=with_hint(did_you_mean(name, known), declared),
    )
