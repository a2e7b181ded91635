"""A training outlives a job: the workflow starts itself again, and nothing gets lost meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest
from fake_repository import BOT
from installed import EXAMPLE
from jobs import APPLY

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Checkout, Server
    from jobs import Jobs

RETRAIN = ("recipe: aws-user-personalization-v2", "recipe: aws-popularity-count")
MORE = ('IN ("watch")', 'IN ("watch", "click")')
DRIFTED = "arn:aws:personalize:eu-west-1:123456789012:campaign/home-page"


@pytest.fixture
def slow(server: Server) -> Server:
    """Trainings that do not end by themselves."""
    server.fault(fault="hold", kind="solution-version", status="CREATE *")
    return server


def new_export(server: Server) -> None:
    """Another interactions.csv in the bucket: an import and a training are due."""
    storage = boto3.client(
        "s3",
        region_name="eu-west-1",
        endpoint_url=server.url,
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",
    )
    text = next(EXAMPLE.rglob("interactions.csv")).read_text()
    body = f"{text.rstrip()}\n{text.splitlines()[-1]}\n"
    storage.put_object(Bucket="user-videos-data", Key="interactions.csv", Body=body)


def test_two_merges_while_the_first_apply_still_waits_are_both_applied(
    jobs: Jobs, checkout: Checkout, github: GitHub, slow: Server
) -> None:
    repository = github.repository
    first = repository.open_pull("one")
    checkout.edit(RETRAIN)
    jobs.plan(first).ended(0)
    merge = repository.merge(first)
    jobs.apply("--timeout", "3s").ended(0)
    (waiting,) = repository.said(first.number)
    assert "in progress" in waiting
    assert "goes on from there by itself" in waiting
    assert repository.dispatched == [{"workflow": "apply.yml", "ref": "main", "inputs": {"environment": ""}}]
    assert repository.states() == [(merge, ["in_progress"])]

    second = repository.open_pull("two")
    checkout.edit(MORE)
    jobs.plan(second).ended(0)
    later = repository.merge(second)
    slow.lift_faults()
    slow.advance(6 * 3600)
    # GitHub cancels the pending run of the dispatch: only the newest one, of the second merge, runs.
    jobs.apply().ended(0)
    for pull in (first, second):
        (said,) = repository.said(pull.number)
        assert " 0 failed, 0 skipped, 0 in progress" in said
        assert "by itself" not in said.partition("The run before")[0]
    assert repository.states() == [
        (merge, ["in_progress", "inactive"]),
        (later, ["in_progress", "success"]),
    ]
    checkout.converged()


def test_the_next_run_goes_on_with_the_same_deployment(
    jobs: Jobs, checkout: Checkout, github: GitHub, slow: Server
) -> None:
    pull = github.repository.open_pull("one")
    checkout.edit(RETRAIN)
    jobs.plan(pull).ended(0)
    merge = github.repository.merge(pull)
    jobs.apply("--timeout", "3s").ended(0)
    slow.lift_faults()
    slow.advance(6 * 3600)
    (waiting,) = github.repository.said(pull.number)
    jobs.apply(name="workflow_dispatch", actor=BOT).ended(0)
    assert github.repository.states() == [(merge, ["in_progress", "in_progress", "success"])]
    checkout.converged()
    (said,) = github.repository.said(pull.number)
    first = waiting[waiting.index("### Result for ") :].strip()
    assert first in said[said.index("The run before") :], "what the first run has done is told still"
    assert "in progress, 0 not started" in said[: said.index("The run before")]


def test_where_the_workflow_cannot_start_itself_again_it_says_so_and_exits_3(
    jobs: Jobs, checkout: Checkout, github: GitHub, slow: Server
) -> None:
    pull = github.repository.open_pull("one")
    checkout.edit(RETRAIN)
    jobs.plan(pull).ended(0)
    github.repository.merge(pull)
    done = jobs.apply("--timeout", "3s", permissions={**APPLY, "actions": "read"}).ended(3)
    assert any("permissions: {actions: write}" in one for one in done.annotations)
    assert "start the workflow again" in github.repository.said(pull.number)[0]

    github.repository.workflows["apply.yml"] = set()
    done = jobs.apply("--timeout", "3s").ended(3)
    assert "Unexpected inputs provided" in done.said

    done = jobs.apply("--timeout", "3s", variables={"GITHUB_WORKFLOW_REF": ""}).ended(3)
    assert any("it runs on no branch of its own" in one for one in done.annotations)


def test_a_schedule_does_what_is_due_and_leaves_drift_alone(
    jobs: Jobs, github: GitHub, server: Server
) -> None:
    server.client().update_campaign(campaignArn=DRIFTED, minProvisionedTPS=5)
    server.advance(3600)
    new_export(server)
    server.forget_calls()
    done = jobs.apply(name="schedule").ended(0)
    assert {"CreateDatasetImportJob", "CreateSolutionVersion"} <= set(server.changes())
    campaign = server.client().describe_campaign(campaignArn=DRIFTED)["campaign"]
    assert campaign["minProvisionedTPS"] == 5
    assert github.writes() == []
    assert "ONLY RUNS" in done.said


def test_a_schedule_whose_training_outlives_the_job_goes_on_without_touching_drift(
    jobs: Jobs, github: GitHub, slow: Server
) -> None:
    slow.client().update_campaign(campaignArn=DRIFTED, minProvisionedTPS=5)
    slow.advance(3600)
    new_export(slow)
    jobs.apply("--timeout", "3s", name="schedule").ended(0)
    assert len(github.repository.dispatched) == 1
    slow.lift_faults()
    slow.advance(6 * 3600)
    jobs.apply(name="workflow_dispatch", actor=BOT).ended(0)
    assert slow.client().describe_campaign(campaignArn=DRIFTED)["campaign"]["minProvisionedTPS"] == 5
    assert [one for one in github.writes() if "dispatches" not in one] == []


def test_what_a_person_agreed_to_by_hand_goes_on_and_nothing_beyond_it(
    jobs: Jobs, checkout: Checkout, github: GitHub, slow: Server
) -> None:
    repository = github.repository
    checkout.edit(RETRAIN)
    commit = repository.push("main")
    jobs.apply("--unreviewed", "--timeout", "3s", name="workflow_dispatch").ended(0)
    assert repository.dispatched[0]["inputs"] == {"environment": ""}
    slow.lift_faults()
    slow.advance(6 * 3600)
    text = checkout.text
    checkout.edit(("minTPS: 1 ", "minTPS: 9 "))
    done = jobs.apply(name="workflow_dispatch", actor=BOT).ended(0)
    assert "ONLY RUNS" in done.said
    assert slow.client().describe_campaign(campaignArn=DRIFTED)["campaign"]["minProvisionedTPS"] == 1
    checkout.write(text)
    jobs.apply(name="workflow_dispatch", actor=BOT).ended(0)
    assert repository.states()[-1] == (commit, ["in_progress", "in_progress", "success"])
    checkout.converged()


def test_a_deployment_of_somebody_else_agrees_to_nothing(
    jobs: Jobs, checkout: Checkout, github: GitHub, slow: Server
) -> None:
    repository = github.repository
    checkout.edit(RETRAIN)
    repository.push("main")
    jobs.apply("--unreviewed", "--timeout", "3s", name="workflow_dispatch").ended(0)
    (deployment,) = repository.deployments.values()
    deployment["creator"]["login"] = "mallory"
    slow.lift_faults()
    slow.advance(6 * 3600)
    done = jobs.apply(name="workflow_dispatch", actor=BOT).ended(0)
    assert "ONLY RUNS" in done.said


def test_a_schedule_that_finds_a_merge_beyond_its_review_does_what_is_due_and_says_so(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("one")
    checkout.edit(("minTPS: 1 ", "minTPS: 9 "))
    jobs.plan(pull).ended(0)
    github.repository.merge(pull)
    server.client().update_campaign(campaignArn=DRIFTED, minProvisionedTPS=5)
    server.advance(3600)
    new_export(server)
    server.forget_calls()
    done = jobs.apply(name="schedule").ended(1)
    assert {"CreateDatasetImportJob", "CreateSolutionVersion"} <= set(server.changes())
    assert any("what was merged was not applied" in one for one in done.annotations)
    (said,) = github.repository.said(pull.number)
    assert "Not applied, but for imports and trainings that were due" in said


def test_a_schedule_that_cannot_read_everything_starts_nothing_and_says_why(
    jobs: Jobs, github: GitHub, server: Server
) -> None:
    new_export(server)
    server.fault(fault="refuse", operation="DescribeFilter", code="AccessDeniedException")
    server.forget_calls()
    done = jobs.apply(name="schedule").ended(1)
    assert server.changes() == []
    assert github.writes() == []
    assert any("nothing was changed" in one for one in done.annotations)
    assert "Allow <code>personalize&#58;DescribeFilter</code>" in done.summary
