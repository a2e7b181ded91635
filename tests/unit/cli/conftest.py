from __future__ import annotations

from pathlib import Path

import pytest
from cli_world import ADOPT, FILE, MAIN, World, install
from fake_data_files import IMPORT, OTHER, STEP, Files
from fake_locks import VirtualClock


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """An empty account and a file that declares nothing, in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "NO_COLOR", "RECONCILE_ENV"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "personalize.yaml").write_text(FILE, encoding="utf-8")
    made = World(tmp_path)
    install(monkeypatch, made)
    return made


@pytest.fixture
def locking(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """A file with a lock, something to do, and time that passes at once."""
    (world.folder / "personalize.yaml").write_text(f"{FILE}lock: {{bucket: shop-locks}}\n", encoding="utf-8")
    world.changes = (ADOPT,)
    monkeypatch.setattr(VirtualClock, "waits", [])
    monkeypatch.setattr("reconciler.aws.clock.SystemClock", VirtualClock)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return world


@pytest.fixture
def files(world: World) -> Files:
    """A file with one import, which the plan starts."""
    (world.folder / "personalize.yaml").write_text(MAIN, encoding="utf-8")
    world.changes, world.more, world.data_files = (IMPORT,), {"steps": (OTHER, STEP)}, Files()
    made: Files = world.data_files
    return made
