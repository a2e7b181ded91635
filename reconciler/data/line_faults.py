"""Lines that every reader takes, and that are probably not meant as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reconciler.data.csv_rows import values_at
from reconciler.data.pieces import Piece
from reconciler.data.profile import EXAMPLES, RowFault

_NOTHING_LAST = re.compile(rb',(?:"")?\n')


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """A fault of so many lines of a piece, and the numbers in the file of the first few."""

    fault: RowFault
    count: int
    lines: tuple[int, ...]


def line_faults(piece: Piece, width: int, *, rows: int, refused: int, doubled: bool) -> Iterator[LineFault]:
    """The faults of the lines of a piece with so many columns, of which so many rows were read and refused.

    `doubled` tells that quotes inside quotes were taken as written twice. Where rows take several lines,
    nothing is known of single lines.
    """
    if rows + refused < piece.lines:
        return
    count, first = _surplus(piece, width, whole=not refused, doubled=doubled)
    if count:
        lines = tuple(piece.line_at(one) for one in first)
        yield LineFault(fault=RowFault.SURPLUS, count=count, lines=lines)


def _surplus(piece: Piece, width: int, *, whole: bool, doubled: bool) -> tuple[int, list[int]]:
    """How many lines end in empty values that no column is for, and where the first few begin.

    `whole` tells that no line has too few values.
    """
    data = piece.data
    if b",\n" not in data and b',""\n' not in data:
        return 0, []
    # The last column may be empty in most lines: looking at each of them takes as long as reading.
    more = data.count(b",") - piece.lines * (width - 1)
    if whole and not more:
        return 0, []
    found = _surplus_lines(data, width, doubled)
    if whole and b'"' not in data and b",,\n" not in data:  # so every line has one comma more, or none
        return more, list(islice(found, EXAMPLES))
    every = list(found)
    return len(every), every[:EXAMPLES]


def _surplus_lines(data: bytes, width: int, doubled: bool) -> Iterator[int]:
    for found in _NOTHING_LAST.finditer(data):
        start = data.rfind(b"\n", 0, found.start()) + 1
        if data.count(b",", start, found.end()) < width:
            continue
        values, end, _ = values_at(data, start, doubled)
        if values and end == found.end() and len(values) > width and not any(values[width:]):
            yield start
