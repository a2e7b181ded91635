"""Saved plans: written whole, private, and applied only where and when they still hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cli_world import ADOPT, ENVIRONMENT, World

from reconciler.model.forecast import Estimate, Past

Document = dict[str, Any]


@pytest.fixture
def saved(world: World) -> Path:
    world.changes = (ADOPT,)
    assert world.run("plan", "--out", "plan.json").exit_code == 0
    return world.folder / "plan.json"


def test_it_is_private_and_leaves_nothing_else_behind(world: World, saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in world.folder.iterdir()} == {"personalize.yaml", "plan.json"}


def test_an_older_plan_is_replaced_and_made_private(world: World) -> None:
    old = world.folder / "plan.json"
    old.write_text("old", encoding="utf-8")
    old.chmod(0o644)
    world.run("plan", "--out", "plan.json")
    assert json.loads(old.read_text(encoding="utf-8"))["stack"] == "shop"
    assert old.stat().st_mode & 0o777 == 0o600


def test_a_plan_that_cannot_be_saved_is_1(world: World) -> None:
    result = world.run("plan", "--out", "no/such/folder/plan.json")
    assert result.exit_code == 1
    assert "cannot be saved" in result.stderr
    assert world.run("plan", "--out", ".").exit_code == 1
    assert {path.name for path in world.folder.iterdir()} == {"personalize.yaml"}


def test_it_is_applied_while_it_holds(world: World, saved: Path) -> None:
    result = world.run("apply", "plan.json", "--yes")
    assert (result.exit_code, world.api.calls) == (0, ["TagResource"])


def test_it_is_refused_when_the_world_has_changed(world: World, saved: Path) -> None:
    world.more = {"fingerprint": "f2"}
    result = world.run("apply", "plan.json", "--yes")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "out of date" in result.stderr
    assert "reconcile plan --out" in result.stderr


@pytest.mark.parametrize(
    "change", [{"account": "999999999999"}, {"region": "us-east-1"}, {"endpoint": "http://x"}]
)
def test_it_is_refused_anywhere_else(world: World, saved: Path, change: dict[str, str]) -> None:
    world.more = {"environment": replace(ENVIRONMENT, **change)}
    result = world.run("apply", "plan.json", "--yes")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert next(iter(change.values())) in result.stderr


def test_a_local_emulator_may_have_another_port(world: World) -> None:
    world.changes = (ADOPT,)
    for number in (4577, 50123):
        world.more = {"environment": replace(ENVIRONMENT, endpoint=f"http://127.0.0.1:{number}")}
        arguments = ("plan", "--out", "plan.json") if number == 4577 else ("apply", "plan.json", "--yes")
        assert world.run(*arguments).exit_code == 0


def test_an_estimate_by_other_times_does_not_make_it_stale(world: World) -> None:
    world.changes = (ADOPT,)
    for seconds, arguments in ((60, ("plan", "--out", "plan.json")), (61, ("apply", "plan.json", "--yes"))):
        world.more = {"estimate": Estimate(seconds=seconds, past=(Past(kind="campaign", count=1),))}
        assert world.run(*arguments).exit_code == 0


def edit(saved: Path, how: Callable[[Document], Any]) -> None:
    document = json.loads(saved.read_text(encoding="utf-8"))
    how(document)
    saved.write_text(json.dumps(document), encoding="utf-8")


FREE: Document = {
    "prices": {"as_of": "", "region": "", "source": ""},
    "standing": [],
    "once": [],
    "notes": [],
}
TAMPERED: list[Callable[[Document], Any]] = [
    lambda it: it["steps"][0]["calls"][0].update(operation="DeleteDatasetGroup"),
    lambda it: it["steps"].clear(),
    lambda it: it["changes"][0].update(reason="trust me"),
    lambda it: it.update(costs=FREE),
    lambda it: it.update(fingerprint="f0"),
    lambda it: it.update(tool_version="9.9.9"),
    lambda it: it.update(format_version="2.0"),
    lambda it: it.update(made_at="yesterday"),
    lambda it: it.update(made_at=None),
    lambda it: it.update(made_at="2026-11-23T22:40:01"),
    lambda it: it.update(steps=None),
    lambda it: it.update(environment=None),
    lambda it: it.update(environment={}),
    lambda it: it["environment"].update(endpoint=7),
    lambda it: it["environment"].update(endpoint="http://["),
    lambda it: it["steps"][0].update(action="explode"),
    lambda it: it.pop("stack"),
]


def test_an_endpoint_that_is_none_is_another_place_than_a_local_emulator(world: World, saved: Path) -> None:
    edit(saved, lambda it: it["environment"].update(endpoint="http://["))
    world.more["environment"] = replace(ENVIRONMENT, endpoint="http://127.0.0.1:4577")
    result = world.run("apply", "plan.json", "--yes")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "internal error" not in result.stderr


@pytest.mark.parametrize("how", TAMPERED)
def test_an_edited_plan_is_refused(world: World, saved: Path, how: Callable[[Document], Any]) -> None:
    edit(saved, how)
    result = world.run("apply", "plan.json", "--yes")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "plan.json" in result.stderr
    assert "internal error" not in result.stderr


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"plan"', b"{}", b"[" * 100_000, b'{"format_version": {}}'],
)
def test_what_is_no_plan_is_refused(world: World, data: bytes) -> None:
    (world.folder / "plan.json").write_bytes(data)
    result = world.run("apply", "plan.json", "--yes")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "internal error" not in result.stderr


def test_a_cut_off_plan_is_refused(world: World, saved: Path) -> None:
    data = saved.read_bytes()
    saved.write_bytes(data[: len(data) // 2])
    result = world.run("apply", "plan.json", "--yes")
    assert result.exit_code == 1
    assert "not JSON" in result.stderr


def test_a_plan_replaces_no_device(world: World) -> None:
    (world.folder / "null").symlink_to("/dev/null")
    world.changes = (ADOPT,)
    ran = world.run("plan", "--out", "null")
    assert ran.exit_code == 1
    assert "the plan cannot be saved as null: it is there and is no file" in ran.stderr


@pytest.mark.parametrize("behind", ["kept.json", "nothing.json"])
def test_a_plan_replaces_no_link(world: World, behind: str) -> None:
    (world.folder / "kept.json").write_text("kept")
    (world.folder / "plan.json").symlink_to(behind)
    world.changes = (ADOPT,)
    ran = world.run("plan", "--out", "plan.json")
    assert ran.exit_code == 1
    assert "the plan cannot be saved as plan.json: it is a link" in ran.stderr
    assert (world.folder / "plan.json").readlink() == Path(behind)
    assert (world.folder / "kept.json").read_text() == "kept"


@pytest.mark.parametrize("out", ["personalize.yaml", "./personalize.yaml", "other-name.yaml", ""])
def test_a_plan_replaces_neither_its_own_file_nor_nothing(world: World, out: str) -> None:
    file = world.folder / "personalize.yaml"
    (world.folder / "other-name.yaml").hardlink_to(file)
    before = file.read_bytes()
    world.changes = (ADOPT,)
    ran = world.run("plan", "--out", out)
    assert (ran.exit_code, ran.stdout) == (64, "")
    assert "--out" in ran.stderr
    assert file.read_bytes() == before


@pytest.mark.parametrize("out", ["-", "plans/"])
def test_a_name_that_no_apply_could_take_is_refused_before_anything_is_read(world: World, out: str) -> None:
    world.changes = (ADOPT,)
    ran = world.run("plan", "--out", out)
    assert ran.exit_code == 64
    assert f"--out {out} names no file; --format json prints the plan" in ran.stderr
    assert {path.name for path in world.folder.iterdir()} == {"personalize.yaml"}
