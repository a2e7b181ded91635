"""The columns that drawn files choose from: variants of each dataset type's schema, and CSV files that fit.

Every variant of a type is a change of another one, so that an edit is an evolution in place, a recreation or
a mere change of order. One file per type holds the columns of all variants in the order of all but one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

BUCKET = "drawn-data"
OTHERS_JOB = "by-hand-"
"""What the names of imports begin with that somebody else has started."""
ROLE = "arn:aws:iam::123456789012:role/AmazonPersonalizeAccessRole"
SHORT = {None: "own", "ECOMMERCE": "shop", "VIDEO_ON_DEMAND": "video"}
"""Domains, as names of schemas show them."""
RECORDS = {
    "interactions": "Interactions",
    "items": "Items",
    "users": "Users",
    "actions": "Actions",
    "actionInteractions": "ActionInteractions",
}
"""Keys of datasets to the names of their records."""
_FIRST = 1_760_000_000
_PEOPLE, _EACH, _THINGS = 30, 34, 12

Column = Mapping[str, Any]


def _column(name: str, kind: str, *, null: bool = False, **more: Any) -> Column:
    return {"name": name, "type": [kind, "null"] if null else kind, **more}


_USER, _ITEM, _ACTION = (_column(f"{name}_ID", "string") for name in ("USER", "ITEM", "ACTION"))
_TYPE, _TIME = _column("EVENT_TYPE", "string"), _column("TIMESTAMP", "long")
_VALUE = _column("EVENT_VALUE", "float", null=True)
_DEVICE = _column("DEVICE", "string", null=True, categorical=True)
_PRICE, _MADE = _column("PRICE", "float"), _column("CREATION_TIMESTAMP", "long")
_CATEGORY, _GENRES = (_column(name, "string", categorical=True) for name in ("CATEGORY_L1", "GENRES"))
_BRAND, _STOCK = _column("BRAND", "string", null=True), _column("STOCK", "int", null=True)
_TITLE = _column("TITLE", "string", null=True, textual=True)
_COUNTRY = _column("COUNTRY", "string", categorical=True)
_AGE = _column("AGE", "int", null=True)
_KIND, _WORTH = _column("KIND", "string", categorical=True), _column("VALUE", "long", null=True)
_SOURCE = _column("SOURCE", "string", null=True)

_THING = (_ITEM, _PRICE, _CATEGORY, _GENRES, _MADE)
_BRANDED = _column("BRAND", "string", null=True, categorical=True)
VARIANTS: Mapping[str, Mapping[str, tuple[Column, ...]]] = {
    "interactions": {
        "valued": (_USER, _ITEM, _TYPE, _VALUE, _TIME),
        "plain": (_USER, _ITEM, _TYPE, _TIME),
        "device": (_USER, _ITEM, _TYPE, _VALUE, _DEVICE, _TIME),
        "double": (_USER, _ITEM, _TYPE, _column("EVENT_VALUE", "double", null=True), _TIME),
        "turned": (_TIME, _VALUE, _TYPE, _ITEM, _USER),
    },
    "items": {
        "base": _THING,
        "brand": (*_THING, _BRAND),
        "branded": (*_THING, _BRANDED),
        "stock": (*_THING, _BRAND, _STOCK),
        "title": (*_THING, _STOCK, _TITLE),
        "counted": (*_THING, _column("STOCK", "int")),
        "turned": tuple(reversed(_THING)),
    },
    "users": {
        "base": (_USER, _COUNTRY),
        "aged": (_USER, _COUNTRY, _AGE),
        "grown": (_USER, _COUNTRY, _column("AGE", "int")),
        "older": (_USER, _COUNTRY, _column("AGE", "long", null=True)),
        "turned": (_COUNTRY, _USER),
    },
    "actions": {"base": (_ACTION, _KIND), "worth": (_ACTION, _KIND, _WORTH)},
    "actionInteractions": {
        "base": (_USER, _ACTION, _TYPE, _TIME),
        "sourced": (_USER, _ACTION, _TYPE, _SOURCE, _TIME),
    },
}
"""Key of a dataset to names of variants to their columns."""


def document(kind: str, variant: str) -> dict[str, Any]:
    """The Avro document of a variant."""
    fields = [dict(column) for column in VARIANTS[kind][variant]]
    head = {"type": "record", "name": RECORDS[kind], "namespace": "com.amazonaws.personalize.schema"}
    return {**head, "fields": fields, "version": "1.0"}


def path_of(kind: str, variant: str) -> str:
    """Where the document of a variant lies, below the file."""
    return f"avro/{kind}-{variant}.avsc"


def columns_of(avro: Any) -> dict[str, Column]:
    """The columns of what a drawn file says as `avro`: a path or a document."""
    if isinstance(avro, str):
        kind, _, variant = Path(avro).stem.partition("-")
        return {column["name"]: column for column in VARIANTS[kind][variant]}
    return {column["name"]: column for column in avro["fields"]}


def write_documents(folder: Path) -> None:
    """Put the documents of all variants below the folder."""
    (folder / "avro").mkdir(exist_ok=True)
    for kind, variants in VARIANTS.items():
        for variant in variants:
            (folder / path_of(kind, variant)).write_text(json.dumps(document(kind, variant)))


@cache
def objects() -> Mapping[str, bytes]:
    """The bucket: per type NAME.csv, NAME-turned.csv with the columns the other way round, NAME-more.csv.

    1,020 interactions of each event type of interest by 30 people. `short.csv` has too few of anything.
    """
    rows = {
        "interactions": [
            [f"u{p}", f"i{(p * 7 + n) % _THINGS}", kind, (n % 5) / 2, ("phone", "tv")[n % 2], _FIRST + n]
            for kind in ("View", "Purchase", "Watch")
            for p in range(_PEOPLE)
            for n in range(_EACH)
        ],
        "items": [
            [f"i{n}", n + 0.5, ("a", "b")[n % 2], ("x", "y")[n % 2], _FIRST + n, "b1", n, "words"]
            for n in range(_THINGS)
        ],
        "users": [[f"u{n}", ("DE", "FR")[n % 2], 20 + n] for n in range(_PEOPLE)],
        "actions": [[f"a{n}", ("coupon", "survey")[n % 2], n + 1] for n in range(6)],
        "actionInteractions": [
            [f"u{n % _PEOPLE}", f"a{n % 6}", ("Viewed", "Taken")[n % 2], "app", _FIRST + n]
            for n in range(1020)
        ],
    }
    heads = {
        "interactions": "USER_ID,ITEM_ID,EVENT_TYPE,EVENT_VALUE,DEVICE,TIMESTAMP",
        "items": "ITEM_ID,PRICE,CATEGORY_L1,GENRES,CREATION_TIMESTAMP,BRAND,STOCK,TITLE",
        "users": "USER_ID,COUNTRY,AGE",
        "actions": "ACTION_ID,KIND,VALUE",
        "actionInteractions": "USER_ID,ACTION_ID,EVENT_TYPE,SOURCE,TIMESTAMP",
    }
    made: dict[str, bytes] = {}
    for kind, found in rows.items():
        table = [heads[kind].split(","), *found]
        made[f"{kind}.csv"] = _csv(table)
        made[f"{kind}-turned.csv"] = _csv([row[::-1] for row in table])
        made[f"{kind}/part-1.csv"] = _csv(table)
    made["short.csv"] = _csv([heads["interactions"].split(","), *rows["interactions"][:3]])
    return made


def _csv(table: list[list[Any]]) -> bytes:
    return "".join(f"{','.join(map(str, row))}\n" for row in table).encode()
