"""Rows of CSV from bytes, read as the column store of `scan` reads them.

The csv module takes a backslash for an escape outside quotes too, goes on where text follows a closing quote,
and tells no place of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reconciler.data.pieces import doubled_quotes
from reconciler.data.profile import RowFault

_PLAIN = re.compile(rb' *"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_DOUBLED = re.compile(rb' *"((?:[^"]|"")*+)"')
_QUOTED = re.compile(rb' *"')
_SEPARATOR = re.compile(rb"[,\n]")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that begins at an offset: its values, None for empty ones, or why it cannot be read.

    `unclosed` tells that it goes on to the end of the bytes, since a quote is not closed.
    """

    offset: int
    values: tuple[str | None, ...] = ()
    fault: RowFault | None = None
    unclosed: bool = False


def read_rows(data: bytes, width: int, *, cut: bool = False) -> tuple[list[Row], bool]:
    """The rows of so many values in whole lines, and whether quotes inside quotes were taken as doubled.

    Where rows are refused, the other way to write quotes is tried. Of data that is `cut`, a
    last row whose quotes are not closed may go on behind the cut: it is left out.
    """
    likely = next(doubled_quotes(data), None) is not None
    first = _whole(data, width, doubled=likely, cut=cut)
    if b'""' not in data or not _refused(first):
        return first, likely
    other = _whole(data, width, doubled=not likely, cut=cut)
    return (first, likely) if _refused(other) >= _refused(first) else (other, not likely)


def _refused(rows: list[Row]) -> int:
    return sum(one.fault is not None for one in rows)


def _whole(data: bytes, width: int, *, doubled: bool, cut: bool) -> list[Row]:
    rows = list(_rows(data, width, doubled=doubled))
    return rows[:-1] if cut and rows and rows[-1].unclosed else rows


def end_of(data: bytes, at: int, width: int, *, doubled: bool) -> int:
    """Where the row that begins at an offset ends, its line feed included; it may take several lines.

    One whose quotes do not fit ends with its first line, where that may be all of it: a quote that is not
    closed would take all lines up to the next quote along, be they thousands.
    """
    values, end, closed = values_at(data, at, doubled)
    line = data.index(b"\n", at) + 1
    if values is not None or line >= end:
        return end
    following = data[line : data.index(b"\n", line) + 1]
    enough = closed and data.count(b",", at, line) >= width - 1
    return line if enough or is_row(following, width, doubled=doubled) else end


def is_row(line: bytes, width: int, *, doubled: bool) -> bool:
    """Whether a line with its line feed is one row of so many values."""
    values, end, _ = values_at(line, 0, doubled)
    return values is not None and len(values) == width and end == len(line)


def _rows(data: bytes, width: int, *, doubled: bool) -> Iterator[Row]:
    at = 0
    while at < len(data):
        start = at
        values, at, closed = values_at(data, start, doubled)
        if values is None:
            end, at = at, end_of(data, start, width, doubled=doubled)
            yield Row(offset=start, fault=RowFault.QUOTES, unclosed=not closed and at == end)
        else:
            yield _row(start, values, width)


def values_at(data: bytes, at: int, doubled: bool) -> tuple[list[bytes] | None, int, bool]:
    """The values of the row that begins at an offset, None where quotes do not fit; where it ends.

    The last tells whether all quotes are closed.
    """
    start, values, fits = at, list[bytes](), True
    while at == start or data[at - 1 : at] != b"\n":
        value, end = _value(data, at, doubled)
        if end < 0:
            return None, len(data), False
        fits = fits and value is not None
        values.append(value or b"")
        at = end + 1
    return values if fits else None, at, True


def _value(data: bytes, at: int, doubled: bool) -> tuple[bytes | None, int]:
    """The value at an offset and where it ends, -1 if nowhere; None where text follows its quotes."""
    if not _QUOTED.match(data, at):
        end = _end(data, at)
        return data[at:end], end
    found = (_DOUBLED if doubled else _PLAIN).match(data, at)
    if not found:
        return None, -1
    end = _end(data, found.end())
    if data[found.end() : end].strip(b" "):
        return None, end
    return found[1].replace(b'""', b'"') if doubled else _ESCAPED.sub(rb"\1", found[1]), end


def _end(data: bytes, at: int) -> int:
    found = _SEPARATOR.search(data, at)
    assert found  # the last line has an end, too
    return found.start()


def _row(start: int, values: list[bytes], width: int) -> Row:
    try:
        texts = tuple(one.decode() or None for one in values[:width])
    except UnicodeDecodeError:
        return Row(offset=start, fault=RowFault.ENCODING)
    if len(texts) < width or any(values[width:]):
        return Row(offset=start, fault=RowFault.TOO_FEW if len(texts) < width else RowFault.TOO_MANY)
    return Row(offset=start, values=texts)
