"""Runs our workflows as GitHub does: jobs by need and matrix, steps in order, each `run:` as it is written.

It knows the keys and expressions that our files use; any other is an error, never skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import yaml
from workflow_actions import Hub, Machine
from workflow_events import Event
from workflow_expressions import Scope, as_text
from workflow_steps import Stage, StepRun

WORKFLOW_KEYS = {"name", "on", "permissions", "concurrency", "jobs"}
JOB_KEYS = {"name", "if", "needs", "runs-on", "timeout-minutes", "permissions", "concurrency"}
JOB_KEYS |= {"environment", "outputs", "strategy", "steps"}


@dataclass(kw_only=True)
class JobRun:
    """What became of one job; of a matrix, of one of its entries."""

    id: str
    name: str
    result: str
    matrix: dict[str, Any] = field(default_factory=dict)
    group: str = ""
    cancels: bool = False
    environment: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    steps: list[StepRun] = field(default_factory=list)
    used: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    summary: str = ""

    @property
    def said(self) -> str:
        """What all its steps printed."""
        return "".join(step.said for step in self.steps)

    def inputs_of(self, action: str) -> list[dict[str, str]]:
        """What an action of others was given, each time."""
        return [given for name, given in self.used if name == action]


Done = dict[str, list[JobRun]]


def load(path: Path) -> dict[str, Any]:
    """A workflow file; YAML 1.1 reads the key `on` as true."""
    found: dict[Any, Any] = yaml.safe_load(path.read_text())
    on = found.pop(True)
    found["on"] = {on: None} if isinstance(on, str) else on
    _known(found, WORKFLOW_KEYS, str(path))
    return found


def _known(found: Mapping[str, Any], keys: set[str], where: str) -> None:
    assert set(found) <= keys, f"{where}: the runner does not know {set(found) - keys}"


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


@dataclass(kw_only=True)
class Runner:
    """One repository's Actions: `outside` is the machine's environment, `variables` the repository's."""

    hub: Hub
    folder: Path
    outside: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)
    stage: Stage
    runs: int = 0

    def run(self, path: Path, event: Event, wanted: Sequence[str] = ()) -> list[JobRun]:
        """All jobs of a workflow for an event, or those with the ids `wanted`."""
        workflow = load(path)
        assert event.name in workflow["on"], f"{path.name} is not for {event.name}"
        self.runs += 1
        contexts: dict[str, Any] = {
            "github": event.context(workflow["name"], path, self.runs, self.hub.url),
            "inputs": event.inputs(workflow["on"][event.name]),
            "vars": self.variables,
        }
        group = workflow.get("concurrency", {}).get("group", "none")
        assert as_text(Scope(contexts=contexts, status={}).render(group, "concurrency"))
        done: Done = {}
        for id_, job in workflow["jobs"].items():
            _known(job, JOB_KEYS, f"{path.name}: {id_}")
            assert set(_listed(job.get("needs"))) <= set(done), f"{id_} needs a job that stands below it"
            if not wanted or id_ in wanted:
                done[id_] = list(self._entries(id_, job, event, contexts, done))
        return [one for runs in done.values() for one in runs]

    def _entries(
        self, id_: str, job: dict[str, Any], event: Event, contexts: dict[str, Any], done: Done
    ) -> Iterator[JobRun]:
        needs = {name: _needed(done[name]) for name in _listed(job.get("needs"))}
        well = all(need["result"] == "success" for need in needs.values())
        status = {"success": well, "failure": not well, "always": True, "cancelled": False}
        scope = Scope(contexts=contexts | {"needs": needs}, status=status)
        if not scope.holds(job.get("if", "success()"), "job.if"):
            yield JobRun(id=id_, name=str(job.get("name", id_)), result="skipped")
            return
        strategy = job.get("strategy", {})
        for entry in _matrix(strategy, scope):
            more = {"matrix": entry, "strategy": {"fail-fast": strategy.get("fail-fast", True)}}
            yield self._entry(
                id_, job, event, Scope(contexts={**scope.contexts, **more}, status=status), entry
            )

    def _entry(
        self, id_: str, job: dict[str, Any], event: Event, scope: Scope, entry: dict[str, Any]
    ) -> JobRun:
        name = as_text(scope.render(job.get("name", id_), "job.name")).strip()
        made = JobRun(id=id_, name=name, result="success", matrix=entry)
        limits = job.get("concurrency", {})
        made.group = as_text(scope.render(limits.get("group"), "job.concurrency"))
        made.cancels = bool(limits.get("cancel-in-progress", False))
        if "environment" in job:
            made.environment = as_text(scope.render(job["environment"]["name"], "job.environment"))
            assert made.environment, "GitHub refuses an environment without a name"
        place = (
            self.folder / f"run-{self.runs}" / f"{id_}-{len(list(self.folder.glob(f'run-{self.runs}/*')))}"
        )
        machine = Machine(
            hub=self.hub,
            run=self.runs,
            commit=event.sha,
            workspace=place / "workspace",
            temp=place / "temp",
            permissions=event.granted(job["permissions"]),
        )
        machine.workspace.mkdir(parents=True)
        machine.temp.mkdir()
        github = scope.contexts["github"] | {"token": self.hub.token(machine.permissions)}
        secrets = {"GITHUB_TOKEN": github["token"]}
        contexts = {**scope.contexts, "github": github, "secrets": secrets, "env": {}, "job": {}}
        result = self.stage.steps(machine, job["steps"], contexts, self.outside, "step")
        made.steps, made.used, made.summary = result.steps, machine.used, machine.summary
        made.result = "success" if result.well else "failure"
        ended = Scope(contexts=contexts | {"steps": result.context}, status=scope.status)
        made.outputs = {
            name: as_text(ended.render(text, "job.outputs")) for name, text in job.get("outputs", {}).items()
        }
        return made


def _needed(runs: list[JobRun]) -> dict[str, Any]:
    """One member of the context `needs`."""
    return {
        "result": next((one.result for one in runs if one.result != "success"), "success"),
        "outputs": {key: value for one in runs for key, value in one.outputs.items()},
    }


def _matrix(strategy: Mapping[str, Any], scope: Scope) -> list[dict[str, Any]]:
    """The entries: of lists every combination, of `include` alone each one."""
    _known(strategy, {"fail-fast", "matrix"}, "strategy")
    if "matrix" not in strategy:
        return [{}]
    axes = {key: scope.render(value, "job.strategy") for key, value in strategy["matrix"].items()}
    if included := axes.pop("include", None):
        assert not axes, "include beside lists is not known"
        return [dict(entry) for entry in included]
    assert axes, "GitHub refuses an empty matrix"
    assert all(axes.values()), "GitHub refuses an empty matrix"
    return [dict(zip(axes, values, strict=True)) for values in product(*axes.values())]
