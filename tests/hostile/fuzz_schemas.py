"""Fuzz target: schema files. Any text ends in a tree that says what JSON says, or in errors with places."""

from __future__ import annotations

import json

from corpus import ITEMS
from fuzz_files import assert_inside
from hypothesis import strategies as st
from mutating import altered, documents, mutated

from reconciler.desired.avro_form import check_avro
from reconciler.desired.json_nodes import read_json
from reconciler.desired.node import plain
from reconciler.desired.source import Source, decode

_WORDS = (
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b'"',
    b"\\",
    b"\\u12",
    b"NaN",
    b"-",
    b"1e999",
    b"null",
    b"\xff",
    b"\0",
)
INPUT = st.one_of(
    st.binary(max_size=80),
    mutated(documents("avro", ITEMS), _WORDS),
    altered(json.loads(ITEMS)).map(lambda text: text.encode("utf-8", "surrogatepass")),
)


def outcome(data: bytes) -> str:
    """The code of the first finding."""
    text = decode(Source("x.avsc", data))
    if not isinstance(text, str):
        assert_inside(text, data)
        return text.code
    root, problems = read_json(text, "x.avsc")
    if root is not None:
        problems = [*problems, *check_avro(root)]
        if not any(
            one.code in {"schema/duplicate-key", "schema/not-unicode", "schema/not-json"} for one in problems
        ):
            assert plain(root) == json.loads(text)
    for found in problems:
        assert_inside(found, data)
    return next((found.code for found in problems), "valid")
