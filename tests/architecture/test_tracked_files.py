"""Nothing of the machine that a file was written on gets into the file; workflows trust no tag."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from tree import ROOT, files, texts

# Spelled in parts, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join(f"(?<![A-Za-z0-9_.)}}*/-])/{name}/" for name in ("work", "root", "tmp", "home", "Users"))
)
REGISTRY = re.compile(
    "|".join(
        (
            "py" + r"pi\.org",
            "python" + "hosted",
            "arti" + "factory",
            "dev" + "pi",
            r"(?<![a-z])[a-z]+://[^/\s]*:[^/\s]*@",
        )
    )
)
WORKFLOWS = [path for path in files() if path.parts[:2] == (".github", "workflows")]
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert [f"{path}: {found[0]}" for path, text in texts() if (found := MACHINE.search(text))] == []


def test_no_file_names_a_package_registry() -> None:
    assert [f"{path}: {found[0]}" for path, text in texts() if (found := REGISTRY.search(text))] == []


def test_the_lock_file_holds_versions_and_hashes_and_no_addresses() -> None:
    lines = (ROOT / "requirements-dev.lock").read_text().splitlines()
    pinned = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert all(re.match(r"[a-z0-9._\[\]-]+==[\w.!+]+ ", line) for line in pinned), "everything is pinned"
    assert not any("://" in line or line.startswith("-") for line in lines)
    assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)


def test_there_is_a_workflow_that_checks() -> None:
    assert ".github/workflows/check.yml" in map(str, WORKFLOWS)


@pytest.mark.parametrize("path", WORKFLOWS, ids=str)
def test_a_workflow_starts_without_permissions_and_pins_what_it_uses(path: Any) -> None:
    workflow = yaml.safe_load((ROOT / path).read_text())
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert "permissions" in job, f"{name} does not say what it may do"
        for step in job.get("steps", ()):
            uses = step.get("uses", "")
            if uses and not uses.startswith("./"):
                assert PINNED.fullmatch(uses), f"{uses} is not pinned by commit"
            if uses.startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False
