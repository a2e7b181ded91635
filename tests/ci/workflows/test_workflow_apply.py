"""apply.yml as written: pushes, schedules and dispatches, in whatever order GitHub lets them run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workflow_events import dispatch, push, schedule
from workflow_team import APPLY_ROLE, CREDENTIALS

if TYPE_CHECKING:
    from workflow_team import Team

TPS = ("minTPS: 1", "minTPS: 2")
FILMS = ("tags: { team: video }", "tags: { team: films }")
ENVIRONMENTS = (
    "version: 1\n",
    "version: 1\nenvironments:\n  staging: {prefix: staging-}\n  production: {}\n",
)


def test_a_merge_applies_what_was_reviewed_with_the_role_that_changes(team: Team) -> None:
    pull = team.planned_and_merged(TPS)
    environments, apply = team.apply()
    assert (environments.result, apply.result) == ("success", "success"), apply.said
    (credentials,) = apply.inputs_of(CREDENTIALS)
    assert credentials["role-to-assume"] == APPLY_ROLE
    assert (apply.group, apply.cancels, apply.environment) == ("apply-", False, "personalize")
    assert team.min_tps() == 2
    assert team.github.repository.states() == [(team.head, ["in_progress", "success"])]
    assert "campaign/home-page" in team.comment(pull)


def test_what_no_pull_request_has_shown_is_not_applied_unless_somebody_says_so(team: Team) -> None:
    team.push(team.edited(TPS))
    assert team.apply()[-1].result == "failure"
    assert team.apply(dispatch(team.head))[-1].result == "failure"
    assert team.min_tps() == 1
    assert team.apply(dispatch(team.head, unreviewed="true"))[-1].result == "success"
    assert team.min_tps() == 2


def test_a_run_that_github_has_dropped_is_made_up_for_by_the_schedule(team: Team) -> None:
    """Of the runs that wait, GitHub keeps one: here the one of the schedule, and the push is gone."""
    team.planned_and_merged(TPS)
    assert team.applied_by_schedule()[-1].result == "success"
    assert team.min_tps() == 2


def test_of_two_merges_the_run_of_either_does_what_both_owe(team: Team) -> None:
    team.planned_and_merged(TPS)
    team.planned_and_merged(FILMS)
    assert team.apply()[-1].result == "success"
    assert team.min_tps() == 2


def test_an_older_run_that_took_the_place_of_the_newest_leaves_it_to_the_schedule(team: Team) -> None:
    """Runs that are queued within minutes of each other may wait in the wrong order."""
    team.planned_and_merged(TPS)
    older = team.head
    team.planned_and_merged(FILMS)
    assert team.apply(push(older))[-1].result == "success"
    assert team.min_tps() == 2
    assert team.applied_by_schedule()[-1].result == "success"
    assert team.github.repository.states() == [
        (older, ["in_progress", "success"]),
        (team.head, ["in_progress", "success"]),
    ]


def test_an_older_run_that_comes_late_undoes_nothing(team: Team) -> None:
    team.planned_and_merged(TPS)
    older = team.head
    team.planned_and_merged(("minTPS: 2", "minTPS: 3"))
    assert team.apply()[-1].result == "success"
    assert team.apply(push(older))[-1].result == "failure"
    assert team.min_tps() == 3


def test_a_schedule_with_nothing_owed_starts_runs_and_repairs_nothing(team: Team) -> None:
    team.planned_and_merged(TPS)
    team.apply()
    (campaign,) = team.server.client().list_campaigns()["campaigns"]
    team.server.client().update_campaign(campaignArn=campaign["campaignArn"], minProvisionedTPS=5)
    team.server.advance(3600)
    (_, apply) = team.applied_by_schedule()
    assert apply.result == "success", apply.said
    assert team.min_tps() == 5


def test_a_training_that_outlives_the_job_is_gone_on_with_by_the_next(team: Team) -> None:
    """With another timeout than the workflow's, which is far too long for a test."""
    path = team.workflows / "apply.yml"
    text = path.read_text()
    path.write_text(text.replace("command: apply\n", "command: apply\n          timeout: 1s\n"))
    pull = team.planned_and_merged(TPS)
    team.github.forget_requests()
    team.server.fault(fault="hold", kind="campaign", status="*")
    first = team.apply()[-1]
    assert first.result == "success", first.said
    assert team.github.repository.dispatched[-1]["inputs"] == {"environment": ""}
    assert "under way" in team.comment(pull) or "in progress" in team.comment(pull)
    team.server.lift_faults()
    path.write_text(text)
    assert team.continued()[-1].result == "success"
    assert team.min_tps() == 2
    assert team.used("apply", "apply") == {
        "contents": "read",
        "pull-requests": "write",
        "deployments": "write",
        "actions": "write",
    }


@pytest.mark.usefixtures("without_roles")
@pytest.mark.parametrize("event", [push, schedule, dispatch])
def test_without_a_role_it_says_so_and_does_nothing(team: Team, event: type) -> None:
    team.push(team.edited(TPS))
    team.github.forget_requests()
    team.server.forget_calls()
    environments, apply = team.apply(event(team.head))
    assert (environments.result, apply.result) == ("success", "success"), apply.said
    assert "No role is configured" in apply.summary
    assert (team.github.writes(), team.server.calls()) == ([], [])


@pytest.mark.usefixtures("without_roles")
def test_a_dispatch_for_one_environment_is_for_that_one_alone(team: Team) -> None:
    team.push(team.edited(ENVIRONMENTS))
    _, *every = team.apply()
    assert [run.environment for run in every] == ["staging", "production"]
    assert len({run.group for run in every}) == 2
    _, one = team.apply(dispatch(team.head, environment="staging"))
    assert one.environment == "staging"
    (refused, skipped) = team.apply(dispatch(team.head, environment="stagin"))
    assert (refused.result, skipped.result) == ("failure", "skipped")
    assert "stagin" in refused.said


def test_from_another_branch_nothing_runs(team: Team) -> None:
    runs = team.apply(dispatch(team.head, ref="refs/heads/topic", unreviewed="true"))
    assert [run.result for run in runs] == ["skipped", "skipped"]
