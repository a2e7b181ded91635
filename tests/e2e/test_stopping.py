"""An apply that was stopped, in whatever way, says what is in flight; the next one goes on."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

from installed import PATIENCE, Checkout, Ran, until

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve


def test_an_apply_that_does_not_wait_exits_3_and_the_next_one_goes_on(serve: Serve, folder: Path) -> None:
    server = serve()
    checkout = Checkout(folder, server)
    server.fault(fault="hold", kind="dataset-group", status="CREATE *")
    ran = checkout.reconcile("apply", "--yes", "--no-wait").ended(3)
    assert_listed(ran, "in progress", "dataset-group/user-videos")
    assert_listed(ran, "not started", "campaign/home-page")
    server.lift_faults()
    checkout.reconcile("apply", "--yes").ended(0)
    assert len(server.calls("CreateDatasetGroup")) == 1
    checkout.converged()


def test_an_interrupted_apply_says_what_is_in_flight_and_running_it_again_goes_on(
    serve: Serve, folder: Path
) -> None:
    server = serve()
    checkout = Checkout(folder, server)
    server.fault(fault="hold", kind="dataset-import-job", status="CREATE *")
    running = checkout.start("reconcile", "apply", "--yes")
    until(lambda: len(server.calls("CreateDatasetImportJob")) == 3, "the imports run")
    running.send(signal.SIGINT)
    ran = running.end().ended(130)
    for kind in ("interactions", "items", "users"):
        assert_listed(ran, "in progress", f"dataset/user-videos/{kind}/import")
    assert_listed(ran, "created", "dataset-group/user-videos")
    assert_listed(ran, "not started", "solution/video-recommendations/training")
    assert "again" in ran.said, "the report says how to go on"
    server.lift_faults()
    checkout.reconcile("apply", "--yes").ended(0)
    assert len(server.names()["dataset_import_jobs"]) == 3
    checkout.converged()


def test_a_timeout_exits_3_and_sigterm_130_and_each_time_the_next_apply_goes_on(
    serve: Serve, folder: Path
) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    checkout.edit(
        ("    filters:\n", '    filters:\n      only-drama: INCLUDE ItemID WHERE Items.GENRES IN ("Drama")\n')
    )
    server.fault(fault="hold", kind="filter", status="CREATE *")
    ran = checkout.reconcile("apply", "--yes", "--timeout", "1s").ended(3)
    assert_listed(ran, "in progress", "filter/only-drama")

    running = checkout.start("reconcile", "apply", "--yes")
    running.read_error("filter/only-drama")
    running.send(signal.SIGTERM)
    assert_listed(running.end().ended(130), "in progress", "filter/only-drama")

    server.lift_faults()
    checkout.reconcile("apply", "--yes").ended(0)
    assert len(server.calls("CreateFilter")) == 1
    checkout.converged()


def test_a_second_interruption_ends_at_once_and_says_that_a_call_was_cut_off(
    serve: Serve, folder: Path
) -> None:
    server = serve()
    checkout = Checkout(folder, server)
    server.fault(fault="delay", operation="CreateDatasetGroup", seconds=PATIENCE)
    running = checkout.start("reconcile", "apply", "--yes")
    until(lambda: len(server.calls("CreateSchema")) == 3, "the group's call is under way")
    running.send(signal.SIGINT)
    assert "Once more ends at once" in running.read_error("stopping")
    running.send(signal.SIGINT)
    ran = running.end().ended(130)
    assert_listed(ran, "in progress", "dataset-group/user-videos")
    assert "may or may not have had its effect" in ran.out


def assert_listed(ran: Ran, word: str, address: str) -> None:
    assert re.search(rf"^ +{word} +{address}( |$)", ran.out, re.MULTILINE), ran.out


def test_a_closed_output_does_not_end_an_apply_half_way(serve: Serve, folder: Path) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    checkout.edit(("minTPS: 1", "minTPS: 2"))
    piped = f"{checkout.program('reconcile')} apply --yes | head -1; exit ${{PIPESTATUS[0]}}"
    checkout.run("/bin/bash", "-c", piped).ended(0)
    checkout.converged()
