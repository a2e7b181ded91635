"""The schema for editors takes a variable wherever a value may stand, and is as strict otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from reconciler.desired.editor_schema import editor_schema
from reconciler.desired.file_schema import file_schema

TREE = yaml.safe_load((Path(__file__).parents[3] / "personalize.yaml").read_text())
MORE = {
    "policy": {"maxDeletes": "20%", "floor": 2},
    "forget": ["filter/x"],
    "consent": [{"delete": "campaign/x", "change": "3fa9c1", "because": "x"}],
    "environments": {
        "e": {
            "account": "123456789012",
            "region": "eu-west-1",
            "prefix": "e-",
            "role": {"plan": "arn:aws:iam::123456789012:role/r"},
            "policy": {"maxDeletes": 3},
        }
    },
}
WHOLE = {**TREE, **MORE}


def leaves(tree: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(tree, dict | list):
        for key, inner in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def put(path: tuple[str | int, ...], value: Any) -> Any:
    tree = json.loads(json.dumps(WHOLE))
    inner = tree
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return tree


VALIDATOR = Draft202012Validator(editor_schema())
LEAVES = list(leaves(WHOLE))


@pytest.mark.parametrize("path", LEAVES, ids=lambda path: ".".join(map(str, path)))
def test_a_variable_may_stand_for_any_value(path: tuple[str | int, ...]) -> None:
    VALIDATOR.validate(put(path, "${v}"))


def test_what_the_file_may_say_the_editor_takes() -> None:
    VALIDATOR.validate(WHOLE)
    Draft202012Validator(file_schema()).validate(WHOLE)


@pytest.mark.parametrize("path", [path for path in LEAVES if path[0] != "environments"][:60])
def test_without_a_variable_both_schemas_refuse_the_same(path: tuple[str | int, ...]) -> None:
    for value in (None, [1], {"x": 1}, "a b", -1, True):
        tree = put(path, value)
        assert VALIDATOR.is_valid(tree) == Draft202012Validator(file_schema()).is_valid(tree)
