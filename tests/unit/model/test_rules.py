"""Rules as rows: an id has one form."""

from __future__ import annotations

import pytest

from reconciler.model.rules import Rule, Source


@pytest.mark.parametrize("said", ["file", "file/", "File/value", "file/a/b", "file value", "file/value "])
def test_an_id_is_a_family_and_a_name(said: str) -> None:
    with pytest.raises(ValueError, match="is no id of a rule"):
        Rule(id=said, title="t", why="w", fix="f", source=Source(said="s", seen="2026-11-26"))
