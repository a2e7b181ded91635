"""`apply --reviewed`: nothing that no reviewed plan shows, and a clear word on what that would be."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cli_world import ADOPT, World

ONE, OTHER = "a" * 32, "b" * 32
SHOWN = replace(ADOPT, asks=(ONE,), grants=(ONE,))


def reviewed(world: World, name: str, *grants: str) -> str:
    """A plan as the review kept it."""
    world.changes = (replace(ADOPT, asks=grants, grants=grants),)
    result = world.run("plan", "--format", "json")
    (world.folder / name).write_text(result.stdout)
    world.changes = (SHOWN,)
    return name


def test_what_was_reviewed_is_applied(world: World) -> None:
    kept = reviewed(world, "reviewed.json", ONE)
    result = world.run("apply", "--yes", "--reviewed", kept)
    assert (result.exit_code, world.api.calls) == (0, ["TagResource"])


def test_several_reviews_add_up(world: World) -> None:
    first, second = reviewed(world, "first.json", OTHER), reviewed(world, "second.json", ONE)
    result = world.run("apply", "--yes", "--reviewed", first, "--reviewed", second)
    assert (result.exit_code, world.api.calls) == (0, ["TagResource"])


def test_a_saved_plan_says_as_well_what_was_reviewed(world: World) -> None:
    world.changes = (SHOWN,)
    assert world.run("plan", "--out", "plan.json").exit_code == 0
    assert world.run("apply", "--yes", "--reviewed", "plan.json").exit_code == 0


def test_what_was_not_reviewed_is_named_and_nothing_is_changed(world: World) -> None:
    kept = reviewed(world, "reviewed.json", OTHER)
    result = world.run("apply", "--yes", "--reviewed", kept)
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "what no reviewed plan shows\n    adopt dataset-group/shop: listed under adopt\n" in result.stderr
    assert "nothing was changed" in result.stderr


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"changes": [1]}', '{"changes": [{"grants": ["x"]}]}', "[" * 100_000, "\x00"]
)
def test_a_file_that_is_no_plan_is_said_before_anything_is_read(world: World, text: str) -> None:
    world.changes = (SHOWN,)
    (world.folder / "odd.json").write_text(text)
    result = world.run("apply", "--yes", "--reviewed", "odd.json")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "odd.json is no plan that says what was reviewed" in result.stderr


def test_a_missing_file_is_said(world: World) -> None:
    result = world.run("apply", "--yes", "--reviewed", "none.json")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "none.json cannot be read: No such file or directory" in result.stderr


def test_the_outcome_as_json_says_that_nothing_was_done(world: World) -> None:
    kept = reviewed(world, "reviewed.json", OTHER)
    result = world.run("apply", "--yes", "--format", "json", "--reviewed", kept)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["exit_code"] == 1
