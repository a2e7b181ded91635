"""iam: offline, whole or one policy, and never with a placeholder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_world import FILE, World
from jsonschema import Draft202012Validator

from reconciler.cli.iam import _PARTS
from reconciler.permissions.documents import Part

ROOT = Path(__file__).parents[3]
SCHEMA = Draft202012Validator(json.loads((ROOT / "specs" / "iam.schema.json").read_text()))
IMPORTED = """
schemas:
  rows: {avro: {type: record, name: Interactions, version: "1.0", fields: [{name: USER_ID, type: string},
    {name: ITEM_ID, type: string}, {name: TIMESTAMP, type: long}]}}
datasetGroups:
"""


def imported(*names: str) -> str:
    """A file with a group, a bucket and a role of each name."""
    groups = "".join(
        f"  {name}:\n    datasets:\n      interactions:\n        schema: rows\n"
        f'        import: {{from: "s3://{name}-data/x.csv", role: "arn:aws:iam::123456789012:role/{name}"}}\n'
        for name in names
    )
    return FILE + IMPORTED + groups


def written(world: World, text: str) -> World:
    (world.folder / "personalize.yaml").write_text(text, encoding="utf-8")
    return world


def test_one_document_holds_every_policy_and_is_as_its_schema_says(world: World) -> None:
    result = written(world, imported("films")).run("iam", "--repository", "acme/films")
    assert (result.exit_code, result.stderr) == (0, "")
    document = json.loads(result.stdout)
    SCHEMA.validate(document)
    assert {one["part"] for one in document["documents"]} == set(_PARTS) - {"key"}
    assert all(one["about"] for one in document["documents"])


@pytest.mark.parametrize("directory", [".", "tests/scenarios/bases/shop", "tests/scenarios/bases/two-groups"])
def test_the_examples_documents_are_as_their_schema_says(world: World, directory: str) -> None:
    result = world.run("iam", "-f", str(ROOT / directory / "personalize.yaml"))
    SCHEMA.validate(json.loads(result.stdout))


def test_a_part_alone_is_the_bare_policy_with_its_notes_beside_it(world: World) -> None:
    result = written(world, imported("films")).run("iam", "--part", "bucket")
    policy = json.loads(result.stdout)
    assert list(policy) == ["Version", "Statement"]
    assert "a bucket has one policy" in result.stderr
    assert written(world, imported("films")).run("iam", "--part", "bucket", "-q").stderr == ""


def test_every_part_can_be_asked_for() -> None:
    assert set(_PARTS) == {part.value for part in Part}


def test_several_of_a_part_are_told_apart_by_name(world: World) -> None:
    written(world, imported("films", "series"))
    refused = world.run("iam", "--part", "bucket")
    assert refused.exit_code == 1
    assert "films-data, series-data" in refused.stderr
    chosen: Any = json.loads(world.run("iam", "--part", "access-policy", "--name", "series").stdout)
    assert chosen["Statement"][0]["Resource"] == "arn:aws:s3:::series-data/x.csv"
    assert world.run("iam", "--part", "bucket", "--name", "other").exit_code == 1


def test_what_the_file_does_not_need_is_said_to_be_none(world: World) -> None:
    result = world.run("iam", "--part", "key")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "personalize.yaml names no KMS key" in result.stderr


@pytest.mark.parametrize("key", ["account", "region"])
def test_without_account_or_region_there_is_no_policy(world: World, key: str) -> None:
    kept = "".join(line for line in FILE.splitlines(keepends=True) if not line.startswith(key))
    result = written(world, kept).run("iam")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"personalize.yaml does not say `{key}:`" in result.stderr
    assert f"write `{key}:` into the file" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--part", "plan-trust"],
        ["--repository", "acme"],
        ["--repository", "acme/*"],
        ["--repository", "acme/films", "--branch", "main*"],
        ["--name", "films"],
        ["--part", "everything"],
    ],
)
def test_a_request_that_says_too_little_or_a_pattern_is_wrong_usage(
    world: World, arguments: list[str]
) -> None:
    result = world.run("iam", *arguments)
    assert (result.exit_code, result.stdout) == (64, "")


def test_a_named_environment_guards_the_role_for_apply(world: World) -> None:
    written(world, f"{FILE}environments:\n  staging: {{prefix: staging-}}\n")
    result = world.run("iam", "--env", "staging", "--repository", "acme/films", "--part", "apply-trust")
    assert '"repo:acme/films:environment:staging"' in result.stdout
    changed = world.run("iam", "--env", "staging", "--part", "apply").stdout
    assert '"aws:ResourceTag/reconcile:stack": "staging-shop"' in changed


def test_a_file_with_mistakes_is_1_with_their_places(world: World) -> None:
    result = written(world, f"{FILE}nothing: 1\n").run("iam")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "personalize.yaml:5:1: error:" in result.stderr
