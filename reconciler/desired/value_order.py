"""One order of keys within a value, whatever the order in which the file says them.

Plans print values and send them. What means the same reads the same, byte by byte: keys stand in the order in
which a form names them, all others by name. Lists keep their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconciler.model.values import Json

_COLUMN: Mapping[str, Json] = {"properties": {key: {} for key in ("name", "type")}}
AVRO: Mapping[str, Json] = {
    "properties": {
        **{key: {} for key in ("type", "name", "namespace")},
        "fields": {"items": _COLUMN},
    }
}
"""The order of an Avro document's keys. Source: developer guide, 'Schemas', examples."""


def arranged(value: Json, form: Mapping[str, Json]) -> Json:
    """The value with its keys, at every depth, in the order of the form, which is a JSON Schema."""
    if isinstance(value, Mapping):
        named = _properties(form)
        keys = [key for key in named if key in value] + sorted(key for key in value if key not in named)
        return {key: arranged(value[key], named.get(key, {})) for key in keys}
    if isinstance(value, list):
        items = form.get("items")
        return [arranged(item, items if isinstance(items, Mapping) else {}) for item in value]
    return value


def _properties(form: Mapping[str, Json]) -> Mapping[str, Mapping[str, Json]]:
    """The properties of an object, also where it is one of several forms that a value may have."""
    found = form.get("properties")
    if isinstance(found, Mapping):
        return found  # type: ignore[return-value]  # a form is a JSON Schema
    choices = form.get("oneOf") or form.get("anyOf") or []
    return next((found for one in choices if (found := _properties(one))), {})  # type: ignore[union-attr, arg-type]
