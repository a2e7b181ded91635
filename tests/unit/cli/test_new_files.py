"""New files: all of them or none, and none in place of another."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from reconciler.cli.new_files import write_new
from reconciler.errors import SetupError


def left(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_files_are_written_with_their_folders_for_whom_the_system_lets(tmp_path: Path) -> None:
    write_new({tmp_path / "a" / "b" / "one": "1\n", tmp_path / "two": "é"}, fix="")
    assert left(tmp_path) == {"a", "a/b", "a/b/one", "two"}
    assert (tmp_path / "two").read_text(encoding="utf-8") == "é"
    (tmp_path / "usual").touch()
    assert (tmp_path / "two").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("link", [True, False])
def test_what_is_there_keeps_all_from_being_written(tmp_path: Path, link: bool) -> None:
    if link:
        (tmp_path / "two").symlink_to("nowhere")
    else:
        (tmp_path / "two").write_text("mine")
    with pytest.raises(SetupError, match="two is there already, and nothing was written") as refused:
        write_new({tmp_path / "a" / "one": "1", tmp_path / "two": "2"}, fix="go elsewhere")
    assert refused.value.fix == "go elsewhere"
    assert left(tmp_path) == {"two"}


def test_what_another_makes_meanwhile_stays_and_the_rest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.link

    def link(source: Path, target: Path) -> None:
        if target.name == "two":
            target.write_text("theirs")
        real(source, target)

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(SetupError, match="two is there already"):
        write_new({tmp_path / "a" / "one": "1", tmp_path / "two": "2"}, fix="")
    assert (left(tmp_path), (tmp_path / "two").read_text()) == ({"two"}, "theirs")


def test_a_folder_that_another_uses_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(_source: Path, target: Path) -> None:
        (target.parent / "theirs").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(KeyboardInterrupt):
        write_new({tmp_path / "a" / "one": "1"}, fix="")
    assert left(tmp_path) == {"a", "a/theirs"}


def test_a_disk_that_is_full_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(SetupError, match="one cannot be written: No space left on device"):
        write_new({tmp_path / "a" / "one": "1"}, fix="")
    assert left(tmp_path) == set()


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine")
    with pytest.raises(SetupError, match="one cannot be written: "):
        write_new({tmp_path / "a" / "one": "1"}, fix="")
    assert left(tmp_path) == {"a"}


def test_a_quota_that_is_reached_as_files_are_put_in_place_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(_source: Path, _target: Path) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(os, "link", link)
    with pytest.raises(SetupError, match="one cannot be written: Disk quota exceeded"):
        write_new({tmp_path / "one": "1"}, fix="")
    assert left(tmp_path) == set()


@pytest.fixture
def no_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system without hard links."""

    def refuse(source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted", str(source), None, str(target))

    monkeypatch.setattr(os, "link", refuse)


@pytest.mark.usefixtures("no_links")
def test_without_links_files_are_written_all_the_same(tmp_path: Path) -> None:
    write_new({tmp_path / "a" / "one": "1\n", tmp_path / "two": "é"}, fix="")
    assert left(tmp_path) == {"a", "a/one", "two"}
    assert (tmp_path / "two").read_text(encoding="utf-8") == "é"


@pytest.mark.usefixtures("no_links")
def test_without_links_what_another_makes_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.read_bytes

    def slow(path: Path) -> bytes:
        (tmp_path / "two").write_text("mine")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", slow)
    with pytest.raises(SetupError, match="two is there already"):
        write_new({tmp_path / "one": "1", tmp_path / "two": "2"}, fix="")
    assert left(tmp_path) == {"two"}
    assert (tmp_path / "two").read_text() == "mine"


@pytest.mark.usefixtures("no_links")
def test_without_links_a_disk_that_is_full_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "read_bytes", full)
    with pytest.raises(SetupError, match="one cannot be written: No space left on device"):
        write_new({tmp_path / "one": "1"}, fix="")
    assert left(tmp_path) == set()
