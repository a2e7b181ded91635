"""The arena: an account, a folder with a file, and the installed commands, all in this process.

Time is virtual, calls have one order, every request passes the `Wire`, and the account can be put back to a
moment that was kept. One arena serves many worlds: `reset` empties it.
"""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import boto3
import pytest
from botocore.hooks import EventAliaser
from botocore.loaders import Loader
from passing_time import PassingTime, VirtualClock
from start import LOCKS, Start
from watched import WatchedEmulator
from wire import KilledError, Strike, Wire

from personalize_emulator.clock import Clock
from personalize_emulator.emulator import Snapshot
from personalize_emulator.mock import mock_personalize
from reconciler.apply.executors import Inline
from reconciler.cli.main import reconcile

BEGIN = 1_767_225_600.0  # 2026-01-01T00:00:00Z
REGION = "eu-west-1"
_SETTINGS = ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "RECONCILE_ENV")
_MINTED = ("solution_version", "event_tracker", "dataset")
"""Modules of the emulator that make identifiers up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command ended; `code` is None when its process was killed."""

    command: str
    code: int | None
    out: str
    err: str
    sent: int

    @property
    def document(self) -> Any:
        """What a command with `--format json` printed, None where that is no JSON."""
        try:
            return json.loads(self.out)
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"$ reconcile {self.command}\n{self.out}{self.err}exit {self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An account, its buckets and the checkout as they were."""

    account: Snapshot
    objects: Mapping[str, Mapping[str, bytes]]
    files: Mapping[str, bytes]
    minted: int


class Arena:
    """Made by `arena`. `folder` is the checkout in which commands run, with personalize.yaml."""

    def __init__(self, emulator: WatchedEmulator, time: PassingTime, wire: Wire, folder: Path) -> None:
        self.emulator, self.time, self.wire, self.folder = emulator, time, wire, folder
        self.minted = 0
        self._empty = emulator.snapshot()
        self._clients: dict[str, Any] = {}

    def client(self, service: str = "personalize") -> Any:
        """A client for what happens behind the reconciler's back."""
        if service not in self._clients:
            self._clients[service] = boto3.client(service, REGION)
        return self._clients[service]

    def reset(self, start: Start | None = None) -> None:
        """Begin anew: an empty account and folder, and what `start` puts there."""
        self.restore(Moment(account=self._empty, objects={}, files={}, minted=0))
        if start is not None:
            start.check_out(self.folder)
            objects = {key: text.encode() for key, text in start.objects.items()}
            self._put_back({start.bucket: objects, LOCKS: {}})

    def run(self, command: str, *, strike: Strike | None = None) -> Ran:
        """Run a reconcile command, every request of it through `strike`; killed is no error here."""
        out, err, before = io.StringIO(), io.StringIO(), Path.cwd()
        code: int | None = None
        os.chdir(self.folder)
        self.wire.begin(strike)
        self.emulator.run = 0
        try:
            with redirect_stdout(out), redirect_stderr(err):
                try:
                    reconcile.main(shlex.split(command), prog_name="reconcile")
                except SystemExit as ended:
                    code = int(ended.code or 0)
                except KilledError:
                    code = None
        finally:
            os.chdir(before)
            self.wire.end()
            self.emulator.run = None
        return Ran(
            command=command,
            code=None if self.wire.killed else code,
            out=out.getvalue(),
            err=err.getvalue(),
            sent=len(self.wire.sent),
        )

    def moment(self) -> Moment:
        """The present, to come back to."""
        return Moment(
            account=self.emulator.snapshot(),
            objects=self._objects(),
            files={
                str(path.relative_to(self.folder)): path.read_bytes()
                for path in self.folder.rglob("*")
                if path.is_file()
            },
            minted=self.minted,
        )

    def restore(self, moment: Moment) -> None:
        """Go back. Objects that are as they were keep their time; faults and watchers are gone."""
        self.emulator.restore(moment.account)
        self.emulator.moments.clear()
        self.time.watchers.clear()
        self.minted = moment.minted
        self._put_back(moment.objects)
        for path in self.folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for name, content in moment.files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_bytes(content)

    def _objects(self) -> dict[str, dict[str, bytes]]:
        return {
            name: {key: bytes(found.value) for key, found in bucket.keys.items()}
            for name, bucket in self._buckets().items()
        }

    def _buckets(self) -> Mapping[str, Any]:
        from moto.s3.models import s3_backends  # noqa: PLC0415

        buckets: Mapping[str, Any] = s3_backends[self.emulator.account]["aws"].buckets
        return buckets

    def _is_yet_to_come(self, bucket: str, key: str) -> bool:
        """Whether an object is from after the moment that was gone back to."""
        modified = self._buckets()[bucket].keys[key].last_modified
        return bool(modified.replace(tzinfo=UTC).timestamp() > self.time.now())

    def _put_back(self, objects: Mapping[str, Mapping[str, bytes]]) -> None:
        now, s3 = self._objects(), self.client("s3")
        where = {"LocationConstraint": REGION}
        for bucket in now.keys() - objects.keys():
            for key in now[bucket]:
                s3.delete_object(Bucket=bucket, Key=key)
            s3.delete_bucket(Bucket=bucket)
        for bucket, wanted in objects.items():
            if bucket not in now:
                s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
            there = now.get(bucket, {})
            for key in there.keys() - wanted.keys():
                s3.delete_object(Bucket=bucket, Key=key)
            for key, body in wanted.items():
                if there.get(key) != body or self._is_yet_to_come(bucket, key):
                    s3.put_object(Bucket=bucket, Key=key, Body=body)


@contextmanager
def arena() -> Iterator[Arena]:
    """An arena, until the block ends; there may be one at a time."""
    folder = Path(tempfile.mkdtemp(prefix="arena-"))
    with pytest.MonkeyPatch.context() as patch:
        for name in _SETTINGS:
            patch.delenv(name, raising=False)
        patch.setenv("NO_COLOR", "1")
        # Data that fails its import is a case of these laws, and their calls are counted.
        patch.setenv("RECONCILE_PREFLIGHT", "0")
        patch.setenv("COLUMNS", "120")
        _share(patch)
        emulator = WatchedEmulator(clock=Clock(speed=0, start=BEGIN))
        time, wire = PassingTime(emulator), Wire()
        clock = type("ArenaClock", (VirtualClock,), {"time": time})
        patch.setattr("reconciler.aws.clock.SystemClock", clock)
        patch.setattr("reconciler.apply.run.Threads", lambda _limit: Inline())
        patch.setattr(
            "reconciler.observed.reading.in_parallel", lambda calls, _limit: [one() for one in calls]
        )
        # Of two things, an import and an object, it is asked which is newer.
        patch.setattr(
            "moto.s3.models.utcnow", lambda: datetime.fromtimestamp(time.now(), UTC).replace(tzinfo=None)
        )
        # botocore waits in real time: its pacing is not what is tried here, its retries take virtual time.
        patch.setattr("botocore.retries.bucket.TokenBucket.acquire", lambda *_args, **_more: True)
        patch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=time.advance))
        with mock_personalize(emulator):
            from moto.core.models import botocore_stubber  # noqa: PLC0415

            made = Arena(emulator, time, wire, folder)
            _mint(patch, made)
            made.client("iam").create_role(
                RoleName="AmazonPersonalizeAccessRole", AssumeRolePolicyDocument="{}"
            )
            answer = botocore_stubber.process_request
            botocore_stubber.process_request = lambda request: wire.process(answer, request)
            try:
                yield made
            finally:
                # Before the emulator is taken away, which gives moto back what it had.
                botocore_stubber.process_request = answer
                shutil.rmtree(folder)


def _mint(patch: pytest.MonkeyPatch, made: Arena) -> None:
    """Identifiers in one order, which goes back with the account."""

    def uuid4() -> UUID:
        made.minted += 1
        return UUID(int=(0xA0000000 + made.minted) << 96)

    for module in _MINTED:
        patch.setattr(f"personalize_emulator.kinds.{module}.uuid", SimpleNamespace(uuid4=uuid4))


def _share(patch: pytest.MonkeyPatch) -> None:
    """Every command makes clients of its own, which need not read and work out the same again."""
    loader = Loader()
    patch.setattr("botocore.session.create_loader", lambda *_: loader)
    made, names = EventAliaser.__init__, dict[str, str]()

    def begin(aliaser: EventAliaser, *what: Any, **more: Any) -> None:
        made(aliaser, *what, **more)
        aliaser._alias_name_cache = names

    patch.setattr(EventAliaser, "__init__", begin)
