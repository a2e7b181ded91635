"""What GitHub and its store answer, and how each refusal is told; nobody waits for real."""

from __future__ import annotations

import hashlib
import io
import socket
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from github import GithubException, RateLimitExceededException
from requests import RequestException
from requests.exceptions import RetryError

sys.path.append(str(Path(__file__).parents[2] / "ci"))

from fake_github import GitHub
from fake_repository import BOT, NAME

from reconciler.errors import ArtifactError, GitHubError
from reconciler.github import artifacts
from reconciler.github.artifacts import artifact_file
from reconciler.github.client import Client
from reconciler.github.deployments import Place, begin, deployments
from reconciler.github.event import read_job
from reconciler.github.failures import translated, unreachable
from reconciler.github.history import UNKNOWN, span
from reconciler.github.issues import find_issue
from reconciler.github.patience import Waited

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = 7
FILE = b'{"a": "plan"}'
SHA256 = hashlib.sha256(FILE).hexdigest()


@pytest.fixture
def github() -> Iterator[GitHub]:
    made = GitHub()
    yield made
    made.stop()


@pytest.fixture
def client(github: GitHub) -> Client:
    variables = {
        "GITHUB_API_URL": github.url,
        "GITHUB_EVENT_NAME": "push",
        "GITHUB_REPOSITORY": NAME,
        "GITHUB_RUN_ID": str(RUN),
        "GITHUB_SHA": github.repository.branches["main"],
        "GITHUB_TOKEN": github.token(),
    }
    waited = Waited()
    waited.sleep = lambda _seconds: None
    return Client(read_job(variables), waited)


def uploaded(github: GitHub, content: bytes = FILE) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("plan.json", content)
    github.repository.upload(RUN, "plan", data.getvalue())


def fetched(client: Client) -> bytes:
    return artifact_file(client, RUN, "plan", "plan.json", sha256=SHA256)


def test_an_artifact_is_read(client: Client, github: GitHub) -> None:
    uploaded(github)
    assert fetched(client) == FILE


@pytest.mark.parametrize(
    ("where", "status", "told"),
    [
        ("/zip", 410, "artifact plan of run 7 has expired"),
        ("/zip", 404, "artifact plan of run 7 has expired"),
        ("/store", 404, "an artifact has expired"),
    ],
)
def test_an_artifact_that_has_gone_meanwhile_is_told_as_gone(
    where: str, status: int, told: str, client: Client, github: GitHub
) -> None:
    uploaded(github)
    github.fault(status, path=where)
    with pytest.raises(ArtifactError, match=told):
        fetched(client)


@pytest.mark.parametrize(
    ("where", "status", "told"),
    [("/zip", 403, "the job may not do this"), ("/store", 503, "GitHub's store answers 503")],
)
def test_an_artifact_that_is_refused_is_not_told_as_gone(
    where: str, status: int, told: str, client: Client, github: GitHub
) -> None:
    uploaded(github)
    github.fault(status, path=where)
    with pytest.raises(GitHubError, match=told) as caught:
        fetched(client)
    assert not isinstance(caught.value, ArtifactError)


@pytest.mark.parametrize("content", [b"x" * 5000, bytes(range(256)) * 20])
def test_an_artifact_larger_than_any_plan_is_refused_packed_or_unpacked(
    content: bytes, client: Client, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(artifacts, "_LARGEST", 1000)
    uploaded(
        github, content if content[0] else b"".join(hashlib.sha256(bytes([n])).digest() for n in content)
    )
    with pytest.raises(ArtifactError, match="is larger than any plan"):
        fetched(client)


def test_a_store_that_cannot_be_reached_is_told_without_its_address(
    client: Client, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded(github)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/a.zip?sig=hunter2"
    monkeypatch.setattr(client, "redirect", lambda *_, **__: address)
    with pytest.raises(GitHubError, match="GitHub cannot be reached") as caught:
        fetched(client)
    assert "hunter2" not in f"{caught.value.what} {caught.value.why}"


def test_an_artifact_without_an_address_is_no_answer_of_github(client: Client, github: GitHub) -> None:
    uploaded(github)
    github.fault(200, path="/zip")
    with pytest.raises(GitHubError, match="is none that GitHub documents"):
        fetched(client)


@pytest.mark.parametrize("document", [{"artifacts": [{}]}, {"artifacts": None}, [], {"other": 1}])
def test_an_answer_of_another_form_is_told_as_such(
    document: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "_call", lambda *_, **__: ({}, document))
    with pytest.raises(GitHubError, match="is none that GitHub documents"):
        fetched(client)


def test_a_deployment_of_another_stack_or_with_an_odd_payload_is_passed_over(
    client: Client, github: GitHub
) -> None:
    """GitHub gives a payload back as it was sent, and keeps one that was sent as text as text."""
    place = Place(task="reconcile:shop", environment="personalize", key="0123456789ab")
    commit = github.repository.branches["main"]
    begin(client, place, commit, grants=["one"])
    for payload in ('{"key": "0123456789ab", "grants": ["two"]}', "not JSON", "[]", {"key": "another"}):
        body = {"ref": commit, "task": place.task, "environment": place.environment, "payload": payload}
        github.repository.deploy(BOT, body)
    assert [one.grants for one in deployments(client, place)] == [frozenset({"two"}), frozenset({"one"})]


def test_a_commit_that_is_gone_has_no_known_relation_and_a_refusal_is_an_error(
    client: Client, github: GitHub
) -> None:
    head = github.repository.branches["main"]
    assert span(client, "0" * 40, head).relation == UNKNOWN
    github.fault(403, path="/compare")
    with pytest.raises(GitHubError, match="may not do this"):
        span(client, head, head)


def test_a_pull_request_is_never_taken_for_the_issue(client: Client, github: GitHub) -> None:
    """GitHub lists pull requests among the issues."""
    issue = github.repository.issue(BOT, "drift", "ours", ["drift"])
    pull = github.repository.issue(BOT, "a pull request", "ours", ["drift"])
    pull["pull_request"] = {"url": "…"}
    found = find_issue(client, "drift", lambda one: one.body == "ours")
    assert found is not None
    assert found.number == issue["number"]


@pytest.mark.parametrize(
    ("error", "told", "status"),
    [
        (RateLimitExceededException(403, {"message": "later"}), "rate limit is used up: later", 403),
        (GithubException(503, {"message": "busy"}), "GitHub has trouble: 503 to GET /issues", 503),
        (GithubException(409, "<html>proxy</html>"), "GitHub refuses GET /issues: <html>proxy</html>", 409),
        (GithubException(409, None, None, None), "no reason given", 409),
    ],
)
def test_a_refusal_is_told_in_githubs_own_words(error: GithubException, told: str, status: int) -> None:
    found = translated(error, "GET", "/issues?page=1", "issues: read")
    assert told in found.what
    assert found.status == status


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RetryError("too many 502 error responses"), "it kept failing"),
        (RequestException("Invalid URL 'http:///a?sig=hunter2': no host"), "cannot be reached"),
    ],
)
def test_no_answer_at_all_is_told_with_its_reason_and_no_signature(error: Exception, told: str) -> None:
    found = unreachable(error)
    assert told in found.what
    assert found.why
    assert "hunter2" not in found.why
