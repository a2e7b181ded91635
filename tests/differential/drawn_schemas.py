"""Avro documents drawn for a dataset: valid ones, and ones in which up to three things were changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from reconciler.catalog.dataset_columns import RECORDS, DatasetForm, dataset_form

Json = dict[str, Any]
NAMESPACE = "com.amazonaws.personalize.schema"
NAMES = ("GENRE", "YEAR", "brand", "shelfLife", "IN_STOCK", "Colour_2", "PLOT", "ITEM_ID", "USER_ID", "PRICE")
ODD_NAMES = ("MAIN-GENRE", "2ND", "ANNÉE", "genre", "GEN_RE", "item_id", "ITEMID", "Price", "GENRES_L1", "")
TYPES = (
    "string",
    "long",
    "int",
    "float",
    "double",
    "boolean",
    ["string"],
    ["null", "string"],
    ["int", "null"],
)
ODD_TYPES = (
    "null",
    "text",
    "bytes",
    5,
    [],
    ["null"],
    ["null", "null"],
    ["string", "string"],
    ["string", "int"],
    ["float", "long", "null"],
    ["string", 3],
    {"type": "string"},
    {"type": "array", "items": "string"},
)
ODD_RECORDS = ("Movies", "1st-items", "com.example.Items", "", 5, *RECORDS.values())
FLAGS = ("categorical", "textual", "itemName")
ATTRIBUTES = {"default": None, "doc": "told", "optional": True, "catagorical": True}


@dataclass(frozen=True, slots=True)
class Case:
    """A document, and the dataset that it is for."""

    kind: str
    domain: str | None
    document: Json

    def __repr__(self) -> str:
        """What a failure shows."""
        return f"{self.domain or 'custom'} {self.kind}: {self.document}"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A document for one dataset type in one sort of group."""
    domain = draw(st.sampled_from([None, "ECOMMERCE", "VIDEO_ON_DEMAND"]))
    kind = draw(st.sampled_from(list(RECORDS)))
    form = dataset_form(kind, domain) or dataset_form(kind, None)
    assert form
    document = draw(_valid(form))
    for change in draw(st.lists(st.sampled_from(CHANGES), max_size=3)):
        if isinstance(document.get("fields"), list) and document["fields"]:
            change(draw, document, form)
    return Case(kind, domain, document)


@st.composite
def _valid(draw: st.DrawFn, form: DatasetForm) -> Json:
    reserved = draw(st.lists(st.sampled_from(sorted(form.reserved)), unique=True)) if form.reserved else []
    known = [
        _column(name, draw(st.sampled_from(sorted(keyword.types))), keyword.flag)
        for name, keyword in form.keywords.items()
        if name in form.required or name in reserved
    ]
    free = [name for name in NAMES if name not in form.keywords]
    chosen = draw(st.lists(st.sampled_from(free), unique=True, min_size=1, max_size=4))
    own = [_column(name, draw(st.sampled_from(TYPES)), "") for name in chosen]
    name = draw(st.sampled_from([form.record, form.record.lower(), form.record.upper()]))
    head: Json = {"type": "record", "name": name}
    if draw(st.booleans()):
        head["namespace"] = NAMESPACE
    fields = draw(st.permutations([*known, *own]))
    return {**head, "fields": list(fields), **draw(st.sampled_from([{}, {"version": "1.0"}, {"version": 1}]))}


def _column(name: str, kind: object, flag: str) -> Json:
    return {"name": name, "type": kind, **({flag: True} if flag else {})}


def _any_column(draw: st.DrawFn, document: Json) -> Json:
    found = [one for one in document["fields"] if isinstance(one, dict)]
    return draw(st.sampled_from(found)) if found else {}


def _drop(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    document["fields"].pop(draw(st.integers(0, len(document["fields"]) - 1)))


def _rename(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    _any_column(draw, document)["name"] = draw(st.sampled_from([*ODD_NAMES, *NAMES, 7]))


def _retype(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    _any_column(draw, document)["type"] = draw(st.sampled_from([*TYPES, *ODD_TYPES]))


def _allow_null(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    column = _any_column(draw, document)
    if isinstance(column.get("type"), str):
        column["type"] = draw(st.permutations([column["type"], "null"]))


def _flag(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    value = draw(st.sampled_from([True, True, False, "true", 1]))
    _any_column(draw, document)[draw(st.sampled_from(FLAGS))] = value


def _unflag(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    column = _any_column(draw, document)
    for flag in FLAGS:
        column.pop(flag, None)


def _attribute(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    key = draw(st.sampled_from(list(ATTRIBUTES)))
    _any_column(draw, document)[key] = ATTRIBUTES[key]


def _repeat(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    document["fields"].append(dict(_any_column(draw, document)))


def _fill(draw: st.DrawFn, document: Json, form: DatasetForm) -> None:
    """About as many columns of metadata as the quota allows."""
    own = [
        one for one in document["fields"] if not isinstance(one, dict) or one.get("name") not in form.keywords
    ]
    many = draw(st.integers(-1, 1)) + form.most_metadata - len(own)
    document["fields"] += [_column(f"COLUMN_{index:03}", "int", "") for index in range(many)]


def _lengthen(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    document["doc"] = "x" * draw(st.sampled_from([17_000, 19_500, 20_000]))


def _call(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    document["name"] = draw(st.sampled_from(ODD_RECORDS))


def _uncall(_: st.DrawFn, document: Json, __: DatasetForm) -> None:
    document.pop("name", None)


def _respace(_: st.DrawFn, document: Json, __: DatasetForm) -> None:
    document["namespace"] = "org.example"


def _break(draw: st.DrawFn, document: Json, _: DatasetForm) -> None:
    """Something that is no record with a list of columns."""
    key, value = draw(
        st.sampled_from(
            [("type", "enum"), ("fields", []), ("fields", {}), ("fields", ["GENRE"]), ("type", ["record"])]
        )
    )
    document[key] = value


CHANGES: tuple[Callable[[st.DrawFn, Json, DatasetForm], None], ...] = (
    _drop,
    _rename,
    _rename,
    _retype,
    _retype,
    _allow_null,
    _flag,
    _flag,
    _unflag,
    _attribute,
    _repeat,
    _fill,
    _lengthen,
    _call,
    _uncall,
    _respace,
    _break,
)
