"""The form of a field with what the service bounds, wherever the kind's own form says nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reconciler.catalog.shapes import SHAPES

if TYPE_CHECKING:
    from reconciler.kinds import Kind
    from reconciler.kinds.kind import Field

_NARROWED = {"enum"}
"""What a kind's form says itself: not every choice of the service can be made in a file."""


def bounded(kind: Kind, field: Field) -> dict[str, Any]:
    """The form, tightened.

    A value that the file writes otherwise than it is sent is left alone: a name in an ARN's place, a
    reference, and what has no one type.
    """
    if not field.member or field.prefix or field.refers or "type" not in field.form:
        return dict(field.form)
    return _tightened(field.form, SHAPES.get(kind.create, {}), field.member)


def _tightened(form: Mapping[str, Any], bounds: Mapping[str, Mapping[str, Any]], path: str) -> dict[str, Any]:
    own = {key: value for key, value in bounds.get(path, {}).items() if key not in _NARROWED}
    made = {**own, **form}
    if "properties" in form:
        members = form["properties"].items()
        made["properties"] = {name: _tightened(one, bounds, f"{path}.{name}") for name, one in members}
    if "items" in form:
        made["items"] = _tightened(form["items"], bounds, f"{path}[]")
    return made
