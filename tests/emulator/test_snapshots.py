"""An emulator in memory goes back to a moment that was kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from personalize_emulator import Emulator
from personalize_emulator.clock import Clock

HERE = {"account": "123456789012", "region": "eu-west-1"}


def create(emulator: Emulator, name: str) -> None:
    reply = emulator.call("personalize", "CreateDatasetGroup", {"name": name}, **HERE)
    assert reply.error is None


def names(emulator: Emulator) -> dict[str, str]:
    reply = emulator.call("personalize", "ListDatasetGroups", {}, **HERE)
    return {group["name"]: group["status"] for group in reply.body["datasetGroups"]}


def test_time_resources_and_what_was_under_way_come_back() -> None:
    emulator = Emulator(clock=Clock(speed=0, start=1000.0))
    create(emulator, "before")
    kept = emulator.snapshot()
    emulator.advance(3600)
    create(emulator, "after")
    emulator.faults.add("throttle")
    emulator.restore(kept)
    assert names(emulator) == {"before": "CREATE PENDING"}
    assert emulator.clock.now() == 1000.0
    emulator.advance(3600)
    assert names(emulator) == {"before": "ACTIVE"}


def test_a_state_in_files_is_not_replaced(tmp_path: Path) -> None:
    emulator = Emulator(speed=0, state_dir=tmp_path)
    kept = emulator.snapshot()
    with pytest.raises(ValueError, match="in files"):
        emulator.restore(kept)
    emulator.close()
