"""`--only runs`: said in the heading, kept in a saved plan, and applied as what it was saved as."""

from __future__ import annotations

import json

import pytest
from cli_world import ADOPT, World


@pytest.mark.parametrize(
    ("aside", "said"),
    [
        (0, "Nothing else is to be done."),
        (1, "1 other change waits for a whole apply."),
        (2, "2 other changes wait for a whole apply."),
    ],
)
def test_the_plan_says_that_only_runs_are_shown_and_what_waits(world: World, aside: int, said: str) -> None:
    world.more = {"left_aside": aside}
    result = world.run("plan", "--only", "runs")
    title = f"ONLY RUNS: imports, trainings and deployments that are due. {said}"
    assert result.stdout.splitlines()[0] == title
    assert "No runs: nothing is due." in result.stdout
    assert title in world.run("plan", "--only", "runs", "--format", "markdown").stdout
    document = json.loads(world.run("plan", "--only", "runs", "--format", "json").stdout)
    assert (document["scope"], document["left_aside"]) == ("runs", aside)


def test_what_waits_is_no_difference_for_the_exit_code(world: World) -> None:
    world.more = {"left_aside": 3}
    assert world.run("plan", "--only", "runs", "--detailed-exitcode").exit_code == 0


def test_apply_carries_out_the_runs(world: World) -> None:
    world.changes = (ADOPT,)
    result = world.run("apply", "--only", "runs", "--yes")
    assert (result.exit_code, world.api.calls) == (0, ["TagResource"])
    assert result.stdout.startswith("ONLY RUNS: ")


def test_a_saved_plan_of_runs_is_applied_as_one(world: World) -> None:
    world.changes = (ADOPT,)
    assert world.run("plan", "--only", "runs", "--out", "plan.json").exit_code == 0
    result = world.run("apply", "plan.json", "--yes")
    assert (result.exit_code, world.api.calls) == (0, ["TagResource"])
    assert result.stdout.startswith("ONLY RUNS: ")


@pytest.mark.parametrize("scope", ["destroy", "everything", None])
def test_a_saved_plan_that_was_made_another_thing_by_hand_is_refused(world: World, scope: object) -> None:
    world.changes = (ADOPT,)
    world.run("plan", "--only", "runs", "--out", "plan.json")
    saved = world.folder / "plan.json"
    saved.write_text(json.dumps({**json.loads(saved.read_text()), "scope": scope}))
    result = world.run("apply", "plan.json", "--yes")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "plan.json" in result.stderr


def test_a_saved_plan_and_only_exclude_each_other(world: World) -> None:
    world.changes = (ADOPT,)
    world.run("plan", "--out", "plan.json")
    result = world.run("apply", "plan.json", "--only", "runs", "--yes")
    assert (result.exit_code, world.api.calls) == (64, [])
    assert "--only goes with `plan --out`" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("plan", "--only", "drift"), ("drift", "--only", "runs"), ("plan", "--only")]
)
def test_runs_are_the_only_only(world: World, arguments: tuple[str, ...]) -> None:
    assert world.run(*arguments).exit_code == 64
