"""Drift has one issue: opened, updated, closed, opened again by itself; silent while nothing changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fake_repository import BOT

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Server
    from jobs import Jobs

CAMPAIGN = "arn:aws:personalize:eu-west-1:123456789012:campaign/home-page"
FILTER = "arn:aws:personalize:eu-west-1:123456789012:filter/exclude-watched"


def set_tps(server: Server, tps: int) -> None:
    server.client().update_campaign(campaignArn=CAMPAIGN, minProvisionedTPS=tps)
    server.advance(3600)


def the_issue(github: GitHub) -> dict[str, Any]:
    (issue,) = github.repository.issues.values()
    return issue


def remarks(github: GitHub) -> list[str]:
    return github.repository.said(the_issue(github)["number"])


def test_the_life_of_drift(jobs: Jobs, github: GitHub, server: Server) -> None:
    jobs.drift().ended(0)
    assert github.writes() == []

    set_tps(server, 5)
    done = jobs.drift().ended(0)
    issue = the_issue(github)
    assert (issue["state"], issue["labels"]) == ("open", [{"name": "personalize-drift"}])
    assert issue["title"] == "Drift in stack user-videos"
    assert "campaign/home-page" in issue["body"]
    assert "campaign/home-page" in done.summary
    assert len(github.writes()) == 1

    github.forget_requests()
    jobs.drift().ended(0)
    assert len(github.requests) == 1
    assert github.writes() == [], "the same drift makes no noise"

    server.client().delete_filter(filterArn=FILTER)
    server.advance(3600)
    jobs.drift().ended(0)
    assert "filter/exclude-watched" in the_issue(github)["body"]
    assert remarks(github) == ["The drift has changed: 1 new, 0 gone."]
    assert len(github.writes()) == 2

    jobs.checkout.reconcile("apply", "--yes").ended(0)
    github.forget_requests()
    jobs.drift().ended(0)
    assert the_issue(github)["state"] == "closed"
    assert remarks(github)[1:] == ["The drift is gone: the account is as the file says."]
    assert len(github.writes()) == 2

    github.forget_requests()
    jobs.drift().ended(0)
    assert github.writes() == []

    set_tps(server, 6)
    jobs.drift().ended(0)
    assert the_issue(github)["state"] == "open"
    assert remarks(github)[2:] == ["The drift is back: 1 finding."]


def test_what_a_person_has_closed_stays_closed_until_the_drift_changes(
    jobs: Jobs, github: GitHub, server: Server
) -> None:
    set_tps(server, 5)
    jobs.drift().ended(0)
    the_issue(github)["state"] = "closed"
    github.forget_requests()
    jobs.drift().ended(0)
    assert github.writes() == []

    set_tps(server, 6)
    jobs.drift().ended(0)
    assert the_issue(github)["state"] == "open"

    the_issue(github)["state"] = "closed"
    set_tps(server, 1)
    jobs.drift().ended(0)
    assert the_issue(github)["state"] == "closed"
    set_tps(server, 6)
    jobs.drift().ended(0)
    assert the_issue(github)["state"] == "open", "it was gone in between"


def test_an_issue_by_anybody_else_is_not_ours(jobs: Jobs, github: GitHub, server: Server) -> None:
    set_tps(server, 5)
    jobs.drift().ended(0)
    theirs = the_issue(github)
    theirs["user"] = {"login": "mallory", "type": "User"}
    jobs.drift().ended(0)
    assert len(github.repository.issues) == 2
    ours = [one for one in github.repository.issues.values() if one["user"]["login"] == BOT]
    assert len(ours) == 1


def test_what_could_not_be_read_changes_no_issue_and_fails(
    jobs: Jobs, github: GitHub, server: Server
) -> None:
    set_tps(server, 5)
    jobs.drift().ended(0)
    github.forget_requests()
    server.fault(fault="refuse", operation="DescribeFilter", code="AccessDeniedException")
    done = jobs.drift().ended(1)
    assert any("not everything could be read" in one for one in done.annotations)
    assert github.requests == []


def test_drift_needs_to_write_issues_and_nothing_else(jobs: Jobs, github: GitHub, server: Server) -> None:
    set_tps(server, 5)
    done = jobs.drift(permissions={"contents": "read", "issues": "read"}).ended(1)
    assert "permissions: {issues: write}" in done.said
    assert github.repository.issues == {}


def test_without_a_role_nothing_is_compared(jobs: Jobs, github: GitHub) -> None:
    done = jobs.drift("--role", "", token="").ended(0)
    assert "No role is configured" in done.summary
    assert github.requests == []
