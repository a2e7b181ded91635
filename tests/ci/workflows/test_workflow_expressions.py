"""The evaluator of `${{ }}` does as GitHub's pages say, and refuses what they or it do not know."""

from __future__ import annotations

from typing import Any

import pytest
from workflow_expressions import NotUnderstoodError, Scope

SCOPE = Scope(
    contexts={
        "github": {"event": {"number": 7}, "ref": "refs/heads/main", "workflow": "plan"},
        "inputs": {"flag": True, "none": None, "text": "Yes"},
        "matrix": {"environment": ""},
        "needs": {"list": {"outputs": {"found": '[{"name": "a"}]'}}},
        "vars": {},
        "steps": {},
        "runner": {},
        "env": {},
        "job": {},
        "strategy": {},
        "secrets": {},
    },
    status={"success": False, "failure": True, "always": True, "cancelled": False},
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("github.ref == 'refs/heads/main'", True),
        ("github.ref == 'REFS/heads/main'", True),
        ("inputs.text != 'yes'", False),
        ("inputs.none == ''", True),
        ("inputs.flag == 'true'", False),
        ("matrix.environment || 'personalize'", "personalize"),
        ("vars.NONE || vars.NEITHER", None),
        ("inputs.flag && inputs.text || 'no'", "Yes"),
        ("!inputs.flag || inputs.none", None),
        ("!(inputs.flag && inputs.none)", True),
        ("github.event.pull_request.head.repo", None),
        ("fromJSON(needs.list.outputs.found)", [{"name": "a"}]),
        ("format('it''s {1}, not {0}', inputs.flag, matrix.environment)", "it's , not true"),
    ],
)
def test_an_expression_has_the_value_that_github_gives_it(expression: str, value: Any) -> None:
    assert SCOPE.value(expression, "step") == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${{ inputs.flag }}", True),
        ("a ${{ inputs.flag }} ${{ inputs.none }}b", "a true b"),
        ("${{ github.workflow }}-${{ github.event.number }}", "plan-7"),
        ("no expression", "no expression"),
    ],
)
def test_a_text_with_expressions_is_filled_in(text: str, value: Any) -> None:
    assert SCOPE.render(text, "step") == value


@pytest.mark.parametrize(
    ("expression", "place"),
    [
        ("toJSON(github)", "step"),
        ("github.event.*.x", "step"),
        ("github['ref']", "step"),
        ("1 < 2", "step"),
        ("github.ref ==", "step"),
        ("github.ref 'x'", "step"),
        ("matrix.environment", "job.if"),
        ("matrix.environment", "job.strategy"),
        ("secrets.TOKEN", "step.if"),
        ("vars.ROLE", "action.step"),
        ("always()", "step"),
        ("nothing.at.all", "step"),
    ],
)
def test_what_is_unknown_or_unknown_at_that_place_is_an_error(expression: str, place: str) -> None:
    with pytest.raises(NotUnderstoodError):
        SCOPE.value(expression, place)


def test_a_structure_has_no_text() -> None:
    with pytest.raises(NotUnderstoodError):
        SCOPE.render("all: ${{ github.event }}", "step")


def test_a_condition_needs_success_unless_it_asks_for_the_status_itself() -> None:
    assert not SCOPE.holds("inputs.flag", "step.if")
    assert SCOPE.holds("always() && inputs.flag", "step.if")
    assert SCOPE.holds("${{ !cancelled() && inputs.text != '' }}", "step.if")
    assert not SCOPE.holds("${{ cancelled() }}", "step.if")
