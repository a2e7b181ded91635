"""Jobs of a workflow as a runner starts them: event, checkout, token, files for outputs and summary."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fake_repository import NAME

if TYPE_CHECKING:
    from fake_github import GitHub
    from fake_repository import Pull
    from installed import Checkout, Ran

PLAN = {"contents": "read", "pull-requests": "write"}
APPLY = {"contents": "read", "pull-requests": "write", "deployments": "write", "actions": "write"}
DRIFT = {"contents": "read", "issues": "write"}
FORK = {"contents": "read", "pull-requests": "read", "issues": "read"}


@dataclass(frozen=True, kw_only=True)
class Done:
    """How a job ended; `outputs` as a later step sees them."""

    ran: Ran
    run: int
    outputs: dict[str, str]
    summary: str

    def ended(self, code: int) -> Done:
        self.ran.ended(code)
        return self

    @property
    def said(self) -> str:
        return self.ran.said

    @property
    def annotations(self) -> list[str]:
        """Workflow commands on standard output, but for those that pause them."""
        lines = self.ran.out.splitlines()
        return [line for line in lines if line.startswith(("::error", "::warning", "::notice"))]


class Jobs:
    """Starts jobs in one checkout, each a run of its own."""

    def __init__(self, github: GitHub, checkout: Checkout, folder: Path) -> None:
        self.github, self.checkout, self._folder = github, checkout, folder
        self._run = 7000
        self.variables: dict[str, str] = {}
        github.repository.workflows = {"apply.yml": {"environment", "unreviewed"}}

    def plan(self, pull: Pull, *arguments: str, **more: Any) -> Done:
        """The plan of a pull request; what it leaves is uploaded as the workflow would."""
        repository = self.github.repository
        event = {
            "action": "synchronize",
            "number": pull.number,
            "pull_request": repository.pull_document(pull),
            "repository": {"full_name": NAME},
        }
        more = {"permissions": PLAN, "event": event, "name": "pull_request", **more}
        more.setdefault("ref", f"refs/pull/{pull.number}/merge")
        done = self.start("plan", *arguments, commit=repository.push(f"merge-of-{pull.number}"), **more)
        if "artifact" in done.outputs:
            self.upload(done)
        return done

    def apply(self, *arguments: str, name: str = "push", **more: Any) -> Done:
        return self.start("apply", *arguments, **{"permissions": APPLY, "name": name, **more})

    def drift(self, *arguments: str, **more: Any) -> Done:
        return self.start("drift", *arguments, **{"permissions": DRIFT, "name": "schedule", **more})

    def upload(self, done: Done) -> dict[str, Any]:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            for file in sorted(Path(done.outputs["artifact"]).iterdir()):
                archive.write(file, file.name)
        return self.github.repository.upload(done.run, done.outputs["artifact-name"], data.getvalue())

    def start(
        self,
        command: str,
        *arguments: str,
        name: str,
        permissions: dict[str, str],
        event: Any = None,
        commit: str = "",
        ref: str = "refs/heads/main",
        actor: str = "jo",
        token: str | None = None,
        variables: dict[str, str] | None = None,
        run: int | None = None,
    ) -> Done:
        self._run += 1
        run = run or self._run
        home = self._folder / f"run-{self._run}"
        (home / "temp").mkdir(parents=True)
        (home / "event.json").write_text(event if isinstance(event, str) else json.dumps(event or {}))
        given = {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTOR": actor,
            "GITHUB_API_URL": self.github.url,
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(home / "event.json"),
            "GITHUB_OUTPUT": str(home / "output"),
            "GITHUB_REF": ref,
            "GITHUB_REPOSITORY": NAME,
            "GITHUB_RUN_ID": str(run),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": commit or self.github.repository.branches["main"],
            "GITHUB_STEP_SUMMARY": str(home / "summary"),
            "GITHUB_TOKEN": self.github.token(permissions) if token is None else token,
            "GITHUB_WORKFLOW_REF": f"{NAME}/.github/workflows/{command}.yml@{ref}",
            "GITHUB_WORKSPACE": str(self.checkout.folder),
            "RUNNER_TEMP": str(home / "temp"),
            **self.variables,
            **(variables or {}),
        }
        ran = self.checkout.reconcile("ci", command, *arguments, **given)
        summary = home / "summary"
        return Done(
            ran=ran,
            run=run,
            outputs=_outputs(home / "output"),
            summary=summary.read_text() if summary.exists() else "",
        )


def _outputs(path: Path) -> dict[str, str]:
    """As the runner reads them: NAME<<END, lines, END."""
    lines = iter(path.read_text().splitlines() if path.exists() else [])
    found = {}
    for line in lines:
        name, _, end = line.partition("<<")
        value = []
        for inner in lines:
            if inner == end:
                break
            value.append(inner)
        found[name] = "\n".join(value)
    return found
