"""Fuzz target: saved and reviewed plans. Any file is refused, or is a plan that comes back unchanged."""

# ruff: noqa: PT017 - a refusal is one of the two good ends

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from mutating import altered, documents, mutated
from recipes_of_plans import good_plan

from reconciler.cli.reviewing import reviewed_digests
from reconciler.cli.saved_plan import environment_of, read_plan
from reconciler.errors import ReconcilerError
from reconciler.plan.document import from_document, to_document

_WORDS = (
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b'"',
    b"\\",
    b"NaN",
    b"1e999",
    b"null",
    b"true",
    b"\xff",
    b"\0",
    b"9" * 40,
)
_SEEDS = documents("plans", json.dumps(good_plan(), indent=1), json.dumps(good_plan())) + documents("reviews")
INPUT = st.one_of(
    st.binary(max_size=80),
    mutated(_SEEDS, _WORDS),
    altered(good_plan()).map(str.encode),
)
_FOLDER = tempfile.TemporaryDirectory()


def outcome(data: bytes) -> str:
    """Which of the two readers takes it."""
    path = Path(_FOLDER.name) / "plan.json"
    path.write_bytes(data)
    try:
        reviewed_digests([str(path)])
        reviewed = "reviewed"
    except ReconcilerError as refused:
        assert refused.fix
        reviewed = "not reviewed"
    try:
        plan = read_plan(str(path))
    except ReconcilerError as refused:
        assert refused.fix
        assert len(refused.what) < 1000, refused.what
        return f"refused, {reviewed}"
    assert from_document(json.loads(json.dumps(to_document(plan)))) == plan or "NaN" in str(to_document(plan))
    environment_of("plan.json", plan, None)
    return f"a plan, {reviewed}"
