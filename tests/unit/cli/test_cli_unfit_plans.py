"""Plan files that are no regular files, too large, or not what they seem."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from cli_world import ADOPT, World

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def saved(world: World) -> Path:
    world.changes = (ADOPT,)
    assert world.run("plan", "--out", "plan.json").exit_code == 0
    return world.folder / "plan.json"


def refused(world: World, *arguments: str) -> str:
    result = world.run("apply", "--yes", *arguments)
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "internal error" not in result.stderr
    assert "to do: " in result.stderr
    return result.stderr


@pytest.mark.parametrize("how", [(), ("--reviewed",)])
@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("pipe", "pipe is a device, a pipe or a socket"),
        ("/dev/zero", "/dev/zero is a device, a pipe or a socket"),
        ("a\0b", "cannot be read: embedded null byte"),
        ("", "cannot be read: No such file or directory"),
    ],
)
def test_what_is_no_file_is_refused_at_once(world: World, how: tuple[str, ...], path: str, says: str) -> None:
    world.changes = (ADOPT,)
    os.mkfifo(world.folder / "pipe")
    assert says in refused(world, *how, path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[" + "[]," * 500_001 + "[]]", "plan.json is larger than any plan"),
        ('"' + "x" * (32 << 20) + '"', "plan.json is larger than any plan"),
        ('{"format_version": "1.0", "format_version": "1.0"}', "it is not JSON"),
        ('{"format_version": NaN}', "it is not JSON"),
        (
            '{"format_version": "' + "9" * 5000 + '"}',
            "its format_version is 99999999999999999999; this version",
        ),
    ],
)
def test_a_document_that_no_plan_is_like_is_refused(world: World, text: str, says: str) -> None:
    (world.folder / "plan.json").write_text(text)
    said = refused(world, "plan.json")
    assert says in said
    assert len(said) < 500


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("file",), 7, "file of Plan is no str"),
        (("left_aside",), True, "left_aside of Plan is no int"),
        (("warnings",), [1], "warnings of Plan is no tuple[str, ...]"),
        (("scope",), "s" * 5000, "…"),
        (("stack",), None, "stack of Plan is no str"),
        (("environment", "endpoint"), 7, "endpoint of Environment is no str | None"),
        (("changes", 0, "due"), "yes", "due of Change is no bool"),
        (("steps", 0, "calls", 0, "operation"), [], "operation of Call is no str"),
        (("steps", 0, "calls", 0, "request"), {"a": json.loads("[" * 200 + "]" * 200)}, "levels are nested"),
        (("estimate",), {"seconds": "1", "past": {}}, "seconds of Estimate is no int"),
        (("costs",), {"prices": {}}, "is missing"),
    ],
)
def test_a_member_of_another_type_is_named(
    world: World, saved: Path, path: tuple[str | int, ...], value: Any, says: str
) -> None:
    document = inner = json.loads(saved.read_text())
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    saved.write_text(json.dumps(document))
    said = refused(world, "plan.json")
    assert "it is not whole or was edited (" in said
    assert says in said
    assert len(said) < 500
