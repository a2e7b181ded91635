"""A file as pieces of whole lines, so that no more than one of them is in memory at a time."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

PIECE = 16 * 1024 * 1024
"""Bytes. Larger pieces are hardly read faster, and take as much more memory."""
_LONGEST_HEADER = 1024 * 1024
_BLANK = re.compile(rb"(?m)^\n+")
_DOUBLED = re.compile(rb'(?m)(?:^|,)"[^"\n]*""(?![,\n])')
"""A value in quotes with a quote inside that is written twice; an empty one has no third quote."""
_MOST_NUMBERS = 10_000
"""Of a piece with more blank lines than that, rows behind them are told with too small a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Whole lines without blank ones, each ended by a line feed; `size` is how many bytes of the file it was.

    `first` is the number in the file of the first line, `lines` how many are in `data`, `blank` the numbers
    of those that were left out. `carriages` are the numbers of lines with carriage returns inside, which
    became spaces. Of both, no more numbers are kept than anybody wants to know.
    """

    data: bytes
    size: int
    first: int
    lines: int
    blank: tuple[int, ...] = ()
    carriages: tuple[int, ...] = ()

    def line_at(self, offset: int) -> int:
        """The number in the file of the line at an offset of `data`."""
        return skipping(self.first + self.data.count(b"\n", 0, offset), self.blank)


def doubled_quotes(data: bytes) -> Iterator[int]:
    """Where in lines quotes are written twice to mean one, once for each line."""
    at = 0
    while found := _DOUBLED.search(data, at):
        yield found.end() - 1
        at = data.find(b"\n", found.end()) + 1


def skipping(number: int, left_out: tuple[int, ...]) -> int:
    """The number of a line that would have this one if the lines with these sorted numbers were not there."""
    at = 0
    while at < len(left_out) and left_out[at] <= number:
        more = bisect_left(left_out, number + 1, at) - at
        number, at = number + more, at + more
    return number


class Lines:
    """The bytes of one file: the header line first, then pieces of the rest."""

    def __init__(self, read: Callable[[int], bytes], *, size: int = PIECE) -> None:
        """`read` gives up to so many bytes, and none at the end; what it raises is passed on."""
        self._read, self._size = read, size
        self._rest = b""
        self._next = 2

    def header(self) -> bytes:
        """The first line with its end; only the beginning of it when it is longer than any header."""
        while b"\n" not in self._rest and len(self._rest) < _LONGEST_HEADER:
            more = self._read(self._size)
            if not more:
                break
            self._rest += more
        end = self._rest.find(b"\n") + 1 or len(self._rest)
        line, self._rest = self._rest[:end], self._rest[end:]
        return line

    def __iter__(self) -> Iterator[Piece]:
        """The pieces below the header. A line longer than a piece is cut."""
        while True:
            more = self._read(self._size)
            whole = self._rest + more
            end = whole.rfind(b"\n") + 1
            if not more or (not end and len(whole) > self._size):
                end = len(whole)
            self._rest = whole[end:]
            if end:
                yield self._piece(whole[:end])
            if not more:
                return

    def _piece(self, raw: bytes) -> Piece:
        first = self._next
        data = raw.replace(b"\r\n", b"\n") if b"\r" in raw else raw
        data = data if data.endswith(b"\n") else data + b"\n"
        self._next += data.count(b"\n")
        carriages: tuple[int, ...] = ()
        if b"\r" in data:
            carriages = tuple(islice(_with_carriage(data, first), _MOST_NUMBERS))
            data = data.replace(b"\r", b" ")
        blank: tuple[int, ...] = ()
        if data.startswith(b"\n") or b"\n\n" in data:
            blank = tuple(islice(_blank(data, first), _MOST_NUMBERS))
            data = _BLANK.sub(b"", data)
        return Piece(
            data=data,
            size=len(raw),
            first=first,
            lines=data.count(b"\n"),
            blank=blank,
            carriages=carriages,
        )


def _with_carriage(data: bytes, first: int) -> Iterator[int]:
    """The numbers of the lines with a carriage return, each once."""
    number, at = first, 0
    while (found := data.find(b"\r", at)) >= 0:
        number += data.count(b"\n", at, found)
        yield number
        at = data.find(b"\n", found)


def _blank(data: bytes, first: int) -> Iterator[int]:
    """The numbers of the blank lines."""
    number, at = first, 0
    for found in _BLANK.finditer(data):
        number += data.count(b"\n", at, found.start())
        yield from range(number, number + found.end() - found.start())
        number, at = number + found.end() - found.start(), found.end()
