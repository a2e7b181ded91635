"""check.yml as written, but for what its scripts start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from workflow_events import push
from workflow_hub import Alone
from workflow_runner import Runner

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workflow_runner import JobRun
    from workflow_steps import Stage


@pytest.fixture
def runs(
    repository: Path, tmp_path: Path, stage: Stage, machine_environment: Mapping[str, str]
) -> list[JobRun]:
    """Its jobs, with a `make` before the real one that adds -n, since the real one would run these tests."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "make").write_text('#!/bin/sh\nPATH="${PATH#*:}" exec make -n "$@"\n')
    (tools / "make").chmod(0o755)
    outside = {**machine_environment, "PATH": f"{tools}:{machine_environment['PATH']}"}
    runner = Runner(hub=Alone(repository), folder=tmp_path, outside=outside, stage=replace(stage))
    return runner.run(repository / ".github/workflows/check.yml", push("a" * 40))


def test_every_job_is_one_command_that_is_used_everywhere(runs: list[JobRun]) -> None:
    scripts = {run.name: [step.script for step in run.steps if step.script] for run in runs}
    assert scripts == {
        "Python 3.11": ["make test"],
        "Python 3.12": ["make test"],
        "Python 3.13": ["make test"],
        "Coverage": ["make coverage"],
        "Known vulnerabilities": ["make audit"],
    }
    assert {run.result for run in runs} == {"success"}


def test_every_python_gets_all_tests(runs: list[JobRun]) -> None:
    for run in runs[:3]:
        assert all(word in run.said for word in ("requirements-dev.lock", "zizmor", "mypy", "pytest"))
        versions = [given["python-version"] for given in run.inputs_of("actions/setup-python")]
        assert versions == [run.matrix["python"]]


def test_coverage_is_asked_of_both_packages_and_the_audit_of_all_that_is_installed(
    runs: list[JobRun],
) -> None:
    coverage, audit = runs[3:]
    assert "--include='reconciler/*' --fail-under=100" in coverage.said
    assert "--include='personalize_emulator/*' --fail-under=95" in coverage.said
    assert (
        "pip-audit --strict --require-hashes --disable-pip --requirement requirements-dev.lock" in audit.said
    )
