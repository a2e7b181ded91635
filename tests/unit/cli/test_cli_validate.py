"""validate: offline, every form, every finding."""

from __future__ import annotations

import json

from cli_world import World

WRONG = "version: 1\nstack: shop\nnothing: 1\n"


def wrong(world: World) -> None:
    (world.folder / "personalize.yaml").write_text(WRONG, encoding="utf-8")


def test_a_valid_file_is_0_and_said_to_be(world: World) -> None:
    result = world.run("validate")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "personalize.yaml is valid: 0 addresses declared.\n"


def test_a_wrong_file_is_1_with_place_and_remedy_as_data(world: World) -> None:
    wrong(world)
    result = world.run("validate")
    assert (result.exit_code, result.stderr) == (1, "")
    assert "personalize.yaml:3:1: error:" in result.stdout
    assert result.stdout.splitlines()[-1] == "personalize.yaml is not valid: 1 error."


def test_json_says_the_same(world: World) -> None:
    wrong(world)
    document = json.loads(world.run("validate", "--format", "json").stdout)
    assert document["valid"] is False
    assert [(one["line"], one["column"]) for one in document["diagnostics"]] == [(3, 1)]


def test_github_gets_one_annotation_per_finding_and_nothing_when_there_is_none(world: World) -> None:
    assert world.run("validate", "--format", "github").stdout == ""
    wrong(world)
    out = world.run("validate", "--format", "github").stdout
    assert out.startswith("::error file=personalize.yaml,line=3,col=1,title=")
    assert len(out.splitlines()) == 1
