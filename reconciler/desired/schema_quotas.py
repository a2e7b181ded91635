"""Quotas that a file comes near by its schemas: how many there are, and the room for event types.

Both are warnings, as the file does not show all that counts: other stacks' schemas, the data's event types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reconciler.catalog.dataset_columns import dataset_form
from reconciler.catalog.quotas import QUOTAS
from reconciler.desired.avro_record import columns_of
from reconciler.desired.findings import listed, warning
from reconciler.desired.node import value_position
from reconciler.desired.rules.check import domain_of, group_of
from reconciler.kinds import KINDS
from reconciler.model.values import Json, at_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reconciler.desired.node import Node, Path
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

MANY_SCHEMAS = QUOTAS["CreateSchema"].limit * 9 // 10
MOST_EVENT_TYPES = 10
"""Distinct event types and optional fields of an interactions dataset, taken together. Source: developer
guide, 'Item interactions dataset schema requirements'."""
_COUNTED = frozenset({"EVENT_TYPE", "EVENT_VALUE"})
"""The reserved fields that count, besides all metadata. Source: the same."""


def check_schema_quotas(
    items: Sequence[Declared], documents: Mapping[str, Node], root: Node
) -> Iterator[Diagnostic]:
    """The findings; `documents` are the readable ones by the names of their schemas."""
    schemas = [item for item in items if item.place.kind is KINDS["schema"]]
    if len(schemas) > MANY_SCHEMAS:
        quota = QUOTAS["CreateSchema"]
        yield warning(
            "quota/schemas",
            f"the file declares {len(schemas)} schemas; a {quota.per} has room for {quota.limit}, never more",
            schemas[MANY_SCHEMAS].resource.position,
            why="every change of a schema adds another one",
            fix="let datasets with the same fields share a schema, or use another region or account",
        )
    for item in items:
        document = documents.get(str(item.said.get("schema")))
        if item.place.kind is KINDS["dataset"] and item.resource.address.name == "interactions" and document:
            yield from _event_types(item, items, document, root)


def _event_types(
    item: Declared, items: Sequence[Declared], document: Node, root: Node
) -> Iterator[Diagnostic]:
    form = dataset_form("interactions", domain_of(item, root))
    known = form.keywords if form else {}
    names = {column.name for column in columns_of(document)}
    optional = sorted(name for name in names if name in _COUNTED or name not in known)
    types = _named_types(items, group_of(item))
    if types and len(optional) + len(types) > MOST_EVENT_TYPES:
        yield warning(
            "quota/event-types",
            f"the file names {len(types)} event types of the group, and its interactions have "
            f"{len(optional)} optional fields: {listed(optional, 'and')}",
            value_position(root, (*item.place.path, "schema")),
            why=f"the service takes {MOST_EVENT_TYPES} of both together",
            fix="remove fields from the schema, or merge event types",
        )


def _named_types(items: Sequence[Declared], group: Path) -> set[str]:
    """The event types that the group's solutions and metrics name; of filters it is not asked."""
    found: set[Json] = set()
    for item in items:
        if group_of(item) != group:
            continue
        if item.place.kind is KINDS["solution"]:
            found.add(item.said.get("eventType"))
            found |= _of_each(at_path(item.said, "solutionConfig.eventsConfig.eventParametersList"))
        elif item.place.kind is KINDS["metric-attribution"]:
            found |= _of_each(item.said.get("metrics"))
    return {one for one in found if isinstance(one, str)}


def _of_each(entries: Json) -> set[str]:
    listed_entries = entries if isinstance(entries, list) else []
    said = (entry.get("eventType") for entry in listed_entries if isinstance(entry, Mapping))
    return {one for one in said if isinstance(one, str)}
