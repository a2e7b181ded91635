"""Fuzz target: the emulator's own inputs: a seed file, and the documents that its endpoints take."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import strategies as st
from mutating import documents, mutated

from personalize_emulator.admin import administer
from personalize_emulator.durations import durations
from personalize_emulator.emulator import Emulator
from personalize_emulator.errors import StartError
from personalize_emulator.seed import read_seed
from personalize_emulator.wire import answer

_YAML = (
    b"- ",
    b": ",
    b"&a ",
    b"*a",
    b"<<: ",
    b"!x ",
    b"|\n",
    b"---\n",
    b"? ",
    b"{",
    b"}",
    b"[",
    b"]",
    b"2024-99-99",
    b".nan",
)
_JSON = (
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b'"',
    b"\\",
    b"NaN",
    b"-",
    b"1e999",
    b"null",
    b"\xff",
    b"\0",
    b'"times": ',
)
_TARGETS = (
    "/emulator/faults",
    "/emulator/clock",
    "CreateSchema",
    "ListSchemas",
    "CreateFilter",
    "GetRecommendations",
)
INPUT = st.one_of(
    st.tuples(
        st.just("seed"), st.one_of(st.binary(max_size=60), mutated(documents("seeds", "roles: [a]\n"), _YAML))
    ),
    st.tuples(
        st.sampled_from(_TARGETS),
        st.one_of(
            st.binary(max_size=60),
            mutated([*documents("faults", '{"advance": 60}'), *documents("bodies")], _JSON),
        ),
    ),
)
_FOLDER = tempfile.TemporaryDirectory()
_EMULATOR = Emulator(speed=0)


def outcome(given: tuple[str, bytes]) -> str:
    """Where it went and how it was answered."""
    where, data = given
    if where == "seed":
        path = Path(_FOLDER.name) / "seed.yaml"
        path.write_bytes(data)
        try:
            durations(read_seed(path).durations)
        except StartError:
            return "seed refused"
        return "seed read"
    if where.startswith("/"):
        status, document = administer(_EMULATOR, "POST", where, "", data)
        _EMULATOR.faults.clear()
        assert document is not None
        return f"{where} {status}"
    target = f"AmazonPersonalize.{where}"
    reply, _, _ = answer(_EMULATOR, "/", target, data, account="123456789012", region="eu-west-1")
    assert reply.status < 500, reply
    return f"{where} {reply.status}"
