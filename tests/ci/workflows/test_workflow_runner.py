"""The runner of workflows that the other tests rely on does as GitHub's: proven on workflows made for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from workflow_events import dispatch, pull_request, push
from workflow_expressions import NotUnderstoodError
from workflow_hub import Alone
from workflow_runner import JobRun, Runner
from workflow_steps import Stage, pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflow_events import Event

CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1"
CREDENTIALS = "aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c"
UPLOAD = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a"
ACTION = """
name: ours
inputs:
  word: {default: default}
  empty: {default: not given}
  token: {default: "${{ github.token }}"}
outputs:
  said: {value: "${{ steps.say.outputs.said }}"}
runs:
  using: composite
  steps:
    - id: say
      shell: bash
      env: {WORD: "${{ inputs.word }}", EMPTY: "${{ inputs.empty }}", TOKEN: "${{ inputs.token }}"}
      run: echo "said=$WORD|$EMPTY|$TOKEN|$(basename "$GITHUB_ACTION_PATH")" >> "$GITHUB_OUTPUT"
"""


class Tried:
    """Runs one job with these steps."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        (folder / "files").mkdir()
        (folder / "files" / "action.yml").write_text(ACTION)
        self.hub = Alone(folder / "files")
        self.folder, self.stage = folder, Stage(kept=folder / "kept")
        self.runner = Runner(hub=self.hub, folder=folder, outside=environment, stage=self.stage)

    def jobs(self, event: Event, /, **jobs: dict[str, Any]) -> list[JobRun]:
        on = {"pull_request": None, "push": None, "workflow_dispatch": {"inputs": INPUTS}}
        told = {name: {"permissions": {"contents": "read"}, **job} for name, job in jobs.items()}
        path = self.folder / "tried.yml"
        path.write_text(
            yaml.safe_dump({"name": "tried", True: on, "permissions": {}, "jobs": told}, sort_keys=False)
        )
        return self.runner.run(path, event)

    def steps(self, *steps: dict[str, Any], **job: Any) -> JobRun:
        (run,) = self.jobs(push("a" * 40), only={"steps": list(steps), **job})
        return run


INPUTS = {"who": {"type": "string", "default": ""}, "sure": {"type": "boolean", "default": False}}


@pytest.fixture
def tried(tmp_path: Path, machine_environment: Mapping[str, str]) -> Tried:
    return Tried(tmp_path, machine_environment)


def test_a_script_runs_as_the_shell_says(tried: Tried) -> None:
    piped = "false | true\necho on"
    assert tried.steps({"run": piped}).result == "success"
    assert tried.steps({"run": piped, "shell": "bash"}).result == "failure"
    assert "on" not in tried.steps({"run": "false\necho on"}).said


def test_steps_hand_on_outputs_variables_paths_and_a_summary(tried: Tried) -> None:
    write = 'echo "one=1" >> "$GITHUB_OUTPUT"; printf "V<<E\\na\\nb\\nE\\n" >> "$GITHUB_ENV"; '
    write += 'echo "$RUNNER_TEMP" >> "$GITHUB_PATH"; echo "# told" >> "$GITHUB_STEP_SUMMARY"'
    read = 'echo "$ONE/$V/${PATH%%:*}/$RUNNER_TEMP"'
    run = tried.steps({"id": "w", "run": write}, {"env": {"ONE": "${{ steps.w.outputs.one }}"}, "run": read})
    one, first, _, temp = run.said.replace("\n", " ").split("/", 3)
    assert (one, first) == ("1", "a b")
    assert temp.split()[0].endswith("/temp")
    assert run.summary == "# told\n"


def test_after_a_failure_only_what_asks_for_the_status_runs(tried: Tried) -> None:
    run = tried.steps(
        {"run": "exit 3"}, {"run": "echo skipped"}, {"if": "${{ !cancelled() }}", "run": "echo kept"}
    )
    assert [step.outcome for step in run.steps] == ["failure", "skipped", "success"]
    assert run.result == "failure"
    assert "exit code 3" in run.said


def test_an_action_of_ours_has_defaults_where_nothing_is_given_and_its_own_folder(tried: Tried) -> None:
    use = {"id": "ours", "uses": "./", "with": {"empty": ""}}
    run = tried.steps({"uses": CHECKOUT}, use, outputs={"said": "${{ steps.ours.outputs.said }}"})
    assert run.outputs == {"said": "default||contents:read|workspace"}


def test_what_the_runner_does_not_know_is_an_error(tried: Tried) -> None:
    with pytest.raises(AssertionError, match="does not know"):
        tried.steps({"run": "true", "working-directory": "x"})
    with pytest.raises(AssertionError, match="does not know"):
        tried.steps({"run": "true"}, container="x")
    with pytest.raises(AssertionError, match="does not take"):
        tried.steps({"uses": CHECKOUT, "with": {"depth": "1"}})
    with pytest.raises(AssertionError, match="does not take"):
        tried.steps({"uses": CHECKOUT}, {"uses": "./", "with": {"wrod": ""}})
    with pytest.raises(AssertionError, match="pasted"):
        tried.steps({"run": "echo ${{ github.ref }}"})
    with pytest.raises(AssertionError, match="without a name"):
        tried.steps({"run": "true"}, environment={"name": "${{ vars.NONE }}"})
    with pytest.raises(NotUnderstoodError):
        tried.steps({"run": "true"}, name="${{ env.NAME }}")


def test_a_matrix_makes_a_job_of_each_entry_and_what_needs_a_failed_job_is_skipped(tried: Tried) -> None:
    entries = '[{"environment": "a", "code": "0"}, {"environment": "b", "code": "1"}]'
    first = {"steps": [{"id": "x", "env": {"E": entries}, "run": 'echo "e=$E" >> "$GITHUB_OUTPUT"'}]}
    first["outputs"] = {"e": "${{ steps.x.outputs.e }}"}
    each = {"needs": "first", "strategy": {"matrix": {"include": "${{ fromJSON(needs.first.outputs.e) }}"}}}
    each |= {
        "concurrency": {"group": "g-${{ matrix.environment }}"},
        "name": "each ${{ matrix.environment }}",
    }
    each["steps"] = [{"env": {"CODE": "${{ matrix.code }}"}, "run": 'exit "$CODE"'}]
    runs = tried.jobs(push("a" * 40), first=first, each=each, last={"needs": ["each"], "steps": []})
    assert [(run.name, run.group, run.result) for run in runs[1:]] == [
        ("each a", "g-a", "success"),
        ("each b", "g-b", "failure"),
        ("last", "", "skipped"),
    ]


def test_inputs_of_a_dispatch_have_types_and_defaults_and_others_have_none(tried: Tried) -> None:
    told = {"env": {"TOLD": "${{ inputs.sure }}|${{ inputs.who }}"}, "run": 'echo "$TOLD"'}
    said = [
        tried.jobs(event, only={"steps": [told]})[0].said.strip()
        for event in (dispatch("a" * 40, sure="true"), dispatch("a" * 40, who="me"), push("a" * 40))
    ]
    assert said == ["true|", "false|me", "|"]
    with pytest.raises(AssertionError, match="unknown inputs"):
        tried.jobs(dispatch("a" * 40, whom="me"), only={"steps": [told]})


def test_a_fork_gets_a_token_that_reads_and_no_credentials(tried: Tried) -> None:
    steps = [
        {"uses": CREDENTIALS, "with": {"aws-region": "eu-west-1", "role-to-assume": "arn:aws:iam::1:role/r"}}
    ]
    steps += [{"if": "always()", "env": {"T": "${{ secrets.GITHUB_TOKEN }}"}, "run": 'echo "T=$T"'}]
    job = {"permissions": {"id-token": "write", "pull-requests": "write"}, "steps": steps}
    (own,) = tried.jobs(pull_request(1, "a" * 40), only=job)
    (fork,) = tried.jobs(pull_request(1, "a" * 40, "other/fork"), only=job)
    (gone,) = tried.jobs(pull_request(1, "a" * 40, None), only=job)
    assert (own.result, "T=id-token:write+pull-requests:write" in own.said) == ("success", True)
    assert [(one.result, "T=pull-requests:read\n" in one.said) for one in (fork, gone)] == [
        ("failure", True)
    ] * 2


def test_an_upload_needs_files_and_reaches_the_hub(tried: Tried) -> None:
    upload = {"uses": UPLOAD, "with": {"name": "n", "path": "kept"}}
    assert tried.steps(upload).result == "failure"
    assert tried.steps({"run": "mkdir kept; touch kept/plan.md"}, upload).result == "success"
    assert tried.hub.kept == [(2, "n", ["plan.md"])]


def test_a_script_that_runs_once_leaves_its_files_to_later_jobs(tried: Tried) -> None:
    script = 'date +%N > "$RUNNER_TEMP/made"'
    tried.runner.stage = Stage(kept=tried.folder / "kept", once=frozenset({script}))
    first, second = (tried.steps({"run": script}, {"run": 'cat "$RUNNER_TEMP/made"'}).said for _ in range(2))
    assert first == second
    assert first.strip().isdigit()


def test_a_line_that_is_no_output_is_refused() -> None:
    assert pairs("a=1=2\nb<<E\nx\n\ny\nE\n") == {"a": "1=2", "b": "x\n\ny"}
    for wrong in ("a\n", "a<<E\nx\n"):
        with pytest.raises(Exception, match=r"Invalid format|delimiter"):
            pairs(wrong)
