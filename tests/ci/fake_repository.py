"""A repository on a stand-in for GitHub: what people and jobs do to it, and what the REST API tells of it.

Documents have the members that GitHub's REST reference lists first, and those that a client needs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

BOT = "github-actions[bot]"
NAME = "acme/recommendations"
LONGEST_BODY = 65_536


class UnprocessableError(Exception):
    """A 422; `errors` as in GitHub's answer."""

    def __init__(self, message: str, *errors: Any) -> None:
        super().__init__(message)
        self.document = {"message": message, **({"errors": list(errors)} if errors else {})}


@dataclass
class Commit:
    sha: str
    parents: tuple[str, ...]
    date: str


@dataclass
class Pull:
    number: int
    head: str
    base: str
    origin: str | None
    title: str = "Change recommendations"
    state: str = "open"
    merged_at: str | None = None
    merge_commit: str | None = None
    updated: str = ""


@dataclass
class Repository:
    """All of it; `url` is where the API answers. Time passes by a minute with every act."""

    url: str = ""
    commits: dict[str, Commit] = field(default_factory=dict)
    branches: dict[str, str] = field(default_factory=dict)
    pulls: dict[int, Pull] = field(default_factory=dict)
    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    issues: dict[int, dict[str, Any]] = field(default_factory=dict)
    deployments: dict[int, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    artifacts: dict[int, dict[str, Any]] = field(default_factory=dict)
    zips: dict[int, bytes] = field(default_factory=dict)
    workflows: dict[str, set[str]] = field(default_factory=dict)
    dispatched: list[dict[str, Any]] = field(default_factory=list)
    longest_body: int = LONGEST_BODY
    _count: int = 0
    _now: datetime = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)

    def __post_init__(self) -> None:
        self.push("main")

    def number(self) -> int:
        self._count += 1
        return self._count

    def time(self) -> str:
        self._now += timedelta(minutes=1)
        return self._now.strftime("%Y-%m-%dT%H:%M:%SZ")

    # What people do.

    def push(self, branch: str, *more_parents: str) -> str:
        """A new commit on a branch, which starts at main."""
        before = self.branches.get(branch) or self.branches.get("main")
        date = self.time()
        sha = hashlib.sha1(f"{branch} {date}".encode()).hexdigest()
        parents = (*((before,) if before else ()), *more_parents)
        self.commits[sha] = Commit(sha, parents, date)
        self.branches[branch] = sha
        return sha

    def open_pull(self, branch: str, *, origin: str | None = NAME, title: str = "Change") -> Pull:
        head = self.push(branch)
        number = self.number()
        pull = Pull(number, head, "main", origin, title, updated=self.time())
        self.pulls[number] = pull
        return pull

    def push_to(self, pull: Pull, branch: str) -> str:
        pull.head, pull.updated = self.push(branch), self.time()
        return pull.head

    def merge(self, pull: Pull) -> str:
        """With a merge commit."""
        sha = self.push("main", pull.head)
        pull.state, pull.merge_commit, pull.merged_at = "closed", sha, self.commits[sha].date
        pull.updated = pull.merged_at
        return sha

    def comment(self, number: int, author: str, body: str) -> dict[str, Any]:
        if len(body) > self.longest_body:
            raise too_long("IssueComment")
        made = {
            "id": self.number(),
            "body": body,
            "user": user(author),
            "issue_url": f"{self.url}/repos/{NAME}/issues/{number}",
            "created_at": self.time(),
        }
        self.comments[made["id"]] = made
        return made

    def said(self, number: int, author: str = BOT) -> list[str]:
        """The bodies of an author's comments."""
        return [
            one["body"] for one in self.comments_of(number) if one["user"] and one["user"]["login"] == author
        ]

    def comments_of(self, number: int) -> list[dict[str, Any]]:
        return [one for one in self.comments.values() if one["issue_url"].endswith(f"/issues/{number}")]

    def issue(self, author: str, title: str, body: str, labels: list[str]) -> dict[str, Any]:
        if len(body) > self.longest_body:
            raise too_long("Issue")
        number = self.number()
        made = {
            "number": number,
            "title": title,
            "body": body,
            "state": "open",
            "labels": [{"name": label} for label in labels],
            "user": user(author),
            "comments": 0,
            "created_at": self.time(),
        }
        self.issues[number] = made
        return made

    def deploy(self, author: str, body: dict[str, Any]) -> dict[str, Any]:
        made = {
            "id": self.number(),
            "sha": self.branches.get(body["ref"], body["ref"]),
            "ref": body["ref"],
            "task": body.get("task", "deploy"),
            "environment": body.get("environment", "production"),
            "payload": body.get("payload", {}),
            "description": body.get("description"),
            "creator": user(author),
            "created_at": self.time(),
        }
        self.deployments[made["id"]] = made
        self.statuses[made["id"]] = []
        return made

    def states(self) -> list[tuple[str, list[str]]]:
        """Every deployment's commit with its states, all in the order of time."""
        return [
            (one["sha"], [status["state"] for status in self.statuses[number]])
            for number, one in sorted(self.deployments.items())
        ]

    def upload(self, run: int, name: str, data: bytes) -> dict[str, Any]:
        made = {"id": self.number(), "name": name, "expired": False, "size_in_bytes": len(data)}
        made["workflow_run"] = {"id": run}
        made["archive_download_url"] = f"{self.url}/repos/{NAME}/actions/artifacts/{made['id']}/zip"
        self.artifacts[made["id"]] = made
        self.zips[made["id"]] = data
        return made

    # What the API tells.

    def ancestry(self, sha: str) -> list[str]:
        """The commit and all before it, the newest first."""
        found: dict[str, None] = {}
        waiting = [sha]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found[one] = None
                waiting += self.commits[one].parents
        return sorted(found, key=lambda one: self.commits[one].date, reverse=True)

    def comparison(self, base: str, head: str) -> dict[str, Any]:
        before, after = self.ancestry(base), self.ancestry(head)
        ahead = [one for one in reversed(after) if one not in before]
        behind = [one for one in before if one not in after]
        words = {(False, False): "identical", (True, False): "ahead", (False, True): "behind"}
        return {
            "status": words.get((bool(ahead), bool(behind)), "diverged"),
            "ahead_by": len(ahead),
            "behind_by": len(behind),
            "total_commits": len(ahead),
            "base_commit": self.commit_document(base),
            "commits": [self.commit_document(one) for one in ahead],
            "files": [],
        }

    def commit_document(self, sha: str) -> dict[str, Any]:
        commit = self.commits[sha]
        who = {"name": "Jo", "email": "jo@example.com", "date": commit.date}
        return {
            "sha": sha,
            "commit": {"author": who, "committer": who, "message": "Change"},
            "parents": [{"sha": parent} for parent in commit.parents],
        }

    def pull_document(self, pull: Pull) -> dict[str, Any]:
        return {
            "number": pull.number,
            "state": pull.state,
            "title": pull.title,
            "user": user("jo"),
            "created_at": pull.updated,
            "updated_at": pull.updated,
            "closed_at": pull.merged_at,
            "merged_at": pull.merged_at,
            "merge_commit_sha": pull.merge_commit,
            "head": {
                "ref": "topic",
                "sha": pull.head,
                "repo": {"full_name": pull.origin} if pull.origin else None,
            },
            "base": {"ref": pull.base, "sha": self.branches["main"], "repo": {"full_name": NAME}},
        }


def user(login: str) -> dict[str, Any] | None:
    """None is an account that is gone."""
    kind = "Bot" if login.endswith("[bot]") else "User"
    return {"login": login, "type": kind} if login else None


def too_long(resource: str) -> UnprocessableError:
    return UnprocessableError(
        "Validation Failed",
        {
            "resource": resource,
            "code": "unprocessable",
            "field": "data",
            "message": f"Body is too long (maximum is {LONGEST_BODY} characters)",
        },
    )
