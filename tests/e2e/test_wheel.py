"""The wheel alone, in a fresh environment outside the checkout: what users install is what is tested."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from installed import ROOT, Ran, environment

if TYPE_CHECKING:
    from conftest import Serve

PACKAGED = (
    "reconciler",
    "personalize_emulator",
    "specs",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that the checkout stays as it is."""
    folder = tmp_path_factory.mktemp("source")
    for name in PACKAGED:
        here = ROOT / name
        if here.is_dir():
            shutil.copytree(here, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(here, folder)
    out = tmp_path_factory.mktemp("dist")
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(out),
        str(folder),
        cwd=folder,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of an environment that holds the wheel and, by a path file, this one's dependencies."""
    home = tmp_path_factory.mktemp("venv") / "fresh"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check")
    run(*pip, "install", "--no-deps", "--no-index", str(wheel), cwd=home)
    # Only after the install: pip must not find this environment's own installation of the project. Path
    # files of a folder that is itself named by one are not read, so the editable checkout stays unseen.
    site = run(
        str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home
    ).out.strip()
    (Path(site) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home / "bin"


@pytest.fixture
def user(tmp_path: Path) -> Path:
    """An empty folder with a file and the schemas it names, nothing else."""
    shutil.copytree(ROOT / "specs" / "avro", tmp_path / "specs" / "avro")
    shutil.copy(ROOT / "personalize.yaml", tmp_path)
    return tmp_path


def run(*command: str, cwd: Path, url: str | None = None, expect: int = 0) -> Ran:
    ended = subprocess.run(
        command,
        cwd=cwd,
        env=environment(url),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(code=ended.returncode, out=ended.stdout, err=ended.stderr).ended(expect)


def test_the_wheel_holds_both_programs_their_types_and_the_contracts(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        packed = {name: archive.read(name) for name in names if name.startswith("reconciler/specs/")}
    assert {"reconciler/py.typed", "personalize_emulator/py.typed"} <= names
    contracts = {
        f"reconciler/specs/{path.name}": path.read_bytes() for path in (ROOT / "specs").glob("*.schema.json")
    }
    assert contracts
    assert contracts.items() <= packed.items()
    assert not [name for name in names if name.startswith(("tests/", "docs/", "examples/"))]


def test_the_project_itself_comes_from_the_wheel(fresh: Path, user: Path) -> None:
    script = """
import importlib.metadata as metadata, importlib.resources as resources
import json, reconciler, personalize_emulator
print(json.dumps({
    "files": [reconciler.__file__, personalize_emulator.__file__],
    "contracts": sorted(one.name for one in resources.files("reconciler").joinpath("specs").iterdir()),
    "versions": [reconciler.__version__, metadata.version("personalize-reconciler")],
}))
"""
    said = json.loads(run(str(fresh / "python"), "-c", script, cwd=user).out)
    assert all(Path(file).is_relative_to(fresh.parent) for file in said["files"])
    assert {"personalize.schema.json", "plan.schema.json"} <= set(said["contracts"])
    assert len(set(said["versions"])) == 1


def test_the_commands_start_and_name_their_version(fresh: Path, user: Path) -> None:
    version = run(str(fresh / "reconcile"), "--version", cwd=user).out.split()[-1]
    assert run(str(fresh / "personalize-emulator"), "--version", cwd=user).out.split()[-1] == version


def test_validate_and_plan_work_from_an_empty_folder(fresh: Path, user: Path, serve: Serve) -> None:
    server = serve()
    reconcile = str(fresh / "reconcile")
    assert "is valid" in run(reconcile, "validate", cwd=user).out
    planned = run(reconcile, "plan", "--detailed-exitcode", cwd=user, url=server.url, expect=2)
    assert "Plan: 11 to create" in planned.out
    assert server.changes() == [], "a plan changes nothing"


def test_the_emulator_of_the_wheel_is_found_by_the_option(fresh: Path, user: Path) -> None:
    planned = run(str(fresh / "reconcile"), "plan", "--emulator", cwd=user)
    assert "Plan: 11 to create" in planned.out
    assert (user / ".personalize-emulator").is_dir()
