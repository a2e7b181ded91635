"""Whether a schema can be made for a header at all, and what the header should say instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconciler.catalog.dataset_columns import DatasetForm
from reconciler.data.findings import listed, visible
from reconciler.data.header import Header, Unreadable
from reconciler.data.likeness import bare, fitting_name, lookalike

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "pipes"}
_FIXES: Mapping[Unreadable, str] = {
    Unreadable.GZIP: "unpack it",
    Unreadable.CARRIAGES: "end every line with a line feed",
}
_SHOWN = 30
"""Columns up to which a whole header is offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a schema cannot be made of a file, or, as a remark, what its owner may want to change."""

    what: str
    why: str = ""
    fix: str = ""


def unread(header: Header) -> Problem | None:
    """What keeps the first line from being read as names."""
    names = header.names
    if header.unreadable:
        fix = _FIXES.get(header.unreadable, "save it as an uncompressed CSV file in UTF-8")
        return Problem(what=f"the file is {header.unreadable.value}", fix=fix)
    if not names or names == ("",):
        return Problem(
            what="the file has no header", fix="write the names of the columns into the first line"
        )
    found = next((mark for mark in _DELIMITERS if len(names) == 1 and mark in names[0]), "")
    if found:
        return Problem(
            what=f"the columns are separated by {_DELIMITERS[found]}",
            why="the service reads commas, so that the whole header would be the name of one column",
            fix="write commas, and a point in decimal numbers",
        )
    if any(_NUMBER.fullmatch(one.strip()) for one in names):
        return Problem(
            what="the first line has numbers where names of columns should be",
            why="it seems to be a row of data; the service takes names from the first line",
            fix="write the names of the columns into the first line",
        )
    return None


def misfits(header: Header, kind: str, form: DatasetForm) -> tuple[Problem, ...]:
    """What of the names no schema can fit; the last says how the header might be written."""
    names = header.names
    renamed = {one: fitting_name(one) for one in names if one and not _NAME.fullmatch(one)}
    missing = _missing(names, form)
    taken = {one for one in names if one in form.keywords}
    for wanted in missing:
        close = lookalike(wanted, kind, names, taken)
        if close:
            renamed[close] = wanted
            taken.add(close)
    renamed |= _reserved(names, form, renamed)
    found = [*_spelling(header), *_twice(names)]
    found += [_lacks(wanted, renamed) for wanted in missing]
    found += _amount(names, form)
    better = [renamed.get(one, one) for one in names]
    whole = "" not in names and not _twice(better) and not _missing(better, form)
    if found and renamed and whole and len(names) <= _SHOWN:
        line = ",".join(better)
        found.append(Problem(what="the header must be another one", fix=f"write as the first line: {line}"))
    return tuple(found)


def _reserved(names: Sequence[str], form: DatasetForm, renamed: Mapping[str, str]) -> dict[str, str]:
    """What the service knows by name and the file spells otherwise: renamed where the header is anyway."""
    known = {bare(one): one for one in form.reserved if one not in names}
    return {one: known[bare(one)] for one in names if bare(one) in known and one not in renamed}


def _missing(names: Sequence[str], form: DatasetForm) -> list[str]:
    return [one for one, keyword in form.required.items() if one not in names and keyword.also not in names]


def _lacks(wanted: str, renamed: dict[str, str]) -> Problem:
    close = next((_shown(one) for one, to in renamed.items() if to == wanted), "")
    return Problem(
        what=f"there is no column {wanted}",
        why=f"every row of this dataset needs it{f'; {close} looks like it' if close else ''}",
        fix=f"rename {close} to {wanted}" if close else "add it, or choose another type or domain",
    )


def _shown(name: str) -> str:
    """A name, in quotes where white space around it would not be seen."""
    return visible(name) if name == name.strip() else f'"{visible(name)}"'


def _spelling(header: Header) -> Iterator[Problem]:
    if header.quoted:
        yield Problem(what="the header has quotes", why="the service wants none", fix="write it without")
    nameless = header.names.count("")
    if nameless:
        yield Problem(
            what="a column has no name" if nameless == 1 else f"{nameless:,} columns have no name",
            why="two commas follow each other in the first line, or one stands at an end of it",
            fix="name each column, or remove it with its values"
            f"{'; pandas writes its index so, unless index=False' if not header.names[0] else ''}",
        )
    wrong = [one for one in header.names if one and not _NAME.fullmatch(one)]
    if wrong:
        better = [fitting_name(one) for one in wrong]
        alike = len({*better}) < len(better) or not {*better}.isdisjoint(header.names)
        yield Problem(
            what=f"no schema can name {listed([_shown(one) for one in wrong])}",
            why="names have letters, digits and underscores, no digit first; header and schema have the same",
            fix="rename them, each to a name of its own" if alike else f"write {listed(better)}",
        )


def _twice(names: Sequence[str]) -> list[Problem]:
    """Names that are said twice, also where only underscores differ."""
    first: dict[str, str] = {}
    found: list[Problem] = []
    for index, one in enumerate(names):
        other = first.setdefault(one.replace("_", ""), one)
        if one and (other != one or one in names[:index]):
            differ = f"{visible(other)} and {visible(one)} differ in underscores only"
            found.append(
                Problem(
                    what=differ if other != one else f"the header says {visible(one)} twice",
                    why="the service cannot tell them apart",
                    fix="rename or remove one of the two",
                )
            )
    return found


def _amount(names: Sequence[str], form: DatasetForm) -> Iterator[Problem]:
    own = [one for one in names if one not in form.keywords]
    if len(own) > form.most_metadata:
        yield Problem(
            what=f"there are {len(own):,} columns that are neither required nor reserved",
            why=f"this dataset takes {form.most_metadata}",
            fix="remove columns that neither training nor filters need",
        )
    if form.needs_metadata and not own and not any(one in form.reserved for one in names):
        yield Problem(
            what=f"there is no column besides {listed(list(form.required))}",
            why="this dataset needs a column that says something about each of them",
            fix="add one, or leave the dataset out",
        )
