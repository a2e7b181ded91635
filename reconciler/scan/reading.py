"""Files into a table: headers, pieces, and the rows that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reconciler.data.dataset import DataFile, Dataset
from reconciler.data.header import Header, Unreadable, other_delimiter, read_header
from reconciler.data.profile import READ_ANYWAY, Example, FileProfile, Found, RowFault
from reconciler.ports import DataFiles
from reconciler.scan.pieces import Lines, Piece, doubled_quotes
from reconciler.scan.rows import Places, Segment
from reconciler.scan.store import Loaded, Store

_EXAMPLES = 3
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
        before = self.faults.get(fault, Found(count=0))
        more = tuple(Example(file=file, line=line) for line in lines[:_EXAMPLES])
        self.faults[fault] = Found(count=before.count + count, examples=(before.examples + more)[:_EXAMPLES])


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
    header = read_header(line)
    wanted = [_place(header.names, column.name) for column in dataset.columns]
    here = frozenset(
        column.name for column, place in zip(dataset.columns, wanted, strict=True) if place is not None
    )
    if header.names and not here and not other_delimiter(header.names, frozenset(dataset.names)):
        # It may be a row, whose values are nobody's business.
        header = Header(unreadable=Unreadable.NAMELESS, mark=header.mark)
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
            _note(made, places, file.name, piece, loaded)
        told(piece.size)
        if made.unread > _MOST_FAULTS or (loaded and loaded.full):
            made.stopped = made.ended = True
            return


def _place(header: tuple[str, ...], name: str) -> int | None:
    """Which value of a row is the column's: of the very name, else of another case."""
    if name in header:
        return header.index(name)
    same = [one.strip().upper() for one in header]
    return same.index(name.upper()) if name.upper() in same else None


def _note(made: Read, places: Places, file: str, piece: Piece, loaded: Loaded) -> None:
    refused = {one.offset: piece.line_at(one.offset) for one in loaded.refused}
    for fault in RowFault:
        lines = [refused[one.offset] for one in loaded.refused if one.fault is fault]
        if lines:
            made.fault(fault, file, lines, len(lines))
    if piece.carriages:
        made.fault(RowFault.CARRIAGE, file, piece.carriages, len(piece.carriages))
    if loaded.doubled:
        doubled = list(doubled_quotes(piece.data)) or [piece.data.find(b'""')]
        lines = [piece.line_at(one) for one in doubled[:_EXAMPLES]]
        made.fault(RowFault.DOUBLED, file, lines, len(doubled))
    places.add(
        Segment(
            start=made.rows,
            file=file,
            first=piece.first,
            left_out=tuple(sorted({*piece.blank, *refused.values()})),
            broken=loaded.rows + len(loaded.refused) < piece.lines,
        )
    )
    made.rows += loaded.rows


def _breaks(store: Store, table: str, columns: int, start: int, end: int) -> int:
    """Line feeds in the values of some rows."""
    whole = ", ".join(f"v{index}" for index in range(columns))
    ((count,),) = store.ask(
        f"SELECT coalesce(sum(length(t) - length(replace(t, chr(10), ''))), 0)::BIGINT FROM "
        f"(SELECT concat({whole}) AS t FROM {table} WHERE rowid >= {start} AND rowid < {end})"
    )
    return int(count)
