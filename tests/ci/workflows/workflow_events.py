"""Events as a workflow gets them: the payload, the context `github`, the inputs, what a token may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPOSITORY = "acme/recommendations"
PERSON, BOT = "jo", "github-actions[bot]"
MAIN = "refs/heads/main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event; `given` are the inputs of a dispatch as they were sent, `actor` is who did it."""

    name: str
    sha: str = "0" * 40
    ref: str = MAIN
    payload: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)
    actor: str = PERSON

    @property
    def forked(self) -> bool:
        """Whether the pull request comes from another repository, or from one that is gone."""
        pull = self.payload.get("pull_request")
        return pull is not None and (pull["head"]["repo"] or {}).get("full_name") != REPOSITORY

    def granted(self, asked: Mapping[str, str]) -> dict[str, str]:
        """What the job's token may do: for a fork nothing is written, and there is no ID token."""
        if not self.forked:
            return dict(asked)
        return {name: "read" for name in asked if name != "id-token"}

    def inputs(self, declared: Mapping[str, Any] | None) -> dict[str, Any]:
        """The context `inputs`: defaults and types of a dispatch; nothing for other events."""
        if self.name != "workflow_dispatch":
            return {}
        known = (declared or {}).get("inputs", {})
        assert set(self.given) <= set(known), f"GitHub refuses unknown inputs: {set(self.given) - set(known)}"
        return {
            name: self.given.get(name, _text(one["default"])) == "true"
            if one["type"] == "boolean"
            else self.given.get(name, one["default"])
            for name, one in known.items()
        }

    def document(self) -> dict[str, Any]:
        """What stands in the file at GITHUB_EVENT_PATH."""
        inputs = {"inputs": dict(self.given)} if self.name == "workflow_dispatch" else {}
        return {"repository": {"full_name": REPOSITORY, "default_branch": "main"}, **inputs, **self.payload}

    def context(self, workflow: str, path: Path, run: int, url: str) -> dict[str, Any]:
        """The context `github`, as far as it is used; the variables GITHUB_… follow from it."""
        return {
            "event": self.document(),
            "event_name": self.name,
            "repository": REPOSITORY,
            "repository_owner": REPOSITORY.partition("/")[0],
            "ref": self.ref,
            "ref_name": self.ref.removeprefix("refs/heads/").removeprefix("refs/"),
            "sha": self.sha,
            "run_id": str(run),
            "run_number": str(run),
            "run_attempt": "1",
            "workflow": workflow,
            "workflow_ref": f"{REPOSITORY}/.github/workflows/{path.name}@{self.ref}",
            "api_url": url,
            "server_url": "https://github.example",
            "actor": self.actor,
        }


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def pull_request(number: int, sha: str, origin: str | None = REPOSITORY) -> Event:
    """A pull request against main has been opened; its commits come from `origin`."""
    head = {"sha": sha, "ref": "change", "repo": {"full_name": origin} if origin else None}
    return of_pull({"number": number, "head": head, "base": {"ref": "main"}}, "f" * 40)


def of_pull(document: Mapping[str, Any], merge: str) -> Event:
    """A pull request has been pushed to; what would come of merging it is the commit `merge`."""
    number = document["number"]
    payload = {"action": "synchronize", "number": number, "pull_request": document}
    return Event(name="pull_request", sha=merge, ref=f"refs/pull/{number}/merge", payload=payload)


def push(sha: str, ref: str = MAIN) -> Event:
    return Event(name="push", sha=sha, ref=ref, payload={"ref": ref, "after": sha})


def schedule(sha: str, cron: str = "23 */6 * * *") -> Event:
    return Event(name="schedule", sha=sha, payload={"schedule": cron})


def dispatch(sha: str, ref: str = MAIN, actor: str = PERSON, **given: str) -> Event:
    """A dispatch, by hand or by the command itself."""
    return Event(name="workflow_dispatch", sha=sha, ref=ref, payload={"ref": ref}, given=given, actor=actor)
