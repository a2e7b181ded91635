"""What is wrong with the files of a dataset before any row counts: their number, bytes, headers and sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reconciler.data.dataset import Dataset
from reconciler.data.findings import Finding, error, listed, warning
from reconciler.data.header import Unreadable, as_seen, other_delimiter
from reconciler.data.profile import DatasetProfile, FileProfile

_GIGABYTE = 1024**3
LARGEST = {"FULL": 100 * _GIGABYTE, "INCREMENTAL": _GIGABYTE}
"""Bytes of one import. Source: developer guide, 'Quotas'; for interactions the first may have been raised."""


def check_files(dataset: Dataset, profile: DatasetProfile, *, size: int | None = None) -> Iterator[Finding]:
    """The findings about the files as such; `size` where there are more than the profile has."""
    if profile.beside:
        stand = "stands" if len(profile.beside) == 1 else "stand"
        yield warning("data/file-beside", f"{_names_of(profile.beside)} {stand} beside the data")
    if profile.empty:
        said = (
            f"{_names_of(profile.empty)} beside the data {'is' if len(profile.empty) == 1 else 'are'} empty"
        )
        yield warning("data/file-beside", said)
    if not profile.files:
        yield error("data/missing-file", f"there is no file at {visible_path(dataset.location)}")
        return
    yield from _headers(dataset, profile.files)
    yield from _differing(profile.files)
    size = profile.size if size is None else size
    if size > LARGEST[dataset.mode]:
        most = LARGEST[dataset.mode] // _GIGABYTE
        yield error(
            "data/too-large",
            f"the files have {size / _GIGABYTE:,.1f} GB; a {dataset.mode} import takes {most} GB",
        )


def _names_of(files: tuple[str, ...]) -> str:
    return listed([one.rpartition("/")[2] for one in files], most=3)


def _headers(dataset: Dataset, files: tuple[FileProfile, ...]) -> Iterator[Finding]:
    """What is wrong with headers; the same in many files is told once, with the first of them."""
    found: dict[Finding, list[str]] = {}
    for one in files:
        for finding in _header(dataset, one):
            found.setdefault(finding, []).append(one.name)
    for finding, names in found.items():
        more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
        yield replace(finding, summary=f"{visible_path(names[0])}{more}: {finding.summary}")


def _header(dataset: Dataset, one: FileProfile) -> Iterator[Finding]:
    if one.unreadable:
        code, fix = _UNREADABLE.get(one.unreadable, ("data/not-utf8", "Write it as a CSV file in UTF-8."))
        yield error(code, f"the file is {one.unreadable.value}", fix=fix)
        return
    if not one.header:
        yield error("data/empty", "the file has no header")
        return
    if one.mark:
        yield warning("data/byte-order-mark", "a byte order mark stands before the header")
    if one.quoted:
        yield error("data/header-quoted", "the header has quotes")
    yield from _names(dataset, one.header)


_UNREADABLE: Mapping[Unreadable, tuple[str, str]] = {
    Unreadable.GZIP: ("data/not-utf8", "Unpack it."),
    Unreadable.NAMELESS: ("data/missing-column", "Begin the file with the names of the columns."),
    Unreadable.CARRIAGES: ("data/line-break", "End every line with a line feed."),
}


def _names(dataset: Dataset, header: tuple[str, ...]) -> Iterator[Finding]:
    wanted = list(dataset.names)
    mark = other_delimiter(header, frozenset(wanted))
    if mark:
        shown = "a tab" if mark == "\t" else mark
        yield error("data/delimiter", f"{shown} stands between the columns")
        return
    yield from _spelled(wanted, header)
    known = {one.upper() for one in wanted}
    extra = [one for one in header if as_seen(one).upper() not in known]
    if extra:
        fix = "Leave out the column without a name; pandas writes one for its index." if "" in extra else ""
        yield warning("data/extra-column", f"the schema does not have {listed(extra)}", fix=fix)
    twice = sorted({one for one in header if header.count(one) > 1})
    if twice:
        yield warning("data/column-twice", f"the header says {listed(twice)} more than once")
    order = [one for one in header if one in wanted]
    if not twice and order != [one for one in wanted if one in header]:
        yield error(
            "data/column-order",
            "the columns stand in another order than in the schema",
            fix=f"Write them as {', '.join(wanted)}." if len(wanted) <= _FEW else "",
        )


_FEW = 12


def _spelled(wanted: list[str], header: tuple[str, ...]) -> Iterator[Finding]:
    """Columns of the schema that the header has in another way, or has not."""
    by_case = {as_seen(one).upper(): one for one in header}
    other = {one: by_case[one.upper()] for one in wanted if one not in header and one.upper() in by_case}
    other_case = {one: as_seen(said) for one, said in other.items() if as_seen(said) != one}
    unseen = [one for one, said in other.items() if as_seen(said) != said.strip()]
    spaced = [one for one, said in other.items() if said != said.strip() and one not in unseen]
    missing = [one for one in wanted if one not in header and one not in other]
    fix = f"Write {listed(list(other))}."
    if other_case:
        said = listed(list(other_case.values()))
        yield error("data/header-case", f"another case than in the schema: {said}", fix=fix)
    if spaced:
        yield error("data/header-case", f"white space around {listed(spaced)}", fix=fix)
    if unseen:
        said = f"characters that are not seen, such as U+200B, in {listed(unseen)}"
        yield error("data/header-case", said, fix=f"Write {listed(unseen)} anew.")
    if missing:
        yield error("data/missing-column", f"the header lacks {listed(missing)}")


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
