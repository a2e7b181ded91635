"""Making Markdown fit a comment: what matters least is left out first, whole pieces only, and counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LIMIT = 60_000
"""GitHub takes 65,536 characters; the rest is for what others put around the text."""

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of the text made of `pieces`, of which the last can be left out.

    `text` gives it with the first so many pieces, "" where nothing is left to say. `missing` names pieces
    that were left out, given their number. Of two parts the one with the higher `rank` is cut first.
    """

    pieces: int
    text: Callable[[int], str]
    missing: Callable[[int], str]
    rank: int


def counted(one: str, many: str) -> Callable[[int], str]:
    """A number with its noun: "1 warning", "2,000 warnings"."""
    return lambda number: f"1 {one}" if number == 1 else f"{number:,} {many}"


def listed(lines: Sequence[str], missing: Callable[[int], str], rank: int, before: str = "") -> Part:
    """A part of one line per piece, below lines of its own."""

    def text(kept: int) -> str:
        return "\n".join((*((before,) if before else ()), *lines[:kept])) if kept else ""

    return Part(pieces=len(lines), text=text, missing=missing, rank=rank)


def fit(head: Sequence[str], parts: Sequence[Part], limit: int | None, complete: str) -> str:
    """Head and parts within `limit` characters, of which no more bytes are in UTF-8 either.

    None is no limit. What had to be left out is named after the head, with `complete` saying where all of it
    is. The head alone is never cut: a limit must leave room for it.
    """
    kept = [part.pieces for part in parts]
    sizes = [size(part.text(part.pieces)) for part in parts]
    start = sum(size(block) for block in head)

    def room() -> int:
        note = _left_out(parts, kept, complete)
        return (limit or 0) - start - sum(sizes) - (size(note) if note else 0)

    for place in sorted(range(len(parts)), key=lambda one: -parts[one].rank) if limit is not None else ():
        if room() >= 0:
            break
        part, low, high = parts[place], 0, kept[place]
        while low < high:  # the most pieces, fewer than all, that leave room
            middle = (low + high) // 2
            kept[place], sizes[place] = middle, size(part.text(middle))
            low, high = (middle + 1, high) if room() >= 0 else (low, middle)
        kept[place] = max(0, low - 1)
        sizes[place] = size(part.text(kept[place]))
    note = _left_out(parts, kept, complete)
    blocks = (*head, note, *(part.text(count) for part, count in zip(parts, kept, strict=True)))
    return _BETWEEN.join(block for block in blocks if block)


def size(text: str) -> int:
    """Bytes in UTF-8, which are never fewer than characters, and what stands between two blocks."""
    return len(text.encode()) + len(_BETWEEN) if text else 0


def _left_out(parts: Sequence[Part], kept: Sequence[int], complete: str) -> str:
    gone = [
        part.missing(part.pieces - count)
        for part, count in zip(parts, kept, strict=True)
        if count < part.pieces
    ]
    if not gone:
        return ""
    return f"> [!NOTE]\n> Too long for a comment. Left out: {', '.join(gone)}. {complete}"
