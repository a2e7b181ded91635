"""Schema evolution: which change of a dataset's schema the service makes in place.

Source: developer guide, 'Replacing a dataset's schema to add new columns'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.model.values import Json, canonical

_EVOLVING = frozenset({"items", "users"})
"""The dataset types whose schema can be replaced; of the others none can."""


def in_place(old: Json, new: Json, dataset_type: str) -> bool:
    """Whether UpdateDataset brings a dataset of this type (the file's key) from one schema to the other."""
    return not obstacle(old, new, dataset_type)


def obstacle(old: Json, new: Json, dataset_type: str) -> str:
    """Why UpdateDataset does not bring a dataset from one schema to the other, "" when it does.

    Every old field stays as it is and in the same order among its like, and whatever is new may be null.
    The order of the types in a union says nothing. Assumed: new fields may stand anywhere.
    """
    before, after = _fields(old), _fields(new)
    lost = [name for name in before if name not in after]
    changed = [name for name in before if name in after and _told(before[name]) != _told(after[name])]
    strict = [name for name in after if name not in before and not _nullable(after[name])]
    if dataset_type not in _EVOLVING:
        return "only those of items and users can"
    if not before or len(before) != len(_names(old)) or len(after) != len(_names(new)):
        return "its fields cannot be told apart"
    if lost:
        return f"{_listed_names(lost)} would go"
    if changed:
        return f"{_listed_names(changed)} would change"
    if strict:
        return f"{_listed_names(strict)} would be new without allowing null"
    if [name for name in after if name in before] != list(before):
        return "the columns would change their order"
    return ""


def _listed_names(names: Sequence[str]) -> str:
    return f"column{'s' if len(names) > 1 else ''} {', '.join(names)}"


def column_changes(old: Json, new: Json) -> str:
    """What becomes of the columns, in words: "+ STUDIO, - MOOD, ~ PRICE"; "" where none is touched."""
    before, after = _fields(old), _fields(new)
    signs = (
        *(("+", name) for name in after if name not in before),
        *(("-", name) for name in before if name not in after),
        *(("~", name) for name in before if name in after and _told(before[name]) != _told(after[name])),
    )
    return ", ".join(f"{sign} {name}" for sign, name in signs)


def added_columns(old: Json, new: Json) -> tuple[str, ...]:
    """The names of the fields that only the new schema has, in its order."""
    before = _fields(old)
    return tuple(name for name in _fields(new) if name not in before)


def _listed(schema: Json) -> list[Mapping[str, Json]]:
    fields = schema.get("fields") if isinstance(schema, Mapping) else None
    items = fields if isinstance(fields, Sequence) and not isinstance(fields, str) else ()
    return [one for one in items if isinstance(one, Mapping)]


def _names(schema: Json) -> list[str]:
    return [str(one.get("name")) for one in _listed(schema)]


def _fields(schema: Json) -> dict[str, Mapping[str, Json]]:
    return {str(one.get("name")): one for one in _listed(schema)}


def _told(field: Mapping[str, Json]) -> str:
    """One spelling per field: a union's types in one order."""
    kinds = field.get("type")
    if isinstance(kinds, Sequence) and not isinstance(kinds, str):
        return canonical({**field, "type": sorted(canonical(one) for one in kinds)})
    return canonical(field)


def _nullable(field: Mapping[str, Json]) -> bool:
    kinds = field.get("type")
    return isinstance(kinds, Sequence) and not isinstance(kinds, str) and "null" in kinds
