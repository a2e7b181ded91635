"""Steps of a job or of a composite action: conditions, shells, what they hand on through files."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from workflow_actions import Machine, StepFailedError, use
from workflow_expressions import Scope, as_text

STEP_KEYS = {"name", "id", "if", "uses", "with", "env", "run", "shell"}
SHELLS = {
    None: ["bash", "-e"],
    "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"],
}
"""What `shell:` means; without it, as the runner does where bash is found."""
FILES = ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")
MIB = 1024 * 1024
PATIENCE = 300.0


@dataclass(kw_only=True)
class StepRun:
    """What became of one step; a step of an action follows the step that uses it."""

    name: str
    outcome: str
    script: str = ""
    said: str = ""


@dataclass(kw_only=True)
class Result:
    """What became of a list of steps, and what they leave for expressions."""

    steps: list[StepRun] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)
    well: bool = True


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Carries out steps.

    `ours` maps what a step may use of ours beside `./` to a folder. A script in `once` runs once in a test
    session, for real, and what it left in RUNNER_TEMP is linked into later jobs: installing takes seconds.
    """

    kept: Path
    once: frozenset[str] = frozenset()
    ours: Mapping[str, Path] = field(default_factory=dict)

    def steps(
        self,
        machine: Machine,
        steps: Sequence[Mapping[str, Any]],
        contexts: Mapping[str, Any],
        environment: Mapping[str, str],
        place: str,
    ) -> Result:
        """All steps in order; after a failure only those whose condition asks for the status."""
        result = Result()
        runner = {"temp": str(machine.temp), "os": "Linux"}
        for step in steps:
            assert set(step) <= STEP_KEYS, f"the runner does not know {set(step) - STEP_KEYS}"
            status = {"success": result.well, "failure": not result.well, "always": True, "cancelled": False}
            scope = Scope(contexts={**contexts, "steps": result.context, "runner": runner}, status=status)
            made = StepRun(name=str(step.get("name") or step.get("uses") or step["run"]), outcome="success")
            result.steps.append(made)
            outputs: dict[str, str] = {}
            if not scope.holds(step.get("if", "success()"), f"{place.removesuffix('.step')}.if"):
                made.outcome = "skipped"
            else:
                one = _One(stage=self, machine=machine, scope=scope, place=place, environment=environment)
                outputs = one.carry_out(step, made, result)
            result.well = result.well and made.outcome != "failure"
            if "id" in step:
                result.context[step["id"]] = {"outputs": outputs, "outcome": made.outcome}
        return result


@dataclass(kw_only=True)
class _One:
    stage: Stage
    machine: Machine
    scope: Scope
    place: str
    environment: Mapping[str, str]

    def carry_out(self, step: Mapping[str, Any], made: StepRun, result: Result) -> dict[str, str]:
        """Its outputs; `made` learns how it ended."""
        try:
            if "run" in step:
                assert "${{" not in step["run"], "nothing is pasted into a script"
                return self._script(step, made)
            given = {key: as_text(self._filled(value)) for key, value in step.get("with", {}).items()}
            folder = self._of_ours(step["uses"])
            if folder is None:
                return use(self.machine, step["uses"], given)
            return self._action(folder, given, made, result)
        except StepFailedError as failure:
            made.outcome, made.said = "failure", made.said + str(failure)
            return {}

    def _filled(self, value: Any) -> Any:
        return self.scope.render(value, self.place)

    def _of_ours(self, uses: str) -> Path | None:
        return self.machine.workspace if uses == "./" else self.stage.ours.get(uses)

    def _action(
        self, folder: Path, given: Mapping[str, str], made: StepRun, result: Result
    ) -> dict[str, str]:
        action = yaml.safe_load((folder / "action.yml").read_text())
        declared = action["inputs"]
        assert set(given) <= set(declared), f"the action does not take {set(given) - set(declared)}"
        # A default stands in for what is not given; what is given empty stays empty.
        inputs = {name: self._default(one) for name, one in declared.items()} | dict(given)
        contexts = {"github": self.scope.contexts["github"], "inputs": inputs, "env": {}}
        path = {"GITHUB_ACTION_PATH": str(folder)}
        steps = action["runs"]["steps"]
        assert action["runs"]["using"] == "composite"
        assert all("shell" in step for step in steps if "run" in step), "an action names its shell"
        inner = self.stage.steps(self.machine, steps, contexts, {**self.environment, **path}, "action.step")
        result.steps.extend(inner.steps)
        made.outcome = "success" if inner.well else "failure"
        ended = Scope(contexts={"steps": inner.context}, status={})
        outputs = action.get("outputs", {})
        return {name: as_text(ended.render(one["value"], "action.outputs")) for name, one in outputs.items()}

    def _default(self, declared: Mapping[str, Any]) -> str:
        return as_text(self.scope.render(declared.get("default", ""), "action.default"))

    def _script(self, step: Mapping[str, Any], made: StepRun) -> dict[str, str]:
        script = made.script = step["run"]
        variables = {name: as_text(self._filled(value)) for name, value in step.get("env", {}).items()}
        if script not in self.stage.once:
            return self._shell(step, made, variables, self.machine.temp)
        kept = self.stage.kept / sha256(script.encode()).hexdigest()[:12]
        if not kept.exists():
            kept.mkdir(parents=True)
            self._shell(step, made, variables, kept)
        for entry in kept.iterdir():
            if not (link := self.machine.temp / entry.name).exists():
                link.symlink_to(entry)
        return {}

    def _shell(
        self, step: Mapping[str, Any], made: StepRun, variables: Mapping[str, str], temp: Path
    ) -> dict[str, str]:
        files = self.machine.temp.parent / "files"
        files.mkdir(exist_ok=True)
        names = {
            name: files / name
            for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")
        }
        for path in names.values():
            path.write_text("")
        (files / "script.sh").write_text(step["run"])
        (files / "event.json").write_text(json.dumps(self.scope.contexts["github"]["event"]))
        ran = subprocess.run(
            [*SHELLS[step.get("shell")], str(files / "script.sh")],
            cwd=self.machine.workspace,
            env=self._environment(temp) | {name: str(path) for name, path in names.items()} | dict(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        made.said = ran.stdout
        self.machine.variables |= pairs(names["GITHUB_ENV"].read_text())
        self.machine.paths = names["GITHUB_PATH"].read_text().split() + self.machine.paths
        summary = names["GITHUB_STEP_SUMMARY"].read_text()
        assert len(summary.encode()) <= MIB, "GitHub refuses a summary of more than 1 MiB"
        self.machine.summary += summary
        if ran.returncode:
            made.outcome, made.said = (
                "failure",
                f"{ran.stdout}Process completed with exit code {ran.returncode}.\n",
            )
        return pairs(names["GITHUB_OUTPUT"].read_text())

    def _environment(self, temp: Path) -> dict[str, str]:
        github = self.scope.contexts["github"]
        told = {
            f"GITHUB_{key.upper()}": value for key, value in github.items() if key not in {"event", "token"}
        }
        runner = {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_PATH": str(self.machine.temp.parent / "files" / "event.json"),
            "GITHUB_WORKSPACE": str(self.machine.workspace),
            "RUNNER_TEMP": str(temp),
            "RUNNER_OS": "Linux",
        }
        found = {**self.environment, **runner, **told, **self.machine.variables}
        found["PATH"] = ":".join([*self.machine.paths, found["PATH"]])
        return found


def pairs(text: str) -> dict[str, str]:
    """What a step wrote into GITHUB_OUTPUT or GITHUB_ENV: `name=value`, or `name<<END`, lines, `END`."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        if block := re.fullmatch(r"([\w-]+)<<(\S+)", line):
            body = []
            for inner in lines:
                if inner == block[2]:
                    break
                body.append(inner)
            else:
                raise StepFailedError(f"Matching delimiter not found {block[2]!r}")
            found[block[1]] = "\n".join(body)
        elif line:
            name, equals, value = line.partition("=")
            if not equals:
                raise StepFailedError(f"Invalid format {line!r}")
            found[name] = value
    return found
