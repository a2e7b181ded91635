"""GitHub fails, slows us down, or refuses: what is survived, and what is said where it is not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from jobs import APPLY, PLAN

from reconciler.render.ci_markdown import LEFT_OUT

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Checkout, Server
    from jobs import Jobs

MORE = ("minTPS: 1", "minTPS: 2")
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
CAMPAIGN = "arn:aws:personalize:eu-west-1:123456789012:campaign/home-page"


@pytest.mark.parametrize(
    ("status", "message", "headers"),
    [
        (502, "Server Error", {}),
        (503, "Service Unavailable", {}),
        (403, SECONDARY, {"Retry-After": "1"}),
        (429, SECONDARY, {"Retry-After": "1"}),
    ],
)
def test_a_passing_trouble_is_survived(
    status: int, message: str, headers: dict[str, str], jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    for method in ("GET", "POST"):
        github.fault(status, method=method, message=message, headers=headers)
    jobs.plan(pull).ended(0)
    assert len(github.repository.said(pull.number)) == 1
    checkout.edit((MORE[1], "minTPS: 3"))
    github.fault(status, method="PATCH", message=message, headers=headers)
    jobs.plan(pull).ended(0)
    assert len(github.repository.said(pull.number)) == 1


def test_a_wait_that_is_too_long_is_said_at_once(jobs: Jobs, checkout: Checkout, github: GitHub) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    github.fault(429, message=SECONDARY, headers={"Retry-After": "3600"}, times=100)
    began = time.monotonic()
    done = jobs.plan(pull).ended(1)
    assert "GitHub asks to wait for 3600 s" in done.said
    assert time.monotonic() - began < 60
    assert "campaign/home-page" in done.summary, "the plan is told all the same"


def test_a_body_that_is_too_long_is_followed_by_a_shorter_one(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    more = "\n".join(
        f'      f{number}: INCLUDE ItemID WHERE Items.GENRES IN ("{number}{"x" * 200}")'
        for number in range(90)
    )
    checkout.edit(("    filters:\n", f"    filters:\n{more}\n"))
    github.repository.longest_body = 20_000
    jobs.plan(pull)
    (comment,) = github.repository.said(pull.number)
    assert len(comment) <= 20_000
    assert [one.split()[0] for one in github.requests] == ["GET", "GET", "POST", "POST", "POST"]


def test_what_became_of_a_plan_takes_the_place_of_the_plan_where_both_are_too_long(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    more = "\n".join(
        f'      f{number}: EXCLUDE ItemID WHERE Items.GENRES IN ("{number}{"x" * 900}")'
        for number in range(25)
    )
    checkout.edit(("    filters:\n", f"    filters:\n{more}\n"))
    jobs.plan(pull).ended(0)
    (planned,) = github.repository.said(pull.number)
    github.repository.merge(pull)
    github.repository.longest_body = len(planned)
    jobs.apply().ended(0)
    (comment,) = github.repository.said(pull.number)
    assert LEFT_OUT in comment
    assert "Apply: 25 done" in comment
    assert len(comment) <= len(planned)


def test_github_is_down_before_anything_is_applied(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    checkout.edit(MORE)
    server.forget_calls()
    done = jobs.apply(variables={"GITHUB_API_URL": "http://127.0.0.1:9"}).ended(1)
    assert "GitHub cannot be reached" in done.said
    assert server.changes() == []


def test_what_was_applied_is_told_even_where_it_cannot_be_recorded(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    merge = github.repository.merge(pull)
    done = jobs.apply(permissions={**APPLY, "pull-requests": "read"}).ended(0)
    assert server.client().describe_campaign(campaignArn=CAMPAIGN)["campaign"]["minProvisionedTPS"] == 2
    assert any(f"the comment of #{pull.number} could not be written" in one for one in done.annotations)
    assert "permissions: {pull-requests: write}" in done.said
    assert "Apply: 1 done" in done.summary
    assert github.repository.states() == [(merge, ["in_progress", "success"])]


def test_a_state_that_could_not_be_written_is_written_by_the_next_apply(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    merge = github.repository.merge(pull)
    github.fault(422, method="POST", path="/statuses", after=1)
    done = jobs.apply().ended(0)
    assert any("the deployment's state could not be written" in one for one in done.annotations)
    assert github.repository.states() == [(merge, ["in_progress"])]
    jobs.apply(name="schedule").ended(0)
    assert github.repository.states() == [(merge, ["in_progress", "in_progress", "success"])]


def test_a_token_that_is_unknown_or_may_not_comment(jobs: Jobs, checkout: Checkout, github: GitHub) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    done = jobs.plan(pull, token="ghs_nobody").ended(1)
    assert "GitHub does not know the token" in done.said
    assert "ghs_nobody" not in done.said
    done = jobs.plan(pull, permissions={**PLAN, "pull-requests": "read"}).ended(1)
    assert "permissions: {pull-requests: write}" in done.said
    assert any("Resource not accessible by integration" in one for one in done.annotations)
    assert "campaign/home-page" in done.summary


def test_a_proxy_that_answers_for_github_is_found_out(jobs: Jobs, checkout: Checkout, server: Server) -> None:
    checkout.edit(MORE)
    done = jobs.apply(variables={"GITHUB_API_URL": server.url}).ended(1)
    assert "error: " in done.said
