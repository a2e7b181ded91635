"""The line of a finding with a caret below its place, as wide as the terminal."""

from __future__ import annotations

import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

from reconciler.render.escape import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconciler.model.diagnostics import Excerpt

_TAB = "    "
_CUT = "..."
_LEAST = 20
"""Columns of the line that are shown on the narrowest of terminals."""


def excerpt_lines(excerpt: Excerpt, number: int, width: int) -> tuple[str, str]:
    """The line, with its number before it, and the line with the caret; neither is wider than `width`."""
    gutter = f"    {number} | "
    room = max(width - len(gutter), _LEAST)
    cells = [_shown(character) for character in excerpt.text]
    first, last = _window([columns(cell) for cell in cells], excerpt, room)
    before = _CUT if first or excerpt.cut_before else ""
    behind = _CUT if last < len(cells) or excerpt.cut_behind else ""
    caret = len(before) + sum(columns(cell) for cell in cells[first : excerpt.column - 1])
    empty = " " * (len(gutter) - 2) + "| "
    return f"{gutter}{before}{''.join(cells[first:last])}{behind}".rstrip(), f"{empty}{' ' * caret}^"


def columns(text: str) -> int:
    """How many columns of a terminal a text takes. Source: Unicode Standard Annex 11, East Asian Width."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _shown(character: str) -> str:
    return _TAB if character == "\t" else visible(character)


def _window(widths: Sequence[int], excerpt: Excerpt, room: int) -> tuple[int, int]:
    """The characters, from and up to, that fit; the place is among them with half of the room before it."""
    whole = sum(widths) + len(_CUT) * (excerpt.cut_before + excerpt.cut_behind)
    if whole <= room:
        return 0, len(widths)
    left = room - 2 * len(_CUT)
    ends = [0, *accumulate(widths)]
    place = ends[excerpt.column - 1]
    start = max(0, min(place - left // 2, ends[-1] - left))
    first = next(index for index, end in enumerate(ends) if end >= start)
    last = max(index for index, end in enumerate(ends) if end <= ends[first] + left)
    return first, last
