"""Which files a look at the data reads: those with rows, each once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli_world import HEADER, MAIN, World
from fake_data_files import IMPORT, LOCATION, SPOILT, STEP, Files, see

from reconciler.model.address import parse_address
from reconciler.model.observed import ObservedObject


def folder(world: World, monkeypatch: pytest.MonkeyPatch, sizes: Mapping[str, int]) -> None:
    """The import is of a folder with objects of these names and sizes."""
    path: Path = world.folder / "personalize.yaml"
    path.write_text(MAIN.replace("day/events.csv", "day/"), encoding="utf-8")
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    see(
        monkeypatch,
        world,
        tuple(
            ObservedObject(key=f"day/{name}", etag="e", modified=moment, size=size)
            for name, size in sizes.items()
        ),
        "s3://data/day/",
    )


def test_of_many_files_the_first_are_looked_at_and_what_lies_beside_them_does_not_count(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = {"_SUCCESS": 0, ".part.crc": 8, "empty.csv": 0}
    folder(world, monkeypatch, {**beside, **{f"part-{n:02}.csv": 99 for n in range(20)}})
    assert "warning" not in world.run("plan").stdout
    assert len(files.asked) == 20
    folder(world, monkeypatch, {**beside, **{f"part-{n:02}.csv": 99 for n in range(21)}})
    files.asked.clear()
    assert "only the first 20 of 21 files were looked at" in world.run("plan").stdout
    assert len(files.asked) == 20


def test_a_folder_of_empty_files_is_said_not_to_be_looked_at(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(world, monkeypatch, {"_SUCCESS": 0, "a.csv": 0})
    result = world.run("plan")
    assert (result.exit_code, files.asked) == (0, [])
    assert (
        "warning: the data of dataset/shop/interactions was not looked at: all 2 files in s3://data/day/ are "
        "empty, or have names like _SUCCESS\n"
    ) in result.stdout


def test_a_first_line_that_goes_on_behind_what_is_read_is_said(world: World, files: Files) -> None:
    files.data = b"A" * 70_000
    assert (
        f"was not looked at: the first line at {LOCATION} is longer than 64 KiB\n" in world.run("plan").stdout
    )


def test_a_file_that_two_datasets_import_is_read_once(world: World, files: Files) -> None:
    path: Path = world.folder / "personalize.yaml"
    body = MAIN[MAIN.index("    datasets:\n") :]
    path.write_text(f"{MAIN}  again:\n{body}", encoding="utf-8")
    address = parse_address("dataset/again/interactions/import")
    world.changes = (IMPORT, replace(IMPORT, address=address))
    world.more = {"steps": (STEP, replace(STEP, id=f"run {address}", address=address))}
    files.data = SPOILT
    assert "0 to run, 2 refused" in world.run("plan").stdout
    assert [one for one in files.asked if one.startswith("read")] == [f"read {LOCATION} 65536"]


def test_a_file_of_a_header_alone_refuses_the_plan(world: World, files: Files) -> None:
    files.data = HEADER.encode()
    result = world.run("plan")
    assert (result.exit_code, "data/empty: there is no row below the header" in result.stdout) == (1, True)


def test_whether_there_are_rows_is_not_known_of_files_that_were_not_all_looked_at(
    world: World, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.data = HEADER.encode()
    folder(world, monkeypatch, {f"part-{n:02}.csv": 99 for n in range(21)})
    assert world.run("plan").exit_code == 0
    files.data = HEADER.encode() + b"a" * 70_000
    folder(world, monkeypatch, {"part-00.csv": 99})
    assert world.run("plan").exit_code == 0
