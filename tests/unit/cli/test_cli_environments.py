"""--env: which environment of the file a command is about, what it shows of it, and what a plan remembers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_world import ADOPT, DUE, World

from reconciler.errors import InvalidError

FILE = """\
version: 1
stack: shop
region: eu-west-1
environments:
  staging: {account: "123456789012", prefix: staging-, variables: {v: a}}
  production: {account: "123456789012", variables: {v: b}}
tags: {v: "${v}"}
"""
READERS = ("plan", "apply", "drift", "destroy")


@pytest.fixture
def named(world: World) -> World:
    """A world whose file has two environments."""
    (world.folder / "personalize.yaml").write_text(FILE, encoding="utf-8")
    return world


@pytest.mark.parametrize("command", READERS)
def test_a_file_with_environments_needs_one_to_be_chosen(named: World, command: str) -> None:
    result = named.run(command)
    assert (result.exit_code, result.stdout, named.api.calls) == (1, "", [])
    assert "pass --env staging or --env production" in result.stderr


@pytest.mark.parametrize("command", [*READERS, "validate"])
def test_an_environment_that_the_file_does_not_have_is_refused(named: World, command: str) -> None:
    result = named.run(command, "--env", "stagin")
    assert result.exit_code == 1
    assert "did you mean staging?" in result.output


@pytest.mark.parametrize("command", [*READERS, "validate"])
def test_a_file_without_environments_refuses_one(world: World, command: str) -> None:
    result = world.run(command, "--env", "staging")
    assert result.exit_code == 1
    assert "the file has no environments" in result.output


@pytest.mark.parametrize("command", ["plan", "drift"])
def test_the_heading_names_the_environment(named: World, command: str) -> None:
    named.changes = (DUE,)
    out = named.run(command, "--env", "staging").stdout
    assert out.startswith("stack staging-shop, environment staging (personalize.yaml)\n")
    markdown = named.run(command, "--env", "staging", "--format", "markdown").stdout
    assert "<code>staging-shop</code>, <code>staging</code>\n" in markdown
    document = json.loads(named.run(command, "--env", "staging", "--format", "json").stdout)
    assert (document["environment"]["name"], document["stack"]) == ("staging", "staging-shop")


def test_without_environments_the_name_is_empty_in_documents_and_in_no_heading(world: World) -> None:
    assert world.run("plan").stdout.startswith("stack shop (personalize.yaml)\n")
    assert json.loads(world.run("plan", "--format", "json").stdout)["environment"]["name"] == ""


def test_the_variable_says_it_as_well_and_the_option_wins(named: World) -> None:
    out = named.run("plan", env={"RECONCILE_ENV": "production"}).stdout
    assert "environment production" in out
    out = named.run("plan", "--env", "staging", env={"RECONCILE_ENV": "production"}).stdout
    assert "environment staging" in out


@pytest.mark.parametrize("arguments", [("--env", ""), ()])
def test_an_empty_environment_counts_as_not_given(world: World, arguments: tuple[str, ...]) -> None:
    assert world.run("plan", *arguments, env={"RECONCILE_ENV": ""}).exit_code == 0


def test_what_to_do_next_names_the_environment(named: World) -> None:
    named.changes = (ADOPT,)
    named.api.refuse = InvalidError("bad", operation="TagResource", code="InvalidInputException")
    result = named.run("apply", "--env", "staging", "--yes")
    assert result.exit_code == 1
    assert "run `reconcile apply --env staging` again" in result.stdout


def test_the_outcome_names_the_environment(named: World) -> None:
    named.changes = (ADOPT,)
    result = named.run("apply", "--env", "staging", "--yes", "--format", "json")
    assert json.loads(result.stdout)["environment"]["name"] == "staging"


@pytest.fixture
def saved(named: World) -> Path:
    named.changes = (ADOPT,)
    assert named.run("plan", "--env", "staging", "--out", "plan.json").exit_code == 0
    return named.folder / "plan.json"


@pytest.mark.parametrize("arguments", [(), ("--env", "staging")])
def test_a_saved_plan_remembers_its_environment(
    named: World, saved: Path, arguments: tuple[str, ...]
) -> None:
    result = named.run("apply", saved.name, "--yes", *arguments)
    assert (result.exit_code, named.api.calls) == (0, ["TagResource"])


def test_another_environment_contradicts_a_saved_plan(named: World, saved: Path) -> None:
    for how in ({"args": ("--env", "production")}, {"env": {"RECONCILE_ENV": "production"}}):
        result = named.run("apply", saved.name, "--yes", *how.get("args", ()), env=how.get("env"))
        assert (result.exit_code, named.api.calls) == (1, [])
        assert "plan.json was made for environment staging" in result.stderr


def test_a_plan_of_a_file_without_environments_contradicts_any(world: World) -> None:
    world.changes = (ADOPT,)
    world.run("plan", "--out", "plan.json")
    result = world.run("apply", "plan.json", "--yes", "--env", "staging")
    assert (result.exit_code, world.api.calls) == (1, [])
    assert "of a file without environments" in result.stderr


@pytest.mark.parametrize("name", ["production", "gone", "", 7, None, ["staging"]])
def test_a_saved_plan_whose_environment_was_edited_is_refused(
    named: World, saved: Path, name: object
) -> None:
    document = json.loads(saved.read_text(encoding="utf-8"))
    document["environment"]["name"] = name
    saved.write_text(json.dumps(document), encoding="utf-8")
    result = named.run("apply", saved.name, "--yes")
    assert (result.exit_code, named.api.calls) == (1, [])
    assert "internal error" not in result.stderr


def test_validating_counts_what_each_environment_declares(named: World) -> None:
    assert named.run("validate").stdout == (
        "personalize.yaml is valid: 0 addresses declared in staging, 0 in production.\n"
    )
    document = json.loads(named.run("validate", "--format", "json").stdout)
    assert (document["resources"], document["environments"]) == (0, {"staging": 0, "production": 0})
    one = named.run("validate", "--env", "production").stdout
    assert one == "personalize.yaml is valid: 0 addresses declared in production.\n"


def test_validating_names_the_environments_that_are_at_fault(named: World) -> None:
    text = FILE.replace("prefix: staging-", "prefix: staging-, policy: {maxDelete: 1}")
    (named.folder / "personalize.yaml").write_text(text, encoding="utf-8")
    result = named.run("validate")
    assert result.exit_code == 1
    assert "(environment staging)" in result.stdout
    assert named.run("validate", "--env", "production").exit_code == 0
