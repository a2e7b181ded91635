"""The job that runs, as the runner's environment variables and event file tell of it.

Source: GitHub documentation, 'Variables reference' and 'Webhook events and payloads'.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reconciler.errors import SetupError
from reconciler.model.redaction import redacted

_LARGEST_EVENT = 32 * 1024 * 1024
_BRANCH = "refs/heads/"
_FORMS = {
    "GITHUB_REPOSITORY": re.compile(r"[A-Za-z0-9_-]+/(?!\.\.?$)[A-Za-z0-9_.-]+"),
    "GITHUB_SHA": re.compile(r"[0-9a-f]{40,64}"),
    "GITHUB_RUN_ID": re.compile(r"[0-9]{1,20}"),
    "GITHUB_EVENT_NAME": re.compile(r"[a-z_]+"),
    "GITHUB_API_URL": re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?"),
    "GITHUB_SERVER_URL": re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?"),
}
_BOT = "github-actions[bot]"
_INSIDE = "run it in a job of GitHub Actions; elsewhere there is `reconcile plan --format markdown`"


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """The pull request that the event is about; `fork` when its commits come from another repository."""

    number: int
    head: str
    fork: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What runs, for which commit and by whose word.

    `event` is the event's name, `commit` the checked out commit. `branch` is "" when the ref is no branch,
    `workflow` the file of the workflow that runs, "" when it is not one of this repository.
    `actor` is the login that started it, `author` the one whose comments and issues are taken for our own.
    """

    event: str
    repository: str
    commit: str
    branch: str
    run: int
    workflow: str
    api_url: str
    server_url: str
    author: str
    actor: str
    token: str = field(repr=False)
    pull: PullRequest | None = None

    @property
    def continued(self) -> bool:
        """Whether a run of ours started it, to go on from there."""
        return self.event == "workflow_dispatch" and self.actor == self.author

    @property
    def scheduled(self) -> bool:
        """Whether a timetable started it, and no edit."""
        return self.event == "schedule"

    def run_url(self, run: int | None = None) -> str:
        """The page of a run, of this one by default."""
        return f"{self.server_url}/{self.repository}/actions/runs/{run or self.run}"

    def commit_url(self, commit: str) -> str:
        """The page of a commit."""
        return f"{self.server_url}/{self.repository}/commit/{commit}"


def read_job(variables: Mapping[str, str]) -> Job:
    """The job; SetupError where a variable or the event file is missing or of another form."""
    event = _said(variables, "GITHUB_EVENT_NAME")
    repository = _said(variables, "GITHUB_REPOSITORY")
    ref = variables.get("GITHUB_REF", "")
    return Job(
        event=event,
        repository=repository,
        commit=_said(variables, "GITHUB_SHA"),
        branch=ref.removeprefix(_BRANCH) if ref.startswith(_BRANCH) else "",
        run=int(_said(variables, "GITHUB_RUN_ID")),
        workflow=_workflow(variables.get("GITHUB_WORKFLOW_REF", ""), repository),
        api_url=_said({"GITHUB_API_URL": "https://api.github.com", **variables}, "GITHUB_API_URL").rstrip(
            "/"
        ),
        server_url=_said({"GITHUB_SERVER_URL": "https://github.com", **variables}, "GITHUB_SERVER_URL"),
        actor=variables.get("GITHUB_ACTOR", ""),
        author=variables.get("RECONCILE_COMMENT_AUTHOR") or _BOT,
        token=variables.get("GITHUB_TOKEN", ""),
        pull=_pull(variables.get("GITHUB_EVENT_PATH", ""), repository) if _is_of_a_pull(event) else None,
    )


def _said(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name, "")
    if not _FORMS[name].fullmatch(value):
        what = f"{name} is not set" if not value else f"{name} is not of its form: {redacted(value)[:100]!r}"
        raise SetupError(what, why="this command reads what a runner of GitHub Actions sets", fix=_INSIDE)
    return value


def _is_of_a_pull(event: str) -> bool:
    return event in {"pull_request", "pull_request_target"}


def _workflow(ref: str, repository: str) -> str:
    """From OWNER/NAME/.github/workflows/FILE@REF."""
    path = ref.partition("@")[0]
    folder, _, file = path.rpartition("/")
    return file if folder == f"{repository}/.github/workflows" else ""


def _pull(path: str, repository: str) -> PullRequest:
    document = _event(path)
    try:
        pull = document["pull_request"]
        number, head = pull["number"], pull["head"]["sha"]
        origin = (pull["head"]["repo"] or {}).get("full_name")
        sound = type(number) is int and number > 0 and _FORMS["GITHUB_SHA"].fullmatch(head)
    except (KeyError, TypeError, AttributeError) as error:
        raise _odd_event(path) from error
    if not sound:
        raise _odd_event(path)
    return PullRequest(number=number, head=head, fork=str(origin).lower() != repository.lower())


def _odd_event(path: str) -> SetupError:
    return SetupError(
        f"the event in {path} does not tell of a pull request as GitHub does",
        why="its number, its head commit or the repository of that commit is missing or of another form",
        fix="run it on `pull_request`, with the event file that the runner has written",
    )


def _event(path: str) -> Any:
    if not path:
        raise SetupError("GITHUB_EVENT_PATH is not set", why="it tells of the pull request", fix=_INSIDE)
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(_LARGEST_EVENT + 1)
        if len(data) > _LARGEST_EVENT:
            raise SetupError(f"the event in {path} is larger than any event of GitHub", fix=_INSIDE)
        return json.loads(data)
    except OSError as error:
        raise SetupError(f"the event in {path} cannot be read: {error.strerror}", fix=_INSIDE) from error
    except (ValueError, RecursionError) as error:
        raise SetupError(f"the event in {path} is not JSON", fix=_INSIDE) from error
