"""The shape of the tree: what stands at the top, what a module may be called, how long a file may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from tree import ROOT, files, sources

TOP = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "action.yml",
    "docs",
    "examples",
    "personalize.yaml",
    "personalize_emulator",
    "pyproject.toml",
    "reconciler",
    "requirements-dev.lock",
    "specs",
    "tests",
}
FORBIDDEN = {"utils", "util", "helpers", "common", "manager", "service", "core", "engine", "base", "misc"}
LONGEST = 300
LONGER: dict[str, str] = {
    "tests/unit/apply/fake_account.py": "one fake of one service; a reader wants its behaviour in one place",
}
"""Files over the limit, each with its reason."""
PACKAGES = [path for path in sources("reconciler", "personalize_emulator") if path.name == "__init__.py"]


def test_the_top_level_holds_nothing_unexpected() -> None:
    top = {path.parts[0] for path in files()}
    assert {name for name in top - TOP if not name.startswith(".")} == set()


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: str(path.parent))
def test_every_package_says_what_it_is_for(path: Path) -> None:
    said = ast.get_docstring(ast.parse((ROOT / path).read_text())) or ""
    assert said, f"{path} lacks a docstring"
    if len(path.parts) > 2:
        assert "belong" in said.lower(), f"{path} does not say what belongs there and what does not"


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in sources("reconciler", "personalize_emulator")}
    assert folders == {path.parent for path in PACKAGES}


def test_no_module_has_a_name_that_says_nothing() -> None:
    named = {
        path for path in sources("reconciler", "personalize_emulator") if path.stem.strip("_") in FORBIDDEN
    }
    assert named == set()
    assert {path.parent for path in PACKAGES if path.parent.name in FORBIDDEN} == set()


def test_no_source_file_is_too_long() -> None:
    long = {
        str(path): lines
        for path in sources("reconciler", "personalize_emulator", "tests", "examples")
        if (lines := len((ROOT / path).read_text().splitlines())) > LONGEST
    }
    assert {path: lines for path, lines in long.items() if path not in LONGER} == {}
    assert set(LONGER) <= set(long), "the exception is no longer needed"


def test_the_import_contracts_hold() -> None:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    run = subprocess.run([*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_the_contracts_name_every_folder_of_the_pipeline() -> None:
    layers = {part for path in sources("reconciler") if len(path.parts) > 2 for part in [path.parts[1]]}
    told = (ROOT / "pyproject.toml").read_text().partition("layers = [")[2].partition("]")[0]
    assert {layer for layer in layers if layer not in told} == set()
