"""drift.yml as written: an issue that follows what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from workflow_events import dispatch
from workflow_team import CREDENTIALS, PLAN_ROLE

if TYPE_CHECKING:
    from workflow_team import Team


def set_min_tps(team: Team, value: int) -> None:
    (campaign,) = team.server.client().list_campaigns()["campaigns"]
    team.server.client().update_campaign(campaignArn=campaign["campaignArn"], minProvisionedTPS=value)
    team.server.advance(3600)


def test_an_issue_is_opened_left_alone_and_closed(team: Team) -> None:
    set_min_tps(team, 5)
    _, drift = team.drift()
    assert drift.result == "success", drift.said
    (credentials,) = drift.inputs_of(CREDENTIALS)
    assert credentials["role-to-assume"] == PLAN_ROLE
    assert (drift.group, drift.cancels) == ("drift-", False)
    (issue,) = team.github.repository.issues.values()
    assert (issue["state"], [one["name"] for one in issue["labels"]]) == ("open", ["personalize-drift"])
    assert "campaign/home-page" in issue["body"]
    team.github.forget_requests()
    assert team.drift()[-1].result == "success"
    assert team.github.writes() == []
    set_min_tps(team, 1)
    assert team.drift()[-1].result == "success"
    (issue,) = team.github.repository.issues.values()
    assert issue["state"] == "closed"
    assert team.used("drift", "drift") == {"issues": "write"}


@pytest.mark.usefixtures("without_roles")
def test_without_a_role_it_says_so_and_does_nothing(team: Team) -> None:
    team.github.forget_requests()
    _, drift = team.drift()
    assert drift.result == "success", drift.said
    assert "No role is configured" in drift.summary
    assert team.github.writes() == []


def test_another_branch_does_not_speak_for_main(team: Team) -> None:
    runs = team.run("drift", dispatch(team.head, ref="refs/heads/topic"))
    assert [run.result for run in runs] == ["skipped", "skipped"]
