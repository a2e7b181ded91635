"""The evaluator that the scenarios trust: what it allows, what it refuses, and what it does not read."""

from __future__ import annotations

from typing import Any

import pytest
from iam_requests import ARN, asked
from iam_rules import allowing, matches
from test_least_permissions import FILES, printed

APPLY = next(
    one["policy"]
    for one in printed(FILES["example"].read_text(), FILES["example"].parent)["documents"]
    if one["part"] == "apply"
)
HOME = f"{ARN}campaign/home-page"
OTHERS = f"{ARN}campaign/of-somebody-else"
MARK = "aws:ResourceTag/reconcile:stack"


def policy(**members: Any) -> dict[str, Any]:
    statement = {"Sid": "One", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **members}
    return {"Version": "2012-10-17", "Statement": [statement]}


def allowed(document: dict[str, Any], action: str, resource: str, **context: str) -> bool:
    return any(allowing(document, action, resource, context))


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("a*", "a/b:c", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a.c", "abc", False),
        ("a${*}", "a*", True),
        ("a${*}", "ab", False),
        ("${$}{x}", "${x}", True),
    ],
)
def test_stars_and_question_marks_fit_anything_but_themselves_in_braces(
    pattern: str, text: str, fits: bool
) -> None:
    assert matches(pattern, text) == fits


def test_an_action_without_a_resource_needs_the_star_alone() -> None:
    assert allowed(policy(Action="personalize:ListSchemas"), "personalize:listschemas", "*")
    assert not allowed(
        policy(Action="personalize:ListSchemas", Resource=f"{ARN}*"), "personalize:ListSchemas", "*"
    )


@pytest.mark.parametrize(
    ("operator", "said", "fits"),
    [
        ("StringEquals", {"k": "v"}, True),
        ("StringEquals", {"k": "w"}, False),
        ("StringEquals", {}, False),
        ("StringEqualsIfExists", {}, True),
        ("StringEqualsIfExists", {"k": "w"}, False),
        ("ArnLike", {"k": "arn:aws:s3:::v"}, False),
    ],
)
def test_a_condition_holds_for_its_key_alone(operator: str, said: dict[str, str], fits: bool) -> None:
    wanted = "arn:aws:s3:::x" if operator == "ArnLike" else "v"
    document = policy(Condition={operator: {"k": wanted}})
    assert any(allowing(document, "s3:GetObject", "arn:aws:s3:::b/k", said)) == fits


def test_a_policy_for_a_principal_allows_no_other() -> None:
    document = policy(Principal={"Service": "personalize.amazonaws.com"})
    assert not any(allowing(document, "s3:GetObject", "x", {}))
    assert any(allowing(document, "s3:GetObject", "x", {}, "personalize.amazonaws.com"))


@pytest.mark.parametrize(
    "members", [{"Effect": "Deny"}, {"NotAction": "x"}, {"Condition": {"Bool": {"k": "v"}}}]
)
def test_what_it_does_not_know_it_does_not_pass_over(members: dict[str, Any]) -> None:
    with pytest.raises((AssertionError, KeyError)):
        any(allowing(policy(**members), "s3:GetObject", "x", {"k": "v"}))


def test_only_what_carries_the_stacks_mark_can_be_changed_or_deleted() -> None:
    for verb in ("Update", "Delete"):
        action = f"personalize:{verb}Campaign"
        assert any(allowing(APPLY, action, OTHERS, {MARK: "user-videos"}))
        assert not any(allowing(APPLY, action, HOME, {MARK: "other"}))
        assert not any(allowing(APPLY, action, HOME, {}))


def test_only_what_the_file_names_can_be_made() -> None:
    assert allowed(APPLY, "personalize:CreateCampaign", HOME)
    assert not allowed(APPLY, "personalize:CreateCampaign", OTHERS)
    assert not allowed(APPLY, "personalize:CreateRecommender", f"{ARN}recommender/home-page")


def test_a_training_of_another_stacks_solution_cannot_be_stopped() -> None:
    stop, version = "personalize:StopSolutionVersionCreation", f"{ARN}solution/s/0a1b2c3d"
    assert any(allowing(APPLY, stop, version, {}))
    assert not any(allowing(APPLY, stop, version, {MARK: "other"}))


def test_a_create_with_tags_and_a_role_needs_all_three() -> None:
    body = b'{"name": "x", "roleArn": "arn:aws:iam::1:role/r", "tags": [{"tagKey": "a", "tagValue": "b"}]}'
    found = asked("POST", "https://personalize.eu-west-1.amazonaws.com/", "A.CreateDatasetGroup", body)
    assert [(one.action, one.resource) for one in found] == [
        ("personalize:CreateDatasetGroup", f"{ARN}dataset-group/x"),
        ("personalize:TagResource", "*"),
        ("iam:PassRole", "arn:aws:iam::1:role/r"),
    ]


def test_a_version_is_asked_for_by_both_readings() -> None:
    body = f'{{"solutionVersionArn": "{ARN}solution/s/0a1b2c3d"}}'.encode()
    found = asked("POST", "https://personalize.eu-west-1.amazonaws.com/", "A.DescribeSolutionVersion", body)
    assert [one.resource for one in found] == [f"{ARN}solution/s/0a1b2c3d", f"{ARN}solution/s"]
