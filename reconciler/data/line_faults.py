"""Lines that every reader takes, and that are probably not meant as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reconciler.data.csv_rows import is_row, values_at
from reconciler.data.pieces import Piece
from reconciler.data.profile import EXAMPLES, RowFault

_NOTHING_LAST = re.compile(rb',(?:"")?\n')
_ESCAPED_END = re.compile(rb'\\"[,\n]')
_QUOTED = re.compile(rb'(?<![^,\n])"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFault:
    """A fault of so many lines of a piece, and the numbers in the file of the first few.

    `explains` tells where lines begin whose quotes do not fit for this very reason: that is told once.
    """

    fault: RowFault
    count: int
    lines: tuple[int, ...]
    explains: frozenset[int] = frozenset()


def line_faults(piece: Piece, width: int, *, rows: int, refused: int, doubled: bool) -> Iterator[LineFault]:
    """The faults of the lines of a piece with so many columns, of which so many rows were read and refused.

    `doubled` tells that quotes inside quotes were taken as written twice. Where rows take several lines,
    nothing is known of single lines, but which of them a backslash has joined to those behind it.
    """
    escaped = list(_escaped_ends(piece.data, width))
    if escaped:
        first = tuple(piece.line_at(one) for one in escaped[:EXAMPLES])
        yield LineFault(
            fault=RowFault.ESCAPED_END, count=len(escaped), lines=first, explains=frozenset(escaped)
        )
    if rows + refused < piece.lines:
        return
    count, begin = _surplus(piece, width, whole=not refused, doubled=doubled)
    if count:
        lines = tuple(piece.line_at(one) for one in begin)
        yield LineFault(fault=RowFault.SURPLUS, count=count, lines=lines)


def _escaped_ends(data: bytes, width: int) -> Iterator[int]:
    """Where lines begin that are whole rows if backslashes mean nothing, and no whole ones if they do."""
    end = 0
    for found in _ESCAPED_END.finditer(data) if b"\\" in data else ():
        before = data.rfind(b'"', end, found.start())
        if found.start() < end or before < 0 or data[before - 1] not in b',\n "':
            continue  # in a line that has been looked at, or inside a value
        start = data.rfind(b"\n", end, found.start()) + 1 or end
        end = data.find(b"\n", found.start()) + 1
        line = data[start:end]
        if is_row(line, width, doubled=True) and not is_row(line, width, doubled=False):
            yield start


def _surplus(piece: Piece, width: int, *, whole: bool, doubled: bool) -> tuple[int, list[int]]:
    """How many lines end in empty values that no column is for, and where the first few begin.

    `whole` tells that no line has too few values.
    """
    data = piece.data
    quoted = b'"' in data
    if b",\n" not in data and not (quoted and b',""\n' in data):
        return 0, []
    # The last column may be empty in most lines: looking at each of them takes as long as reading.
    plain = _QUOTED.sub(b"", data) if quoted else data
    more = plain.count(b",") - piece.lines * (width - 1)
    if whole and not more:
        return 0, []
    found = _surplus_lines(data, width, doubled)
    if whole and not quoted and b",,\n" not in data:  # so every line has one comma more, or none
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
