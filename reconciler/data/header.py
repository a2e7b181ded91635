"""The first line of a file, from its bytes."""

from __future__ import annotations

import csv
from dataclasses import dataclass

_MARK = b"\xef\xbb\xbf"
_DELIMITERS = ";\t|"
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The names of a header; none when it cannot be read. `mark` is a byte order mark in UTF-8 before it."""

    names: tuple[str, ...] = ()
    mark: bool = False
    quoted: bool = False
    unreadable: bool = False


def read_header(line: bytes) -> Header:
    """The header in the first line of a file; raises nothing."""
    if line.startswith(_WIDE) or b"\0" in line:
        return Header(unreadable=True)
    mark = line.startswith(_MARK)
    try:
        text = line.removeprefix(_MARK).decode().rstrip("\r\n")
        names = next(csv.reader([text], escapechar="\\", strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return Header(unreadable=True, mark=mark)
    return Header(names=tuple(names), mark=mark, quoted='"' in text)


def other_delimiter(names: tuple[str, ...], wanted: frozenset[str]) -> str:
    """What stands between the names where commas should, "" when commas do."""
    if len(names) != 1:
        return ""
    return next((one for one in _DELIMITERS if len(wanted & set(names[0].split(one))) > 1), "")


def place_of(header: tuple[str, ...], name: str) -> int | None:
    """Which value of a row is the column's: of the very name, else of another case; None without either."""
    if name in header:
        return header.index(name)
    same = [one.strip().upper() for one in header]
    return same.index(name.upper()) if name.upper() in same else None
