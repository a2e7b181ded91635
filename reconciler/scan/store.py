"""The column store: DuckDB, on disk and with a fixed amount of memory, so that any file can be measured.

The only module that imports the reader.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from reconciler.data.csv_rows import end_of, values_at
from reconciler.data.pieces import Piece, doubled_quotes
from reconciler.data.profile import RowFault
from reconciler.errors import ReconcilerError

MEMORY = "160MB"
"""What the store keeps in memory; the rest is on disk. The process needs about as much again for itself."""
THREADS = 2
_RECORDED = 1000
"""Rows of a piece that are told one by one when they cannot be read."""
_FAULTS = {
    "MISSING COLUMNS": RowFault.TOO_FEW,
    "TOO MANY COLUMNS": RowFault.TOO_MANY,
    "INVALID ENCODING": RowFault.ENCODING,
    "LINE SIZE OVER MAXIMUM": RowFault.TOO_LONG,
}
_FIRST = (RowFault.QUOTES, RowFault.ENCODING, RowFault.TOO_FEW, RowFault.TOO_MANY, RowFault.TOO_LONG)
"""Which is told of a row that has several."""
_READ = (
    "read_csv('{path}', header=false, auto_detect=false, delim=',', quote='\"', escape='{escape}', "
    "new_line='\\n', strict_mode=true, columns={{{columns}}}, store_rejects=true, "
    f"rejects_limit={_RECORDED})"
)


_PLAIN, _DOUBLED = "\\", '"'
"""How a quote inside quotes is written: as the guide wants it, or as most programs do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that could not be read, by where it begins in the piece's bytes."""

    offset: int
    fault: RowFault


class _Told(NamedTuple):
    """One thing that the reader finds wrong with a row: offsets of the row and of the value, from 0."""

    row: int
    start: int
    at: int
    place: int
    kind: str

    @property
    def fault(self) -> RowFault:
        return _FAULTS.get(self.kind, RowFault.QUOTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What became of a piece: how many rows the table has got, and those refused.

    `doubled` tells that a quote inside quotes was written twice, `full` that more rows may have been refused.
    """

    rows: int
    refused: tuple[Refused, ...]
    doubled: bool
    full: bool


def _also_read(data: bytes, width: int) -> str:
    """A condition that always holds and reads every column: only of those are the bytes judged."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return f" WHERE length(concat({', '.join(f'c{index}' for index in range(width))})) >= 0"
    return ""


class Store:
    """Tables of texts in a folder of their own, one column v0, v1, … for each of a schema.

    ReconcilerError when the disk is full or the memory does not do.
    """

    def __init__(self, folder: Path) -> None:
        """Begin an empty store; `folder` exists and holds nothing else."""
        self._piece = folder / "piece.csv"
        self._connection = duckdb.connect(
            folder / "store.db",
            config={
                "memory_limit": MEMORY,
                "threads": THREADS,
                "temp_directory": str(folder / "spill"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        self.ask("SET enable_progress_bar = false")
        # The file is deleted at the end: writing it out once more took a third of the time.
        self.ask("PRAGMA disable_checkpoint_on_shutdown")

    def close(self) -> None:
        """Let go of the files."""
        self._connection.close()

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that a query of ours yields."""
        try:
            return self._connection.execute(query).fetchall()
        except RuntimeError as error:  # what the reader makes of Ctrl-C; its own errors are of another class
            raise KeyboardInterrupt from error
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise ReconcilerError(
                f"the data cannot be kept while it is measured: {str(error).splitlines()[0]}",
                why="rows are kept on disk meanwhile, in the folder for temporary files",
                fix="make room there, or let TMPDIR name a folder with room for the data",
            ) from error

    def make(self, table: str, columns: int) -> None:
        """An empty table."""
        listed = ", ".join(f"v{index} VARCHAR" for index in range(columns))
        self.ask(f"CREATE TABLE {table} ({listed})")

    def load(self, table: str, piece: Piece, places: Sequence[int | None], width: int) -> Loaded:
        """Add the rows of a piece, of `width` values each; `places` says which value each column takes.

        Quotes inside quotes are read in the way that they seem to be written in, and where that refuses rows
        in the other, if it refuses fewer.
        """
        self._piece.write_bytes(piece.data)
        values = ", ".join("NULL" if place is None else f"c{place}" for place in places)
        into = f"INSERT INTO {table} SELECT {values} FROM {{}}{_also_read(piece.data, width)}"
        doubled = b'""' in piece.data
        likely = doubled and any(True for _ in doubled_quotes(piece.data))
        first, other = (_DOUBLED, _PLAIN) if likely else (_PLAIN, _DOUBLED)
        self.ask("BEGIN")
        loaded = self._read(into, piece.data, width, first)
        if loaded.refused and doubled:
            self.ask("ROLLBACK")
            self.ask("BEGIN")
            before, loaded = loaded, self._read(into, piece.data, width, other)
            if len(loaded.refused) >= len(before.refused):
                self.ask("ROLLBACK")
                self.ask("BEGIN")
                loaded = self._read(into, piece.data, width, first)
        self.ask("COMMIT")
        return loaded

    def _read(self, into: str, data: bytes, width: int, escape: str) -> Loaded:
        """Read the piece, quotes inside quotes being escaped so.

        Behind a quote that does not fit, the reader goes on in the middle of the row: after a second such
        quote it may take what follows for a row, and does not know where the row began. One that is not
        closed takes the next lines along. Such rows are read again as plain text, which is refused for
        other reasons.
        """
        columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(width))
        path = str(self._piece).replace("'", "''")
        query = into.format(_READ.format(path=path, escape=escape, columns=columns))
        count, told = self._told(query)
        masked: set[int] = set()
        text = data
        while spoilt := _spoilt(told, text, width, escape, masked):
            plain = bytearray(text)
            for start, end in spoilt.items():
                # With one value too few: what is recorded of a piece is limited.
                length = end - 1 - start
                plain[start : end - 1] = (b"," * max(width - 2, 0)).ljust(length, b"x")[:length]
            text = bytes(plain)
            masked |= spoilt.keys()
            self.ask("ROLLBACK")
            self.ask("BEGIN")
            self._piece.write_bytes(text)
            count, told = self._told(query)
        if masked:
            self._piece.write_bytes(data)
        faults = dict.fromkeys(masked, RowFault.QUOTES)
        for one in told:
            # Of one whose quotes are not closed, values are told to be missing as well.
            faults[one.start] = min(one.fault, faults.get(one.start, one.fault), key=_FIRST.index)
        refused = tuple(Refused(offset=start, fault=faults[start]) for start in sorted(faults))
        return Loaded(rows=count, refused=refused, doubled=escape == _DOUBLED, full=len(told) >= _RECORDED)

    def _told(self, query: str) -> tuple[int, list[_Told]]:
        """How many rows a query reads, and what the reader tells of others."""
        ((count,),) = self.ask(query)
        told = self.ask(
            "SELECT line, line_byte_position - 1, byte_position - 1, column_idx - 1, error_type "
            "FROM reject_errors ORDER BY ALL"
        )
        self.ask("DROP TABLE reject_errors")
        self.ask("DROP TABLE reject_scans")
        return count, [_Told(*one) for one in told]


def _spoilt(
    told: Sequence[_Told], data: bytes, width: int, escape: str, known: Collection[int]
) -> dict[int, int]:
    """Where rows begin and end in which several quotes do not fit, or one that takes the next lines along.

    Those that are known are left out.
    """
    doubled = escape == _DOUBLED
    found: dict[int, int] = {}
    agreed = 0
    for _, row in groupby(told, key=lambda one: one.row):
        quotes = sorted((one for one in row if one.fault is RowFault.QUOTES), key=lambda one: one.at)
        if not quotes or quotes[0].at < agreed:
            continue
        # The reader tells where this row begins, or where the one before it does.
        start = quotes[0].start
        while (whole := values_at(data, start, doubled)[1]) <= quotes[0].at:
            start = whole
        end = end_of(data, start, width, doubled=doubled)
        if len(quotes) > 1 or end < whole:
            found[start] = end
        more, agreed = _until_agreed(data, end, whole, width, doubled=doubled)
        found |= more
    return {start: end for start, end in found.items() if start not in known}


def _until_agreed(
    data: bytes, ours: int, theirs: int, width: int, *, doubled: bool
) -> tuple[dict[int, int], int]:
    """Rows whose quotes do not fit, from where one has ended to where the reader begins a row as well.

    The reader goes on elsewhere, and what it tells of rows until then is not so.
    """
    found: dict[int, int] = {}
    while ours != theirs:
        if theirs < ours:
            theirs = values_at(data, theirs, doubled)[1]
            continue
        end = end_of(data, ours, width, doubled=doubled)
        if values_at(data, ours, doubled)[0] is None:
            found[ours] = end
        ours = end
    return found, ours
