"""The JSON Schema (2020-12) of personalize.yaml, generated from the kinds; `editor_schema` is for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reconciler.desired.environments import KEY, MOST, TAKES
from reconciler.desired.places import ANY, DATASET_TYPES, by_type, enclosed, segments
from reconciler.desired.service_bounds import bounded
from reconciler.kinds import KINDS
from reconciler.kinds.forms import NAME, ROLE_ARN
from reconciler.model.lock import DEFAULT_PREFIX

if TYPE_CHECKING:
    from reconciler.kinds import Kind

Schema = dict[str, Any]

STACK_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_.:/=+@-]{0,127}$"
ACCOUNT_PATTERN = r"^[0-9]{12}$"
REGION_PATTERN = r"^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$"
CHANGE_PATTERN = r"^[0-9a-f]{6,64}$"
BUCKET_PATTERN = r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$"
PREFIX_PATTERN = r"^([A-Za-z0-9_-][A-Za-z0-9_.-]*/)+$"
PERCENT_PATTERN = r"^[0-9]{1,3}(\.[0-9]+)?%$"

_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 256}
_ADDRESS: Schema = {"$ref": "#/$defs/address"}
_TAGS: Schema = {"$ref": "#/$defs/tags"}
_IGNORED: Schema = {
    "rule": {"description": "The id of a rule whose findings are warnings; see docs/rules.md.", **_TEXT},
    "at": {
        "description": "An address as the file writes it, or a path of keys with * for any one, "
        "such as datasetGroups.*.solutions; what is inside counts.",
        **_TEXT,
        "maxLength": 1000,
    },
    "because": {"description": "Why, for the reviewer.", **_TEXT, "maxLength": 1000},
}


def file_schema() -> Schema:
    """The whole document; the same at every call."""
    top = _top()
    properties = {**top, KEY: _environments(top), **_places(None)}
    order = ("version", "stack", "account", "region", KEY, "tags", "schemas", "datasetGroups")
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


def _validate() -> Schema:
    entry = _closed(_IGNORED, list(_IGNORED))
    ignore = {"description": "Warnings that are known and meant.", "type": "array", "items": entry}
    return {"description": "What validation leaves out.", **_closed({"ignore": ignore}, [])}


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
        inside[last] = {"description": field.about, **bounded(kind, field)}
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
        "validate": _validate(),
        "lock": {
            "description": "Where the applies of this stack take turns: an object in an S3 bucket.",
            **_closed(
                {
                    "bucket": {
                        "description": "The bucket of the lock's object.",
                        "type": "string",
                        "pattern": BUCKET_PATTERN,
                    },
                    "prefix": {
                        "description": f"What the object's key begins with; {DEFAULT_PREFIX} if left out.",
                        "type": "string",
                        "pattern": PREFIX_PATTERN,
                        "maxLength": 256,
                    },
                },
                ["bucket"],
            ),
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
                    "maxMinTPS": {
                        "description": "The most capacity, in requests per second, that a campaign or "
                        "recommender is meant to have; above it validation warns.",
                        "type": "integer",
                        "minimum": 1,
                    },
                },
                [],
            ),
        },
    }


def _environments(top: Schema) -> Schema:
    """Named environments; what they say in the file's place has the form that it has there."""
    role: Schema = dict(ROLE_ARN)
    properties: Schema = {
        **{key: top[key] for key in TAKES},
        "prefix": {"description": "Before the stack's name and every declared name.", **NAME, "minLength": 0},
        "role": {
            "description": "What a workflow assumes, for both or {plan, apply}; no command assumes it.",
            **role,
            **_closed({"plan": role, "apply": role}, []),
            "type": ["string", "object"],
        },
        "variables": {
            "description": "What ${NAME} stands for, in any value of the file.",
            "type": "object",
            "propertyNames": dict(NAME),
            "additionalProperties": {"type": ["string", "number", "boolean"], "maxLength": 1000},
        },
        "overrides": {
            "description": "By address: what is said otherwise. Mappings merge, null removes a key.",
            "type": "object",
        },
    }
    return {
        "description": "Named environments: a command is about one of them (--env).",
        "type": "object",
        "maxProperties": MOST,
        "propertyNames": dict(NAME),
        "additionalProperties": {"description": "One environment.", **_closed(properties, [])},
    }
