"""The JSON Schema for editors: that of the file, with `${name}` allowed wherever a value has a form.

`python -m reconciler.desired.editor_schema > specs/personalize.schema.json` writes it anew. The program
itself holds the file against `file_schema` once variables are filled in, when every type is known.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from reconciler.desired.file_schema import Schema, file_schema

_VARIABLE: Schema = {
    "description": "${NAME}, which an environment says, alone or inside other text.",
    "type": "string",
    "pattern": r"\$\{",
}
_INNER = ("properties", "$defs")
_FORMS = {"const", "enum", "pattern", "oneOf"}


def editor_schema() -> Schema:
    """The whole document; the same at every call."""
    whole = _inner(file_schema())
    return {**whole, "$defs": {**whole["$defs"], "variable": _VARIABLE}}


def _value(schema: Mapping[str, Any]) -> Schema:
    """A value's schema; one that a variable's text would not meet takes that text as well."""
    inner = _inner(schema)
    if not _has_form(schema):
        return inner
    about = {key: inner.pop(key) for key in ("description",) if key in inner}
    return {**about, "anyOf": [{"$ref": "#/$defs/variable"}, inner]}


def _inner(schema: Mapping[str, Any]) -> Schema:
    """The schema with the values inside it seen to; names of keys are left alone, and so are alternatives."""
    made = dict(schema)
    for key in _INNER:
        if key in made:
            made[key] = {name: _value(one) for name, one in made[key].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(made.get(key), Mapping):
            made[key] = _value(made[key])
    if "oneOf" in made:
        made["oneOf"] = [_inner(one) for one in made["oneOf"]]
    return made


def _has_form(schema: Mapping[str, Any]) -> bool:
    types = schema.get("type", [])
    types = {types} if isinstance(types, str) else set(types)
    if types and types <= {"object", "array"}:
        return False
    return bool(_FORMS & schema.keys()) or bool(types and "string" not in types)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(editor_schema(), indent=2, ensure_ascii=False) + "\n")
