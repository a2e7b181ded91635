from __future__ import annotations

from pathlib import Path

import pytest
from cli_world import FILE, World, install


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """An empty account and a file that declares nothing, in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "personalize.yaml").write_text(FILE, encoding="utf-8")
    made = World(tmp_path)
    install(monkeypatch, made)
    return made
