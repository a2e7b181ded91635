"""The calls of GitHub's REST API that are answered, each with the permissions of which it takes one.

Source: GitHub REST reference, the pages of the same names; permissions as in 'Permissions required for
fine-grained personal access tokens' and 'Permissions for the GITHUB_TOKEN'.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fake_repository import NAME, Repository, UnprocessableError


class NotThereError(Exception):
    """A 404."""


@dataclass
class Asked:
    """One call: who asks, the parts of its path, query and body."""

    repository: Repository
    login: str
    parts: tuple[str, ...]
    query: dict[str, str]
    body: Any
    token: str


@dataclass
class Answer:
    """`listed` is cut into pages; `member` holds it in the document, None being the document itself."""

    status: int
    document: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    listed: list[Any] | None = None
    member: str | None = None
    usual: int = 30
    most: int = 100
    data: bytes | None = None


def list_comments(asked: Asked) -> Answer:
    return Answer(200, listed=asked.repository.comments_of(_thread(asked)))


def create_comment(asked: Asked) -> Answer:
    return Answer(201, asked.repository.comment(_thread(asked), asked.login, asked.body["body"]))


def update_comment(asked: Asked) -> Answer:
    repository, body = asked.repository, asked.body["body"]
    comment = repository.comments[int(asked.parts[0])]
    if len(body) > repository.longest_body:
        repository.comment(0, asked.login, body)
    comment["body"] = body
    return Answer(200, comment)


def list_issues(asked: Asked) -> Answer:
    labels = {one for one in asked.query.get("labels", "").split(",") if one}
    state = asked.query.get("state", "open")
    repository = asked.repository
    found = [
        one
        for one in repository.issues.values()
        if state in {"all", one["state"]} and labels <= {label["name"] for label in one["labels"]}
    ]
    if not labels:
        pulls = map(repository.pull_document, repository.pulls.values())
        found += [{**one, "labels": [], "pull_request": {}, "body": ""} for one in pulls]
    found.sort(key=lambda one: one["created_at"], reverse=asked.query.get("direction", "desc") == "desc")
    return Answer(200, listed=found)


def create_issue(asked: Asked) -> Answer:
    body = asked.body
    made = asked.repository.issue(asked.login, body["title"], body["body"], body.get("labels", []))
    return Answer(201, made)


def update_issue(asked: Asked) -> Answer:
    issue = asked.repository.issues[int(asked.parts[0])]
    if not set(asked.body) <= {"title", "body", "state", "labels"}:
        raise UnprocessableError("Invalid request.")
    issue.update(asked.body)
    return Answer(200, issue)


def list_pulls(asked: Asked) -> Answer:
    query, repository = asked.query, asked.repository
    found = [
        pull
        for pull in repository.pulls.values()
        if query.get("state", "open") in {"all", pull.state} and query.get("base", pull.base) == pull.base
    ]
    if query.get("sort") == "updated":
        found.sort(key=lambda pull: pull.updated, reverse=query.get("direction") == "desc")
    return Answer(200, listed=[repository.pull_document(pull) for pull in found])


def read_pull(asked: Asked) -> Answer:
    repository = asked.repository
    return Answer(200, repository.pull_document(repository.pulls[int(asked.parts[0])]))


def compare(asked: Asked) -> Answer:
    base, head = asked.parts
    found = asked.repository.comparison(base, head)
    return Answer(200, found, listed=found["commits"], member="commits", usual=250, most=250)


def list_commits(asked: Asked) -> Answer:
    repository = asked.repository
    start = asked.query.get("sha", repository.branches["main"])
    return Answer(200, listed=[repository.commit_document(one) for one in repository.ancestry(start)])


def list_deployments(asked: Asked) -> Answer:
    wanted = {name: asked.query[name] for name in ("task", "environment", "sha") if name in asked.query}
    found = [
        one
        for one in reversed(asked.repository.deployments.values())
        if all(one[name] == value for name, value in wanted.items())
    ]
    return Answer(200, listed=found)


def create_deployment(asked: Asked) -> Answer:
    body = asked.body
    if body.get("auto_merge", True) or body.get("required_contexts") != []:
        return Answer(409, {"message": "Conflict: Commit status checks failed"})
    return Answer(201, asked.repository.deploy(asked.login, body))


def list_statuses(asked: Asked) -> Answer:
    return Answer(200, listed=asked.repository.statuses[int(asked.parts[0])][::-1])


def create_status(asked: Asked) -> Answer:
    states = {"error", "failure", "inactive", "in_progress", "queued", "pending", "success"}
    if asked.body["state"] not in states or len(asked.body.get("description", "")) > 140:
        raise UnprocessableError("Validation Failed")
    made = {"id": asked.repository.number(), "creator": {"login": asked.login}, **asked.body}
    asked.repository.statuses[int(asked.parts[0])].append(made)
    return Answer(201, made)


def list_artifacts(asked: Asked) -> Answer:
    run, name = int(asked.parts[0]), asked.query.get("name")
    found = [
        one
        for one in asked.repository.artifacts.values()
        if one["workflow_run"]["id"] == run and name in {None, one["name"]}
    ]
    return Answer(200, {"total_count": len(found)}, listed=found, member="artifacts")


def download_artifact(asked: Asked) -> Answer:
    artifact = asked.repository.artifacts[int(asked.parts[0])]
    if artifact["expired"]:
        return Answer(410, {"message": "Artifact has expired"})
    return Answer(302, {}, {"Location": f"{asked.repository.url}/store/{artifact['id']}"})


def read_store(asked: Asked) -> Answer:
    """Another host's job: a token of GitHub is none of its business."""
    if asked.token:
        return Answer(400, {"message": "InvalidAuthenticationInfo"})
    return Answer(200, data=asked.repository.zips[int(asked.parts[0])])


def dispatch_workflow(asked: Asked) -> Answer:
    repository, (file,) = asked.repository, asked.parts
    if asked.body["ref"] not in repository.branches:
        raise UnprocessableError(f"No ref found for: {asked.body['ref']}")
    unknown = [one for one in asked.body.get("inputs", {}) if one not in repository.workflows[file]]
    if unknown:
        raise UnprocessableError(f"Unexpected inputs provided: {unknown}")
    repository.dispatched.append({"workflow": file, **asked.body})
    return Answer(204)


def _thread(asked: Asked) -> int:
    number = int(asked.parts[0])
    if number not in asked.repository.pulls and number not in asked.repository.issues:
        raise NotThereError
    return number


Route = tuple[str, re.Pattern[str], tuple[str, ...], Callable[[Asked], Answer]]
_TALK = ("issues", "pull-requests")


def _route(verb: str, path: str, needs: tuple[str, ...], handle: Callable[[Asked], Answer]) -> Route:
    return verb, re.compile(f"/repos/{NAME}{path}"), needs, handle


ROUTES: tuple[Route, ...] = (
    _route("GET", r"/issues/(\d+)/comments", _TALK, list_comments),
    _route("POST", r"/issues/(\d+)/comments", _TALK, create_comment),
    _route("PATCH", r"/issues/comments/(\d+)", _TALK, update_comment),
    _route("GET", "/issues", ("issues",), list_issues),
    _route("POST", "/issues", ("issues",), create_issue),
    _route("PATCH", r"/issues/(\d+)", ("issues",), update_issue),
    _route("GET", "/pulls", ("pull-requests",), list_pulls),
    _route("GET", r"/pulls/(\d+)", ("pull-requests",), read_pull),
    _route("GET", r"/compare/(\w+)\.\.\.(\w+)", ("contents",), compare),
    _route("GET", "/commits", ("contents",), list_commits),
    _route("GET", "/deployments", ("deployments",), list_deployments),
    _route("POST", "/deployments", ("deployments",), create_deployment),
    _route("GET", r"/deployments/(\d+)/statuses", ("deployments",), list_statuses),
    _route("POST", r"/deployments/(\d+)/statuses", ("deployments",), create_status),
    _route("GET", r"/actions/runs/(\d+)/artifacts", ("actions",), list_artifacts),
    _route("GET", r"/actions/artifacts/(\d+)/zip", ("actions",), download_artifact),
    _route("POST", r"/actions/workflows/([\w.%-]+)/dispatches", ("actions",), dispatch_workflow),
    ("GET", re.compile(r"/store/(\d+)"), (), read_store),
)
