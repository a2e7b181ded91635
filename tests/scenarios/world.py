"""The world of a scenario: the emulator in process, the installed command line, and virtual time."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import boto3
import yaml
from botocore import xform_name

from personalize_emulator.emulator import Emulator
from reconciler.cli.main import reconcile

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "user-videos"


class VirtualClock:
    """The reconciler's clock, moving the emulator's along: hours of training take no time."""

    emulator: Emulator

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.emulator.clock.now(), UTC)

    def elapsed(self) -> float:
        return self.emulator.clock.now()

    def wait(self, finished: SimpleQueue[Any], seconds: float | None) -> Any | None:
        if not finished.empty():
            return finished.get_nowait()
        assert seconds is not None, "nothing is under way and nothing is waited for"
        self.emulator.clock.advance(seconds)
        return None


class World:
    """One account and one checkout of the example, edited as the scenario says."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator, self.folder = emulator, folder
        shutil.copytree(ROOT / "specs" / "avro", folder / "specs" / "avro")
        shutil.copy(ROOT / "personalize.yaml", folder)
        self.plant()

    def plant(self) -> None:
        s3 = boto3.client("s3", "eu-west-1")
        s3.create_bucket(
            Bucket="user-videos-data", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        for name in ("interactions", "items", "users"):
            s3.upload_file(str(EXAMPLE / f"{name}.csv"), "user-videos-data", f"{name}.csv")
        boto3.client("iam").create_role(RoleName="AmazonPersonalizeAccessRole", AssumeRolePolicyDocument="{}")

    def edit(self, edits: list[Mapping[str, Any]]) -> None:
        """Replace text in files: what stands in `from`, or from the first of `between` up to the second.

        Each must be there exactly once.
        """
        for one in edits:
            path = self.folder / one.get("file", "personalize.yaml")
            text = path.read_text()
            old = one["from"] if "from" in one else _between(text, *one["between"])
            times = text.count(old)
            assert times == 1, f"{old!r} is {times} times in {path.name}"
            path.write_text(text.replace(old, one["to"]))

    def run(self, command: str) -> tuple[int, str, str]:
        """Run a reconcile command; its exit code and both streams."""
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
        """Calls made behind the reconciler's back, then time to settle; `advance` lets time pass."""
        client = boto3.client("personalize", "eu-west-1")
        for one in calls:
            for operation, request in one.items():
                if operation == "advance":
                    self.emulator.clock.advance(float(request))
                elif operation == "upload":
                    boto3.client("s3", "eu-west-1").put_object(
                        Bucket="user-videos-data", Key=request["key"], Body=self.changed(request).encode()
                    )
                elif operation == "fault":
                    self.emulator.faults.add_json(request)
                else:
                    getattr(client, xform_name(operation))(**request)
                    self.emulator.clock.advance(float(3600))

    @staticmethod
    def changed(request: Mapping[str, Any]) -> str:
        text = (EXAMPLE / request["key"]).read_text()
        return text.replace(request["from"], request["to"]) if "from" in request else request["body"]

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
