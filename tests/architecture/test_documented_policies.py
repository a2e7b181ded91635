"""The IAM policies in the documents allow every call that the reconciler can make, and no change beyond."""

from __future__ import annotations

import ast
import json
import re
from fnmatch import fnmatchcase
from typing import Any

import botocore.session
from tree import ROOT, sources

PAGE = ROOT / "docs" / "howto-first-apply.md"
JSON = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
READS = ("Describe", "List", "Get")
ELSEWHERE = {
    "HeadObject": "s3:GetObject",
    "ListObjectsV2": "s3:ListBucket",
    "GetResources": "tag:GetResources",
}
"""Reads of other services, and the IAM action that each needs. GetCallerIdentity needs none."""


def policy(heading: str) -> list[dict[str, Any]]:
    """The statements of the first JSON block below these words."""
    _, found, rest = PAGE.read_text().partition(heading)
    assert found, heading
    block = JSON.search(rest)
    assert block, heading
    statements: list[dict[str, Any]] = json.loads(block[1])["Statement"]
    return statements


def actions(statements: list[dict[str, Any]]) -> list[str]:
    """What the statements allow, wildcards as they stand."""
    listed = ([one] if isinstance(one := statement["Action"], str) else one for statement in statements)
    return [action for action_list in listed for action in action_list]


def words() -> set[str]:
    """Every string literal of the reconciler's code that could name an operation."""
    found = set()
    for path in sources("reconciler"):
        for node in ast.walk(ast.parse((ROOT / path).read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


MODEL = botocore.session.get_session().get_service_model("personalize")
SENT = words() & set(MODEL.operation_names)
READING = actions(policy("For `plan` and `drift`, reading only:"))
CHANGING = actions(policy("For `apply`, in addition:"))


def allowed(action: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in patterns)


def test_the_operations_that_the_code_names_are_found() -> None:
    assert {"CreateSolution", "StopSolutionVersionCreation", "ListFilters", "TagResource"} <= SENT
    assert "CreateDataDeletionJob" not in SENT


def test_who_plans_may_read_everything_that_is_read() -> None:
    reads = {f"personalize:{name}" for name in SENT if name.startswith(READS)}
    reads |= {action for name, action in ELSEWHERE.items() if name in words()}
    assert len(reads) > 20
    assert [action for action in sorted(reads) if not allowed(action, READING)] == []


def test_who_plans_may_change_nothing() -> None:
    changing = [f"personalize:{name}" for name in MODEL.operation_names if not name.startswith(READS)]
    assert [action for action in changing if allowed(action, READING)] == []


def test_who_applies_may_make_every_change_that_is_made_and_no_other() -> None:
    changes = {f"personalize:{name}" for name in SENT if not name.startswith(READS)}
    named = [action for action in CHANGING if action.startswith("personalize:")]
    assert sorted(named) == sorted(changes)


def test_who_applies_may_pass_a_role_to_personalize_alone() -> None:
    (passing,) = (one for one in policy("For `apply`, in addition:") if one["Action"] == "iam:PassRole")
    assert passing["Condition"] == {"StringEquals": {"iam:PassedToService": "personalize.amazonaws.com"}}
    assert "*" not in passing["Resource"]
