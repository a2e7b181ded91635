"""Streams that are closed or full, and files that are written whole or not at all."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_world import ADOPT, World

from reconciler.cli.command import run_group
from reconciler.cli.live_table import Patient
from reconciler.cli.main import reconcile
from reconciler.cli.screen import Screen, open_streams
from reconciler.cli.whole_file import write_whole


class Broken:
    """A text stream on a file of its own, of which every write fails with one error."""

    encoding = "utf-8"

    def __init__(self, folder: Path, number: int) -> None:
        self._file = (folder / "stream").open("w")
        self._error = OSError(number, os.strerror(number))

    def fileno(self) -> int:
        return self._file.fileno()

    def isatty(self) -> bool:
        return False

    def write(self, text: str) -> int:
        raise self._error

    def flush(self) -> None:
        raise self._error

    def close(self) -> None:
        self._file.close()


@pytest.fixture
def broken(tmp_path: Path, request: pytest.FixtureRequest) -> Any:
    made = Broken(tmp_path, request.param)
    yield made
    made.close()


@pytest.mark.parametrize("broken", [errno.ENOSPC, errno.EPIPE, errno.EIO], indirect=True)
def test_what_cannot_be_logged_stops_nothing(broken: Any) -> None:
    screen = Screen(err=broken)
    screen.note("one")
    screen.say("two")
    table = Patient(broken)
    assert table.write("three") == 5
    table.flush()
    assert not table.isatty()


@pytest.mark.parametrize("broken", [errno.ENOSPC], indirect=True)
def test_data_without_room_is_an_error(broken: Any) -> None:
    with pytest.raises(OSError, match="No space"):
        Screen(out=broken).data("one")


@pytest.mark.parametrize("broken", [errno.EPIPE], indirect=True)
def test_data_that_nobody_reads_is_none(broken: Any) -> None:
    Screen(out=broken).data("one")


@pytest.mark.parametrize("broken", [errno.ENOSPC], indirect=True)
def test_help_without_room_is_exit_1(
    broken: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", broken)
    assert run_group(reconcile, ["--help"], "reconcile") == 1
    assert "error: No space left on device" in capsys.readouterr().err


def test_closed_streams_lead_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    open_streams()
    assert sys.stdin.read() == ""
    for stream in (sys.stdout, sys.stderr):
        stream.write("nowhere")
        stream.close()
    sys.stdin.close()


def test_a_file_is_replaced_whole_and_is_its_owners(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text("old")
    write_whole(file, "new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_file_whose_writing_is_cut_off_is_as_it_was(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise error

    file = tmp_path / "plan.json"
    file.write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(type(error)):
        write_whole(file, "new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_an_outcome_without_room_is_said_on_standard_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_screen: Screen, _text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    world.changes = (ADOPT,)
    monkeypatch.setattr(Screen, "data", full)
    ran = world.run("apply", "--yes", "--format", "json")
    assert ran.exit_code == 1
    assert "Apply: 1 done" in ran.stderr
    assert "error: No space left on device" in ran.stderr


def test_open_streams_stay_as_they_are() -> None:
    before = (sys.stdin, sys.stdout, sys.stderr)
    open_streams()
    assert (sys.stdin, sys.stdout, sys.stderr) == before


class Unread(io.StringIO):
    """In memory, and nobody reads it any more."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


def test_a_stream_without_a_number_needs_no_silence() -> None:
    Screen(out=Unread()).data("one")
