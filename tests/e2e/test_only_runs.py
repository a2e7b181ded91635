"""`apply --only runs`: a schedule imports, trains and deploys what is due, and leaves edits alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import boto3
import pytest
from installed import EXAMPLE, Checkout, Server

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve

RUNS = ["CreateDatasetImportJob", "CreateSolutionVersion", "UpdateCampaign", "TagResource"]


@pytest.fixture
def server(serve: Serve) -> Server:
    """The example applied, and a new export of its interactions in the bucket since."""
    made = serve(applied=True)
    upload(made)
    made.forget_calls()
    return made


def upload(server: Server) -> None:
    source = next(EXAMPLE.rglob("interactions.csv")).read_text()
    storage = boto3.client(
        "s3",
        region_name="eu-west-1",
        endpoint_url=server.url,
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",
    )
    row = source.splitlines()[-1]
    storage.put_object(Bucket="user-videos-data", Key="interactions.csv", Body=f"{source.rstrip()}\n{row}\n")


def test_it_imports_trains_and_deploys_what_is_due(server: Server, folder: Path) -> None:
    checkout = Checkout(folder, server)
    checkout.reconcile("drift", "--fail-on", "due").ended(2)
    ran = checkout.reconcile("apply", "--only", "runs", "--yes").ended(0)
    assert ran.out.startswith("ONLY RUNS: imports, trainings and deployments that are due. Nothing else")
    assert server.changes() == RUNS
    checkout.converged()
    server.forget_calls()
    assert "No runs: nothing is due." in checkout.reconcile("apply", "--only", "runs", "--yes").ended(0).out
    assert server.changes() == []


def test_edits_and_refusals_elsewhere_wait_and_are_counted(server: Server, folder: Path) -> None:
    checkout = Checkout(folder, server)
    checkout.edit(
        ("    eventTracker: user-videos-tracker # takes live events; clients embed its trackingId\n", ""),
        ('IN ("watch")', 'IN ("watch", "click")'),
    )
    assert checkout.reconcile("plan").ended(1).out.count("refused: ") == 1
    ran = checkout.reconcile("apply", "--only", "runs", "--yes").ended(0)
    assert "2 other changes wait for a whole apply." in ran.out
    assert server.changes() == RUNS


def test_a_saved_plan_of_runs_starts_runs_only(server: Server, folder: Path) -> None:
    checkout = Checkout(folder, server)
    checkout.edit(('IN ("watch")', 'IN ("watch", "click")'))
    checkout.reconcile("plan", "--only", "runs", "--out", "runs.json").ended(0)
    checkout.reconcile("apply", "runs.json", "--yes").ended(0)
    assert server.changes() == RUNS
