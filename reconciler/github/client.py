"""One connection to GitHub's REST API: authenticated, patient, its errors translated.

Calls go through PyGithub's requester rather than through its objects: those complete themselves by calls of
their own whenever a member is missing, and how many calls a command makes is part of what it promises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from github import Auth, Github, GithubException
from requests.exceptions import RequestException
from requests.utils import parse_header_links
from urllib3.exceptions import HTTPError

from reconciler import __version__
from reconciler.errors import SetupError
from reconciler.github.event import Job
from reconciler.github.failures import translated, unexpected, unreachable
from reconciler.github.patience import Patience, Waited

_TIMEOUT = 20
_PAGE = 100

Parsed = TypeVar("Parsed")
Document = Mapping[str, Any]


class Client:
    """Calls about one repository. Every path is below /repos/OWNER/NAME; every error is a GitHubError."""

    def __init__(self, job: Job, waited: Waited | None = None) -> None:
        """Connect as the job's token; nothing is called yet. SetupError without a token."""
        if not job.token:
            raise SetupError(
                "GITHUB_TOKEN is not set",
                why="comments, issues and deployments are read and written with it",
                fix="give the step `env: {GITHUB_TOKEN: ${{ github.token }}}`",
            )
        self._root = f"/repos/{job.repository}"
        github = Github(
            auth=Auth.Token(job.token),
            base_url=job.api_url,
            timeout=_TIMEOUT,
            user_agent=f"personalize-reconciler/{__version__}",
            retry=Patience.of(waited or Waited()),
            seconds_between_requests=None,
            seconds_between_writes=None,
        )
        self._requester = github.requester

    def pages(
        self, path: str, parse: Callable[[Any], Parsed], *, needs: str, size: int = _PAGE, **query: str
    ) -> Iterator[Parsed]:
        """The pages of a list, parsed, each asked for only when it is taken.

        `needs` is the permission that the job must have, as a workflow names it.
        """
        where: str | None = path
        asked: Mapping[str, str] = {**query, "per_page": str(size)}
        while where:
            headers, document = self._call("GET", where, needs=needs, query=asked)
            yield _shaped(parse, document, path)
            where, asked = _next(headers), {}

    def entries(
        self, path: str, parse: Callable[[Document], Parsed], *, needs: str, **query: str
    ) -> Iterator[Parsed]:
        """The entries of a list, page after page."""
        pages = self.pages(
            path, lambda found: [parse(one) for one in found], needs=needs, size=_PAGE, **query
        )
        for page in pages:
            yield from page

    def post(self, path: str, body: Document, *, needs: str) -> Any:
        """The answer to a POST; None where GitHub gives none."""
        return self._call("POST", path, needs=needs, body=body)[1]

    def patch(self, path: str, body: Document, *, needs: str) -> None:
        """Change what stands at this path."""
        self._call("PATCH", path, needs=needs, body=body)

    def redirect(self, path: str, *, needs: str) -> str:
        """The address that GitHub sends a reader of this path to."""
        headers, _ = self._call("GET", path, needs=needs)
        if not headers.get("location"):
            raise unexpected(path)
        return str(headers["location"])

    def _call(
        self,
        verb: str,
        path: str,
        *,
        needs: str,
        query: Mapping[str, str] | None = None,
        body: Document | None = None,
    ) -> tuple[Document, Any]:
        url = path if path.startswith("http") else f"{self._root}{path}"
        try:
            return self._requester.requestJsonAndCheck(
                verb, url, parameters=dict(query) if query else None, input=body
            )
        except GithubException as error:
            raise translated(error, verb, path, needs) from error
        except (RequestException, HTTPError, OSError) as error:
            raise unreachable(error) from error


def _next(headers: Document) -> str | None:
    """Source: GitHub documentation, 'Using pagination in the REST API'."""
    links = parse_header_links(headers.get("link", ""))
    return next((link["url"] for link in links if link.get("rel") == "next"), None)


def _shaped(parse: Callable[[Any], Parsed], document: Any, path: str) -> Parsed:
    try:
        return parse(document)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise unexpected(path) from error
