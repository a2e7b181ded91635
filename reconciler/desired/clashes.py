"""Environments of one account and region that would make resources of the same name.

Names are unique per kind, account and region. Of two environments that share these, or of which the file
does not say that they do not, every name that one makes must be none of the other's: declared names,
generations, successors, and the stack, which says whose a resource is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from reconciler.desired.environments import environment_key
from reconciler.desired.findings import error, listed
from reconciler.desired.names import cut_names, made_of, may_be_made, names_made
from reconciler.desired.node import find, key_position
from reconciler.desired.places import by_type, declared
from reconciler.desired.prefixes import prefixed
from reconciler.desired.resources import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reconciler.desired.environments import Resolved
    from reconciler.desired.node import Node
    from reconciler.model.address import Address
    from reconciler.model.diagnostics import Diagnostic, Position


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claim:
    """What one environment takes: its names by kind, and where each is declared."""

    name: str
    key: Position
    place: Mapping[str, str]
    stack: str
    declared: Mapping[Address, Position]
    made: Mapping[tuple[str, str], Address]
    cut: Mapping[tuple[str, str], Address]
    like_made: Sequence[Address]


def check_clashes(root: Node, every: Iterable[Resolved]) -> Iterator[Diagnostic]:
    """One finding for every two environments that cannot be side by side."""
    claims = [_claim(root, one, one.root) for one in every if one.root]
    for first, second in combinations(claims, 2):
        if all(first.place[key] == second.place[key] for key in first.place.keys() & second.place.keys()):
            yield from _between(first, second)


def _claim(source: Node, resolved: Resolved, root: Node) -> _Claim:
    addresses = {
        prefixed(address_of(place), resolved.prefix): key_position(root, place.path)
        for place in declared(root)
        if not place.kind.run and not by_type(place.kind) and place.kind.resource
    }
    said = {key: node.value for key in ("account", "region") if (node := find(root, (key,)))}
    stack = find(root, ("stack",))
    return _Claim(
        name=resolved.name,
        key=environment_key(source, resolved.name),
        place={key: str(value) for key, value in said.items()},
        stack=f"{resolved.prefix}{stack.value}" if stack else "",
        declared=addresses,
        made={(one.kind, name): one for one in addresses for name in names_made(one)},
        cut=cut_names(addresses),
        like_made=[one for one in addresses if may_be_made(one)],
    )


def _between(first: _Claim, second: _Claim) -> Iterator[Diagnostic]:
    """What two environments of one place would both make, told once."""
    both = sorted(_both(first, second))
    if not both and first.stack != second.stack:
        return
    what = [f"{both[0]} ({second.declared[both[0]]})"] if both else []
    what += [f"{len(both) - 1} more names"] if len(both) > 2 else [str(one) for one in both[1:]]
    what += [f"stack {second.stack}"] if first.stack == second.stack else []
    unsaid = [key for key in ("account", "region") if key not in first.place.keys() & second.place.keys()]
    fix = "set `prefix:` in one of them"
    yield error(
        "environment/clash",
        f"environments {first.name} ({first.key}) and {second.name} would both make {listed(what, 'and')}",
        second.key,
        why="names are unique per account and region, and the stack says whose a resource is",
        fix=f"{fix}, or say the {' and '.join(unsaid)} of both where they differ" if unsaid else fix,
    )


def _both(first: _Claim, second: _Claim) -> set[Address]:
    """Addresses of the second whose name the first makes, or that make one of its names."""
    same = {second.made[name] for name in first.made.keys() & second.made.keys()}
    taken = {one for one in second.like_made if made_of(one, first.declared, first.cut)}
    given = (made_of(one, second.declared, second.cut) for one in first.like_made)
    return same | taken | {one for one in given if one}
