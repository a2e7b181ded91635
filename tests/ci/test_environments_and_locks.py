"""A file with environments: one job, one comment and one record each. A file with a lock."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jobs import APPLY, PLAN

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Checkout, Server
    from jobs import Jobs

MORE = ("minTPS: 1", "minTPS: 2")
BOTH = """
environments:
  production:
    role: arn:aws:iam::123456789012:role/all
  staging:
    prefix: staging-
    region: eu-west-1
    role: {plan: "arn:aws:iam::123456789012:role/plan", apply: "arn:aws:iam::123456789012:role/apply"}
"""


def test_the_matrix_has_a_row_per_environment(jobs: Jobs, checkout: Checkout, github: GitHub) -> None:
    checkout.write(f"{checkout.text}{BOTH}")
    done = jobs.start("matrix", name="push", permissions={}, token="").ended(0)
    role = "arn:aws:iam::123456789012:role/"
    assert json.loads(done.outputs["environments"]) == [
        {
            "environment": "production",
            "region": "eu-west-1",
            "plan_role": f"{role}all",
            "apply_role": f"{role}all",
        },
        {
            "environment": "staging",
            "region": "eu-west-1",
            "plan_role": f"{role}plan",
            "apply_role": f"{role}apply",
        },
    ]
    assert "\n" not in done.outputs["environments"]
    assert github.requests == []

    checkout.edit(("    prefix: staging-", "    prefix: [staging]"))
    checkout.edit(("environments:", "environments: 1 #"))
    done = jobs.start("matrix", name="push", permissions={}, token="").ended(1)
    assert any(one.startswith("::error file=personalize.yaml,line=") for one in done.annotations)


def test_each_environment_has_a_comment_and_a_record_of_its_own(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    repository = github.repository
    pull = repository.open_pull("topic")
    checkout.write(f"{checkout.text}{BOTH}")
    checkout.edit(MORE)
    for environment in ("production", "staging"):
        jobs.plan(pull, "--env", environment, permissions=PLAN).ended(0)
    production, staging = repository.said(pull.number)
    assert "staging-user-videos" not in production
    assert "staging-user-videos" in staging
    repository.merge(pull)
    server.forget_calls()
    jobs.apply("--env", "production", permissions=APPLY).ended(0)
    assert [one for one in server.changes() if one.startswith("Create")] == []
    done, untouched = repository.said(pull.number)
    assert "1 done" in done
    assert untouched == staging
    (deployment,) = repository.deployments.values()
    assert (deployment["task"], deployment["environment"]) == ("reconcile:user-videos", "production")

    jobs.apply("--env", "staging", permissions=APPLY).ended(0)
    assert " 0 failed" in repository.said(pull.number)[1]
    assert [one["environment"] for one in repository.deployments.values()] == ["production", "staging"]


def test_a_push_that_changes_nothing_of_the_plan_writes_only_of_which_commit_it_is(
    jobs: Jobs, checkout: Checkout, github: GitHub
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    (before,) = github.repository.said(pull.number)
    github.repository.push_to(pull, "topic")
    github.forget_requests()
    jobs.plan(pull).ended(0)
    assert [one.split()[0] for one in github.requests] == ["GET", "GET", "PATCH"]
    (after,) = github.repository.said(pull.number)
    assert after.splitlines()[1:-1] == before.splitlines()[1:-1]


def test_an_apply_that_cannot_take_the_lock_changes_nothing_and_tells_github_nothing(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.write(f"{checkout.text}\nlock: {{bucket: no-such-bucket}}\n")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    github.repository.merge(pull)
    server.forget_calls()
    github.forget_requests()
    done = jobs.apply().ended(1)
    assert "lock" in done.said
    asked = [one for one in server.changes() if not one.startswith("PUT /no-such-bucket")]
    assert (asked, github.writes()) == ([], [])


def test_two_files_with_one_stack_in_two_regions_keep_to_themselves(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    elsewhere = {"AWS_DEFAULT_REGION": "eu-central-1"}
    other = checkout.folder / "frankfurt.yaml"
    other.write_text(checkout.text.replace("region: eu-west-1", "region: eu-central-1"))
    pull = github.repository.open_pull("topic")
    checkout.edit(MORE)
    jobs.plan(pull).ended(0)
    jobs.plan(pull, "--file", other.name, variables=elsewhere).ended(0)
    here, there = github.repository.said(pull.number)
    assert ("eu-west-1" in here, "eu-central-1" in there) == (True, True)
    jobs.drift("--file", other.name, variables=elsewhere).ended(0)
    jobs.drift().ended(0)
    assert len(github.repository.issues) == 2
    github.repository.merge(pull)
    jobs.apply().ended(0)
    after, untold = github.repository.said(pull.number)
    assert "Apply: 1 done" in after
    assert untold == there
