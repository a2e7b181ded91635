"""Forks get no credentials, and nothing that a stranger writes is believed or carried out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from fake_repository import BOT, NAME
from jobs import FORK

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Checkout, Server
    from jobs import Jobs

MORE = ("minTPS: 1", "minTPS: 2")


@pytest.fixture
def server(untouched: Server) -> Server:
    """Nothing here is applied."""
    return untouched


@pytest.mark.parametrize("origin", ["mallory/recommendations", None])
def test_a_fork_is_checked_only_and_nothing_is_called(
    origin: str | None, jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic", origin=origin)
    checkout.edit(MORE)
    server.forget_calls()
    done = jobs.plan(pull, permissions=FORK).ended(0)
    assert (github.requests, server.calls()) == ([], [])
    assert "comes from a fork" in done.summary
    assert any(one.startswith("::notice") and "fork" in one for one in done.annotations)
    assert "artifact" not in done.outputs

    checkout.edit(("minTPS: 2", "minTSP: 2"))
    done = jobs.plan(pull, permissions=FORK).ended(1)
    assert any(one.startswith("::error file=personalize.yaml,line=") for one in done.annotations)


def test_without_a_role_the_file_is_checked_and_nothing_is_called(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    server.forget_calls()
    done = jobs.plan(pull, variables={"RECONCILE_ROLE": ""}).ended(0)
    assert "No role is configured" in done.summary
    github.repository.merge(pull)
    done = jobs.apply("--role", "").ended(0)
    assert "No role is configured" in done.summary
    assert (github.requests, server.calls()) == ([], [])


def test_a_strangers_copy_of_our_comment_grants_nothing(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    repository = github.repository
    reviewed, sneaky = repository.open_pull("one"), repository.open_pull("two")
    checkout.edit(MORE)
    jobs.plan(reviewed).ended(0)
    (body,) = repository.said(reviewed.number)
    repository.comment(sneaky.number, "mallory", body)
    repository.merge(sneaky)
    server.forget_calls()
    jobs.apply().ended(1)
    assert server.changes() == []
    assert repository.said(sneaky.number, "mallory") == [body]


@pytest.mark.parametrize("damage", ["", "e30=", "bm9uc2Vuc2U=", "W10="])
def test_a_damaged_comment_of_ours_grants_nothing(
    damage: str, jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    (comment,) = github.repository.comments_of(pull.number)
    data = comment["body"].split()[3]
    comment["body"] = comment["body"].replace(data, damage)
    github.repository.merge(pull)
    server.forget_calls()
    jobs.apply().ended(1)
    assert server.changes() == []


def test_an_event_or_a_variable_of_another_shape_is_one_clear_error(jobs: Jobs, github: GitHub) -> None:
    pull = github.repository.open_pull("topic")
    done = jobs.plan(pull, event='{"pull_request": {"number": 1, "head": {"sha": "$(id)"}}}').ended(1)
    assert "does not tell of a pull request as GitHub does" in done.said
    done = jobs.apply(variables={"GITHUB_REPOSITORY": "../.."}).ended(1)
    assert "GITHUB_REPOSITORY is not of its form" in done.said
    done = jobs.apply(token="").ended(1)
    assert "GITHUB_TOKEN is not set" in done.said
    assert github.requests == []


def test_titles_and_branches_go_nowhere(jobs: Jobs, checkout: Checkout, github: GitHub) -> None:
    nasty = '"$(touch owned)" `id` <!-- --> @everyone ::set-output name=x::y'
    pull = github.repository.open_pull("topic", title=nasty)
    document: dict[str, Any] = github.repository.pull_document(pull)
    document["head"]["ref"] = nasty
    checkout.edit(MORE)
    event = {"pull_request": document, "repository": {"full_name": NAME}}
    done = jobs.plan(pull, event=json.loads(json.dumps(event))).ended(0)
    told = done.said + done.summary + github.repository.said(pull.number, BOT)[0]
    assert "everyone" not in told
    assert not (checkout.folder / "owned").exists()


def test_code_in_the_checkout_is_not_run(jobs: Jobs, checkout: Checkout, github: GitHub) -> None:
    pull = github.repository.open_pull("topic")
    for name in ("github", "boto3", "yaml", "reconciler", "sitecustomize"):
        (checkout.folder / f"{name}.py").write_text("open('owned', 'w')\nraise SystemExit(0)\n")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    assert not (checkout.folder / "owned").exists()
    assert len(github.repository.said(pull.number)) == 1


def test_text_of_the_file_is_never_a_command_to_the_runner(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(
        ('IN ("watch")', 'IN ("::error::owned", "##[error]owned", "<!-- personalize-reconciler -->")')
    )
    done = jobs.plan(pull)
    lines = done.ran.out.splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("::stop-commands::"))
    token = lines[begin].removeprefix("::stop-commands::")
    end = lines.index(f"::{token}::")
    owned = [number for number, line in enumerate(lines) if "owned" in line]
    assert owned
    assert all(begin < number < end for number in owned)
    (comment,) = github.repository.said(pull.number)
    assert comment.count("<!-- personalize-reconciler") == 1


def test_a_plan_that_is_made_after_the_merge_is_nobodys_review(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    """As by a job that was slow, or was started again when the apply had found something unreviewed."""
    shown, bare = github.repository.open_pull("topic"), github.repository.open_pull("quick")
    checkout.edit(MORE)
    jobs.plan(shown).ended(0)
    for pull in (shown, bare):
        github.repository.merge(pull)
    before = github.repository.said(shown.number)
    checkout.edit((MORE[1], "minTPS: 3"))
    for pull in (shown, bare):
        done = jobs.plan(pull).ended(0)
        assert any("was merged before this plan" in one for one in done.annotations)
    assert github.repository.said(shown.number) == before
    assert github.repository.said(bare.number) == []
    checkout.write("stack: [")
    jobs.plan(shown).ended(1)
    assert github.repository.said(shown.number) == before
