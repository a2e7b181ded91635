"""What is wrong with the files of a dataset before any row counts: their number, bytes, headers and sizes."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.data.dataset import Dataset
from reconciler.data.findings import Finding, error, listed, warning
from reconciler.data.header import other_delimiter
from reconciler.data.profile import DatasetProfile, FileProfile

_GIGABYTE = 1024**3
LARGEST = {"FULL": 100 * _GIGABYTE, "INCREMENTAL": _GIGABYTE}
"""Bytes of one import. Source: developer guide, 'Quotas'; for interactions the first may have been raised."""


def check_files(dataset: Dataset, profile: DatasetProfile, *, size: int | None = None) -> Iterator[Finding]:
    """The findings about the files as such; `size` where there are more than the profile has."""
    if not profile.files:
        yield error("data/missing-file", f"there is no file at {visible_path(dataset.location)}")
        return
    for one in profile.files:
        yield from _header(dataset, one)
    yield from _differing(profile.files)
    size = profile.size if size is None else size
    if size > LARGEST[dataset.mode]:
        most = LARGEST[dataset.mode] // _GIGABYTE
        yield error(
            "data/too-large",
            f"the files have {size / _GIGABYTE:,.1f} GB; a {dataset.mode} import takes {most} GB",
        )


def _header(dataset: Dataset, one: FileProfile) -> Iterator[Finding]:
    where = f"{visible_path(one.name)}: "
    if one.unreadable:
        yield error("data/not-utf8", f"{where}the header is not UTF-8, or has quotes that are not closed")
        return
    if not one.header:
        yield error("data/empty", f"{where}the file has no header")
        return
    if one.mark:
        yield warning("data/byte-order-mark", f"{where}a byte order mark stands before the header")
    if one.quoted:
        yield error("data/header-quoted", f"{where}the header has quotes")
    yield from _names(dataset, one.header, where)


def _names(dataset: Dataset, header: tuple[str, ...], where: str) -> Iterator[Finding]:
    wanted = [column.name for column in dataset.columns]
    mark = other_delimiter(header, frozenset(wanted))
    if mark:
        shown = "a tab" if mark == "\t" else mark
        yield error("data/delimiter", f"{where}{shown} stands between the columns")
        return
    by_case = {one.strip().upper(): one for one in header}
    other_case = [one for one in wanted if one not in header and one.upper() in by_case]
    missing = [one for one in wanted if one not in header and one.upper() not in by_case]
    if other_case:
        said = listed([by_case[one.upper()].strip() for one in other_case])
        fix = f"Write {listed(other_case)}."
        yield error("data/header-case", f"{where}another case than in the schema: {said}", fix=fix)
    if missing:
        yield error("data/missing-column", f"{where}the header lacks {listed(missing)}")
    known = {one.upper() for one in wanted}
    extra = [one for one in header if one.strip().upper() not in known]
    if len(extra) == len(header):
        # Perhaps a row, or something else altogether: its words are not to be shown to whoever reads this.
        said = f"{where}the first line names no column of the schema; it may be no header"
        yield warning("data/extra-column", said)
        return
    if extra:
        yield warning("data/extra-column", f"{where}the schema does not have {listed(extra)}")
    twice = sorted({one for one in header if header.count(one) > 1})
    if twice:
        yield warning("data/column-twice", f"{where}the header says {listed(twice)} more than once")
    order = [one for one in header if one in wanted]
    if not twice and order != [one for one in wanted if one in header]:
        yield error(
            "data/column-order",
            f"{where}the columns stand in another order than in the schema",
            fix=f"Write them as {', '.join(wanted)}." if len(wanted) <= _FEW else "",
        )


_FEW = 12


def _differing(files: tuple[FileProfile, ...]) -> Iterator[Finding]:
    readable = [one for one in files if one.header]
    other = [one for one in readable if one.header != readable[0].header]
    if other:
        yield error(
            "data/headers-differ",
            f"{listed([one.name.rsplit('/', 1)[-1] for one in other])}: another header than "
            f"{visible_path(readable[0].name)}",
        )


def visible_path(name: str) -> str:
    """A location or the name of a file, on one line."""
    return "".join(one if one.isprintable() else "?" for one in name)
