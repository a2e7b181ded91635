"""A file without a schema: read once, measured, and held against the schema that follows from it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from reconciler.catalog.dataset_columns import DatasetForm
from reconciler.data.dataset import DataColumn, DataFile, Dataset
from reconciler.data.findings import Finding
from reconciler.data.header import Header, read_header
from reconciler.data.header_fit import Problem, misfits, unread
from reconciler.data.inference import Inferred, infer
from reconciler.data.pieces import Lines
from reconciler.data.profile import RowFault
from reconciler.data.report import judged
from reconciler.data.uses import Training
from reconciler.errors import SetupError
from reconciler.model.address import Address
from reconciler.scan.facts import column_facts
from reconciler.scan.local_files import LocalFiles
from reconciler.scan.measure import Table
from reconciler.scan.profiling import profile
from reconciler.scan.reading import Read, Told, read
from reconciler.scan.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a file yields: columns, or problems that stand against them; `findings` are those of its rows."""

    rows: int = 0
    columns: tuple[Inferred, ...] = ()
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()


def look(path: str, kind: str, form: DatasetForm, *, now: int, begin: Callable[[], Told]) -> Look:
    """Infer a dataset's columns from a local file; `now` is in epoch seconds.

    `begin` is called when there is something to read; what it gives hears of every piece. SetupError when
    there is no such file.
    """
    file, folder = _file(path)
    header = _header(folder, file)
    problem = unread(header)
    problems = (problem,) if problem else misfits(header, kind, form)
    if problems:
        return Look(problems=problems)
    with (
        tempfile.TemporaryDirectory(prefix="reconcile-data-") as scratch,
        closing(Store(Path(scratch))) as store,
    ):
        return _measured(store, header, kind, form, file, folder, now, begin())


def _file(path: str) -> tuple[DataFile, LocalFiles]:
    place = Path(path)
    if not place.exists():
        raise SetupError(f"there is no file {path}", fix="name a CSV file on this machine")
    if not place.is_file():
        what = "a folder" if place.is_dir() else "no regular file"
        raise SetupError(f"{path} is {what}", fix="name one CSV file; of several, the one that tells most")
    return DataFile(name=place.name, size=place.stat().st_size), LocalFiles(str(place.parent))


def _header(folder: LocalFiles, file: DataFile) -> Header:
    with folder.open(file) as stream:
        return read_header(Lines(stream.read).header())


def _measured(
    store: Store,
    header: Header,
    kind: str,
    form: DatasetForm,
    file: DataFile,
    folder: LocalFiles,
    now: int,
    told: Told,
) -> Look:
    texts = tuple(DataColumn(name=one, types=("string",)) for one in header.names)
    dataset = Dataset(
        address=Address("dataset", ("inferred", kind)), location=file.name, mode="FULL", columns=texts
    )
    store.make("t", len(texts))
    made, places = read(store, "t", dataset, (file,), folder, told)
    if made.stopped or not made.rows:
        return Look(rows=made.rows, problems=(_unreadable(made),))
    found = infer(kind, form, list(column_facts(store, "t", header.names, places)))
    dataset = replace(dataset, columns=tuple(one.column for one in found))
    table = Table(name="t", dataset=dataset, present=made.present or frozenset(), places=places)
    findings = judged(dataset, profile(store, table, made, now=now), Training())
    return Look(rows=made.rows, columns=found, findings=findings)


def _unreadable(made: Read) -> Problem:
    if not made.rows and not made.faults:
        return Problem(
            what="there is no row below the header",
            why="types are inferred from values",
            fix="name a file with rows, the more the better",
        )
    faults = ", ".join(f"{one.value} ({found.count:,})" for one, found in made.faults.items())
    (first, *_) = [place for found in made.faults.values() for place in found.examples]
    return Problem(
        what=f"too many rows cannot be read: {faults}",
        why=f"the first is line {first.line}",
        fix=", and ".join(_fixes(made.faults)),
    )


def _fixes(faults: Iterable[RowFault]) -> Iterator[str]:
    if RowFault.ENCODING in faults:
        yield "save the file in UTF-8"
    if {*faults} - {RowFault.ENCODING}:
        yield "write every row on one line, with as many values as the header has names"
