"""A review covers what is left of it: an apply killed anywhere and planned again, at once or hours later.

`CALLS=3,6,10 pytest tests/scenarios/test_reviewed_plans.py` holds every scenario to it, for an hour.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from enforcement import Enforcement
from passing_time import PassingTime
from start import start_of
from test_scenarios import HERE, SCENARIOS, arrange
from watched import WatchedEmulator
from world import World, load_yaml

from reconciler.aws.personalize import Personalize

COMMAND = "apply --yes"
LATER = (0, 60, 600, 5000, 20000)
_READS = ("Describe", "List", "Get")
KILLED = {
    "edit-several-of-one-campaign": [0],
    "filter-expression-changed": [1, 3],
    "filter-leaving-beside-its-proof": [1],
    "first-apply-of-a-shop": [5, 10],
    "interactions-column-added-with-consent": [2, 6, 11],
    "metric-expression-changed": [1],
    "recipe-changed": [1, 2, 4],
    "recommender-recipe-changed-with-consent": [1, 3],
    "schema-column-added": [1, 2],
    "unowned-then-adopted": [2],
}
"""After how many changing calls, of the last apply of these scenarios."""
CASES = (
    [(folder, int(calls)) for folder in SCENARIOS for calls in os.environ["CALLS"].split(",")]
    if "CALLS" in os.environ
    else [(HERE / name, calls) for name, numbers in KILLED.items() for calls in numbers]
)


class KilledError(BaseException):
    """The process is gone."""


class Fuse:
    """Kills the process just before the call that would change something once too often."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, calls: int) -> None:
        self.left = calls
        self.blown = False
        call = Personalize.call

        def counted(api: Personalize, operation: str, request: Any) -> Any:
            if not self.blown and not operation.startswith(_READS):
                self.left -= 1
                self.blown = self.left < 0
                if self.blown:
                    raise KilledError
            return call(api, operation, request)

        monkeypatch.setattr(Personalize, "call", counted)


@pytest.mark.parametrize(("folder", "calls"), CASES, ids=lambda one: getattr(one, "name", str(one)))
def test_what_is_left_after_a_kill_was_reviewed(
    folder: Path,
    calls: int,
    emulator: WatchedEmulator,
    time: PassingTime,
    enforcement: Enforcement,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given, when = load_yaml(folder / "given" / "account.yaml") or {}, load_yaml(folder / "when.yaml")
    if COMMAND not in when:
        pytest.skip("it applies nothing, or not to the end")
    world = World(emulator, time, tmp_path, start_of(given.get("base")), enforcement)
    arrange(world, given, load_yaml(folder / "given" / "edits.yaml") or [])
    last = max(place for place, one in enumerate(when) if one == COMMAND)
    for one in when[:last]:
        world.run(one) if isinstance(one, str) else world.step(one)
    reviewed = plan_of(world)
    if reviewed is None or any(one["refusal"] for one in reviewed["changes"]):
        pytest.skip("it is refused")
    fuse = Fuse(monkeypatch, calls)
    with suppress(KilledError):
        world.run(COMMAND)
    if not fuse.blown:
        pytest.skip("it is over before that")
    found = {}
    for seconds in LATER:
        time.advance(seconds)
        found[seconds] = beyond(plan_of(world), granted(reviewed))
    assert not any(found.values()), found


def test_the_kills_are_in_the_middle() -> None:
    assert {name for name in KILLED if not (HERE / name).is_dir()} == set()


def plan_of(world: World) -> Any:
    """The plan as a document, None where the file is not even read."""
    _code, out, _err = world.run("plan --format json")
    return json.loads(out) if out else None


def granted(plan: Any) -> set[str]:
    return {digest for one in plan["changes"] for digest in one["grants"]}


def beyond(plan: Any, reviewed: set[str]) -> list[str]:
    return [
        f"{one['action']} {one['address']} ({one['reason']})"
        for one in plan["changes"]
        if not reviewed.issuperset(one["asks"])
    ]
