"""Every folder here with a when.yaml is a specification: given an account and an edit, when commands, then.

`make accept` rewrites then/; a reviewer reads the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from world import VirtualClock, World, load_yaml

from personalize_emulator.clock import Clock
from personalize_emulator.emulator import Emulator
from personalize_emulator.mock import mock_personalize
from reconciler.apply.executors import Inline

HERE = Path(__file__).parent
SCENARIOS = sorted(path.parent for path in HERE.glob("*/when.yaml"))
BEGIN = 1_767_225_600.0  # 2026-01-01T00:00:00Z


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    emulator = Emulator(clock=Clock(speed=0, start=BEGIN))
    clock = type("ScenarioClock", (VirtualClock,), {"emulator": emulator})
    monkeypatch.setattr("reconciler.aws.clock.SystemClock", clock)
    monkeypatch.setattr("reconciler.apply.run.Threads", lambda _limit: Inline())
    monkeypatch.setattr("reconciler.observed.reading.in_parallel", one_by_one)
    ids = count(1)
    made = SimpleNamespace(uuid4=lambda: UUID(int=(0xA0000000 + next(ids)) << 96))
    for module in ("solution_version", "event_tracker"):
        monkeypatch.setattr(f"personalize_emulator.kinds.{module}.uuid", made)
    with mock_personalize(emulator):
        yield World(emulator, tmp_path)


def one_by_one(calls: list[Callable[[], Any]], _limit: int) -> list[Any]:
    """Reads in one order."""
    return [call() for call in calls]


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda path: path.name)
def test_scenario(folder: Path, world: World) -> None:
    given = load_yaml(folder / "given" / "account.yaml") or {}
    if given.get("applied"):
        code, out, err = world.run("apply --yes")
        assert code == 0, out + err
    world.outside(given.get("outside") or [])
    world.edit(load_yaml(folder / "given" / "edits.yaml") or [])
    world.emulator.calls.clear()
    then = {}
    for number, command in enumerate(load_yaml(folder / "when.yaml"), start=1):
        code, out, err = world.run(command)
        word = command.split()[0]
        suffix = "md" if "markdown" in command else "json" if "json" in command else "txt"
        shown = f"$ reconcile {command}\n{out}{err and '--- stderr' + chr(10) + err}exit {code}\n"
        then[f"{number}-{word}.{suffix}"] = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", shown)
    then["calls"] = world.mutating()
    if os.environ.get("RECONCILE_ACCEPT"):
        accept(folder / "then", then)
    expected = {path.name: path.read_text() for path in sorted((folder / "then").glob("*"))}
    assert then == expected, "see the difference; `make accept` takes it over"


def accept(folder: Path, then: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*"):
        path.unlink()
    for name, text in then.items():
        (folder / name).write_text(text)
