"""The columns of the datasets of each group, as the file's schemas have them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from reconciler.desired.node import find
from reconciler.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconciler.desired.node import Node, Path
    from reconciler.desired.resources import Declared
    from reconciler.filters.columns import Column, Columns
    from reconciler.model.desired import DesiredResource
    from reconciler.model.values import Json


class GroupColumns:
    """Answers by the path of a group; `resources`, one of each item, have the schemas' content.

    Schemas are read at the first question, since many files ask none.
    """

    def __init__(self, items: Sequence[Declared], resources: Sequence[DesiredResource], root: Node) -> None:
        """For one file as it is for one environment."""
        self._items, self._resources, self._root = items, resources, root

    @cached_property
    def _datasets(self) -> Mapping[Path, Mapping[str, Column] | None]:
        schemas = {
            item.resource.address.name: resource.fields.get("avro")
            for item, resource in zip(self._items, self._resources, strict=True)
            if item.place.kind is KINDS["schema"]
        }
        return {
            item.place.path: _of_schema(schemas.get(str(item.resource.fields.get("schema"))))
            for item in self._items
            if item.place.kind is KINDS["dataset"]
        }

    def of(self, group: Path) -> Columns | None:
        """The columns of the group's datasets; None where the file declares none of them."""
        declared = find(self._root, (*group, "datasets"))
        if declared is None or not declared.entries:
            return None
        return {kind: self._datasets.get((*group, "datasets", kind)) for kind in declared.entries}


def _of_schema(avro: Json) -> Mapping[str, Column] | None:
    """The columns of an Avro record by name in capitals; None where they cannot all be read."""
    from reconciler.filters.columns import Column  # noqa: PLC0415

    fields = avro.get("fields") if isinstance(avro, Mapping) else None
    columns: dict[str, Column] = {}
    for one in fields if isinstance(fields, list) else ():
        name = one.get("name") if isinstance(one, Mapping) else None
        if not isinstance(one, Mapping) or not isinstance(name, str):
            return None
        said = one.get("type")
        types = [str(each) for each in (said if isinstance(said, list) else [said])]
        columns[name.upper()] = Column(
            name=name,
            types=frozenset(types) - {"null"},
            textual=one.get("textual") is True,
            nullable="null" in types,
            categorical=one.get("categorical") is True,
            item_name=one.get("itemName") is True,
        )
    return columns or None
