"""The first line of a file, from its bytes."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from reconciler.data.questions import UNSEEN

_MARK = b"\xef\xbb\xbf"
_UNSEEN = re.compile(f"[{UNSEEN}]")
_DELIMITERS = ";\t|"


class Unreadable(Enum):
    """Why the first line of a file is no header that can be read."""

    GZIP = "compressed with gzip"
    ZIP = "an archive, such as a workbook of Excel"
    PARQUET = "in the Parquet format"
    UTF_16 = "in UTF-16, or no text"
    CARRIAGES = "with carriage returns alone at the ends of lines"
    NAMELESS = "without a header: its first line names no column of the schema"
    BROKEN = "not UTF-8, or with quotes that are not closed"


_BEGINNINGS = (
    (b"\x1f\x8b", Unreadable.GZIP),
    (b"PK\x03\x04", Unreadable.ZIP),
    (b"PAR1", Unreadable.PARQUET),
    (b"\xff\xfe", Unreadable.UTF_16),
    (b"\xfe\xff", Unreadable.UTF_16),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The names of a header; none when it cannot be read. `mark` is a byte order mark in UTF-8 before it."""

    names: tuple[str, ...] = ()
    mark: bool = False
    quoted: bool = False
    unreadable: Unreadable | None = None


def read_header(line: bytes) -> Header:
    """The header in the first line of a file; raises nothing."""
    for beginning, reason in _BEGINNINGS:
        if line.startswith(beginning):
            return Header(unreadable=reason)
    if b"\0" in line:
        return Header(unreadable=Unreadable.UTF_16)
    mark = line.startswith(_MARK)
    if b"\r" in line.rstrip(b"\r\n"):
        return Header(unreadable=Unreadable.CARRIAGES, mark=mark)
    try:
        text = line.removeprefix(_MARK).decode().rstrip("\r\n")
        names = next(csv.reader([text], escapechar="\\", strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return Header(unreadable=Unreadable.BROKEN, mark=mark)
    return Header(names=tuple(names), mark=mark, quoted='"' in text)


def header_for(line: bytes, wanted: Sequence[str]) -> Header:
    """The header in the first line of a file for these columns; without any of them it is no header.

    It may be a row then, whose values are nobody's business.
    """
    header = read_header(line)
    named = any(place_of(header.names, name) is not None for name in wanted)
    if named or not header.names or other_delimiter(header.names, frozenset(wanted)):
        return header
    return Header(unreadable=Unreadable.NAMELESS, mark=header.mark)


def other_delimiter(names: tuple[str, ...], wanted: frozenset[str]) -> str:
    """What stands between the names where commas should, "" when commas do."""
    if len(names) != 1:
        return ""
    return next((one for one in _DELIMITERS if len(wanted & set(names[0].split(one))) > 1), "")


def as_seen(name: str) -> str:
    """A name without white space around it and without what is not seen in it."""
    return _UNSEEN.sub("", name).strip()


def place_of(header: tuple[str, ...], name: str) -> int | None:
    """Which value of a row is the column's: of the very name, else of another case; None without either."""
    if name in header:
        return header.index(name)
    same = [as_seen(one).upper() for one in header]
    return same.index(name.upper()) if name.upper() in same else None
