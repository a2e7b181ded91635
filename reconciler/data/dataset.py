"""Datasets whose imports are checked, and their columns as the schemas have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reconciler.model.address import Address
from reconciler.model.values import Json

IDS: Mapping[str, str] = {"items": "ITEM_ID", "users": "USER_ID", "actions": "ACTION_ID"}
"""Dataset type to the column that tells its rows apart. Source: developer guide, 'Schemas'."""
KEYS = frozenset(IDS.values())
EVENTS = frozenset({"interactions", "actionInteractions"})
"""Dataset types whose rows are events."""
ALWAYS = KEYS | {"TIMESTAMP", "EVENT_TYPE"}
"""Columns that mean something by themselves; every other one is metadata, or reserved for one purpose."""

OF_EVENTS = frozenset({"EVENT_VALUE", "IMPRESSION", "RECOMMENDATION_ID", "EVENT_ATTRIBUTION_SOURCE"})
"""Reserved columns that events bring along when they are sent: an import may leave them all empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataColumn:
    """One column of a schema; `types` are its Avro types without null, in order."""

    name: str
    types: tuple[str, ...]
    nullable: bool = False
    categorical: bool = False
    textual: bool = False

    @property
    def is_text(self) -> bool:
        """Whether every value fits, as a text."""
        return "string" in self.types

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers alone."""
        return bool(self.types) and not {"string", "boolean"} & set(self.types)

    @property
    def several(self) -> bool:
        """Whether a cell holds several values with pipes between them."""
        return not self.textual and (self.categorical or self.name == "IMPRESSION")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One dataset with an import. `mode` is FULL or INCREMENTAL."""

    address: Address
    location: str
    mode: str
    columns: tuple[DataColumn, ...]

    @property
    def group(self) -> str:
        """The name of its dataset group."""
        return self.address.keys[0]

    @property
    def kind(self) -> str:
        """The dataset's type: interactions, items, users, actions or actionInteractions."""
        return self.address.name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(one.name for one in self.columns)

    def column(self, name: str) -> DataColumn | None:
        """The column of that name, None where there is none."""
        return next((one for one in self.columns if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """One file of an import: a name that people know it by and that opens it, and its size in bytes."""

    name: str
    size: int


def is_left_beside(file: DataFile) -> bool:
    """Whether programs write files of such a name, as _SUCCESS or .part.crc, beside their data."""
    return file.name.rpartition("/")[2].startswith(("_", "."))


def file_of(location: str, key: str, size: int | None) -> DataFile:
    """The file for an object in the bucket of a location; the name is the object's own location."""
    bucket = location.removeprefix("s3://").partition("/")[0]
    return DataFile(name=f"s3://{bucket}/{key}", size=size or 0)


def columns_of(avro: Json) -> tuple[DataColumn, ...]:
    """The columns of a schema document in its order; those that are not well-formed are left out."""
    fields = avro.get("fields") if isinstance(avro, Mapping) else None
    listed = fields if isinstance(fields, list) else []
    return tuple(made for one in listed if (made := _column(one)))


def _column(said: Json) -> DataColumn | None:
    name = said.get("name") if isinstance(said, Mapping) else None
    if not isinstance(said, Mapping) or not isinstance(name, str):
        return None
    kind = said.get("type")
    types = [str(one) for one in (kind if isinstance(kind, list) else [kind])]
    return DataColumn(
        name=name,
        types=tuple(one for one in types if one != "null"),
        nullable="null" in types,
        categorical=said.get("categorical") is True,
        textual=said.get("textual") is True,
    )
