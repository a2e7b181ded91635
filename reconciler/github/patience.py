"""How long GitHub is waited for: failed calls are repeated, and all waiting together is bounded."""

from __future__ import annotations

import time
from typing import Any, Self

from github.GithubRetry import GithubRetry
from urllib3.response import BaseHTTPResponse

from reconciler.errors import GitHubError

_TRIES = 5
_REPEATED = (429, *range(500, 600))
_METHODS = frozenset({"GET", "POST", "PATCH"})
LONGEST = 240.0
"""Seconds that one command waits for GitHub, all its repeated calls together."""


class Waited:
    """What has been waited so far, shared by all calls of one command; `sleep` takes seconds."""

    def __init__(self, longest: float = LONGEST) -> None:
        """Start with nothing waited."""
        self.left = longest
        self.sleep = time.sleep


class Patience(GithubRetry):
    """Repeats a call after a 5xx, a broken connection or a rate limit, and honours Retry-After.

    A POST is repeated too: its answer may have been lost, and whatever is made twice by that (a comment, a
    deployment) is found and used once by the next run. Waits of a rate limit without Retry-After are GitHub's
    own advice: until the reset, or a minute.
    Source: GitHub documentation, 'Best practices for using the REST API'.
    """

    waited: Waited

    @classmethod
    def of(cls, waited: Waited) -> Patience:
        """Five tries per call, within what is left of the time that all calls share."""
        made = cls(
            total=_TRIES, backoff_factor=0.5, status_forcelist=list(_REPEATED), allowed_methods=_METHODS
        )
        made.waited = waited
        return made

    def new(self, **changed: Any) -> Self:
        """The same after one more try; the time waited is shared."""
        made = super().new(**changed)
        made.waited = self.waited
        return made

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        """Wait before the next try; GitHubError when that is more than is left."""
        wanted = (self.get_retry_after(response) if response else None) or self.get_backoff_time()
        if wanted > self.waited.left:
            raise GitHubError(
                f"GitHub asks to wait for {wanted:.0f} s before the next call",
                status=response.status if response else 0,
                why="its rate limit for this token is used up, or it has trouble",
                fix="run the job again later",
            )
        self.waited.left -= wanted
        if wanted > 0:
            self.waited.sleep(wanted)
