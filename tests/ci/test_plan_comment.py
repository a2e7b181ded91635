"""A pull request is opened and pushed to: one comment, always of the newest plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fake_repository import BOT

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Checkout, Server
    from jobs import Jobs

MORE = ("minTPS: 1", "minTPS: 2")


@pytest.fixture
def server(untouched: Server) -> Server:
    """Nothing here is applied."""
    return untouched


def test_a_pull_request_gets_one_comment_that_is_updated_in_place(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    opened = jobs.plan(pull).ended(0)
    (first,) = github.repository.said(pull.number)
    assert "campaign/home-page" in first
    assert f"/commit/{pull.head}" in first
    assert len(first) < 60_000
    assert "campaign/home-page" in opened.summary
    assert github.requests == [
        f"GET /repos/acme/recommendations/issues/{pull.number}/comments?per_page=100",
        f"GET /repos/acme/recommendations/pulls/{pull.number}?per_page=1",
        f"POST /repos/acme/recommendations/issues/{pull.number}/comments",
    ]

    github.forget_requests()
    github.repository.push_to(pull, "topic")
    checkout.edit((MORE[1], "minTPS: 3"))
    jobs.plan(pull).ended(0)
    (second,) = github.repository.said(pull.number)
    assert "1 → 3" in second or "3" in second.partition("minTPS")[2]
    assert [one.split()[0] for one in github.requests] == ["GET", "GET", "PATCH"]


def test_the_same_run_again_writes_nothing(jobs: Jobs, checkout: Checkout, github: GitHub) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    first = jobs.plan(pull).ended(0)
    github.forget_requests()
    jobs.plan(pull, run=first.run).ended(0)
    assert github.writes() == []


def test_the_artifact_holds_the_whole_plan_and_no_secret(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    done = jobs.plan(pull).ended(0)
    key = github.repository.said(pull.number)[0].split()[2]
    assert done.outputs["artifact-name"] == f"personalize-plan-{key}"
    folder = Path(done.outputs["artifact"])
    assert folder.parts[-2:] == ("personalize-plan", key)
    assert sorted(one.name for one in folder.iterdir()) == ["plan.json", "plan.md"]
    document = json.loads((folder / "plan.json").read_bytes())
    assert [one["address"] for one in document["changes"] if one["asks"]] == ["campaign/home-page"]


def test_only_a_comment_by_our_own_author_is_believed(jobs: Jobs, checkout: Checkout, github: GitHub) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    (ours,) = github.repository.comments_of(pull.number)
    ours["user"] = {"login": "mallory", "type": "User"}
    jobs.plan(pull).ended(0)
    assert len(github.repository.said(pull.number)) == 1
    assert len(github.repository.said(pull.number, "mallory")) == 1


def test_a_plan_without_differences_makes_no_comment_and_clears_an_older_one(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    done = jobs.plan(pull).ended(0)
    assert github.writes() == []
    assert "No differences" in done.summary

    text = checkout.text
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    checkout.write(text)
    jobs.plan(pull).ended(0)
    (comment,) = github.repository.said(pull.number)
    assert "No differences" in comment


def test_a_broken_file_is_annotated_at_its_line_and_said_in_the_comment(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    text = checkout.text
    line = next(number for number, one in enumerate(text.splitlines(), 1) if "minTPS: 1" in one)
    checkout.edit(("minTPS: 1", "minTSP: 1"))
    done = jobs.plan(pull).ended(1)
    assert any(f"::error file=personalize.yaml,line={line},col=" in one for one in done.annotations)
    (broken,) = github.repository.said(pull.number)
    assert "personalize.yaml is not valid" in broken
    assert f"personalize.yaml&#58;{line}&#58;" in broken
    assert "not valid" in done.summary

    checkout.write(text)
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    (mended,) = github.repository.said(pull.number)
    assert "not valid" not in mended
    assert "campaign/home-page" in mended


def test_the_bot_may_have_another_name(jobs: Jobs, checkout: Checkout, github: GitHub) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.variables["RECONCILE_COMMENT_AUTHOR"] = "acme-bot[bot]"
    token = github.token(login="acme-bot[bot]")
    for _ in range(2):
        jobs.plan(pull, token=token).ended(0)
    assert len(github.repository.said(pull.number, "acme-bot[bot]")) == 1
    assert github.repository.said(pull.number, BOT) == []


def test_a_plan_outside_of_a_pull_request_is_told_on_the_runs_page_only(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    checkout.edit(MORE)
    done = jobs.start("plan", name="workflow_dispatch", permissions={}, token="").ended(0)
    assert "campaign/home-page" in done.summary
    assert "artifact" in done.outputs
    assert github.requests == []


def test_a_plan_that_apply_would_refuse_fails_the_check_and_shows_what_to_agree_to(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(
        ("    eventTracker: user-videos-tracker # takes live events; clients embed its trackingId\n", "")
    )
    jobs.plan(pull).ended(1)
    (comment,) = github.repository.said(pull.number)
    assert "consent" in comment


def test_a_runner_whose_folder_cannot_be_written_is_named_and_nothing_is_said(
    jobs: Jobs, checkout: Checkout, github: GitHub, tmp_path: Path
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    (tmp_path / "personalize-plan").write_text("")
    done = jobs.plan(pull, variables={"RUNNER_TEMP": str(tmp_path)}).ended(1)
    assert "of the runner cannot be written: Not a directory" in done.said
    assert github.repository.said(pull.number) == []
