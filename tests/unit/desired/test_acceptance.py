"""What is accepted without jsonschema is what jsonschema has nothing against."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn_files import files
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.desired.acceptance import _KEYWORDS, SILENT, is_accepted
from reconciler.desired.file_schema import file_schema
from reconciler.desired.json_nodes import read_json
from reconciler.desired.node import Node, find, plain
from reconciler.desired.refusals import refusals
from reconciler.desired.source import Source, decode
from reconciler.desired.yaml_nodes import read_yaml

ROOT = Path(__file__).parents[3]
TESTS = ROOT / "tests"
KEPT = sorted(
    path
    for folder in ("rules", "scenarios/bases", "hostile/yaml", "hostile/variables")
    for path in (TESTS / folder).rglob("*.yaml")
)
_SCHEMAS_BY_NAME, _SCHEMAS = {"properties", "$defs"}, {"items", "additionalProperties", "propertyNames"}
TEXTS = st.one_of(
    st.text(max_size=70),
    st.sampled_from(["", "a", "a\n", "x" * 64, "x" * 400, "123456789012", "1", "s3://b/k", "latest", "٣"]),
)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 2000),
    st.sampled_from([1.0, 0.5, 1e300]),
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.dictionaries(TEXTS, st.one_of(TEXTS, st.integers()), max_size=3),
)


def tree(text: str) -> Node | None:
    return read_yaml(text, "personalize.yaml")[0]


def test_there_is_a_check_for_every_keyword_of_the_schema() -> None:
    assert {word for word, _ in said(file_schema())} == {*_KEYWORDS, *SILENT}


def said(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every keyword, and what stands there."""
    for word, value in schema.items():
        yield word, value
        inner: list[Any] = list(value.values()) if word in _SCHEMAS_BY_NAME else []
        inner += [value] if word in _SCHEMAS else value if word == "oneOf" else []
        for one in inner:
            if isinstance(one, dict):
                yield from said(one)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: str(path.relative_to(TESTS)))
def test_of_every_kept_file_both_say_the_same(path: Path) -> None:
    text = decode(Source(str(path), path.read_bytes()))
    root = tree(text) if isinstance(text, str) else None
    if root is not None:
        assert is_accepted(plain(root)) == (refusals(root) == [])


@pytest.mark.parametrize("version", ["1", "1.0", "true", '"1"', "2"])
def test_of_numbers_that_are_equal_both_say_the_same(version: str) -> None:
    root = tree(f"version: {version}\nstack: s\n")
    assert root
    assert is_accepted(plain(root)) == (refusals(root) == [])


@settings(max_examples=400)
@given(st.data())
def test_of_a_file_with_anything_anywhere_both_say_the_same(data: st.DataObject) -> None:
    drawn = json.loads(json.dumps(data.draw(files())))  # parts of it are shared
    for _ in range(data.draw(st.integers(0, 2))):
        change(data, drawn)
    root, _ = read_json(json.dumps(drawn), "personalize.yaml")
    assert root
    assert is_accepted(plain(root)) == (refusals(root) == [])


def change(data: st.DataObject, drawn: dict[str, Any]) -> None:
    """Something else stands somewhere, a key comes or one goes."""
    places = [(one, key) for one in mappings(drawn) for key in one]
    where, key = data.draw(st.sampled_from(places))
    how = data.draw(st.sampled_from(["put", "put", "add", "remove"]))
    if how == "remove":
        del where[key]
    else:
        where[key if how == "put" else data.draw(TEXTS)] = data.draw(ODD)


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict) and value:
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from mappings(one)


def test_the_example_is_accepted() -> None:
    root = tree((ROOT / "personalize.yaml").read_text())
    assert root
    assert find(root, ("stack",))
    assert is_accepted(plain(root))
