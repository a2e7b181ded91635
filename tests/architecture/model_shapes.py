"""What botocore's model of the service bounds, written as `reconciler/catalog/shapes.py`.

`python tests/architecture/model_shapes.py > reconciler/catalog/shapes.py` writes it anew.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.session import get_session

from reconciler.kinds import KINDS

_BOUNDS = {
    "string": {"min": "minLength", "max": "maxLength"},
    "list": {"min": "minItems", "max": "maxItems"},
    "map": {"min": "minProperties", "max": "maxProperties"},
    "structure": {},
}
_NUMBER = {"min": "minimum", "max": "maximum"}
_WIDTH = 110
_NOT_BELOW = {"minLength", "minItems", "minProperties"}
_HEAD = '''"""What the service bounds: lengths, ranges, patterns and choices of members of Create calls.

Generated from botocore's model of the service, so that nothing at run time reads that:
python tests/architecture/model_shapes.py > reconciler/catalog/shapes.py
"""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model.values import Json

# fmt: off
SHAPES: Mapping[str, Mapping[str, Mapping[str, Json]]] = {
'''
_TAIL = '''}
# fmt: on
"""Operation, then the path of a member, [] standing for an item, to keywords of JSON Schema."""
'''


def shapes() -> dict[str, dict[str, Mapping[str, Any]]]:
    """What is bounded, by operation and path; the same at every call."""
    model = get_session().get_service_model("personalize")
    creates = [kind.create for kind in KINDS.values() if kind.create]
    return {name: dict(_bounds(model.operation_model(name).input_shape, "")) for name in creates}


def _bounds(shape: Any, path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if found := _keywords(shape):
        yield path, found
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if name == "tags":  # whose pattern is Java's, and which have rules of their own
                continue
            yield from _bounds(member, f"{path}.{name}" if path else name)
    elif shape.type_name == "list":
        yield from _bounds(shape.member, f"{path}[]")


def _keywords(shape: Any) -> dict[str, Any]:
    said = shape.metadata
    words = _BOUNDS.get(shape.type_name, _NUMBER)
    found = {words[key]: said[key] for key in ("min", "max") if key in said and key in words}
    if enum := said.get("enum"):
        found["enum"] = list(enum)
    if pattern := said.get("pattern"):
        re.compile(pattern)
        found["pattern"] = f"^(?:{pattern})$"
    return {key: value for key, value in found.items() if not (key in _NOT_BELOW and value == 0)}


def module() -> str:
    """The whole file."""
    parts = [f'    "{name}": {{\n{"".join(_rows(rows))}    }},\n' for name, rows in shapes().items()]
    return _HEAD + "".join(parts) + _TAIL


def _rows(rows: Mapping[str, Any]) -> Iterator[str]:
    for path, found in rows.items():
        line = f'        "{path}": {json.dumps(found)},\n'
        if len(line) <= _WIDTH:
            yield line
            continue
        yield f'        "{path}": {{\n'
        yield from (f'            "{key}": {json.dumps(value)},\n' for key, value in found.items())
        yield "        },\n"


if __name__ == "__main__":
    sys.stdout.write(module())
