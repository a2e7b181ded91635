"""The beginnings of files to a profile: what can be judged without seeing all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from reconciler.data.cells import holds, is_number
from reconciler.data.csv_rows import Row, read_rows
from reconciler.data.dataset import DataFile, Dataset, is_left_beside
from reconciler.data.file_checks import check_files
from reconciler.data.findings import Finding, error
from reconciler.data.header import header_for, place_of
from reconciler.data.line_faults import line_faults
from reconciler.data.pieces import Lines, Piece, doubled_quotes
from reconciler.data.profile import EXAMPLES, DatasetProfile, Example, FileProfile, Found, RowFault, example
from reconciler.data.questions import Question, questions
from reconciler.data.report import ordered
from reconciler.data.row_checks import check_rows
from reconciler.model.diagnostics import Severity

BEGINNING = 64 * 1024
"""Bytes of each file that are looked at."""
MOST_FILES = 20
"""Of a folder; whatever wrote them wrote them all alike."""
_CERTAIN = frozenset(
    {
        "data/decimal-comma",
        "data/delimiter",
        "data/empty",
        "data/missing-column",
        "data/null",
        "data/timestamp-milliseconds",
        "data/too-long",
    }
)
"""What fails an import. Sources: developer guide, 'Error messages' and 'Data format guidelines'."""
_NONE = Found(count=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The first bytes of a file, at most BEGINNING of them. With fewer the file ends there."""

    file: DataFile
    data: bytes

    @property
    def whole(self) -> bool:
        """Whether it is all of the file."""
        return len(self.data) < BEGINNING


@dataclass(slots=True, kw_only=True)
class _Measured:
    """What has been counted so far."""

    files: list[FileProfile] = field(default_factory=list)
    rows: int = 0
    faults: dict[RowFault, Found] = field(default_factory=dict)
    answers: dict[Question, Found] = field(default_factory=dict)
    present: set[str]


def profile_of(dataset: Dataset, samples: Sequence[Sample], *, now: int) -> DatasetProfile:
    """What was measured in the beginnings, of all that needs no other rows; `now` is in epoch seconds."""
    asked = questions(dataset, now=now)
    made = _Measured(present={one.name for one in dataset.columns})
    for sample in samples:
        _file(dataset, sample, asked, made)
    order = {fault: made.faults[fault] for fault in RowFault if fault in made.faults}
    answers = {
        one: made.answers[one] for one in asked if one in made.answers and one.column.name in made.present
    }
    return DatasetProfile(
        files=tuple(made.files), rows=made.rows, faults=order, answers=answers, stopped=True
    )


def judged_sample(
    dataset: Dataset, profile: DatasetProfile, *, size: int, whole: bool = False
) -> tuple[Finding, ...]:
    """What is wrong with files and rows, errors first; `size` is the number of bytes of all files.

    `whole` says that nothing of them was left out: then it is known whether there is any row at all.

    An error is only what the service certainly refuses or reads wrongly: it stands against a whole plan. What
    the guide asks for without saying what comes of it is a warning here. Amounts, distinct values and what
    holds between datasets are not judged.
    """
    if not profile.files:
        return ()
    found = [
        one if _is_certain(one, dataset) else replace(one, severity=Severity.WARNING)
        for one in [*check_files(dataset, profile, size=size), *check_rows(profile)]
    ]
    if whole and not profile.rows and not profile.faults and all(one.header for one in profile.files):
        found += [] if _has_errors(found) else [error("data/empty", "there is no row below the header")]
    return ordered(found)


def _has_errors(found: Iterable[Finding]) -> bool:
    return any(one.severity is Severity.ERROR for one in found)


def _is_certain(one: Finding, dataset: Dataset) -> bool:
    if one.rule == "data/not-utf8":
        return one.found is None  # of a header, which then names no column
    if one.rule == "data/type":
        types = {kind for column in dataset.columns if column.name == one.column for kind in column.types}
        return any(not _may_fit(each.value, types) for each in (one.found.examples if one.found else ()))
    return one.rule in _CERTAIN


def _may_fit(value: str, types: Collection[str]) -> bool:
    """Whether a value is one that some readers take.

    Nobody says whether the service takes 1.0 for a whole number, 1 for true, NaN for a float, or a number
    with white space around it.
    """
    text = value.strip().lower()
    if is_number(text) or ("boolean" in types and text in {"true", "false"}):
        return True
    return not {"float", "double"}.isdisjoint(types) and text.lstrip("+-") in {"nan", "inf", "infinity"}


def with_rows(files: Sequence[DataFile]) -> tuple[DataFile, ...]:
    """The files that hold data, of which the first MOST_FILES are looked at.

    Of several, those that are empty or that have names like _SUCCESS and .part.crc, which programs write
    beside their data, are left out: what the service makes of them no source says.
    """
    rows = (one for one in files if one.size and not is_left_beside(one))
    return tuple(rows if len(files) > 1 else files)


def _file(dataset: Dataset, sample: Sample, asked: Sequence[Question], made: _Measured) -> None:
    """Count what is in one file."""
    data = sample.data if sample.whole else sample.data[: sample.data.rfind(b"\n") + 1]
    if sample.data and not data:
        return  # a line longer than what was read: nothing is known of the file
    lines = Lines(_giving(data))
    header = header_for(lines.header(), dataset.names)
    made.files.append(
        FileProfile(
            name=sample.file.name,
            size=sample.file.size,
            header=header.names,
            mark=header.mark,
            quoted=header.quoted,
            unreadable=header.unreadable,
        )
    )
    places = {one.name: place_of(header.names, one.name) for one in dataset.columns}
    found = {name for name, place in places.items() if place is not None}
    if not found:
        return
    made.present &= found
    here = [(one, place) for one in asked if (place := places[one.column.name]) is not None]
    for piece in lines:
        rows, doubled = read_rows(piece.data, len(header.names), cut=not sample.whole)
        _note(made, sample.file.name, piece, rows, width=len(header.names), doubled=doubled)
        for row in rows:
            if row.fault is None:
                _cells(made, row, here, sample.file.name, piece)


def _note(
    made: _Measured, file: str, piece: Piece, rows: Sequence[Row], *, width: int, doubled: bool
) -> None:
    """The rows that cannot be read, or not as they stand."""
    refused = sum(row.fault is not None for row in rows)
    faults = list(line_faults(piece, width, rows=len(rows) - refused, refused=refused, doubled=doubled))
    explained = {start for fault in faults for start in fault.explains}
    for row in rows:
        if row.fault and not (row.fault is RowFault.QUOTES and row.offset in explained):
            found = made.faults.get(row.fault, _NONE)
            here = () if found.full else (Example(file=file, line=piece.line_at(row.offset)),)
            made.faults[row.fault] = found.more(1, here)
    for fault in faults:
        told = tuple(Example(file=file, line=line) for line in fault.lines)
        made.faults[fault.fault] = made.faults.get(fault.fault, _NONE).more(fault.count, told)
    if piece.carriages:
        lines = tuple(Example(file=file, line=line) for line in piece.carriages)
        found = made.faults.get(RowFault.CARRIAGE, _NONE)
        made.faults[RowFault.CARRIAGE] = found.more(len(lines), lines)
    if doubled:
        places = list(doubled_quotes(piece.data)) or [piece.data.find(b'""')]
        seen = tuple(Example(file=file, line=piece.line_at(one)) for one in places[:EXAMPLES])
        made.faults[RowFault.DOUBLED] = made.faults.get(RowFault.DOUBLED, _NONE).more(len(places), seen)


def _cells(made: _Measured, row: Row, asked: Sequence[tuple[Question, int]], file: str, piece: Piece) -> None:
    made.rows += 1
    for question, place in asked:
        value = row.values[place]
        if holds(question, value):
            found = made.answers.get(question, _NONE)
            here = () if found.full else (example(file, piece.line_at(row.offset), value),)
            made.answers[question] = found.more(1, here)


def _giving(data: bytes) -> Callable[[int], bytes]:
    """A read over bytes: all of them at once, then none."""
    left = [data]
    return lambda _: left.pop() if left else b""
