"""A merge is applied, exactly as reviewed, and the pull request's comment says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobs import APPLY

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Checkout, Server
    from jobs import Jobs

MORE = ("minTPS: 1", "minTPS: 2")
CAMPAIGN = "arn:aws:personalize:eu-west-1:123456789012:campaign/home-page"


def tps(server: Server) -> int:
    found: int = server.client().describe_campaign(campaignArn=CAMPAIGN)["campaign"]["minProvisionedTPS"]
    return found


def test_a_merged_pull_request_is_applied_and_its_comment_completed(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    (planned,) = github.repository.said(pull.number)
    merge = github.repository.merge(pull)
    github.forget_requests()
    done = jobs.apply().ended(0)
    (complete,) = github.repository.said(pull.number)
    assert complete.startswith(planned), "what was reviewed stays as it was"
    assert "Apply: 1 done" in complete
    assert "Apply: 1 done" in done.summary
    assert f"/commit/{merge}" in complete
    assert github.repository.states() == [(merge, ["in_progress", "success"])]
    assert tps(server) == 2
    root = "/repos/acme/recommendations"
    shape = [one.partition("?")[0] for one in github.requests]
    assert shape == [
        f"GET {root}/deployments",
        f"GET {root}/commits",
        f"GET {root}/pulls",
        f"GET {root}/issues/{pull.number}/comments",
        f"POST {root}/deployments",
        shape[5],
        shape[6],
        f"PATCH {root}/issues/comments/{github.repository.comments_of(pull.number)[0]['id']}",
    ]
    assert all(one.endswith("/statuses") for one in shape[5:7])

    github.forget_requests()
    jobs.apply(name="schedule").ended(0)
    assert github.writes() == [], "nothing is owed any more"


def test_each_permission_that_apply_takes_is_needed_before_anything_is_changed(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    github.repository.merge(pull)
    for name, less in (("deployments", "read"), ("deployments", "none"), ("contents", "none")):
        done = jobs.apply(permissions={**APPLY, name: less}).ended(1)
        assert f"permissions: {{{name}: " in done.said
        assert tps(server) == 1


def test_the_world_moved_after_the_review_nothing_is_applied_until_somebody_says_so(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    server.client().update_campaign(campaignArn=CAMPAIGN, minProvisionedTPS=7)
    server.advance(3600)
    github.repository.merge(pull)
    server.forget_calls()
    done = jobs.apply().ended(1)
    assert server.changes() == []
    (comment,) = github.repository.said(pull.number)
    assert "Nothing was applied" in comment
    assert "no reviewed plan shows" in comment
    assert any("nothing was changed" in one for one in done.annotations)
    assert github.repository.states() == []
    github.forget_requests()
    jobs.apply(run=done.run).ended(1)
    assert github.writes() == [], "the same run again has nothing new to say"

    jobs.apply("--unreviewed").ended(1)
    assert server.changes() == []
    jobs.apply("--unreviewed", name="workflow_dispatch").ended(0)
    assert tps(server) == 2
    (comment,) = github.repository.said(pull.number)
    assert "Nothing was applied" not in comment
    assert "Apply: 1 done" in comment


def test_a_push_without_a_pull_request_stops(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    checkout.edit(MORE)
    github.repository.push("main")
    done = jobs.apply().ended(1)
    assert "campaign/home-page" in done.summary
    assert (tps(server), github.writes()) == (1, [])


def test_an_old_run_started_again_stops(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    old = github.repository.push("main")
    github.repository.push("main")
    jobs.apply().ended(0)
    checkout.edit(MORE)
    for arguments, name in (((), "push"), (("--unreviewed",), "workflow_dispatch")):
        done = jobs.apply(*arguments, name=name, commit=old).ended(1)
        assert "this commit is older than what was applied last" in done.said
    assert tps(server) == 1


def test_two_merges_of_which_only_the_newest_run_is_not_cancelled_are_both_applied(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    first, second = github.repository.open_pull("one"), github.repository.open_pull("two")
    text = checkout.text
    checkout.edit(MORE)
    jobs.plan(first).ended(0)
    checkout.write(text)
    checkout.edit(('IN ("watch")', 'IN ("watch", "click")'))
    jobs.plan(second).ended(0)
    checkout.edit(MORE)
    github.repository.merge(first)
    github.repository.merge(second)
    jobs.apply().ended(0)
    for pull in (first, second):
        assert "done, 0 failed" in github.repository.said(pull.number)[0]
    checkout.converged()


def test_a_branch_that_was_set_back_is_applied_after_a_commit_by_hand(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    before = github.repository.branches["main"]
    github.repository.push("main")
    jobs.apply().ended(0)
    github.repository.branches["main"] = before
    checkout.edit(MORE)
    done = jobs.apply("--unreviewed", name="workflow_dispatch").ended(1)
    assert "push a commit to it and start the workflow by hand as unreviewed" in done.said
    github.repository.push("main")
    jobs.apply("--unreviewed", name="workflow_dispatch").ended(0)
    assert tps(server) == 2


def test_a_branch_that_has_lost_what_was_applied_last_is_applied_by_hand_only(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    before = github.repository.branches["main"]
    applied = github.repository.push("main")
    jobs.apply().ended(0)
    github.repository.branches["main"] = before
    github.repository.push("main")
    checkout.edit(MORE)
    done = jobs.apply().ended(1)
    assert f"commit {applied[:7]}, which was applied last, is no part of this branch" in done.said
    assert tps(server) == 1
