"""Drawn CSV files: the columns that the service wants, and others of every sort of value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from reconciler.catalog.dataset_columns import DatasetForm, dataset_form

FORMS: Mapping[tuple[str, str | None], DatasetForm] = {
    (kind, domain): form
    for domain in (None, "ECOMMERCE", "VIDEO_ON_DEMAND")
    for kind in ("interactions", "items", "users", "actions", "actionInteractions")
    if (form := dataset_form(kind, domain))
}
_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters='"\\,|')
_WORDS = st.text(_LETTERS, min_size=1, max_size=12).filter(lambda one: one.strip() == one)
_TIMES = st.integers(1_400_000_000, 1_780_000_000).map(str)
_DECIMALS = st.decimals(-9999, 9999, places=2, allow_nan=False).map(str)
_VALUES = {
    "flag": st.sampled_from(["true", "false", "True"]),
    "small": st.integers(-9, 9).map(str),
    "large": st.integers(-(2**70), 2**70).map(str),
    "exact": st.decimals(allow_nan=False, allow_infinity=False, places=9).map(str),
    "decimal": _DECIMALS,
    "exponent": st.floats(allow_nan=False, allow_infinity=False).map(repr),
    "code": st.integers(0, 99).map("{:04}".format),
    "time": _TIMES,
    "few": st.sampled_from(["Drama", "Sci-Fi", "été", "N/A"]),
    "several": st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=4).map("|".join),
    "word": _WORDS,
    "text": st.lists(_WORDS, min_size=8, max_size=20).map(" ".join),
    "mixed": st.one_of(_DECIMALS, st.sampled_from(["n/a", "-", "1,5"])),
    "nothing": st.just(""),
}
_NAMES = st.from_regex(r"[A-Z][A-Z0-9_]{0,8}", fullmatch=True)


@dataclass(frozen=True, slots=True)
class Table:
    """A file's names and rows, and what it is for."""

    kind: str
    domain: str | None
    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def form(self) -> DatasetForm:
        return FORMS[self.kind, self.domain]

    def text(self) -> str:
        return "".join(f"{','.join(row)}\n" for row in (self.names, *(map(_cell, row) for row in self.rows)))


def _cell(value: str) -> str:
    return f'"{value}"' if "," in value else value


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Files of which nothing says that no schema can fit them."""
    kind, domain = draw(st.sampled_from(sorted(FORMS, key=str)))
    form = FORMS[kind, domain]
    reserved = draw(st.lists(st.sampled_from(sorted(form.reserved)), unique=True)) if form.reserved else []
    known = {one.replace("_", "") for one in (*form.keywords, *reserved)}
    own = draw(
        st.lists(
            _NAMES.filter(lambda one: one.replace("_", "") not in known | {""}),
            unique_by=lambda one: one.replace("_", ""),
            min_size=1 if form.needs_metadata else 0,
            max_size=min(form.most_metadata, 6),
        )
    )
    names = draw(st.permutations([*form.required, *reserved, *own]))
    columns = [_column(draw, form, name) for name in names]
    count = draw(st.integers(1, 30))
    rows = [tuple(draw(column) for column in columns) for _ in range(count)]
    return Table(kind, domain, tuple(names), tuple(rows))


def _column(draw: st.DrawFn, form: DatasetForm, name: str) -> st.SearchStrategy[str]:
    keyword = form.keywords.get(name)
    if keyword is None:
        filled = _VALUES[draw(st.sampled_from(sorted(_VALUES)))]
    elif "string" in keyword.types:
        filled = _VALUES[
            "several" if name == "IMPRESSION" else draw(st.sampled_from(["word", "small", "few"]))
        ]
    else:
        filled = _TIMES if "long" in keyword.types else _DECIMALS
    may_be_empty = name not in form.required and draw(st.booleans())
    return st.one_of(filled, st.just("")) if may_be_empty else filled
