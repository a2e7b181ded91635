"""Words and pieces of an expression as they stand in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconciler.filters.tree import FieldRef

_LONGEST = 40
_SPACE = " \t\r\n\f\v"
"""What separates words. Other spaces are to be seen where they stand."""


def listed(words: Sequence[str], last: str = "or") -> str:
    """`a, b or c`."""
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def cited(text: str) -> str:
    """A piece of an expression: on one line, cut when long, nothing that a terminal obeys."""
    bare = text.strip(_SPACE)
    cut = bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1] + "…"
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut)


def label(field: FieldRef) -> str:
    """DATASET.NAME as written, cut when long."""
    return cited(f"{field.dataset}.{field.name}")
