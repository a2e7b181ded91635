"""Commits between two applies, and the pull requests that were merged with them.

Source: GitHub REST reference, 'Compare two commits', 'List commits', 'List pull requests'.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from reconciler.errors import GitHubError
from reconciler.github.client import Client, Document

READS, READS_PULLS = "contents: read", "pull-requests: read"
UNKNOWN = "unknown"
_COMPARED = 250
_PAGES = 10
"""Of a hundred pull requests or 250 commits: what is looked through at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The commits that one commit has and an earlier one has not.

    `relation` is GitHub's word: ahead, identical, behind or diverged; UNKNOWN when the earlier one is gone.
    `since` is when the earlier one was committed, or the oldest one looked at, as ISO 8601 in UTC.
    """

    relation: str
    commits: frozenset[str]
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """A pull request that is no longer open; `merged` is the commit that it became, "" when it was not.

    `head` is its own last commit.
    """

    number: int
    merged: str
    head: str
    updated: str


def span(client: Client, base: str, head: str) -> Span:
    """What `head` has beyond `base`."""
    path = f"/compare/{base}...{head}"
    try:
        pages = tuple(islice(client.pages(path, _compared, needs=READS, size=_COMPARED), _PAGES))
    except GitHubError as error:
        if error.status != 404:
            raise
        return Span(relation=UNKNOWN, commits=frozenset(), since="")
    return Span(
        relation=pages[0].relation,
        commits=frozenset().union(*(page.commits for page in pages)),
        since=pages[0].since,
    )


def first_span(client: Client, head: str) -> Span:
    """The last hundred commits up to `head`, for where nothing has been applied yet."""
    commits, since = next(client.pages("/commits", _listed, needs=READS, sha=head))
    return Span(relation="ahead", commits=commits, since=since)


def merged_pulls(client: Client, branch: str, within: Span) -> tuple[Pull, ...]:
    """The pull requests that became one of these commits of the branch, the oldest first.

    Closed ones come by their last change, the newest first: one that was
    merged after `since` was changed after it too.
    """
    query = {"state": "closed", "base": branch, "sort": "updated", "direction": "desc"}
    found: list[Pull] = []
    for page in islice(client.pages("/pulls", _pulls, needs=READS_PULLS, size=100, **query), _PAGES):
        found += (pull for pull in page if pull.merged in within.commits)
        if any(pull.updated < within.since for pull in page):
            break
    return tuple(sorted(found, key=lambda pull: pull.number))


def is_merged(client: Client, number: int) -> bool:
    """Whether this pull request has been merged by now."""
    answers = client.pages(f"/pulls/{number}", lambda one: bool(one["merged_at"]), needs=READS_PULLS, size=1)
    return next(answers)


def _compared(document: Document) -> Span:
    return Span(
        relation=str(document["status"]),
        commits=_shas(document["commits"]),
        since=_time(document["base_commit"]),
    )


def _listed(document: Any) -> tuple[frozenset[str], str]:
    return _shas(document), min(map(_time, document), default="")


def _shas(commits: Iterable[Document]) -> frozenset[str]:
    return frozenset(str(one["sha"]) for one in commits)


def _time(commit: Document) -> str:
    return str(commit["commit"]["committer"]["date"])


def _pulls(document: Iterable[Document]) -> tuple[Pull, ...]:
    return tuple(
        Pull(
            number=int(one["number"]),
            merged=str(one["merge_commit_sha"] or "") if one["merged_at"] else "",
            head=str(one["head"]["sha"]),
            updated=str(one["updated_at"]),
        )
        for one in document
    )
