"""What GitHub refuses, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from github import GithubException, RateLimitExceededException
from requests.exceptions import RetryError

from reconciler.errors import BodyTooLongError, GitHubError
from reconciler.model.redaction import redacted

_AGAIN = "run the job again later"


def translated(error: GithubException, verb: str, path: str, needs: str) -> GitHubError:
    """The error of one call; `needs` is the permission that the call takes, as a workflow names it."""
    status, said = error.status, _message(error)
    call = f"{verb} {path.partition('?')[0]}"
    if isinstance(error, RateLimitExceededException):
        return GitHubError(f"GitHub's rate limit is used up: {said}", status=status, fix=_AGAIN)
    if status == 401:
        return GitHubError(
            "GitHub does not know the token in GITHUB_TOKEN",
            status=status,
            why=f"{call}: {said}",
            fix="give the step `env: {GITHUB_TOKEN: ${{ github.token }}}`",
        )
    if status == 403:
        return GitHubError(
            f"the job may not do this on GitHub: {call}",
            status=status,
            why=said,
            fix=f"give the job `permissions: {{{needs}}}`",
        )
    if status == 404:
        return GitHubError(
            f"GitHub finds nothing at {call}",
            status=status,
            why="it does not exist, or the token may not see it",
            fix=f"give the job `permissions: {{{needs}}}`",
        )
    if status == 422 and "too long" in said.lower():
        return BodyTooLongError("GitHub takes no text of this length", status=status, why=f"{call}: {said}")
    if status >= 500:
        return GitHubError(f"GitHub has trouble: {status} to {call}", status=status, why=said, fix=_AGAIN)
    return GitHubError(f"GitHub refuses {call}: {said}", status=status)


def unreachable(error: Exception) -> GitHubError:
    """No usable answer came, for as long as it was tried."""
    if isinstance(error, RetryError):
        return GitHubError("GitHub has trouble: it kept failing", status=0, why=_root(error), fix=_AGAIN)
    return GitHubError("GitHub cannot be reached", status=0, why=_root(error), fix=_AGAIN)


def unexpected(path: str) -> GitHubError:
    """An answer of another form than GitHub documents, as a proxy may give it."""
    return GitHubError(
        f"the answer to {path.partition('?')[0]} is none that GitHub documents",
        status=0,
        why="something between here and GitHub may have answered",
        fix="see what GITHUB_API_URL says",
    )


def _message(error: GithubException) -> str:
    """GitHub's own words, those about single members included."""
    data: Any = error.data
    if not isinstance(data, Mapping):
        return str(data or error.message or "no reason given")[:500]
    parts = [str(data.get("message") or "no reason given")]
    errors = data.get("errors")
    parts += map(_detail, errors if isinstance(errors, list) else ())
    return "; ".join(parts)[:500]


def _detail(error: Any) -> str:
    return str(error.get("message") or error.get("code")) if isinstance(error, Mapping) else str(error)


def _root(error: BaseException) -> str:
    """The innermost reason, which says what happened to the connection; no signature of an address."""
    while (inner := error.__cause__ or error.__context__) is not None:
        error = inner
    return redacted(str(error))[:300] or type(error).__name__
