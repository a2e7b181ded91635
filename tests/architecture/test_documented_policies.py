"""The IAM policies that a page shows are what the command prints, and allow what the code can call."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

import botocore.session
import pytest
from click.testing import CliRunner
from tree import ROOT, pages, sources

from reconciler.cli.main import reconcile
from reconciler.model.lock import DEFAULT_PREFIX, LOCK_ACTIONS

SHOWN = re.compile(r"^<!-- reconcile (iam [^>]+) -->\n```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
FILES = [
    ROOT / "personalize.yaml",
    *(ROOT / "tests" / "scenarios" / "bases" / name / "personalize.yaml" for name in ("shop", "two-groups")),
]
"""Together they declare every kind."""
LOCKING = re.compile(r"^Who applies or destroys needs.*?^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
READS = ("Describe", "List", "Get")
ELSEWHERE = {
    "HeadObject": "s3:GetObject",
    "ListObjectsV2": "s3:ListBucket",
    "GetResources": "tag:GetResources",
}
"""Reads of other services, and the IAM action that each needs. GetCallerIdentity needs none."""


def printed(*arguments: str) -> Any:
    run = CliRunner().invoke(reconcile, ["iam", *arguments], catch_exceptions=False)
    assert run.exit_code == 0, run.stderr
    return json.loads(run.stdout)


def actions(part: str) -> set[str]:
    """What the policies of this part allow for any of the files."""
    policies = [printed("-f", str(file), "--part", part) for file in FILES]
    said = [statement["Action"] for policy in policies for statement in policy["Statement"]]
    return {action for one in said for action in ([one] if isinstance(one, str) else one)}


def words() -> set[str]:
    """Every string literal of the reconciler's code that could name an operation."""
    found = set()
    for path in sources("reconciler"):
        if "permissions" in path.parts:
            continue
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


MODEL = botocore.session.get_session().get_service_model("personalize")
SENT = words() & set(MODEL.operation_names)
BLOCKS = [(page, *found) for page in pages() for found in SHOWN.findall((ROOT / page).read_text())]


@pytest.mark.parametrize(("page", "command", "body"), BLOCKS, ids=[f"{one[0]}:{one[1]}" for one in BLOCKS])
def test_a_shown_policy_is_what_the_command_prints(
    page: str, command: str, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    run = CliRunner().invoke(reconcile, command.split(), catch_exceptions=False)
    assert run.stdout == body, f"{page} shows another policy than `reconcile {command}` prints"


def test_policies_are_shown() -> None:
    assert {command for _, command, _ in BLOCKS} >= {"iam --part plan", "iam --part apply"}


def test_the_operations_that_the_code_names_are_found() -> None:
    assert {"CreateSolution", "StopSolutionVersionCreation", "ListFilters", "TagResource"} <= SENT
    assert "CreateDataDeletionJob" not in SENT


def test_every_operation_that_the_code_names_is_allowed_and_no_other() -> None:
    sent = {f"personalize:{name}" for name in SENT}
    allowed = {one for one in actions("plan") | actions("apply") if one.startswith("personalize:")}
    assert sorted(allowed) == sorted(sent)


def test_every_read_of_another_service_is_allowed_to_who_plans() -> None:
    needed = {action for name, action in ELSEWHERE.items() if name in words()}
    assert needed == set(ELSEWHERE.values())
    assert {one for one in actions("plan") if not one.startswith("personalize:")} == needed


def test_who_plans_may_change_nothing() -> None:
    assert {one for one in actions("plan") if not one.partition(":")[2].startswith(READS)} == set()


def test_who_applies_with_a_lock_may_make_the_three_calls_on_its_object_and_none_elsewhere() -> None:
    sent = ast.parse((ROOT / "reconciler/aws/locks.py").read_text())
    named = {node.value for node in ast.walk(sent) if isinstance(node, ast.Constant)}
    storage = botocore.session.get_session().get_service_model("s3").operation_names
    assert {f"s3:{operation}" for operation in storage if operation in named} == set(LOCK_ACTIONS)
    (shown,) = LOCKING.findall((ROOT / "docs" / "howto-locking.md").read_text())
    on_object, on_bucket = json.loads(shown)["Statement"]
    assert sorted(on_object["Action"]) == sorted(LOCK_ACTIONS)
    assert on_object["Resource"].endswith(f"/{DEFAULT_PREFIX}*")
    assert on_bucket["Action"] == "s3:ListBucket"
