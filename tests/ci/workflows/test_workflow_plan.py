"""plan.yml as written: a pull request of this repository's kind, from the event to the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workflow_team import CREDENTIALS, PLAN_ROLE

if TYPE_CHECKING:
    from workflow_team import Team

TPS = ("minTPS: 1", "minTPS: 2")
TWO = """version: 1
environments:
  staging: {prefix: staging-, role: "arn:aws:iam::123456789012:role/staging"}
  production: {role: {plan: "arn:aws:iam::123456789012:role/production-plan"}}
"""
ENVIRONMENTS = ("version: 1\n", TWO)


def test_a_pull_request_is_planned_with_the_role_that_reads_and_commented_on(team: Team) -> None:
    pull = team.open_pull(TPS)
    environments, plan = team.plan(pull)
    assert (environments.result, plan.result) == ("success", "success"), plan.said
    (credentials,) = plan.inputs_of(CREDENTIALS)
    assert (credentials["role-to-assume"], credentials["aws-region"]) == (PLAN_ROLE, "eu-west-1")
    assert "campaign/home-page" in team.comment(pull)
    assert "campaign/home-page" in plan.summary
    assert team.server.changes() == []
    assert team.used("plan", "plan") == {"pull-requests": "write"}


def test_a_newer_commit_takes_the_place_of_an_older_one_in_run_and_comment(team: Team) -> None:
    pull = team.open_pull(TPS)
    first = team.plan(pull)[-1]
    team.github.repository.push_to(pull, "again")
    team.hub.texts[pull.head] = team.edited(("minTPS: 1", "minTPS: 3"))
    second = team.plan(pull)[-1]
    assert first.group == second.group == f"plan-{pull.number}-"
    assert second.cancels
    assert pull.head[:7] in team.comment(pull)


def test_a_refused_plan_fails_the_job_and_is_kept_all_the_same(team: Team) -> None:
    pull = team.open_pull(
        ("    eventTracker: user-videos-tracker # takes live events; clients embed its trackingId\n", "")
    )
    _, plan = team.plan(pull)
    assert plan.result == "failure"
    assert "consent" in team.comment(pull)
    (upload,) = plan.inputs_of("actions/upload-artifact")
    (kept,) = team.github.repository.artifacts.values()
    assert kept["name"] == upload["name"]
    assert plan.steps[-1].outcome == "success"


@pytest.mark.usefixtures("without_roles")
def test_every_environment_is_a_job_with_its_own_role_group_and_comment(team: Team) -> None:
    pull = team.open_pull(TPS, ENVIRONMENTS)
    _, *plans = team.plan(pull)
    assert [plan.name for plan in plans] == ["plan staging", "plan production"]
    roles = [
        given["role-to-assume"].rpartition("/")[2] for plan in plans for given in plan.inputs_of(CREDENTIALS)
    ]
    assert roles == ["staging", "production-plan"]
    assert len({plan.group for plan in plans}) == 2
    assert len(team.github.repository.said(pull.number)) == 2
