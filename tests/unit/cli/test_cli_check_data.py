"""check-data: local files, every form, exit codes, and whose eyes see values."""

from __future__ import annotations

import importlib.util
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from cli_world import HEADER, MAIN, World
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = Draft202012Validator(json.loads((ROOT / "specs" / "data-report.schema.json").read_text()))


@pytest.fixture
def data(world: World) -> Path:
    """A sound file of interactions, declared and there."""
    (world.folder / "personalize.yaml").write_text(MAIN, encoding="utf-8")
    path = world.folder / "events.csv"
    rows = (f"mary{n % 40},i{n % 7},watch,{1735689600 + n}\n" for n in range(1000))
    path.write_text(HEADER + "".join(rows))
    return path


def spoil(path: Path) -> None:
    path.write_text(path.read_text().replace("mary3,i3,watch,1735689603", "mary3,i3,watch,1735689603000"))


def local(world: World, *more: str) -> Any:
    return world.run("check-data", "--local", ".", *more)


def test_sound_data_is_0_and_said_to_be(world: World, data: Path) -> None:
    result = local(world)
    assert result.exit_code == 0
    assert result.stdout == (
        "dataset/shop/interactions: 1,000 rows in 1 file, 26.8 kB\n  nothing found\n\n"
        "Checked 1 dataset, 1,000 rows: 0 errors, 0 warnings.\n"
    )
    assert result.stderr == "reading dataset/shop/interactions\n"


def test_an_error_is_1_with_row_reason_and_remedy(world: World, data: Path) -> None:
    spoil(data)
    result = local(world, "-q")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "error: TIMESTAMP: 1 row with milliseconds" in result.stdout
    assert "[data/timestamp-milliseconds]\n      seen:  events.csv:5\n      why:   " in result.stdout
    assert result.stdout.endswith("1,000 rows: 1 error, 0 warnings.\n")


def test_a_warning_alone_is_0(world: World, data: Path) -> None:
    data.write_text(data.read_text() + "mary,i|1,watch,1735689600\n")
    result = local(world)
    assert result.exit_code == 0
    assert "warning: ITEM_ID: 1 row with odd characters" in result.stdout


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_no_form_quotes_a_value_where_no_terminal_shows_it_unless_asked(
    world: World, data: Path, form: str
) -> None:
    spoil(data)
    # The latest time is always told, as the end of the column's range: this is not the one.
    data.write_text(data.read_text().replace("mary4,i4,watch,1735689604", "mary4,i4,watch,1935689604000"))
    assert "1735689603000" not in local(world, "--format", form).stdout
    assert "1735689603000" in local(world, "--format", form, "--values").stdout


def test_a_terminal_shows_values_unless_told_otherwise(
    world: World, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(data)
    monkeypatch.setattr("reconciler.cli.check_data.is_terminal", lambda _stream: True)
    assert 'events.csv:5 "1735689603000"' in local(world).stdout
    assert "1735689603000" not in local(world, "--no-values").stdout


def test_json_is_of_the_documented_form_with_and_without_values(world: World, data: Path) -> None:
    spoil(data)
    for more in ((), ("--values",)):
        document = json.loads(local(world, "--format", "json", *more).stdout)
        SCHEMA.validate(document)
        assert (document["errors"], document["warnings"], document["values"]) == (1, 0, bool(more))
    (dataset,) = document["datasets"]
    assert dataset["events"] == {
        "users": 40,
        "users_with_two": 40,
        "types": [{"type": "watch", "events": 1000, "users_with_two": 40}],
    }
    (finding,) = dataset["findings"]
    assert (finding["rule"], finding["count"]) == ("data/timestamp-milliseconds", 1)
    assert finding["examples"] == [{"file": "events.csv", "line": 5, "value": "1735689603000"}]


def test_out_writes_the_report_for_its_owner_alone_and_says_the_sum(world: World, data: Path) -> None:
    result = local(world, "--format", "html", "--out", "data.html", "-q")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Checked 1 dataset, 1,000 rows: 0 errors, 0 warnings. Written to data.html.\n"
    written = world.folder / "data.html"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert written.read_text().startswith("<!doctype html>")


def test_a_report_never_replaces_the_file_a_link_or_a_folder(world: World, data: Path) -> None:
    assert local(world, "--out", "personalize.yaml").exit_code == 64
    (world.folder / "link").symlink_to("elsewhere")
    for name in ("link", "."):
        result = local(world, "--out", name)
        assert result.exit_code == 1
        assert "the report cannot be saved as" in result.stderr


def test_only_reads_the_dataset_at_an_address_and_refuses_unknown_ones(world: World, data: Path) -> None:
    assert local(world, "--only", "dataset/shop/interactions").exit_code == 0
    for wrong in ("dataset/shop/items", "nonsense"):
        result = local(world, "--only", wrong)
        assert result.exit_code == 64
        assert wrong in result.stderr


@pytest.mark.parametrize("name", ["events.csv", "./events.csv", "personalize.yaml"])
def test_a_report_replaces_no_file_that_is_checked(world: World, data: Path, name: str) -> None:
    before = (world.folder / name).read_bytes()
    result = local(world, "--format", "json", "--out", name)
    assert result.exit_code == 64
    assert f"--out {name} would replace the file that is checked" in result.stderr
    assert (world.folder / name).read_bytes() == before


def test_a_file_without_imports_has_nothing_to_check(world: World) -> None:
    result = local(world)
    assert result.exit_code == 1
    assert "imports no data" in result.stderr


def test_without_the_reader_it_says_what_to_install(
    world: World, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    result = local(world)
    assert (result.exit_code, result.stdout) == (1, "")
    assert 'pip install "personalize-reconciler[data]"' in result.stderr


def test_files_below_a_folder_go_with_no_emulator(world: World, data: Path) -> None:
    result = local(world, "--emulator")
    assert (result.exit_code, result.stdout) == (64, "")
    assert "--local calls nothing, so leave --emulator out" in result.stderr


def test_a_folder_that_is_not_there_is_said(world: World, data: Path) -> None:
    result = world.run("check-data", "--local", "nowhere")
    assert result.exit_code == 1
    assert "there is no folder nowhere" in result.stderr


def test_objects_that_may_not_be_read_are_said(
    world: World, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Denied:
        def files(self, _location: str) -> None:
            return None

    world.data_files = Denied()
    result = world.run("check-data")
    assert result.exit_code == 1
    assert "s3://data/day/events.csv may not be read" in result.stderr
    assert "s3:GetObject" in result.stderr


def test_rules_about_data_are_explained(world: World) -> None:
    result = world.run("explain", "data/timestamp-milliseconds")
    assert result.exit_code == 0
    assert "a time is in milliseconds" in result.stdout
    assert "can be ignored" not in world.run("explain", "data/duplicate-id").stdout


def ignore(world: World, rule: str) -> None:
    entry = f"{{rule: {rule}, at: datasetGroups.shop.datasets.interactions, because: known}}"
    (world.folder / "personalize.yaml").write_text(f"{MAIN}validate: {{ignore: [{entry}]}}\n")


def test_an_ignored_warning_is_left_out_and_counted_in_every_form(world: World, data: Path) -> None:
    data.write_text(data.read_text() + "mary,i|1,watch,1735689600\n")
    ignore(world, "data/odd-id")
    text = local(world)
    assert (text.exit_code, text.stderr) == (0, "reading dataset/shop/interactions\n")
    assert text.stdout.endswith("1,001 rows: 0 errors, 0 warnings, 1 ignored.\n")
    document = json.loads(local(world, "--format", "json").stdout)
    SCHEMA.validate(document)
    assert (document["warnings"], document["ignored"], document["datasets"][0]["findings"]) == (0, 1, [])
    assert "0 warnings, 1 ignored." in local(world, "--format", "html").stdout


def test_an_error_is_found_although_warnings_are_ignored(world: World, data: Path) -> None:
    spoil(data)
    ignore(world, "data/odd-id")
    assert local(world).exit_code == 1
