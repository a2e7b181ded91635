"""What stands in for the actions of others: held to what the real ones take (actions.yaml), and recorded."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml


class StepFailedError(Exception):
    """The step ends with a failure, as the real action's would; the text says why."""


class Hub(Protocol):
    """What the workflows meet of GitHub beside the runner."""

    url: str

    def token(self, permissions: Mapping[str, str]) -> str:
        """A job's token that may do this much."""
        ...

    def check_out(self, folder: Path, commit: str) -> None:
        """Fill the folder with the files of a commit."""
        ...

    def keep(self, run: int, name: str, folder: Path) -> None:
        """An artifact of a run has been uploaded."""
        ...


@dataclass(kw_only=True)
class Machine:
    """The runner of one job: what its steps have left for later ones."""

    hub: Hub
    run: int
    commit: str
    workspace: Path
    temp: Path
    permissions: Mapping[str, str]
    variables: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    summary: str = ""


def _checkout(machine: Machine, given: Mapping[str, str]) -> dict[str, str]:
    if machine.permissions.get("contents", "none") == "none":
        raise StepFailedError("the token may not read the repository")
    machine.hub.check_out(machine.workspace, machine.commit)
    return {}


def _setup_python(machine: Machine, given: Mapping[str, str]) -> dict[str, str]:
    return {"python-version": given.get("python-version", ""), "python-path": sys.executable}


def _credentials(machine: Machine, given: Mapping[str, str]) -> dict[str, str]:
    if machine.permissions.get("id-token") != "write":
        raise StepFailedError("Credentials could not be loaded: the job may not ask for an ID token")
    if not given["role-to-assume"]:
        raise StepFailedError("no role to assume")
    machine.variables |= {
        "AWS_ACCESS_KEY_ID": "emulator",
        "AWS_SECRET_ACCESS_KEY": "emulator",
        "AWS_SESSION_TOKEN": "emulator",
        "AWS_REGION": given["aws-region"],
        "AWS_DEFAULT_REGION": given["aws-region"],
    }
    return {}


def _upload(machine: Machine, given: Mapping[str, str]) -> dict[str, str]:
    path = machine.workspace / given["path"]
    if not path.is_dir() or not any(path.iterdir()):
        raise StepFailedError(f"No files were found with the provided path: {path}")
    kept = machine.temp.parent / "artifacts" / given["name"]
    shutil.copytree(path, kept, dirs_exist_ok=given.get("overwrite") == "true")
    machine.hub.keep(machine.run, given["name"], kept)
    return {"artifact-id": "1"}


ACTS: Mapping[str, Callable[[Machine, Mapping[str, str]], dict[str, str]]] = {
    "actions/checkout": _checkout,
    "actions/setup-python": _setup_python,
    "actions/upload-artifact": _upload,
    "aws-actions/configure-aws-credentials": _credentials,
}
KNOWN: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "actions.yaml").read_text())


def use(machine: Machine, uses: str, given: Mapping[str, str]) -> dict[str, str]:
    """One step that uses an action of others; its outputs."""
    name, _, commit = uses.partition("@")
    known = KNOWN[name]
    assert commit == known["commit"], f"{name} is known at {known['commit']}"
    unknown = set(given) - set(known["inputs"])
    assert not unknown, f"{name} {known['version']} does not take {unknown}"
    machine.used.append((name, dict(given)))
    if lacking := [one for one in known["required"] if not given.get(one)]:
        raise StepFailedError(f"Input required and not supplied: {lacking[0]}")
    return ACTS[name](machine, given)
