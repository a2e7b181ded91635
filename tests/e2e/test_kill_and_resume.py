"""Killed at any point, run again: the same end, and nothing twice."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from installed import Checkout, Running, Server, until

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve

POINTS = {
    "group": ("dataset-group", "CreateDatasetGroup", 1),
    "imports": ("dataset-import-job", "CreateDatasetImportJob", 3),
    "training": ("solution-version", "CreateSolutionVersion", 1),
}
"""Where it is killed: while this kind is being made, after so many of these calls."""

WHOLE = {
    "schemas": 3,
    "dataset_groups": 1,
    "datasets": 3,
    "dataset_import_jobs": 3,
    "event_trackers": 1,
    "filters": 1,
    "solutions": 1,
    "solution_versions": 1,
    "campaigns": 1,
}


def reach(point: str, server: Server, checkout: Checkout) -> Running:
    """A started apply that has got to this point and no further: the service holds it there."""
    kind, operation, count = POINTS[point]
    server.fault(fault="hold", kind=kind, status="CREATE *")
    running = checkout.start("reconcile", "apply", "--yes")
    until(lambda: len(server.calls(operation)) == count, f"{operation} is called {count} times")
    return running


def assert_whole(server: Server, checkout: Checkout) -> None:
    """Everything exists once, with one import job per dataset and one training, and nothing is left to do."""
    checkout.converged()
    assert {kind: len(names) for kind, names in server.names().items()} == WHOLE
    jobs = server.client().list_dataset_import_jobs()["datasetImportJobs"]
    imported = {
        server.client().describe_dataset_import_job(datasetImportJobArn=job["datasetImportJobArn"])[
            "datasetImportJob"
        ]["datasetArn"]
        for job in jobs
    }
    assert len(imported) == 3


@pytest.mark.parametrize("point", POINTS)
def test_an_apply_goes_on_by_itself_when_the_service_was_away_for_a_moment(
    point: str, serve: Serve, folder: Path
) -> None:
    server = serve(kept=True)
    checkout = Checkout(folder, server)
    running = reach(point, server, checkout)
    with server.away():
        pass
    running.end().ended(0)
    assert_whole(server, checkout)


@pytest.mark.parametrize("point", ["group", "training"])
def test_a_killed_reconciler_is_run_again_and_comes_to_the_same_end(
    point: str, serve: Serve, folder: Path
) -> None:
    server = serve(kept=True)
    checkout = Checkout(folder, server)
    running = reach(point, server, checkout)
    running.send(signal.SIGKILL)
    assert running.end().code == -signal.SIGKILL
    server.lift_faults()
    checkout.reconcile("apply", "--yes").ended(0)
    assert_whole(server, checkout)


def test_both_killed_as_in_a_power_cut_and_run_again(serve: Serve, folder: Path) -> None:
    server = serve(kept=True)
    checkout = Checkout(folder, server)
    running = reach("imports", server, checkout)
    server.kill()
    running.send(signal.SIGKILL)
    running.end()
    server.start()
    checkout.reconcile("apply", "--yes").ended(0)
    assert_whole(server, checkout)


def test_an_apply_that_is_interrupted_while_the_service_is_away_ends_and_can_be_run_again(
    serve: Serve, folder: Path
) -> None:
    server = serve(kept=True)
    checkout = Checkout(folder, server)
    running = reach("training", server, checkout)
    server.kill()
    running.send(signal.SIGINT)
    ended = running.end().ended(130)
    assert "solution/video-recommendations/training" in ended.said
    server.start()
    checkout.reconcile("apply", "--yes").ended(0)
    assert_whole(server, checkout)
