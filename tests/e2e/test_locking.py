"""Two applies of one stack never run at once: whoever comes second waits or stops, wherever both run."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from installed import PATIENCE, Checkout, Running, Server, until
from test_kill_and_resume import assert_whole, reach

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Serve

LOCK = "lock: {bucket: locks}\n"
KEY = "reconcile/123456789012/eu-west-1/user-videos.lock"
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def storage(server: Server) -> Any:
    return boto3.client(
        "s3",
        region_name="eu-west-1",
        endpoint_url=server.url,
        aws_access_key_id="emulator",
        aws_secret_access_key="emulator",
    )


@pytest.fixture(autouse=True)
def _hung_up_on() -> Iterator[None]:
    """As in a terminal: whoever runs the tests with nohup has their commands ignore SIGHUP."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.fixture
def server(serve: Serve) -> Server:
    """An empty account but for a bucket for locks."""
    made = serve(kept=True)
    storage(made).create_bucket(Bucket="locks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    made.forget_calls()
    return made


@pytest.fixture
def checkout(server: Server, folder: Path) -> Checkout:
    """The example with a lock."""
    made = Checkout(folder, server)
    made.write(made.text + LOCK)
    return made


def lock(server: Server) -> dict[str, Any] | None:
    """What the lock says, None when there is none."""
    client = storage(server)
    if "Contents" not in client.list_objects_v2(Bucket="locks"):
        return None
    document: dict[str, Any] = json.load(client.get_object(Bucket="locks", Key=KEY)["Body"])
    return document


def made(server: Server) -> list[str]:
    """The changes asked of Personalize."""
    calls = [call for call in server.calls() if call["plane"] == "personalize"]
    return [call["operation"] for call in calls if not call["operation"].startswith(("Describe", "List"))]


def locking(server: Server) -> list[tuple[str, int]]:
    """The calls about the lock, in order, as HTTP method and status."""
    return [
        (call["operation"].split()[0], call["status"]) for call in server.calls() if KEY in call["operation"]
    ]


def at_a_terminal(checkout: Checkout, *arguments: str) -> tuple[subprocess.Popen[bytes], int]:
    """The running command, and our end of its terminal."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [checkout.program("reconcile"), *arguments],
        cwd=checkout.folder,
        env=checkout.environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    return process, ours


def read(terminal: int, words: str) -> None:
    """Read what is shown until these words are there."""
    shown = b""
    while words.encode() not in shown:
        assert select.select([terminal], [], [], PATIENCE)[0], shown
        shown += os.read(terminal, 4096)


def assert_nothing_twice(server: Server) -> None:
    creations = [operation for operation in made(server) if operation.startswith("Create")]
    assert len(creations) == 15
    refused = [call for call in server.calls() if call["operation"].startswith("Create") and call["error"]]
    assert refused == []


def ended_first(two: list[Running]) -> Running:
    return until(
        lambda: next((one for one in two if one.process.poll() is not None), None), "one of two ends"
    )


def test_of_two_started_together_one_stops_and_the_other_does_all(server: Server, checkout: Checkout) -> None:
    server.fault(fault="hold", kind="dataset-group", status="CREATE *")
    two = [checkout.start("reconcile", "apply", "--yes") for _ in range(2)]
    late = ended_first(two)
    said = late.end().ended(1)
    assert "is locked by" in said.err
    assert "nothing was read or changed" in said.err
    server.lift_faults()
    two.remove(late)
    two[0].end().ended(0)
    assert_nothing_twice(server)
    assert_whole(server, checkout)


def test_of_two_started_together_one_waits_for_the_other_and_finds_nothing_to_do(
    server: Server, checkout: Checkout
) -> None:
    server.fault(fault="hold", kind="dataset-group", status="CREATE *")
    two = [checkout.start("reconcile", "apply", "--yes", "--lock-timeout", "50s") for _ in range(2)]
    until(lambda: ("PUT", 412) in locking(server), "one of them waits")
    server.lift_faults()
    ran = [one.end().ended(0) for one in two]
    waited = [one for one in ran if "waiting for the lock" in one.err]
    assert len(waited) == 1
    assert "nothing to do" in waited[0].err
    assert_nothing_twice(server)
    calls = [call["operation"] for call in server.calls()]
    first, last = calls.index(f"PUT /locks/{KEY}"), calls.index(f"DELETE /locks/{KEY}")
    assert all(first < place < last for place, name in enumerate(calls) if name.startswith("Create"))
    assert [one for one in locking(server) if one[0] == "DELETE"] == [("DELETE", 204)] * 2
    assert lock(server) is None


def test_the_lock_of_a_killed_apply_is_shown_removed_by_its_id_and_the_next_one_goes_on(
    server: Server, checkout: Checkout
) -> None:
    running = reach("training", server, checkout)
    holder = lock(server)
    assert holder is not None
    running.send(signal.SIGKILL)
    running.end()
    server.lift_faults()
    before = made(server)

    held = checkout.reconcile("apply", "--yes").ended(1).err
    assert f"is locked by {holder['who']} ({holder['where']}) for apply, since " in held
    assert re.search(r"\d+s ago", held)
    assert f"reconcile unlock {holder['id']}\n" in held
    assert holder["where"].endswith(f"process {running.process.pid}")

    wrong = checkout.reconcile("unlock", "0badc0ffee42").ended(1)
    assert "is not the id of this lock; nothing was removed" in wrong.err
    assert holder["id"] in wrong.out
    assert lock(server) == holder
    assert made(server) == before

    checkout.reconcile("unlock", holder["id"]).ended(0)
    assert "is not locked" in checkout.reconcile("unlock").ended(0).out
    checkout.reconcile("apply", "--yes").ended(0)
    assert_nothing_twice(server)
    assert_whole(server, checkout)


def test_the_lock_of_an_apply_under_way_names_the_plan_that_it_carries_out(
    server: Server, checkout: Checkout
) -> None:
    planned = json.loads(checkout.reconcile("plan", "--format", "json").ended(0).out)
    running = reach("group", server, checkout)
    holder = lock(server)
    assert holder is not None
    assert holder["plan"] == planned["fingerprint"][:12]
    assert f"\n  plan  {holder['plan']}\n" in checkout.reconcile("unlock").ended(1).out
    server.lift_faults()
    running.end().ended(0)
    assert lock(server) is None


def test_an_apply_whose_lock_somebody_removed_before_its_first_change_changes_nothing(
    server: Server, checkout: Checkout
) -> None:
    process, ours = at_a_terminal(checkout, "apply")
    read(ours, "Only 'yes' is accepted")
    holder = lock(server)
    assert holder is not None
    checkout.reconcile("unlock", holder["id"]).ended(0)
    os.write(ours, b"yes\n")
    read(ours, "the lock was taken away since this plan was made; nothing was changed")
    assert process.wait(PATIENCE) == 1
    os.close(ours)
    assert made(server) == []
    assert lock(server) is None


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
def test_an_apply_that_is_told_to_end_releases_the_lock(
    server: Server, checkout: Checkout, number: signal.Signals
) -> None:
    running = reach("group", server, checkout)
    running.send(number)
    running.end().ended(130)
    assert locking(server) == [("PUT", 200), ("PUT", 200), ("DELETE", 204)]
    assert lock(server) is None


def test_an_apply_whose_terminal_is_closed_releases_the_lock(server: Server, checkout: Checkout) -> None:
    server.fault(fault="hold", kind="dataset-group", status="CREATE *")
    process, ours = at_a_terminal(checkout, "apply", "--yes", "-q")
    until(lambda: server.calls("CreateDatasetGroup"), "the apply is under way")
    os.close(ours)
    process.send_signal(signal.SIGHUP)
    assert process.wait(PATIENCE) == 130
    assert lock(server) is None


def test_an_apply_that_stops_waiting_releases_the_lock_and_the_next_one_goes_on(
    server: Server, checkout: Checkout
) -> None:
    server.fault(fault="hold", kind="dataset-group", status="CREATE *")
    checkout.reconcile("apply", "--yes", "--no-wait").ended(3)
    assert lock(server) is None
    server.lift_faults()
    checkout.reconcile("apply", "--yes").ended(0)
    assert_nothing_twice(server)


def test_an_apply_that_fails_or_is_not_agreed_to_releases_the_lock(
    server: Server, checkout: Checkout
) -> None:
    server.fault(fault="fail", operation="CreateDatasetGroup", reason="no")
    checkout.reconcile("apply", "--yes").ended(1)
    checkout.reconcile("apply").ended(1)
    unchanged = [("PUT", 200), ("DELETE", 204)]
    assert locking(server) == [("PUT", 200), *unchanged, *unchanged]


def test_who_waits_and_is_told_to_end_leaves_the_other_alone(server: Server, checkout: Checkout) -> None:
    first = reach("group", server, checkout)
    holder = lock(server)
    second = checkout.start("reconcile", "apply", "--yes", "--lock-timeout", "10m")
    second.read_error("waiting for the lock")
    second.send(signal.SIGTERM)
    second.end().ended(130)
    assert lock(server) == holder
    server.lift_faults()
    first.end().ended(0)
    assert lock(server) is None


def test_without_the_bucket_nothing_is_applied(server: Server, checkout: Checkout) -> None:
    checkout.edit(("{bucket: locks}", "{bucket: nowhere-to-be-found}"))
    said = checkout.reconcile("apply", "--yes").ended(1).err
    assert "the bucket nowhere-to-be-found does not exist" in said
    assert "correct lock.bucket in the file" in said
    assert made(server) == []


def test_a_destroy_and_an_apply_take_turns_and_a_plan_asks_nobody(server: Server, checkout: Checkout) -> None:
    running = reach("group", server, checkout)
    assert "is locked by" in checkout.reconcile("destroy", "--yes").ended(1).err
    checkout.reconcile("plan").ended(0)
    checkout.reconcile("drift").ended(2)
    server.lift_faults()
    running.end().ended(0)


def test_stacks_of_other_names_do_not_wait_for_each_other(server: Server, checkout: Checkout) -> None:
    running = reach("group", server, checkout)
    checkout.write(f'version: 1\nstack: user/videos\naccount: "123456789012"\n{LOCK}')
    checkout.reconcile("apply", "--yes").ended(0)
    server.lift_faults()
    running.end().ended(0)
