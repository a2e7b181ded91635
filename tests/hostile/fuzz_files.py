"""Fuzz target: personalize.yaml. Any bytes end in a state or in errors with places that are in the file."""

from __future__ import annotations

import io

from corpus import GOOD, ITEMS
from hypothesis import strategies as st
from mutating import documents, mutated

from reconciler.desired.every_environment import check
from reconciler.desired.load import load
from reconciler.model.diagnostics import Diagnostic, Severity

_WORDS = (
    *(
        b"- ",
        b": ",
        b"&a ",
        b"*a",
        b"<<: ",
        b"!x ",
        b"|\n",
        b"---\n",
        b"? ",
        b"\t",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
    ),
    *(
        b"${x}",
        b"$${",
        b"true",
        b"null",
        b"1e9",
        b"010",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\0",
        b"\r",
        b"environments: ",
    ),
    *(
        b"variables: ",
        b"overrides: ",
        b"prefix: ",
        b"campaign/home: ",
        b"consent: ",
        b"'",
        b"#",
        b"%",
        b"\n  ",
    ),
)
SEEDS = [
    *documents("yaml", GOOD.replace("AVRO", ITEMS)),
    *documents("names"),
    *documents("variables"),
]
INPUT = st.one_of(st.binary(max_size=200), mutated(SEEDS, _WORDS))


def outcome(data: bytes) -> str:
    """The code of the first finding."""
    loaded = load("-", stdin=io.BytesIO(data))
    assert (loaded.state is None) == any(one.severity is Severity.ERROR for one in loaded.diagnostics)
    every = check("-", stdin=io.BytesIO(data))
    for found in (*loaded.diagnostics, *every.diagnostics):
        assert_inside(found, data)
    return next((found.code for found in loaded.diagnostics), "valid")


def assert_inside(found: Diagnostic, data: bytes) -> None:
    """The place is one that an editor can go to; the end of the text counts."""
    assert found.code
    assert found.summary.isprintable(), ascii(found.summary)
    if found.position is None:
        return
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")
    line, column = found.position.line, found.position.column
    # A parser that misses something notices it behind the last line.
    assert 1 <= line <= len(lines) + 1, found
    assert 1 <= column <= (len(lines[line - 1]) if line <= len(lines) else 0) + 2, found
