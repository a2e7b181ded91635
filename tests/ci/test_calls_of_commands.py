"""How many calls are made, how long is waited, and what of a long list is read."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from fake_repository import BOT, NAME
from fake_routes import Answer

from reconciler.errors import ArtifactError, BodyTooLongError, GitHubError
from reconciler.github.artifacts import artifact_file
from reconciler.github.client import Client
from reconciler.github.comments import Comment, find_comment, write_comment
from reconciler.github.deployments import Place, begin, deployments, states, tell
from reconciler.github.event import Job
from reconciler.github.history import first_span, merged_pulls, span
from reconciler.github.issues import find_issue, open_issue
from reconciler.github.patience import LONGEST, Waited

if TYPE_CHECKING:
    from fake_github import GitHub

PLACE = Place(task="reconcile:shop", environment="staging", key="0123456789ab")
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."


class Slept(Waited):
    """Notes what would have been slept."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self.sleep = self.pauses.append


@pytest.fixture
def slept() -> Slept:
    return Slept()


@pytest.fixture
def client(github: GitHub, slept: Slept, monkeypatch: pytest.MonkeyPatch) -> Client:
    def no_pause(seconds: float) -> None:
        pytest.fail(f"a pause of {seconds} s that nobody asked for")

    monkeypatch.setattr(time, "sleep", no_pause)
    return connect(github, slept)


def connect(github: GitHub, slept: Slept, **permissions: str) -> Client:
    job = Job(
        event="push",
        repository=NAME,
        commit=github.repository.branches["main"],
        branch="main",
        run=7,
        workflow="apply.yml",
        api_url=github.url,
        server_url="https://github.com",
        author=BOT,
        actor="jo",
        token=github.token(permissions or None),
    )
    return Client(job, slept)


def talk(github: GitHub, count: int) -> int:
    """A pull request with so many comments, of which the last but ten says found."""
    number = github.repository.open_pull("topic").number
    for place in range(count):
        github.repository.comment(number, BOT, "found" if place == count - 10 else "talk")
    return number


def is_it(comment: Comment) -> bool:
    return comment.body == "found"


@pytest.mark.parametrize(("count", "pages"), [(20, 1), (100, 1), (109, 1), (110, 2), (250, 3)])
def test_comments_are_read_until_ours_is_found(
    count: int, pages: int, client: Client, github: GitHub
) -> None:
    number = talk(github, count)
    found = find_comment(client, number, is_it)
    assert found
    assert found.body == "found"
    assert len(github.requests) == pages


def test_closed_pull_requests_are_read_back_to_the_last_apply_only(client: Client, github: GitHub) -> None:
    repository = github.repository
    old = [repository.open_pull(f"old-{number}") for number in range(250)]
    for pull in old:
        repository.merge(pull)
    base = repository.branches["main"]
    new = [repository.open_pull(f"new-{number}") for number in range(3)]
    for pull in new[:2]:
        repository.merge(pull)
    new[2].state, new[2].updated = "closed", repository.time()
    found = span(client, base, repository.branches["main"])
    assert found.relation == "ahead"
    github.forget_requests()
    pulls = merged_pulls(client, "main", found)
    assert [pull.number for pull in pulls] == [pull.number for pull in new[:2]]
    assert len(github.requests) == 1


def test_a_pull_request_that_was_touched_later_is_found_all_the_same(client: Client, github: GitHub) -> None:
    repository = github.repository
    base = repository.branches["main"]
    first, second = repository.open_pull("one"), repository.open_pull("two")
    repository.merge(first)
    repository.merge(second)
    first.updated = repository.time()
    found = merged_pulls(client, "main", span(client, base, repository.branches["main"]))
    assert [pull.number for pull in found] == [first.number, second.number]


def test_more_commits_than_a_page_are_all_seen(client: Client, github: GitHub) -> None:
    repository = github.repository
    base = repository.branches["main"]
    shas = {repository.push("main") for _ in range(600)}
    assert span(client, base, repository.branches["main"]).commits == shas
    assert len(github.requests) == 3
    assert len(first_span(client, repository.branches["main"]).commits) == 100


def test_how_two_commits_relate(client: Client, github: GitHub) -> None:
    repository = github.repository
    old = repository.branches["main"]
    new, other = repository.push("main"), repository.push("topic")
    aside = repository.push("topic")
    assert span(client, old, old).relation == "identical"
    assert span(client, new, old).relation == "behind"
    assert span(client, aside, repository.push("main")).relation == "diverged"
    assert span(client, "0" * 40, old).relation == "unknown"
    assert other != aside


def test_only_deployments_of_this_stack_and_environment_are_read(client: Client, github: GitHub) -> None:
    for place in (
        Place(task="reconcile:other", environment="staging", key=PLACE.key),
        Place(task=PLACE.task, environment="production", key=PLACE.key),
        Place(task=PLACE.task, environment="staging", key="b" * 12),
    ):
        begin(client, place, "a" * 40)
    made = begin(client, PLACE, "a" * 40)
    for text in ("oddly", '{"key": 1}', "[", '["x"]', f'{{"key": "{PLACE.key}"}}'):
        github.repository.deploy(
            BOT, {"ref": "b", "task": PLACE.task, "environment": "staging", "payload": text}
        )
    tell(client, made, "in_progress", "x" * 500, "https://github.com")
    tell(client, made, "success", "done", "https://github.com")
    found = list(deployments(client, PLACE))
    assert [one.commit for one in found] == ["b", "a" * 40]
    assert states(client, made) == ("success", "in_progress")


def test_pull_requests_are_no_issues_and_closed_ones_count(client: Client, github: GitHub) -> None:
    github.repository.open_pull("topic")
    open_issue(client, "Drift", "ours", "personalize-drift")
    next(iter(github.repository.issues.values()))["state"] = "closed"
    found = find_issue(client, "personalize-drift", lambda issue: issue.body == "ours")
    assert found
    assert not found.open


@pytest.mark.parametrize(
    ("status", "message", "headers", "pause"),
    [
        (429, SECONDARY, {"Retry-After": "7"}, 7),
        (403, SECONDARY, {"Retry-After": "9"}, 9),
        (403, SECONDARY, {}, 60),
        (502, "Server Error", {}, 0),
    ],
)
def test_github_is_given_the_time_it_asks_for(
    status: int,
    message: str,
    headers: dict[str, str],
    pause: float,
    client: Client,
    github: GitHub,
    slept: Slept,
) -> None:
    number = talk(github, 10)
    github.fault(status, message=message, headers=headers)
    write_comment(client, number, "once more")
    assert sum(slept.pauses) == pause
    assert len(github.requests) == 2


def test_all_waits_together_are_bounded(client: Client, github: GitHub, slept: Slept) -> None:
    number = talk(github, 10)
    github.fault(429, message=SECONDARY, headers={"Retry-After": "70"}, times=100)
    with pytest.raises(GitHubError, match="asks to wait for 70 s"):
        write_comment(client, number, "never")
    assert sum(slept.pauses) == 210 <= LONGEST
    assert len(github.requests) == 4


def test_a_trouble_that_does_not_pass_is_given_up(client: Client, github: GitHub, slept: Slept) -> None:
    number = talk(github, 10)
    github.fault(500, times=100)
    with pytest.raises(GitHubError, match="GitHub has trouble"):
        write_comment(client, number, "never")
    assert len(github.requests) == 6
    assert sum(slept.pauses) < 30


def test_a_refusal_is_not_tried_again_and_names_the_permission(github: GitHub, slept: Slept) -> None:
    number = talk(github, 10)
    client = connect(github, slept, contents="read", issues="read")
    with pytest.raises(GitHubError, match="may not do this") as caught:
        write_comment(client, number, "never")
    assert caught.value.fix == "give the job `permissions: {pull-requests: write}`"
    assert len(github.requests) == 1


def test_a_text_that_is_too_long_is_an_error_of_its_own(client: Client, github: GitHub) -> None:
    number = talk(github, 10)
    write_comment(client, number, "x" * 65_536)
    with pytest.raises(BodyTooLongError):
        write_comment(client, number, "x" * 65_537)
    with pytest.raises(BodyTooLongError):
        open_issue(client, "Drift", "x" * 65_537, "personalize-drift")


def test_an_artifact_that_expired_a_moment_ago_is_said_so(client: Client, github: GitHub) -> None:
    made = github.repository.upload(7, "personalize-plan-x", b"")
    github.fault(410, path="/zip", message="Artifact has expired")
    with pytest.raises(ArtifactError, match="has expired"):
        artifact_file(client, 7, made["name"], "plan.json", sha256="")


@pytest.mark.parametrize("document", [b"[]", b'{"a": 1}', b"null", b"<html></html>", b'[{"id": "x"}]'])
def test_an_answer_of_another_form_is_no_traceback(
    document: bytes, client: Client, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(github, "answer", lambda *_: Answer(200, data=document))
    if document == b"[]":
        assert find_comment(client, 1, is_it) is None
        return
    with pytest.raises(GitHubError):
        find_comment(client, 1, is_it)
