"""The job as its variables and its event tell of it, and what is refused in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from reconciler.errors import SetupError
from reconciler.github.event import Job, read_job

if TYPE_CHECKING:
    from pathlib import Path

SHA = "0123456789abcdef0123456789abcdef01234567"
GIVEN = {
    "GITHUB_EVENT_NAME": "push",
    "GITHUB_REPOSITORY": "acme/recommendations",
    "GITHUB_SHA": SHA,
    "GITHUB_REF": "refs/heads/release/1",
    "GITHUB_RUN_ID": "7",
    "GITHUB_TOKEN": "ghs_secret",
    "GITHUB_WORKFLOW_REF": "acme/recommendations/.github/workflows/apply.yml@refs/heads/main",
}


def job(**more: str) -> Job:
    return read_job(GIVEN | more)


def of_a_pull(folder: Path, event: str) -> Job:
    (folder / "event.json").write_text(event)
    return job(GITHUB_EVENT_NAME="pull_request", GITHUB_EVENT_PATH=str(folder / "event.json"))


def pull(**more: Any) -> str:
    head = {"sha": SHA, "repo": {"full_name": "Acme/Recommendations"}, **more.pop("head", {})}
    return json.dumps({"pull_request": {"number": 4, "head": head, **more}})


def test_a_push() -> None:
    found = job()
    assert (found.event, found.branch, found.workflow, found.run) == ("push", "release/1", "apply.yml", 7)
    assert found.run_url() == "https://github.com/acme/recommendations/actions/runs/7"
    assert (found.pull, found.scheduled, found.author) == (None, False, "github-actions[bot]")
    assert "ghs_secret" not in repr(found)


@pytest.mark.parametrize(
    ("event", "actor", "continued"),
    [
        ("workflow_dispatch", "github-actions[bot]", True),
        ("workflow_dispatch", "jo", False),
        ("push", "github-actions[bot]", False),
    ],
)
def test_only_a_run_that_we_started_goes_on_from_another(event: str, actor: str, continued: bool) -> None:
    assert job(GITHUB_EVENT_NAME=event, GITHUB_ACTOR=actor).continued is continued


@pytest.mark.parametrize(
    "ref",
    ["", "other/repo/.github/workflows/apply.yml@x", "acme/recommendations/.github/workflows/sub/a.yml@x"],
)
def test_a_workflow_of_another_place_is_none_to_start_again(ref: str) -> None:
    assert job(GITHUB_WORKFLOW_REF=ref).workflow == ""


def test_a_tag_is_no_branch() -> None:
    assert job(GITHUB_REF="refs/tags/v1").branch == ""


def test_a_pull_request_of_this_repository(tmp_path: Path) -> None:
    found = of_a_pull(tmp_path, pull()).pull
    assert found
    assert (found.number, found.head, found.fork) == (4, SHA, False)


@pytest.mark.parametrize("repo", [{"full_name": "mallory/recommendations"}, None, {}])
def test_a_pull_request_of_any_other_repository_is_a_fork(repo: Any, tmp_path: Path) -> None:
    found = of_a_pull(tmp_path, pull(head={"repo": repo})).pull
    assert found
    assert found.fork


@pytest.mark.parametrize(
    "event",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"pull_request": null}',
        pull(number="4"),
        pull(number=True),
        pull(number=-1),
        pull(head={"sha": "$(id)"}),
        pull(head={"sha": None}),
        pull(head={"repo": "acme/recommendations"}),
        "[" * 100_000,
    ],
)
def test_an_event_of_another_shape_is_one_clear_error(event: str, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="the event in "):
        of_a_pull(tmp_path, event)


def test_an_event_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read: No such file"):
        job(GITHUB_EVENT_NAME="pull_request", GITHUB_EVENT_PATH=str(tmp_path / "none"))
    with pytest.raises(SetupError, match="GITHUB_EVENT_PATH is not set"):
        job(GITHUB_EVENT_NAME="pull_request")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GITHUB_REPOSITORY", "../.."),
        ("GITHUB_REPOSITORY", "acme/.."),
        ("GITHUB_REPOSITORY", "acme/a/b"),
        ("GITHUB_REPOSITORY", ""),
        ("GITHUB_SHA", "main; id"),
        ("GITHUB_RUN_ID", "x"),
        ("GITHUB_EVENT_NAME", ""),
        ("GITHUB_API_URL", "nonsense"),
        ("GITHUB_API_URL", "file:///etc/passwd"),
        ("GITHUB_SERVER_URL", "https://a b"),
    ],
)
def test_a_variable_of_another_form_is_one_clear_error(name: str, value: str) -> None:
    with pytest.raises(SetupError, match=name):
        job(**{name: value})


def test_an_event_larger_than_any_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconciler.github.event._LARGEST_EVENT", 100)
    with pytest.raises(SetupError, match="is larger than any event of GitHub"):
        of_a_pull(tmp_path, pull())
