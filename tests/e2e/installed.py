"""The installed commands as a user runs them, against the emulator's real server on a port of its own.

`Server` is a `personalize-emulator serve` process, `Checkout` a folder with the example's files in which
`reconcile` and `aws` run. Nothing here sleeps: whoever waits, waits for a condition, and not for long.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

import boto3
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
EXAMPLE = ROOT / "examples" / "user-videos"
ACCOUNT = "123456789012"
ARN = f"arn:aws:personalize:eu-west-1:{ACCOUNT}:"
SPEED = 7200.0  # an hour of training in half a second
PATIENCE = 60.0
_READS = ("Describe", "List", "Get", "GET ", "HEAD ", "OPTIONS ", "AssumeRole")


def until(held: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """The first true answer of `held`; a failure that says what did not come about."""
    end = time.monotonic() + seconds
    pause = Event()
    while not (answer := held()):
        assert time.monotonic() < end, f"within {seconds:g} s it did not come about that {what}"
        pause.wait(0.03)
    return answer


def environment(url: str | None) -> dict[str, str]:
    """A user's environment without the machine's AWS settings; with `url`, a user's of the emulator."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    clean |= {
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "NO_COLOR": "1",
        "COLUMNS": "160",
        "PYTHONUNBUFFERED": "1",
    }
    if url:
        clean |= {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": "emulator",
            "AWS_SECRET_ACCESS_KEY": "emulator",
            "AWS_DEFAULT_REGION": "eu-west-1",
        }
    return clean


class Server:
    """An emulator on a port of its own; with `state`, what it holds survives `kill` and `start`."""

    def __init__(self, state: Path | None = None, *, speed: float = SPEED, account: str = ACCOUNT) -> None:
        self._options = ["--speed", f"{speed:g}", "--seed", str(EXAMPLE / "seed.yaml"), "--account", account]
        self._options += ["--state", str(state)] if state else []
        self.port = 0
        self._client: Any = None
        self.start()

    def start(self) -> None:
        """Serve; after a stop or a kill again on the same port."""
        command = [BIN / "personalize-emulator", "serve", "--port", str(self.port), *self._options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(None))
        assert self.process.stdout
        ready = self.process.stdout.readline()
        assert "ready at" in ready, f"the emulator does not start: {ready}"
        self.url = ready.split("ready at ")[1].split()[0]
        self.port = int(self.url.rpartition(":")[2])

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self._ended()

    def stop(self) -> None:
        """As Ctrl-C does."""
        self.process.terminate()
        self._ended()

    def _ended(self) -> None:
        self.process.wait(PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()

    @contextmanager
    def away(self, knocks: int = 1) -> Iterator[None]:
        """Killed inside the block; whoever calls is hung up on. Started again once so many have called."""
        self.kill()
        with socket.create_server(("127.0.0.1", self.port)) as door:
            door.settimeout(PATIENCE)
            yield
            for _ in range(knocks):
                door.accept()[0].close()
        self.start()

    def ask(self, method: str, path: str, document: Any = None) -> Any:
        """One of the emulator's own endpoints."""
        body = None if document is None else json.dumps(document).encode()
        request = urllib.request.Request(f"{self.url}/emulator/{path}", data=body, method=method)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def fault(self, **fault: Any) -> None:
        self.ask("POST", "faults", fault)

    def lift_faults(self) -> None:
        self.ask("DELETE", "faults")

    def advance(self, seconds: float) -> None:
        """Step the clock: everything under way for so long is over."""
        self.ask("POST", "clock", {"advance": seconds})

    def calls(self, operation: str = "") -> list[dict[str, Any]]:
        """The calls since the start or the last `forget_calls`, of one operation or of all."""
        return [call for call in self.ask("GET", "calls") if operation in {"", call["operation"]}]

    def forget_calls(self) -> None:
        self.ask("DELETE", "calls")

    def changes(self) -> list[str]:
        """The calls that asked for a change, as operations in order."""
        return [call["operation"] for call in self.calls() if not call["operation"].startswith(_READS)]

    def client(self) -> Any:
        """Plain boto3 for Personalize; made once, since loading its model takes long."""
        if self._client is None or self._client.meta.endpoint_url != self.url:
            self._client = boto3.client(
                "personalize",
                region_name="eu-west-1",
                endpoint_url=self.url,
                aws_access_key_id="emulator",
                aws_secret_access_key="emulator",
            )
        return self._client

    def names(self) -> dict[str, list[str]]:
        """All that exists, by kind: the last part of every ARN."""
        client = self.client()
        found: dict[str, list[str]] = {}
        for kind, (plural, member) in LISTS.items():
            answer = getattr(client, f"list_{kind}")(maxResults=100)
            found[kind] = sorted(one[member].split(":", 5)[5] for one in answer[plural])
        return {kind: names for kind, names in found.items() if names}


LISTS = {
    "schemas": ("schemas", "schemaArn"),
    "dataset_groups": ("datasetGroups", "datasetGroupArn"),
    "datasets": ("datasets", "datasetArn"),
    "dataset_import_jobs": ("datasetImportJobs", "datasetImportJobArn"),
    "event_trackers": ("eventTrackers", "eventTrackerArn"),
    "filters": ("Filters", "filterArn"),
    "solutions": ("solutions", "solutionArn"),
    "solution_versions": ("solutionVersions", "solutionVersionArn"),
    "campaigns": ("campaigns", "campaignArn"),
}
"""What can be listed: boto3's list_…, the key of the answer, the member with the ARN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams, for searching."""
        return self.out + self.err

    def ended(self, code: int) -> Ran:
        """Itself, once the exit code is as expected; no traceback in any case."""
        assert "Traceback" not in self.said, self.said
        assert self.code == code, f"exit {self.code} instead of {code}\n{self.out}\n--- stderr\n{self.err}"
        return self


class Running:
    """A command that has been started."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def read_error(self, word: str) -> str:
        """The next line on standard error that has this word in it; the lines up to it are used up."""
        assert self.process.stderr
        for line in self.process.stderr:
            if word in line:
                return line
        pytest.fail(f"it ends without saying {word!r}")

    def end(self) -> Ran:
        """Wait for the end."""
        out, err = self.process.communicate(timeout=PATIENCE)
        return Ran(code=self.process.returncode, out=out, err=err)


class Checkout:
    """A folder with the example's personalize.yaml and schemas, and commands that run in it."""

    def __init__(self, folder: Path, server: Server | None) -> None:
        self.folder, self.server = folder, server
        self.environment = environment(server.url if server else None)
        shutil.copytree(ROOT / "specs" / "avro", folder / "specs" / "avro")
        shutil.copy(ROOT / "personalize.yaml", folder)

    @property
    def text(self) -> str:
        return (self.folder / "personalize.yaml").read_text()

    def write(self, text: str) -> None:
        (self.folder / "personalize.yaml").write_text(text)

    def edit(self, *edits: tuple[str, str]) -> None:
        """Replace text in personalize.yaml; each must be there exactly once."""
        text = self.text
        for old, new in edits:
            assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
            text = text.replace(old, new)
        self.write(text)

    @staticmethod
    def program(name: str) -> str:
        """The installed command of that name; a path stays as it is."""
        return str(BIN / name)

    def start(self, *command: str, **variables: str) -> Running:
        """Start an installed command without a terminal."""
        process = subprocess.Popen(
            [self.program(command[0]), *command[1:]],
            cwd=self.folder,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return Running(process)

    def run(self, *command: str, **variables: str) -> Ran:
        running = self.start(*command, **variables)
        try:
            return running.end()
        finally:
            running.process.kill()

    def reconcile(self, *arguments: str, **variables: str) -> Ran:
        return self.run("reconcile", *arguments, **variables)

    def converged(self) -> None:
        """The account is as the file says."""
        self.reconcile("plan", "--detailed-exitcode").ended(0)


def tags(**given: str) -> list[Mapping[str, str]]:
    return [{"tagKey": key, "tagValue": value} for key, value in given.items()]


def pasted(said: str) -> str:
    """What a refused plan offers for the file, exactly as printed but for the indentation."""
    _, block, rest = said.partition("To agree to all of it, the file says:\n")
    if block:
        return "".join(f"{line[2:]}\n" for line in rest.partition("\n\n")[0].splitlines())
    lines = [line.strip() for line in said.splitlines() if line.strip().startswith("consent: [")]
    assert len(lines) == 1, said
    return f"{lines[0]}\n"
