"""A copy of this repository as a workflow checks it out, and a machine that is off the internet."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from workflow_hub import Alone
from workflow_runner import Runner
from workflow_steps import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fake_github import GitHub
    from installed import Server
    from workflow_team import Team

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ("reconciler", "personalize_emulator", "specs", ".github")
FILES = ("action.yml", "pyproject.toml", "requirements-dev.lock", "README.md", "CHANGELOG.md", "LICENSE")
EXAMPLE = ("personalize.yaml", "Makefile")


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository without tests and documents, as a checkout has it."""
    folder = tmp_path_factory.mktemp("repository") / "checkout"
    for name in SHIPPED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES + EXAMPLE:
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def install() -> str:
    """The script of the action that installs it."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    (script,) = (step["run"] for step in steps if "pip install" in step.get("run", ""))
    return str(script)


@pytest.fixture(scope="session")
def stage(install: str, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Carries out steps; the installing one only the first time."""
    return Stage(kept=tmp_path_factory.mktemp("installed"), once=frozenset({install}))


@pytest.fixture(scope="session")
def machine_environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What a runner's machine brings. pip finds what it would fetch among the tests' own packages."""
    return {
        "PATH": os.defpath,
        "HOME": str(tmp_path_factory.mktemp("home")),
        "LANG": "C.UTF-8",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@pytest.fixture
def runner(tmp_path: Path, repository: Path, stage: Stage, machine_environment: Mapping[str, str]) -> Runner:
    """Runs workflows where no API of GitHub is needed."""
    return Runner(hub=Alone(repository), folder=tmp_path, outside=machine_environment, stage=stage)


@pytest.fixture
def team(github: GitHub, server: Server, runner: Runner, repository: Path, tmp_path: Path) -> Team:
    """A team with this repository's workflows, both roles, and an account that is as the file says."""
    from workflow_team import Team  # noqa: PLC0415

    files = tmp_path / "files"
    shutil.copytree(repository, files)
    runner.outside = {**runner.outside, "AWS_ENDPOINT_URL": server.url}
    return Team(github, server, runner, files)


@pytest.fixture
def without_roles(team: Team) -> None:
    """The repository has no variables."""
    team.runner.variables = {}
