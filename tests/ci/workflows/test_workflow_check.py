"""check.yml as written, but for what its one script starts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workflow_events import push
from workflow_hub import Alone
from workflow_runner import Runner

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workflow_steps import Stage


def test_every_python_gets_all_tests_by_the_command_that_is_used_everywhere(
    repository: Path, tmp_path: Path, stage: Stage, machine_environment: Mapping[str, str]
) -> None:
    """`make test` would run this test again, so a `make` found before the real one adds -n to it."""
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "make").write_text('#!/bin/sh\nPATH="${PATH#*:}" exec make -n "$@"\n')
    (tools / "make").chmod(0o755)
    outside = {**machine_environment, "PATH": f"{tools}:{machine_environment['PATH']}"}
    runner = Runner(hub=Alone(repository), folder=tmp_path, outside=outside, stage=replace(stage))
    runs = runner.run(repository / ".github/workflows/check.yml", push("a" * 40))
    assert [run.name for run in runs] == ["Python 3.11", "Python 3.12", "Python 3.13"]
    for run in runs:
        assert run.result == "success", run.said
        assert [step.script for step in run.steps if step.script] == ["make test"]
        assert all(word in run.said for word in ("requirements-dev.lock", "zizmor", "mypy", "pytest"))
        versions = [given["python-version"] for given in run.inputs_of("actions/setup-python")]
        assert versions == [run.matrix["python"]]
