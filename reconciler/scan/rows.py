"""Which row of a table stood where: files and line numbers by row number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from reconciler.data.pieces import skipping


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Rows of one piece, which follow each other in the table from `start`.

    `first` is the number in its file of the first line; `left_out` are the numbers of lines that are no rows.
    `broken` tells that some rows take more than one line.
    """

    start: int
    file: str
    first: int
    left_out: tuple[int, ...]
    broken: bool


class Places:
    """The segments of one table, in order."""

    def __init__(self, breaks: Callable[[int, int], int]) -> None:
        """`breaks` counts the line feeds in values of rows from one number up to another."""
        self._segments: list[Segment] = []
        self._breaks = breaks

    def add(self, segment: Segment) -> None:
        """The next segment."""
        self._segments.append(segment)

    def of(self, row: int) -> tuple[str, int]:
        """The file and the line of a row by its number in the table."""
        index = bisect_right(self._segments, row, key=lambda one: one.start) - 1
        found = self._segments[index]
        line = found.first + row - found.start
        if found.broken:
            line += self._breaks(found.start, row)
        return found.file, skipping(line, found.left_out)
