"""Issues that this program opens, finds again and closes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reconciler.github.client import Client, Document
from reconciler.github.comments import write_comment

READS, WRITES = "issues: read", "issues: write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One issue; `author` is a login, "" when the account is gone."""

    number: int
    author: str
    open: bool
    body: str


def find_issue(client: Client, label: str, is_it: Callable[[Issue], bool]) -> Issue | None:
    """The newest issue with this label that is it, open or closed; pull requests are none."""
    query = {"labels": label, "state": "all", "sort": "created", "direction": "desc"}
    found = client.entries("/issues", _issue, needs=READS, **query)
    return next((issue for issue in found if issue and is_it(issue)), None)


def open_issue(client: Client, title: str, body: str, label: str) -> None:
    """A new issue; GitHub makes the label if there is none of that name."""
    client.post("/issues", {"title": title, "body": body, "labels": [label]}, needs=WRITES)


def rewrite_issue(client: Client, issue: Issue, body: str, *, is_open: bool) -> None:
    """Another text, and open or closed, in one call."""
    state = {} if is_open is issue.open else {"state": "open" if is_open else "closed"}
    client.patch(f"/issues/{issue.number}", {"body": body, **state}, needs=WRITES)


def remark(client: Client, issue: Issue, body: str) -> None:
    """A comment on the issue."""
    write_comment(client, issue.number, body, needs=WRITES)


def _issue(document: Document) -> Issue | None:
    if "pull_request" in document:
        return None
    return Issue(
        number=int(document["number"]),
        author=str((document.get("user") or {}).get("login") or ""),
        open=document["state"] == "open",
        body=str(document.get("body") or ""),
    )
