"""Comments of issues and pull requests, which are one and the same to the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reconciler.github.client import Client, Document

READS, WRITES = "pull-requests: read", "pull-requests: write"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment; `author` is a login, "" when the account is gone."""

    id: int
    author: str
    body: str


def find_comment(client: Client, number: int, is_it: Callable[[Comment], bool]) -> Comment | None:
    """The first comment of a pull request that is it; later pages are asked for only until then."""
    found = client.entries(f"/issues/{number}/comments", _comment, needs=READS)
    return next((comment for comment in found if is_it(comment)), None)


def write_comment(client: Client, number: int, body: str, *, needs: str = WRITES) -> None:
    """A new comment; BodyTooLongError when GitHub finds it too long."""
    client.post(f"/issues/{number}/comments", {"body": body}, needs=needs)


def rewrite_comment(client: Client, comment: int, body: str) -> None:
    """Another text for a comment; BodyTooLongError as for a new one."""
    client.patch(f"/issues/comments/{comment}", {"body": body}, needs=WRITES)


def _comment(document: Document) -> Comment:
    return Comment(
        id=int(document["id"]),
        author=str((document.get("user") or {}).get("login") or ""),
        body=str(document.get("body") or ""),
    )
