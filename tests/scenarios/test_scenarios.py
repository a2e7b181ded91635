"""Every folder here with a when.yaml is a specification: given an account and an edit, when commands, then.

`make accept` rewrites then/; a reviewer reads the difference. What no output can show is checked of every
scenario: an apply leaves nothing to do, the service's order is kept, and what has to serve serves throughout.

given/account.yaml: `base` (a folder of bases/ instead of the example), `before` (steps before the file is
applied), `applied: true`, `outside` (calls behind the reconciler's back), `serves` (campaigns that must
answer throughout). given/edits.yaml: edits after that. when.yaml: commands, and steps between them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from order_rules import created_too_early, deleted_too_early
from passing_time import PassingTime, VirtualClock
from probe import Probe
from start import start_of
from watched import WatchedEmulator
from world import World, load_yaml

from personalize_emulator.clock import Clock
from personalize_emulator.continuity import gaps
from personalize_emulator.mock import mock_personalize
from reconciler.apply.executors import Inline

HERE = Path(__file__).parent
SCENARIOS = sorted(path.parent for path in HERE.glob("*/when.yaml"))
BEGIN = 1_767_225_600.0  # 2026-01-01T00:00:00Z
AGAIN = "plan --detailed-exitcode"
UNFINISHED = ("--only", "--no-wait", "--timeout")


@pytest.fixture
def emulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchedEmulator]:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
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


def one_by_one(calls: list[Callable[[], Any]], _limit: int) -> list[Any]:
    """Reads in one order."""
    return [call() for call in calls]


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda path: path.name)
def test_scenario(folder: Path, emulator: WatchedEmulator, time: PassingTime, tmp_path: Path) -> None:
    given = load_yaml(folder / "given" / "account.yaml") or {}
    world = World(emulator, time, tmp_path, start_of(given.get("base")))
    arrange(world, given, load_yaml(folder / "given" / "edits.yaml") or [])
    served = given.get("serves") or []
    probe = Probe(time, served)
    then, left = play(world, load_yaml(folder / "when.yaml"))
    then["calls"] = world.mutating()
    if given.get("serves"):
        then["serving"] = probe.text
    if os.environ.get("RECONCILE_ACCEPT"):
        accept(folder / "then", then)
    expected = {path.name: path.read_text() for path in sorted((folder / "then").glob("*"))}
    assert expected, "nobody has accepted what this scenario shows: `make accept` writes then/"
    assert then == expected, "see the difference; `make accept` takes it over"
    assert not left, f"the plan after the last apply is not empty:\n{left}"
    assert deleted_too_early(emulator.moments) == []
    assert created_too_early(emulator.moments) == []
    assert probe.failed == []
    assert [gap for gap in gaps(emulator.history) if gap.campaign.rsplit("/", 1)[-1] in served] == []
    assert bool(probe.requests) == bool(given.get("serves"))


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda path: path.name)
def test_a_scenario_begins_with_what_it_promises(folder: Path) -> None:
    first = (folder / "when.yaml").read_text().splitlines()[0]
    assert re.fullmatch(r"# [A-Z`].{20,130}\.", first), "the first line of when.yaml says it in one sentence"


def arrange(world: World, given: dict[str, Any], edits: list[Any]) -> None:
    """Bring the account to where the scenario begins; none of it is in its calls."""
    for step in given.get("before") or []:
        world.step(step)
    if given.get("applied"):
        code, out, err = world.run("apply --yes")
        assert code == 0, out + err
    world.outside(given.get("outside") or [])
    world.edit(edits)
    world.emulator.calls.clear()


def play(world: World, when: list[Any]) -> tuple[dict[str, str], str]:
    """Go through when.yaml: what each command printed, and the plan after the last apply unless it is empty.

    An apply that failed, only runs, or stopped waiting may leave something to do.
    """
    then: dict[str, str] = {}
    left = ""
    last = max((n for n, entry in enumerate(when) if str(entry).split()[0] == "apply"), default=None)
    for place, entry in enumerate(when):
        if not isinstance(entry, str):
            world.step(entry)
            continue
        number = len(then) + 1
        code, shown = show(world, entry, number)
        suffix = "md" if "markdown" in entry else "json" if "json" in entry else "txt"
        then[f"{number}-{entry.split()[0]}.{suffix}"] = shown
        if place == last and code == 0 and not any(word in entry for word in UNFINISHED):
            code, again = show(world, AGAIN, number)
            left = again if code else ""
    return then, left


def show(world: World, command: str, number: int) -> tuple[int, str]:
    """Run a command; its exit code, and what then/ keeps of it."""
    code, out, err = world.run(command, number=number)
    shown = f"$ reconcile {command}\n{out}{err and '--- stderr' + chr(10) + err}exit {code}\n"
    return code, re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", shown)


def accept(folder: Path, then: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*"):
        path.unlink()
    for name, text in then.items():
        (folder / name).write_text(text)
