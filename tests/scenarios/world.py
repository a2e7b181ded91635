"""The world of a scenario: the emulator in process, the installed command line, and what happens to both."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import boto3
import yaml
from botocore import xform_name
from enforcement import Enforcement
from passing_time import PassingTime
from start import Start
from tables import with_columns
from watched import WatchedEmulator

from reconciler.cli.main import reconcile

SETTLE = 3600.0
_CHANGE = re.compile(r"\{change ([^}\s]+)\}")


class World:
    """One account and one checkout of the file, edited as the scenario says."""

    def __init__(
        self,
        emulator: WatchedEmulator,
        time: PassingTime,
        folder: Path,
        start: Start,
        enforcement: Enforcement | None = None,
    ) -> None:
        self.emulator, self.time, self.folder, self.start = emulator, time, folder, start
        self.enforcement = enforcement
        self.outputs: list[str] = []
        start.check_out(folder)
        start.plant()

    def step(self, step: Mapping[str, Any]) -> None:
        """What happens between commands: `edit`, `outside`, `advance`, `upload`, `fault` or `lift`."""
        for verb, what in step.items():
            match verb:
                case "edit":
                    self.edit(what)
                case "outside":
                    self.outside(what)
                case "advance":
                    self.time.advance(float(what))
                case "upload":
                    self.upload(what)
                case "fault":
                    self.emulator.faults.add_json(dict(what))
                case "lift":
                    self.emulator.faults.clear()
                case _:
                    raise ValueError(f"unknown step {verb!r}")

    def edit(self, edits: list[Mapping[str, Any]]) -> None:
        """Replace text in files: what stands in `from`, or from the first of `between` up to the second.

        Each must be there exactly once. `{change ADDRESS}` in `to` is the id that a command printed last.
        """
        for one in edits:
            path = self.folder / one.get("file", "personalize.yaml")
            text = path.read_text()
            old = one["from"] if "from" in one else _between(text, *one["between"])
            times = text.count(old)
            assert times == 1, f"{old!r} is {times} times in {path.name}"
            new = _CHANGE.sub(lambda found: self.change_id(found[1]), one["to"])
            path.write_text(text.replace(old, new))

    def change_id(self, address: str) -> str:
        """The change id to consent to, from the newest output that offers the address."""
        offered = re.compile(
            rf'\{{"?(?:recreate|delete)"?: "?{re.escape(address)}"?, "?change"?: "([0-9a-f]+)"'
        )
        found = next((found for out in reversed(self.outputs) if (found := offered.search(out))), None)
        assert found, f"no command has printed a consent for {address}"
        return found[1]

    def run(self, command: str, *, number: int | None = None) -> tuple[int, str, str]:
        """Run a reconcile command; its exit code and both streams.

        Numbered ones run with no more than what `reconcile iam` prints for the file as it is then.
        """
        if number is not None and self.enforcement is not None:
            self.enforcement.begin(command.split(maxsplit=1)[0], self.printed_policies(command))
        self.emulator.run = number
        try:
            code, out, err = self._called(command)
        finally:
            self.emulator.run = None
            if self.enforcement is not None:
                self.enforcement.end()
        self.outputs.append(out)
        return code, out, err

    def printed_policies(self, command: str) -> Mapping[str, Any]:
        """What `reconcile iam` prints for the command's environment; nothing for a file that is not valid."""
        named = re.search(r"--env \S+", command)
        code, out, _ = self._called(
            f"iam {named[0] if named else self._environment_of_a_saved_plan(command)}"
        )
        return json.loads(out) if code == 0 else {"documents": []}

    def _environment_of_a_saved_plan(self, command: str) -> str:
        saved = (self.folder / word for word in command.split()[1:] if not word.startswith("-"))
        kept = next((path for path in saved if path.is_file()), None)
        name = json.loads(kept.read_text())["environment"]["name"] if kept else ""
        return f"--env {name}" if name else ""

    def _called(self, command: str) -> tuple[int, str, str]:
        out, err, before = io.StringIO(), io.StringIO(), Path.cwd()
        os.chdir(self.folder)
        try:
            with redirect_stdout(out), redirect_stderr(err):
                try:
                    reconcile.main(shlex.split(command), prog_name="reconcile")
                except SystemExit as ended:
                    code = ended.code
        finally:
            os.chdir(before)
        return int(code or 0), out.getvalue(), err.getvalue()

    def outside(self, calls: list[Mapping[str, Any]]) -> None:
        """Calls made behind the reconciler's back, then time to settle (`settle` seconds, else an hour)."""
        client = boto3.client("personalize", "eu-west-1")
        for one in calls:
            for operation, request in one.items():
                if operation in {"advance", "upload", "fault", "lift"}:
                    self.step({operation: request})
                elif operation != "settle":
                    getattr(client, xform_name(operation))(**request)
                    self.time.advance(float(one.get("settle", SETTLE)))

    def upload(self, request: Mapping[str, Any]) -> None:
        """Put an object: `body`, or an object of the start (`like`, else of the same key) changed."""
        boto3.client("s3", "eu-west-1").put_object(
            Bucket=self.start.bucket, Key=request["key"], Body=self._changed(request).encode()
        )

    def _changed(self, request: Mapping[str, Any]) -> str:
        if "body" in request:
            return str(request["body"])
        text = self.start.objects[request.get("like", request["key"])]
        if "columns" in request:
            text = with_columns(text, request["columns"], request.get("fill", {}))
        return text.replace(request["from"], request["to"]) if "from" in request else text

    def mutating(self) -> str:
        """The mutating calls so far, one per line; the scenario's `calls`."""
        lines = (
            f"{call.operation} {json.dumps(call.parameters, sort_keys=True)}"
            + (f" -> {call.error}" if call.error else "")
            for call in self.emulator.calls.mutating()
            if call.plane != "s3"
        )
        return "".join(f"{line}\n" for line in lines)


def _between(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


def load_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text()) if path.exists() else None
