"""The action installs itself from its own folder, wherever it is used from, and says what is given wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from workflow_events import pull_request, push
from workflow_hub import Alone
from workflow_runner import Runner
from workflow_steps import Stage

if TYPE_CHECKING:
    pass

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "howto-drift-and-ci.md").read_text()
CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"
SHA = "a" * 40
NAMES = ("command", "file", "environment", "role", "timeout", "lock-timeout", "unreviewed")


def workflow(folder: Path, *steps: dict[str, Any], **job: Any) -> Path:
    path = folder / "used.yml"
    told = {"permissions": {"contents": "read"}, "steps": [{"uses": CHECKOUT}, *steps], **job}
    path.write_text(yaml.safe_dump({"name": "used", True: {"push": None}, "jobs": {"only": told}}))
    return path


def test_what_runs_is_what_the_action_has_installed_from_its_folder(
    runner: Runner, repository: Path, tmp_path: Path
) -> None:
    """The script ran for real, for this test or for one before it; what it made is looked at here."""
    where = '"$RUNNER_TEMP/reconcile/bin/python" -P -c "import reconciler; print(reconciler.__file__)"'
    (run,) = runner.run(
        workflow(tmp_path, {"uses": "./", "with": {"command": "matrix"}}, {"run": where}), push(SHA)
    )
    assert run.result == "success", run.said
    (made,) = runner.stage.kept.iterdir()
    module = Path(run.said.splitlines()[-1])
    assert module.resolve().is_relative_to(made / "reconcile" / "lib")
    constraints = (made / "constraints.txt").read_text().splitlines()
    locked = [
        line for line in (repository / "requirements-dev.lock").read_text().splitlines() if "==" in line
    ]
    assert len(constraints) == len(locked) > 50
    assert all(re.fullmatch(r"[a-z0-9._-]+==[\w.!+]+", line) for line in constraints)


def test_the_environments_of_the_file_are_a_list_for_a_matrix(runner: Runner, repository: Path) -> None:
    (run,) = runner.run(repository / ".github/workflows/plan.yml", pull_request(1, SHA), ["environments"])
    (row,) = json.loads(run.outputs["environments"])
    assert row == {"environment": "", "region": "eu-west-1", "plan_role": "", "apply_role": ""}


@pytest.mark.parametrize("command", ["", "destroy", "--help; id"])
def test_another_command_is_refused(runner: Runner, tmp_path: Path, command: str) -> None:
    (run,) = runner.run(workflow(tmp_path, {"uses": "./", "with": {"command": command}}), push(SHA))
    assert run.result == "failure"
    assert "exit code 64" in run.said
    assert "uid=" not in run.said


def test_nothing_that_is_given_reaches_a_shell(runner: Runner, tmp_path: Path) -> None:
    hostile = "x$(touch owned)`touch owned`\"';touch owned;#"
    given = dict.fromkeys(NAMES, hostile)
    for command in (hostile, "plan", "apply", "drift"):
        step = {"uses": "./", "with": given | {"command": command, "region": "eu-west-1"}}
        may = {"contents": "read", "id-token": "write"}
        (run,) = runner.run(workflow(tmp_path, step, permissions=may), push(SHA))
        assert run.result == "failure"
        assert [one.outcome for one in run.steps if one.name == "Run"] == ["failure"]
    assert list(tmp_path.rglob("owned")) == []


def test_a_broken_file_is_told_at_its_line_and_fails_the_job(
    runner: Runner, repository: Path, tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(repository, changed)
    text = (changed / "personalize.yaml").read_text()
    (changed / "personalize.yaml").write_text(text.replace("stack:", "stak:", 1))
    runner.hub = Alone(changed)
    runs = runner.run(changed / ".github/workflows/plan.yml", pull_request(1, SHA, "other/fork"))
    assert runs[-1].result == "failure"
    assert re.search(r"^::error file=personalize.yaml,line=\d+", runs[-1].said, re.MULTILINE)


@pytest.mark.parametrize("repository_of_head", ["other/fork", None, "acme/recommendations"])
def test_without_a_role_or_rights_the_file_is_checked_and_all_is_green(
    runner: Runner, repository: Path, repository_of_head: str | None
) -> None:
    forked = repository_of_head != "acme/recommendations"
    runner.variables = {"RECONCILE_PLAN_ROLE": "arn:aws:iam::123456789012:role/plan"} if forked else {}
    event = pull_request(1, SHA, repository_of_head)
    environments, plan = runner.run(repository / ".github/workflows/plan.yml", event)
    assert (environments.result, plan.result) == ("success", "success"), plan.said
    assert plan.inputs_of("aws-actions/configure-aws-credentials") == []
    assert plan.inputs_of("actions/upload-artifact") == []
    assert ("fork" in plan.summary) is forked
    assert "No role is configured" in plan.summary or forked
    assert "is valid" in plan.summary


def test_what_is_copied_to_another_repository_works_there(
    runner: Runner, repository: Path, tmp_path: Path
) -> None:
    """The commands of the page on CI, in a repository that has only its own file."""
    team = tmp_path / "team"
    (team / ".github" / "workflows").mkdir(parents=True)
    shutil.copy(repository / "personalize.yaml", team)
    shutil.copytree(repository / "specs" / "avro", team / "specs" / "avro")
    (script,) = re.findall(r"^<!-- copied -->\n```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    script = script.replace("../personalize-reconciler", str(repository)).replace("COMMIT", SHA)
    subprocess.run(["bash", "-eu"], input=script, text=True, cwd=team, check=True)
    copied = sorted((team / ".github" / "workflows").iterdir())
    assert [path.name for path in copied] == ["apply.yml", "drift.yml", "plan.yml"]
    texts = [path.read_text() for path in copied]
    assert [text.count(f"uses: OWNER/personalize-reconciler@{SHA}\n") for text in texts] == [2, 2, 2]
    assert [text.count("./") for text in texts] == [0, 0, 0]
    runner.hub, runner.stage = Alone(team), elsewhere(runner.stage, repository)
    runs = runner.run(team / ".github/workflows/plan.yml", pull_request(1, SHA))
    assert [run.result for run in runs] == ["success", "success"], runs[-1].said
    assert "is valid" in runs[-1].summary


def test_the_short_example_of_the_page_is_a_workflow_that_works(
    runner: Runner, repository: Path, tmp_path: Path
) -> None:
    (example,) = re.findall(r"^<!-- short -->\n```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    path = tmp_path / "short.yml"
    path.write_text(example.replace("COMMIT", SHA))
    runner.stage = elsewhere(runner.stage, repository)
    (run,) = runner.run(path, pull_request(1, SHA, "other/fork"))
    assert run.result == "success", run.said
    assert "is valid" in run.summary


def elsewhere(stage: Stage, repository: Path) -> Stage:
    """The action as another repository uses it."""
    return Stage(kept=stage.kept, once=stage.once, ours={f"OWNER/personalize-reconciler@{SHA}": repository})


def test_a_cancelled_job_reaches_the_command_and_not_only_its_shell(tmp_path: Path) -> None:
    """GitHub signals the step's own process: SIGINT, SIGTERM 7.5 s later, SIGKILL to all after 2.5 s more."""
    program = tmp_path / "reconcile" / "bin" / "reconcile"
    program.parent.mkdir(parents=True)
    program.write_text(
        f"#!{sys.executable}\n"
        "import signal, sys\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(130))\n"
        "print('ready', *sys.argv[1:3], flush=True)\n"
        "signal.pause()\n"
    )
    program.chmod(0o755)
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (step,) = (one for one in action["runs"]["steps"] if one.get("id") == "reconcile")
    script = tmp_path / "script.sh"
    script.write_text(step["run"])
    given = dict.fromkeys(step["env"], "x") | {"COMMAND": "apply", "RUNNER_TEMP": str(tmp_path)}
    with subprocess.Popen(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
        env=given | {"PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready ci apply\n"
        process.send_signal(signal.SIGINT)
        try:
            assert process.wait(7.5) == 130
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
