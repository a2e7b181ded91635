"""Every folder here with a when.yaml is a specification: given an account and an edit, when commands, then.

`make accept` rewrites then/; a reviewer reads the difference. What no output can show is checked of every
scenario: an apply leaves nothing to do, the service's order is kept, what has to serve serves throughout, and
the commands get by with what `reconcile iam` prints for the file.

given/account.yaml: `base` (a folder of bases/ instead of the example), `before` (steps before the file is
applied), `applied: true` or an environment, `outside` (calls behind the reconciler's back), `serves`
(campaigns that must answer throughout), `lacks` (a permission that is taken away: part, Sid, action).
given/edits.yaml: edits after that. when.yaml: commands, and steps between them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from enforcement import Enforcement
from order_rules import created_too_early, deleted_too_early
from passing_time import PassingTime
from probe import Probe
from start import start_of
from watched import WatchedEmulator
from world import World, load_yaml

from personalize_emulator.continuity import gaps

HERE = Path(__file__).parent
SCENARIOS = sorted(path.parent for path in HERE.glob("*/when.yaml"))
AGAIN = "plan --detailed-exitcode"
NAMED = re.compile(r"--env \S+")
UNFINISHED = ("--only", "--no-wait", "--timeout")


@pytest.mark.parametrize("folder", SCENARIOS, ids=lambda path: path.name)
def test_scenario(
    folder: Path, emulator: WatchedEmulator, time: PassingTime, enforcement: Enforcement, tmp_path: Path
) -> None:
    given = load_yaml(folder / "given" / "account.yaml") or {}
    world = World(emulator, time, tmp_path, start_of(given.get("base")), enforcement)
    arrange(world, given, load_yaml(folder / "given" / "edits.yaml") or [])
    if given.get("lacks"):
        enforcement.removed = tuple(given["lacks"])
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
    lacking = set(given.get("lacks", [])[2:])
    assert {use.action for use in enforcement.denied} == lacking, "`reconcile iam` prints too little for this"
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
    if applied := given.get("applied"):
        code, out, err = world.run("apply --yes" if applied is True else f"apply --yes --env {applied}")
        assert code == 0, out + err
    world.outside(given.get("outside") or [])
    world.edit(edits)
    world.emulator.calls.clear()


def play(world: World, when: list[Any]) -> tuple[dict[str, str], str]:
    """Go through when.yaml: what each command printed, and the plan after the last apply unless it is empty.

    An apply that failed, only runs, or stopped waiting may leave something to do.
    """
    then: dict[str, str] = {}
    left = environment = ""
    last = max((n for n, entry in enumerate(when) if str(entry).split()[0] == "apply"), default=None)
    for place, entry in enumerate(when):
        if not isinstance(entry, str):
            world.step(entry)
            continue
        number = len(then) + 1
        environment = next(iter(NAMED.findall(entry)), environment)
        code, shown = show(world, entry, number)
        suffix = "md" if "markdown" in entry else "json" if "json" in entry else "txt"
        then[f"{number}-{entry.split()[0]}.{suffix}"] = shown
        if place == last and code == 0 and not any(word in entry for word in UNFINISHED):
            code, again = show(world, f"{AGAIN} {environment}".strip(), number)
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
