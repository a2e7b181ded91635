"""A team that uses the workflows: its repository on the fake GitHub, its account in the emulator."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from fake_repository import BOT
from fake_routes import ROUTES
from workflow_events import Event, dispatch, of_pull, push, schedule
from workflow_runner import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fake_github import GitHub
    from fake_repository import Pull
    from installed import Server
    from workflow_runner import JobRun, Runner

PLAN_ROLE = "arn:aws:iam::123456789012:role/personalize-plan"
APPLY_ROLE = "arn:aws:iam::123456789012:role/personalize-apply"
ROLES = {"RECONCILE_PLAN_ROLE": PLAN_ROLE, "RECONCILE_APPLY_ROLE": APPLY_ROLE}
FILE = "personalize.yaml"
CREDENTIALS = "aws-actions/configure-aws-credentials"


class OnGitHub:
    """What the runner meets of the fake: its address, tokens, files of commits, artifacts."""

    def __init__(self, github: GitHub, files: Path) -> None:
        self.url, self._github, self._files = github.url, github, files
        self.texts: dict[str, str] = {}

    def token(self, permissions: Mapping[str, str]) -> str:
        return self._github.token(dict(permissions))

    def check_out(self, folder: Path, commit: str) -> None:
        shutil.copytree(self._files, folder, dirs_exist_ok=True)
        (folder / FILE).write_text(self.texts[commit])

    def keep(self, run: int, name: str, folder: Path) -> None:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            for file in sorted(folder.iterdir()):
                archive.write(file, file.name)
        self._github.repository.upload(run, name, data.getvalue())


class Team:
    """Opens and merges pull requests; workflows run when told to, as GitHub may drop or delay them."""

    def __init__(self, github: GitHub, server: Server, runner: Runner, files: Path) -> None:
        self.github, self.server, self.runner = github, server, runner
        self.workflows = files / ".github" / "workflows"
        self.hub = OnGitHub(github, files)
        runner.hub = self.hub
        runner.variables = ROLES
        github.repository.workflows = {"apply.yml": {"environment", "unreviewed"}}
        self.text = (files / FILE).read_text()
        self.hub.texts[self.head] = self.text

    @property
    def head(self) -> str:
        return self.github.repository.branches["main"]

    def open_pull(self, *edits: tuple[str, str]) -> Pull:
        """A pull request with these edits of the file."""
        pull = self.github.repository.open_pull(f"topic-{len(self.github.repository.pulls)}")
        self.hub.texts[pull.head] = self.edited(*edits)
        return pull

    def edited(self, *edits: tuple[str, str]) -> str:
        text = self.text
        for old, new in edits:
            assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
            text = text.replace(old, new)
        return text

    def plan(self, pull: Pull) -> list[JobRun]:
        merge = self.github.repository.push(f"merge-of-{pull.number}")
        self.hub.texts[merge] = self.hub.texts[pull.head]
        return self.run("plan", of_pull(self.github.repository.pull_document(pull), merge))

    def merge(self, pull: Pull) -> str:
        self.github.repository.merge(pull)
        self.text = self.hub.texts[self.head] = self.hub.texts[pull.head]
        return self.head

    def push(self, text: str) -> str:
        """Past every pull request."""
        self.github.repository.push("main")
        self.text = self.hub.texts[self.head] = text
        return self.head

    def planned_and_merged(self, *edits: tuple[str, str]) -> Pull:
        pull = self.open_pull(*edits)
        assert [run.result for run in self.plan(pull)] == ["success", "success"]
        self.merge(pull)
        return pull

    def run(self, name: str, event: Event) -> list[JobRun]:
        return self.runner.run(self.workflows / f"{name}.yml", event)

    def apply(self, event: Event | None = None) -> list[JobRun]:
        """By the push of what is newest, unless told otherwise."""
        return self.run("apply", event or push(self.head))

    def applied_by_schedule(self) -> list[JobRun]:
        return self.run("apply", schedule(self.head))

    def continued(self) -> list[JobRun]:
        """What the last run has started."""
        (asked,) = self.github.repository.dispatched[-1:]
        assert set(asked["inputs"]) == {"environment"}
        return self.run("apply", dispatch(self.head, actor=BOT, **asked["inputs"]))

    def drift(self) -> list[JobRun]:
        return self.run("drift", schedule(self.head, "47 4 * * *"))

    def used(self, name: str, job: str) -> dict[str, str]:
        """Which of the job's permissions the calls to GitHub since the last `forget_requests` needed."""
        granted = load(self.workflows / f"{name}.yml")["jobs"][job]["permissions"]
        found: dict[str, str] = {}
        for request in self.github.requests:
            method, _, target = request.partition(" ")
            path = target.partition("?")[0]
            for verb, pattern, needs, _ in ROUTES:
                if verb == method and pattern.fullmatch(path) and needs:
                    (need,) = (one for one in needs if one in granted)
                    found[need] = "write" if method != "GET" else found.get(need, "read")
        return found

    def comment(self, pull: Pull) -> str:
        """The one comment of ours."""
        (body,) = self.github.repository.said(pull.number)
        return str(body)

    def min_tps(self) -> int:
        """Of the campaign in the account."""
        (campaign,) = self.server.client().list_campaigns()["campaigns"]
        found = self.server.client().describe_campaign(campaignArn=campaign["campaignArn"])
        return int(found["campaign"]["minProvisionedTPS"])
