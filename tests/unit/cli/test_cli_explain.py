"""explain, and the forms of validate that name rules."""

from __future__ import annotations

import json

import pytest
from cli_world import World

from reconciler.cli.validate import published
from reconciler.desired.rules import rules

WRONG = "version: 1\nstack: shop\nnothing: 1\n"


def test_a_rule_is_explained_as_data(world: World) -> None:
    result = world.run("explain", "training/max-age-short")
    assert (result.exit_code, result.stderr) == (0, "")
    first, *_, last = result.stdout.splitlines()
    assert first == "warning: maxAge is below a day [training/max-age-short]"
    assert last == "See docs/rules.md#training-max-age-short"
    assert "can be ignored" in result.stdout
    assert "can be ignored" not in world.run("explain", "file/value").stdout


def test_a_rule_may_be_asked_for_in_the_brackets_that_it_stands_in(world: World) -> None:
    result = world.run("explain", "[data/null]")
    assert (result.exit_code, result.stdout) == (0, world.run("explain", "data/null").stdout)
    assert "the nearest are: data/null" in world.run("explain", "[data/nul]").stderr


@pytest.mark.parametrize("rule", rules())
def test_every_rule_can_be_explained(world: World, rule: str) -> None:
    said = world.run("explain", rule).stdout
    assert rules()[rule].why in said
    assert ("breaks it:" in said) == bool(rules()[rule].bad)


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("file/valeu", "file/value"),
        ("twice", "address/twice, name/twice, override/twice"),
        ("policy", "policy/floor, policy/max-min-tps, policy/percent"),
        ("FILE/VALUE", "file/value"),
    ],
)
def test_an_unknown_rule_is_1_with_the_nearest(world: World, asked: str, near: str) -> None:
    result = world.run("explain", asked)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f'there is no rule "{asked}"' in result.stderr
    assert f"the nearest are: {near}" in result.stderr


def test_where_nothing_is_near_the_page_is_named(world: World) -> None:
    result = world.run("explain", "zzzz\x1b")
    assert result.exit_code == 1
    assert "docs/rules.md lists every rule" in result.stderr
    assert "\x1b" not in result.stderr


def test_sarif_is_alone_on_standard_output_and_says_the_same(world: World) -> None:
    assert json.loads(world.run("validate", "--format", "sarif").stdout)["runs"][0]["results"] == []
    (world.folder / "personalize.yaml").write_text(WRONG, encoding="utf-8")
    result = world.run("validate", "--format", "sarif")
    found = json.loads(result.stdout)["runs"][0]["results"]
    assert (result.exit_code, result.stderr) == (1, "")
    assert [one["ruleId"] for one in found] == ["file/unknown-key"]


def test_a_finding_shows_its_line_with_a_caret(world: World) -> None:
    (world.folder / "personalize.yaml").write_text(WRONG, encoding="utf-8")
    lines = world.run("validate").stdout.splitlines()
    assert lines[1:3] == ["    3 | nothing: 1", "      | ^"]


def test_the_documentations_address_is_the_packages() -> None:
    assert published(["Source, https://example.org", "Documentation, https://example.org/docs"]) == (
        "https://example.org/docs"
    )
    assert published([]) == ""
