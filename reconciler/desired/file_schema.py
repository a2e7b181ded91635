"""The JSON Schema (2020-12) of personalize.yaml, generated from the kinds; editors use it as well.

`python -m reconciler.desired.file_schema > specs/personalize.schema.json` writes it anew.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from reconciler.desired.places import ANY, DATASET_TYPES, by_type, enclosed, segments
from reconciler.kinds import KINDS
from reconciler.kinds.forms import NAME

if TYPE_CHECKING:
    from reconciler.kinds import Kind

Schema = dict[str, Any]

STACK_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.:/=+@-]{0,127}$"
ACCOUNT_PATTERN = r"^[0-9]{12}$"
REGION_PATTERN = r"^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$"
CHANGE_PATTERN = r"^[0-9a-f]{6,64}$"
PERCENT_PATTERN = r"^[0-9]{1,3}(\.[0-9]+)?%$"

_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 256}
_ADDRESS: Schema = {"$ref": "#/$defs/address"}
_TAGS: Schema = {"$ref": "#/$defs/tags"}


def file_schema() -> Schema:
    """The whole document; the same at every call."""
    properties = {**_top(), **_places(None)}
    order = ("version", "stack", "account", "region", "tags", "schemas", "datasetGroups")
    first = {key: properties[key] for key in order}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "personalize.yaml",
        "description": "What should exist in Amazon Personalize. Generated from reconciler/kinds.",
        **_closed({**first, **properties}, ["version", "stack"]),
        "$defs": {
            "address": {**_TEXT, "description": "KIND/NAME, e.g. campaign/home-page or dataset/GROUP/items."},
            "tags": {
                "type": "object",
                "description": "Tags; keys of up to 128 characters, values of up to 256.",
                "propertyNames": {"type": "string", "minLength": 1, "maxLength": 128},
                "additionalProperties": {"type": "string", "maxLength": 256},
            },
            **{kind.name: _resource(kind) for kind in KINDS.values()},
        },
    }


def _closed(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": required} if required else {}),
    }


def _resource(kind: Kind) -> Schema:
    """One kind's declaration: fields, tags, and the kinds that stand inside it."""
    properties: Schema = {}
    for field in kind.fields:
        if not field.file:
            continue
        *outer, last = field.key.split(".")
        inside = properties
        for part in outer:
            about = f"The API's {part}, member by member."
            inside = inside.setdefault(part, {"description": about, **_closed({}, [])})["properties"]
        inside[last] = {"description": field.about, **field.form}
    if kind.taggable and not kind.run:
        properties["tags"] = _TAGS
    properties |= _places(kind)
    required = [field.key for field in kind.fields if field.required and field.file]
    whole = {"description": kind.about, **_closed(properties, required)}
    if not kind.shorthand:
        return whole
    # A form of text beside one of a mapping: each keyword applies to its own type, so no oneOf is needed.
    return {**kind.field(kind.shorthand).form, **whole, "type": ["string", "object"]}


def _places(outer: Kind | None) -> Schema:
    """The properties under which the kinds directly inside `outer` are declared."""
    properties: Schema = {}
    for kind in enclosed(outer):
        *above, last = segments(kind)
        reference: Schema = {"$ref": f"#/$defs/{kind.name}"}
        if last != ANY:
            properties[last] = reference
            continue
        keyed: Schema = {"description": kind.about, "type": "object"}
        if by_type(kind):
            keyed |= _closed(dict.fromkeys(DATASET_TYPES, reference), [])
        else:
            keyed |= {"propertyNames": dict(NAME), "additionalProperties": reference}
        properties[above[-1]] = keyed
    return properties


def _top() -> Schema:
    """The keys that belong to no kind."""
    return {
        "version": {"description": "The version of this file's format.", "const": 1},
        "stack": {
            "description": "The owner mark on everything that this file manages.",
            "type": "string",
            "pattern": STACK_PATTERN,
        },
        "account": {
            "description": "The only AWS account that may be touched, in quotes.",
            "type": "string",
            "pattern": ACCOUNT_PATTERN,
        },
        "region": {"description": "The AWS region.", "type": "string", "pattern": REGION_PATTERN},
        "tags": _TAGS,
        "consent": {
            "description": "Destructive steps agreed to in review; a refused plan prints the line.",
            "type": "array",
            "items": {
                **_closed(
                    {
                        "delete": _ADDRESS,
                        "recreate": _ADDRESS,
                        "change": {
                            "description": "The change id that the plan printed.",
                            "type": "string",
                            "pattern": CHANGE_PATTERN,
                        },
                        "empty": {
                            "description": "Agreed as well: the recreated dataset stays empty.",
                            "type": "boolean",
                        },
                        "because": {"description": "Why, for the reviewer.", **_TEXT, "maxLength": 1000},
                    },
                    ["change", "because"],
                ),
                "oneOf": [{"required": ["delete"]}, {"required": ["recreate"]}],
            },
        },
        "adopt": {
            "description": "Live resources, owned by nobody, that this file may take over: "
            "an address, dataset-group/NAME/**, or {address, from: OLD_STACK}.",
            "type": "array",
            "items": {
                **_TEXT,
                **_closed(
                    {"address": _ADDRESS, "from": {"type": "string", "pattern": STACK_PATTERN}},
                    ["address", "from"],
                ),
                "type": ["string", "object"],
            },
        },
        "forget": {
            "description": "Owned resources to let go of without deleting them.",
            "type": "array",
            "items": _ADDRESS,
        },
        "policy": {
            "description": "Guards.",
            **_closed(
                {
                    "maxDeletes": {
                        "description": 'The most resources that one apply may delete: 5, or "20%".',
                        "type": ["integer", "string"],
                        "minimum": 0,
                        "pattern": PERCENT_PATTERN,
                    },
                    "floor": {
                        "description": "With a percentage: this many may always be deleted.",
                        "type": "integer",
                        "minimum": 0,
                    },
                },
                ["maxDeletes"],
            ),
        },
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(file_schema(), indent=2, ensure_ascii=False) + "\n")
