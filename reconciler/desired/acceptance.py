"""Whether a value has the form that the file's JSON Schema asks for, and not a word on what is wrong.

jsonschema says that; to import it takes longer than to read and hold a file of 200 resources, which mostly is
right. What is accepted here is accepted there (a law in tests); in doubt nothing is accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from reconciler.desired.file_schema import file_schema
from reconciler.desired.patterns import matches
from reconciler.model.values import Json

Schema = Mapping[str, Any]
Check = Callable[[Any, Any, Schema], bool]
_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_REFERENCE = "#/$defs/"


def is_accepted(document: Json) -> bool:
    """Whether the whole document has the form of a file."""
    return _accepts(document, _file_schema())


@cache
def _file_schema() -> Schema:
    return file_schema()


def _accepts(value: Any, schema: Schema) -> bool:
    return all(_KEYWORDS[word](value, said, schema) for word, said in schema.items() if word not in SILENT)


def _type(value: Any, said: str | Sequence[str], _: Schema) -> bool:
    names = (said,) if isinstance(said, str) else said
    # A boolean is a number for Python alone.
    return any(type(value) in _TYPES[name] for name in names)


def _equal(value: Any, said: Any) -> bool:
    # 1.0 is 1, as numbers are to jsonschema, and true is not.
    return isinstance(value, bool) is isinstance(said, bool) and bool(value == said)


def _properties(value: Any, said: Mapping[str, Schema], _: Schema) -> bool:
    return not isinstance(value, dict) or all(
        _accepts(one, said[key]) for key, one in value.items() if key in said
    )


def _others(value: Any, said: bool | Schema, schema: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    known = schema.get("properties", {})
    others = [one for key, one in value.items() if key not in known]
    return not others if said is False else all(_accepts(one, said) for one in others)  # type: ignore[arg-type]


def _of_a_text(holds: Callable[[str, Any], bool]) -> Check:
    return lambda value, said, _: not isinstance(value, str) or holds(value, said)


def _of_a_number(holds: Callable[[float, Any], bool]) -> Check:
    return lambda value, said, _: not isinstance(value, int | float) or holds(value, said)


def _of_a_list(holds: Callable[[list[Any], Any], bool]) -> Check:
    return lambda value, said, _: not isinstance(value, list) or holds(value, said)


def _of_a_mapping(holds: Callable[[dict[str, Any], Any], bool]) -> Check:
    return lambda value, said, _: not isinstance(value, dict) or holds(value, said)


SILENT = frozenset({"$schema", "$defs", "title", "description"})
_KEYWORDS: Mapping[str, Check] = {
    "$ref": lambda value, said, _: _accepts(value, _file_schema()["$defs"][said.removeprefix(_REFERENCE)]),
    "type": _type,
    "const": lambda value, said, _: _equal(value, said),
    "enum": lambda value, said, _: any(_equal(value, one) for one in said),
    "oneOf": lambda value, said, _: sum(_accepts(value, one) for one in said) == 1,
    "properties": _properties,
    "additionalProperties": _others,
    "required": _of_a_mapping(lambda value, said: all(key in value for key in said)),
    "propertyNames": _of_a_mapping(lambda value, said: all(_accepts(key, said) for key in value)),
    "maxProperties": _of_a_mapping(lambda value, said: len(value) <= said),
    "items": _of_a_list(lambda value, said: all(_accepts(one, said) for one in value)),
    "minItems": _of_a_list(lambda value, said: len(value) >= said),
    "maxItems": _of_a_list(lambda value, said: len(value) <= said),
    "minLength": _of_a_text(lambda value, said: len(value) >= said),
    "maxLength": _of_a_text(lambda value, said: len(value) <= said),
    "pattern": lambda value, said, schema: not isinstance(value, str) or matches(value, said, schema),
    "minimum": _of_a_number(lambda value, said: value >= said),
    "maximum": _of_a_number(lambda value, said: value <= said),
}
"""All that the schema says; a keyword that is missing here is an error at once."""
