"""docs/security.md names what defends: every file and test that it names exists."""

from __future__ import annotations

import re

import pytest
from tree import ROOT, sources

PAGE = (ROOT / "docs/security.md").read_text()
NAMED = re.findall(r"`([^`]+)`", PAGE)
PATHS = [name for name in NAMED if re.fullmatch(r"[\w./-]+/[\w./-]+", name)]
TESTS = [name for name in NAMED if re.fullmatch(r"test_\w+", name)]


@pytest.mark.parametrize("path", PATHS)
def test_every_file_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", TESTS)
def test_every_test_that_is_named_exists(name: str) -> None:
    assert any(f"def {name}(" in path.read_text() for path in map(ROOT.joinpath, sources("tests")))


def test_something_is_named() -> None:
    assert len(PATHS) >= 15
    assert len(TESTS) >= 6
