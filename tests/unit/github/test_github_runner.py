"""What a job leaves for its runner: outputs that cannot run into each other, and the page of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reconciler.errors import SetupError
from reconciler.github.runner import scratch, write_output, write_summary

if TYPE_CHECKING:
    from pathlib import Path


def test_an_output_cannot_set_another_one(tmp_path: Path) -> None:
    path = tmp_path / "output"
    nasty = "a\nend\nother<<end\nowned\nend"
    assert write_output({"GITHUB_OUTPUT": str(path)}, "artifact", nasty)
    assert write_output({"GITHUB_OUTPUT": str(path)}, "more", "b")
    first, *rest = path.read_text().splitlines()
    name, end = first.split("<<")
    assert name == "artifact"
    assert rest[: rest.index(end)] == nasty.splitlines()
    assert rest[rest.index(end) + 1].startswith("more<<")
    assert end not in rest[rest.index(end) + 1]


def test_without_a_runner_nothing_is_written() -> None:
    assert not write_output({}, "artifact", "x")
    write_summary({}, "x")
    with pytest.raises(SetupError, match="RUNNER_TEMP is not set"):
        scratch({})


def test_the_page_of_the_run_is_added_to(tmp_path: Path) -> None:
    path = tmp_path / "summary"
    for text in ("one", "\ud800 two"):
        write_summary({"GITHUB_STEP_SUMMARY": str(path)}, text)
    assert path.read_text() == "one\n\n\\ud800 two\n\n"


def test_a_file_of_the_runner_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be written: Is a directory"):
        write_summary({"GITHUB_STEP_SUMMARY": str(tmp_path)}, "x")
