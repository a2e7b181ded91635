"""What counts as reviewed: imports from elsewhere are shown as changes are; an older plan is called so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest
from installed import EXAMPLE

if TYPE_CHECKING:
    from fake_github import GitHub
    from installed import Checkout, Server
    from jobs import Jobs

ELSEWHERE = ("s3://user-videos-data/interactions.csv", "s3://user-videos-data/half.csv")


@pytest.fixture
def half(server: Server) -> None:
    """Another file beside the one that is imported."""
    put(server, "half.csv", 4000)


def put(server: Server, key: str, rows: int) -> None:
    lines = (EXAMPLE / "interactions.csv").read_text().splitlines(keepends=True)
    storage = boto3.client(
        "s3",
        region_name="eu-west-1",
        endpoint_url=server.url,
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",
    )
    storage.put_object(Bucket="user-videos-data", Key=key, Body="".join(lines[: rows + 1]).encode())


@pytest.mark.usefixtures("half")
def test_a_pushed_import_from_elsewhere_is_not_started_by_the_push_nor_by_the_schedule(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    jobs.apply().ended(0)
    checkout.edit(ELSEWHERE)
    github.repository.push("main")
    server.forget_calls()
    for name in ("push", "schedule"):
        done = jobs.apply(name=name).ended(1)
        assert "dataset/user-videos/interactions/import" in done.summary
    assert server.changes() == []


@pytest.mark.usefixtures("half")
def test_a_reviewed_import_from_elsewhere_is_started(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    jobs.apply().ended(0)
    pull = github.repository.open_pull("half")
    checkout.edit(ELSEWHERE)
    jobs.plan(pull).ended(0)
    github.repository.merge(pull)
    server.forget_calls()
    jobs.apply().ended(0)
    assert {"CreateDatasetImportJob", "CreateSolutionVersion"} <= set(server.changes())


def test_new_data_at_the_same_place_needs_no_review(jobs: Jobs, github: GitHub, server: Server) -> None:
    jobs.apply().ended(0)
    (deployment,) = github.repository.deployments.values()
    assert len(deployment["payload"]["imports"]) == 3
    for rows in (5000, 6000):
        put(server, "interactions.csv", rows)
        server.forget_calls()
        jobs.apply(name="schedule").ended(0)
        assert "CreateDatasetImportJob" in server.changes()


def test_a_record_that_somebody_else_made_tells_nothing_of_imports(
    jobs: Jobs, github: GitHub, server: Server
) -> None:
    jobs.apply().ended(0)
    (deployment,) = github.repository.deployments.values()
    deployment["creator"]["login"] = "mallory"
    put(server, "interactions.csv", 5000)
    jobs.apply(name="schedule").ended(1)


def test_a_review_of_an_older_commit_is_called_that(
    jobs: Jobs, checkout: Checkout, github: GitHub, server: Server
) -> None:
    pull = github.repository.open_pull("topic")
    checkout.edit(("minTPS: 1 ", "minTPS: 2 "))
    jobs.plan(pull).ended(0)
    planned = pull.head
    github.repository.push_to(pull, "topic")
    checkout.edit(("minTPS: 2 ", "minTPS: 9 "))
    github.repository.merge(pull)
    server.forget_calls()
    jobs.apply().ended(1)
    assert server.changes() == []
    (said,) = github.repository.said(pull.number)
    assert planned[:7] in said
    assert "not of its last one" in said
