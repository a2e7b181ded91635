"""Files into a table: headers, pieces, and the rows that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reconciler.data.csv_rows import end_of
from reconciler.data.dataset import DataFile, Dataset
from reconciler.data.header import header_for, place_of
from reconciler.data.line_faults import line_faults
from reconciler.data.pieces import Lines, Piece, doubled_quotes
from reconciler.data.profile import EXAMPLES, READ_ANYWAY, Example, FileProfile, Found, RowFault
from reconciler.ports import DataFiles
from reconciler.scan.rows import Places, Segment
from reconciler.scan.store import Loaded, Store

_MOST_FAULTS = 100_000
"""So many rows that cannot be read are enough: nothing more is read of that dataset."""

Told = Callable[[int], None]
"""Hears how many bytes more have been read."""


@dataclass(slots=True, kw_only=True)
class Read:
    """What has been read of a dataset so far.

    `stopped` tells that rows are left out; `ended` that nothing more is read.
    """

    files: list[FileProfile] = field(default_factory=list)
    faults: dict[RowFault, Found] = field(default_factory=dict)
    rows: int = 0
    stopped: bool = False
    ended: bool = False
    present: frozenset[str] | None = None

    @property
    def unread(self) -> int:
        """How many rows could not be read."""
        return sum(found.count for fault, found in self.faults.items() if fault not in READ_ANYWAY)

    def fault(self, fault: RowFault, file: str, lines: Sequence[int], count: int) -> None:
        """Count rows that could not be read as they stand."""
        more = tuple(Example(file=file, line=line) for line in lines[:EXAMPLES])
        self.faults[fault] = self.faults.get(fault, Found(count=0)).more(count, more)


def read(
    store: Store, table: str, dataset: Dataset, files: Sequence[DataFile], source: DataFiles, told: Told
) -> tuple[Read, Places]:
    """All rows of the files into the table, which is there and empty."""
    made = Read()
    places = Places(lambda start, end: _breaks(store, table, len(dataset.columns), start, end))
    for file in files:
        if not made.ended:
            with source.open(file) as stream:
                _file(store, table, dataset, file, Lines(stream.read), made, places, told)
    return made, places


def _file(
    store: Store,
    table: str,
    dataset: Dataset,
    file: DataFile,
    lines: Lines,
    made: Read,
    places: Places,
    told: Told,
) -> None:
    line = lines.header()
    told(len(line))
    header = header_for(line, dataset.names)
    wanted = [place_of(header.names, name) for name in dataset.names]
    here = frozenset(name for name, place in zip(dataset.names, wanted, strict=True) if place is not None)
    made.files.append(
        FileProfile(
            name=file.name,
            size=file.size,
            header=header.names,
            mark=header.mark,
            quoted=header.quoted,
            unreadable=header.unreadable,
        )
    )
    if not here:
        made.stopped = True
        return
    made.present = here if made.present is None else made.present & here
    for piece in lines:
        loaded = store.load(table, piece, wanted, len(header.names)) if piece.data else None
        if loaded:
            _note(made, places, file.name, piece, loaded, len(header.names))
        told(piece.size)
        if made.unread > _MOST_FAULTS or (loaded and loaded.full):
            made.stopped = made.ended = True
            return


def _note(made: Read, places: Places, file: str, piece: Piece, loaded: Loaded, width: int) -> None:
    refused = {one.offset: piece.line_at(one.offset) for one in loaded.refused}
    found = list(
        line_faults(piece, width, rows=loaded.rows, refused=len(loaded.refused), doubled=loaded.doubled)
    )
    explained = {start for fault in found for start in fault.explains}
    for kind in RowFault:
        told = [one.offset for one in loaded.refused if one.fault is kind]
        lines = [refused[one] for one in told if kind is not RowFault.QUOTES or one not in explained]
        if lines:
            made.fault(kind, file, lines, len(lines))
    for fault in found:
        made.fault(fault.fault, file, fault.lines, fault.count)
    if piece.carriages:
        made.fault(RowFault.CARRIAGE, file, piece.carriages, len(piece.carriages))
    if loaded.doubled:
        doubled = list(doubled_quotes(piece.data)) or [piece.data.find(b'""')]
        lines = [piece.line_at(one) for one in doubled[:EXAMPLES]]
        made.fault(RowFault.DOUBLED, file, lines, len(doubled))
    places.add(
        Segment(
            start=made.rows,
            file=file,
            first=piece.first,
            left_out=tuple(sorted({*piece.blank, *_lines(piece, refused, width, doubled=loaded.doubled)})),
            broken=loaded.rows + len(loaded.refused) < piece.lines,
        )
    )
    made.rows += loaded.rows


def _lines(piece: Piece, refused: Mapping[int, int], width: int, *, doubled: bool) -> Iterator[int]:
    """The numbers of all lines of refused rows, some of which take several; given are offsets and lines."""
    for offset, first in refused.items():
        end = end_of(piece.data, offset, width, doubled=doubled)
        several = piece.data.find(b"\n", offset, end - 1) >= 0
        yield from range(first, (piece.line_at(end - 1) if several else first) + 1)


def _breaks(store: Store, table: str, columns: int, start: int, end: int) -> int:
    """Line feeds in the values of some rows."""
    whole = ", ".join(f"v{index}" for index in range(columns))
    ((count,),) = store.ask(
        f"SELECT coalesce(sum(length(t) - length(replace(t, chr(10), ''))), 0)::BIGINT FROM "
        f"(SELECT concat({whole}) AS t FROM {table} WHERE rowid >= {start} AND rowid < {end})"
    )
    return int(count)
