"""A folder that holds personalize.yaml and a schema file, and loading from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from schema_texts import AVSC, ITEMS

from reconciler.desired.load import Loaded, load
from reconciler.model.diagnostics import Severity

HEAD = "version: 1\nstack: videos\n"

Read = Callable[[str], Loaded]
Wrong = Callable[[str], list[tuple[str, str]]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with x.avsc, of interactions, and i.avsc, of items, in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.avsc").write_text(AVSC)
    (tmp_path / "i.avsc").write_text(ITEMS)
    return tmp_path


@pytest.fixture
def read(folder: Path) -> Read:
    """Load the text as p.yaml."""

    def _read(text: str) -> Loaded:
        (folder / "p.yaml").write_text(text, newline="")
        return load("p.yaml", stdin=None)

    return _read


@pytest.fixture
def wrong(read: Read) -> Wrong:
    """The errors in the text as (code, file:line:column)."""

    def _wrong(text: str) -> list[tuple[str, str]]:
        loaded = read(text)
        errors = [item for item in loaded.diagnostics if item.severity is Severity.ERROR]
        assert (loaded.state is None) == bool(errors)
        return [(item.code, str(item.position)) for item in errors]

    return _wrong
