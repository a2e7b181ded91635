"""What holds of every workflow and of the action without running them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from workflow_actions import KNOWN
from workflow_runner import load

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: load(path) for path in sorted(FOLDER.glob("*.yml"))}
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
TEMPLATES = ("plan", "apply", "drift")
PAGE = (ROOT / "docs" / "howto-drift-and-ci.md").read_text()
PERMISSIONS = {
    "check.test": {"contents": "read"},
    "check.coverage": {"contents": "read"},
    "check.audit": {"contents": "read"},
    "plan.environments": {"contents": "read"},
    "plan.plan": {"contents": "read", "id-token": "write", "pull-requests": "write"},
    "apply.environments": {"contents": "read"},
    "apply.apply": {
        "contents": "read",
        "id-token": "write",
        "pull-requests": "write",
        "deployments": "write",
        "actions": "write",
    },
    "drift.environments": {"contents": "read"},
    "drift.drift": {"contents": "read", "id-token": "write", "issues": "write"},
}
"""Every job to what it may do."""


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, workflow in WORKFLOWS.items():
        yield from ((f"{name}.{id_}", job) for id_, job in workflow["jobs"].items())


def steps() -> Iterator[dict[str, Any]]:
    for _, job in jobs():
        yield from job["steps"]
    yield from ACTION["runs"]["steps"]


def test_there_are_four_workflows() -> None:
    assert set(WORKFLOWS) == {"check", *TEMPLATES}


def test_every_job_may_do_what_the_table_says_and_nothing_is_allowed_for_all() -> None:
    assert {name: job["permissions"] for name, job in jobs()} == PERMISSIONS
    assert [workflow["permissions"] for workflow in WORKFLOWS.values()] == [{}] * 4


def test_the_page_on_ci_has_the_same_table() -> None:
    rows = re.findall(r"^\| `(\w+)\.yml`, job `(\w+)` \| (.*?) \|", PAGE, re.MULTILINE)
    told = {f"{file}.{job}": dict(re.findall(r"`([\w-]+): (\w+)`", may)) for file, job, may in rows}
    assert told == {name: may for name, may in PERMISSIONS.items() if not name.startswith("check.")}


def test_the_page_on_ci_leads_to_the_workflows_and_copies_none() -> None:
    blocks = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (short,) = (block for block in blocks if "jobs" in yaml.safe_load(block))
    assert short.count("\n") <= 20
    assert all(f"](../.github/workflows/{name}.yml)" in PAGE for name in TEMPLATES)


def test_nothing_is_pasted_into_a_script() -> None:
    scripts = [step["run"] for step in steps() if "run" in step]
    assert len(scripts) >= 3
    assert [script for script in scripts if "${{" in script] == []


@pytest.mark.parametrize("path", [*FOLDER.glob("*.yml"), ROOT / "action.yml"], ids=lambda path: path.name)
def test_every_action_of_others_is_pinned_by_the_commit_that_is_known_for_its_version(path: Path) -> None:
    uses = re.findall(r"^\s*-? ?uses: (\S+)(?: # (\S+))?$", path.read_text(), re.MULTILINE)
    assert uses
    for one, version in uses:
        name, _, commit = one.partition("@")
        if one != "./":
            assert (commit, version) == (KNOWN[name]["commit"], KNOWN[name]["version"]), name


def test_every_checkout_forgets_its_token() -> None:
    taken = [step["with"] for step in steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert taken
    assert all(given["persist-credentials"] is False for given in taken)
    assert all("fetch-depth" not in given for given in taken), "the default is one commit"


def test_no_workflow_gives_rights_to_code_of_strangers() -> None:
    triggers = {name: set(workflow["on"]) for name, workflow in WORKFLOWS.items()}
    assert triggers == {
        "check": {"pull_request", "push"},
        "plan": {"pull_request"},
        "apply": {"push", "schedule", "workflow_dispatch"},
        "drift": {"schedule", "workflow_dispatch"},
    }


@pytest.mark.parametrize("event", ["pull_request", "push"])
def test_a_change_of_the_file_its_schemas_or_the_workflow_starts_it(event: str) -> None:
    name = "plan" if event == "pull_request" else "apply"
    paths = WORKFLOWS[name]["on"][event]["paths"]
    assert paths == ["personalize.yaml", "specs/**", f".github/workflows/{name}.yml"]


def test_what_changes_the_account_is_for_one_branch_one_at_a_time_and_never_broken_off() -> None:
    workflow = WORKFLOWS["apply"]
    assert workflow["on"]["push"]["branches"] == ["main"]
    assert workflow["jobs"]["environments"]["if"] == "github.ref == 'refs/heads/main'"
    assert "concurrency" not in workflow
    assert "concurrency" not in workflow["jobs"]["environments"]
    job = workflow["jobs"]["apply"]
    assert job["needs"] == "environments"
    assert job["concurrency"] == {
        "group": "${{ github.workflow }}-${{ matrix.environment }}",
        "cancel-in-progress": False,
    }
    assert job["environment"] == {"name": "${{ matrix.environment || 'personalize' }}", "deployment": False}


def test_environments_do_not_stop_each_other_and_every_job_ends() -> None:
    for name, job in jobs():
        assert job["timeout-minutes"] <= 70, name
        assert job.get("strategy", {"fail-fast": False})["fail-fast"] is False, name


def test_the_time_an_apply_may_take_fits_into_its_session_and_its_job() -> None:
    def minutes(name: str) -> int:
        return int(ACTION["inputs"][name]["default"].removesuffix("m"))

    (session,) = (
        int(step["with"]["role-duration-seconds"]) // 60
        for step in ACTION["runs"]["steps"]
        if "role-duration-seconds" in step.get("with", {})
    )
    taken = minutes("timeout") + minutes("lock-timeout")
    assert taken < session <= WORKFLOWS["apply"]["jobs"]["apply"]["timeout-minutes"]


def test_schedules_keep_off_the_full_hour() -> None:
    crons = [one["cron"] for name in ("apply", "drift") for one in WORKFLOWS[name]["on"]["schedule"]]
    assert len({cron.split()[0] for cron in crons} - {"0", "30"}) == 2


def test_the_action_says_what_every_input_and_output_is() -> None:
    assert all(one["description"] for one in [*ACTION["inputs"].values(), *ACTION["outputs"].values()])
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text()))
    assert used == set(ACTION["inputs"])


def test_the_token_and_the_role_are_there_only_for_the_command_itself() -> None:
    names = [step["name"] for step in ACTION["runs"]["steps"]]
    assert names.index("Install") < names.index("Assume the role") < names.index("Run")
    assert [step["name"] for step in ACTION["runs"]["steps"] if "github-token" in str(step)] == ["Run"]


def test_the_linters_find_nothing() -> None:
    """As `make check` asks them; their answer to a bad workflow is tested so that silence means something."""
    assert zizmor(".github", "action.yml", "--strict-collection").returncode == 0
    assert schema("vendor.github-workflows", *sorted(FOLDER.glob("*.yml"))).returncode == 0
    assert schema("vendor.github-actions", ROOT / "action.yml").returncode == 0


def test_they_find_nothing_in_the_short_example_either(tmp_path: Path) -> None:
    (example,) = re.findall(r"^<!-- short -->\n```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    path = tmp_path / ".github" / "workflows" / "short.yml"
    path.parent.mkdir(parents=True)
    path.write_text(example.replace("COMMIT", "a" * 40))
    assert zizmor(str(path), persona="regular").returncode == 0
    assert schema("vendor.github-workflows", path).returncode == 0


def test_the_linters_would_find_something(tmp_path: Path) -> None:
    bad = tmp_path / ".github" / "workflows" / "bad.yml"
    bad.parent.mkdir(parents=True)
    told = (FOLDER / "drift.yml").read_text()
    bad.write_text(told.replace("uses: ./", "run: echo ${{ github.event.issue.title }}", 1))
    assert zizmor(str(bad)).returncode != 0
    bad.write_text(told.replace("runs-on:", "runs-onn:", 1))
    assert schema("vendor.github-workflows", bad).returncode != 0


BIN = Path(sys.executable).parent


def zizmor(*arguments: str, persona: str = "pedantic") -> subprocess.CompletedProcess[bytes]:
    command = [BIN / "zizmor", "--quiet", "--offline", f"--persona={persona}", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def schema(name: str, *files: Path) -> subprocess.CompletedProcess[bytes]:
    command = [BIN / "check-jsonschema", "-q", "--builtin-schema", name, *files]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
