"""The emulator in process, in virtual time, with one order of calls and IAM at its edge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from enforcement import Enforcement
from passing_time import PassingTime, VirtualClock
from watched import WatchedEmulator

from personalize_emulator.clock import Clock
from personalize_emulator.mock import mock_personalize
from reconciler.apply.executors import Inline

BEGIN = 1_767_225_600.0  # 2026-01-01T00:00:00Z


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchedEmulator]:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "RECONCILE_ENV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    # Data that fails its import is a scenario too, and most clocks here are behind the times in the data:
    # a scenario that is about the look at it says --preflight.
    monkeypatch.setenv("RECONCILE_PREFLIGHT", "0")
    watched = WatchedEmulator(clock=Clock(speed=0, start=BEGIN))
    monkeypatch.setattr("reconciler.apply.run.Threads", lambda _limit: Inline())
    monkeypatch.setattr("reconciler.observed.reading.in_parallel", one_by_one)
    ids = count(1)
    made = SimpleNamespace(uuid4=lambda: UUID(int=(0xA0000000 + next(ids)) << 96))
    for module in ("solution_version", "event_tracker", "dataset"):
        monkeypatch.setattr(f"personalize_emulator.kinds.{module}.uuid", made)
    with mock_personalize(watched):
        yield watched


@pytest.fixture
def time(emulator: WatchedEmulator, monkeypatch: pytest.MonkeyPatch) -> PassingTime:
    passing = PassingTime(emulator)
    clock = type("ScenarioClock", (VirtualClock,), {"time": passing})
    monkeypatch.setattr("reconciler.aws.clock.SystemClock", clock)
    # botocore's limiter waits in real time, a minute after a full import queue; nothing is to be paced here.
    monkeypatch.setattr("botocore.retries.bucket.TokenBucket.acquire", lambda *_args, **_more: True)
    return passing


@pytest.fixture
def enforcement(emulator: WatchedEmulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[Enforcement]:
    """IAM, standing before everything that a command sends and Personalize reads."""
    from moto.core.models import botocore_stubber  # noqa: PLC0415

    gate = Enforcement(emulator)
    answer, storage = botocore_stubber.process_request, emulator.storage
    exists, read = storage.role_exists, storage.read
    monkeypatch.setattr(storage, "role_exists", lambda role: gate.role_exists(exists, role))
    monkeypatch.setattr(storage, "read", lambda *where: gate.read(read, *where))
    botocore_stubber.process_request = lambda request: gate.process(answer, request)
    yield gate
    # Before the emulator is taken away, which gives moto back what it had.
    botocore_stubber.process_request = answer


def one_by_one(calls: list[Callable[[], Any]], _limit: int) -> list[Any]:
    """Reads in one order."""
    return [call() for call in calls]
