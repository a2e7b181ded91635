"""Differences inside one field: a map or list before and after, told leaf by leaf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reconciler.kinds.kind import Comparison
from reconciler.model.values import Value, plain
from reconciler.plan.equality import equal

ABSENT = object()
"""Stands for a leaf that one side does not have, told apart from null."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One difference inside a field; `path` is written as in .weights[0], "" for the whole field."""

    path: str
    before: Any
    after: Any


def is_container(value: object) -> bool:
    """Whether a value has parts."""
    return isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str))


def leaves(before: Value, after: Value) -> tuple[Leaf, ...]:
    """The differing leaves in the order of their paths; the whole field where it has no parts to compare.

    Numbers that only differ in spelling ("0.5" and 0.50) are left out: the service spells them its way.
    """
    if not (is_container(before) and is_container(after)) or isinstance(before, Mapping) != isinstance(
        after, Mapping
    ):
        return (Leaf("", before, after),)
    # Importing deepdiff costs more than the rest of a small plan, and most plans have no such field.
    from deepdiff import DeepDiff  # noqa: PLC0415

    found = DeepDiff(plain(before), plain(after), view="tree", threshold_to_diff_deeper=0)
    items = (item for group in found.values() for item in group)
    inner = [
        Leaf(_written(item.path(output_format="list")), _side(item.t1), _side(item.t2))
        for item in sorted(items, key=lambda item: _order(item.path(output_format="list")))
    ]
    telling = [leaf for leaf in inner if not _only_spelling(leaf)]
    return tuple(telling) or (Leaf("", before, after),)


def _side(value: Any) -> Any:
    return ABSENT if type(value).__name__ == "NotPresent" else value


def _only_spelling(leaf: Leaf) -> bool:
    if leaf.before is ABSENT or leaf.after is ABSENT or is_container(leaf.before) or is_container(leaf.after):
        return False
    return equal(Comparison.NUMBER, leaf.after, leaf.before)


def _written(path: Sequence[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)


def _order(path: Sequence[str | int]) -> tuple[tuple[int, str], ...]:
    return tuple((part, "") if isinstance(part, int) else (0, part) for part in path)
