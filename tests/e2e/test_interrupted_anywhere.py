"""A signal at any stage ends a command in order: exit 130, no traceback, the lock free, no process left."""

from __future__ import annotations

import json
import os
import select
import signal
from typing import TYPE_CHECKING

import pytest
from installed import PATIENCE, Checkout, Server, environment, until
from test_destroy import agree, left
from test_locking import LOCK, _hung_up_on, at_a_terminal, lock, made, read, storage

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from conftest import Serve

__all__ = ["_hung_up_on"]
EDIT = ("minTPS: 1", "minTPS: 2")
FILTER = '      only-drama: INCLUDE ItemID WHERE Items.GENRES IN ("Drama")\n'


def rest(process: subprocess.Popen[bytes], terminal: int) -> str:
    """What is still shown until the command has ended."""
    shown = b""
    while select.select([terminal], [], [], PATIENCE)[0]:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # nobody writes any more
            break
    process.wait(PATIENCE)
    os.close(terminal)
    return shown.decode()


@pytest.fixture
def server(serve: Serve) -> Server:
    """An account with the example in it, and a bucket for locks."""
    made = serve(applied=True)
    storage(made).create_bucket(Bucket="locks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    made.forget_calls()
    return made


@pytest.fixture
def checkout(server: Server, folder: Path) -> Checkout:
    """A file that names a lock and asks for one change."""
    made = Checkout(folder, server)
    made.write(made.text + LOCK)
    made.edit(EDIT)
    return made


def test_while_the_account_is_read_nothing_is_changed_or_kept(server: Server, checkout: Checkout) -> None:
    server.fault(fault="delay", operation="Describe*", seconds=PATIENCE)
    for number, command in (
        (signal.SIGINT, ("plan", "--out", "plan.json")),
        (signal.SIGTERM, ("apply", "--yes", "--format", "json")),
        (signal.SIGHUP, ("destroy", "--yes")),
    ):
        server.forget_calls()
        running = checkout.start("reconcile", *command)
        until(lambda: server.calls("GetResources"), "the account is being read")
        running.send(number)
        assert running.end().ended(130).err == "interrupted\n"
        assert made(server) == []
        assert lock(server) is None
    assert not list(checkout.folder.glob("*plan*"))


def test_at_the_question_nothing_is_changed_and_the_lock_is_free(server: Server, checkout: Checkout) -> None:
    process, ours = at_a_terminal(checkout, "apply")
    read(ours, "Only 'yes' is accepted")
    process.send_signal(signal.SIGINT)
    assert "interrupted" in rest(process, ours)
    assert process.returncode == 130
    assert made(server) == []
    assert lock(server) is None


def test_a_destroy_says_what_is_in_flight_and_is_taken_up_again(server: Server, checkout: Checkout) -> None:
    agree(checkout)
    server.fault(fault="hold", kind="campaign", status="DELETE *")
    running = checkout.start("reconcile", "destroy", "--yes", "--format", "json")
    until(lambda: server.calls("DeleteCampaign"), "the campaign is being deleted")
    running.send(signal.SIGINT)
    outcome = json.loads(running.end().ended(130).out)
    ends = {one["step"]: one["ended"] for one in outcome["results"]}
    assert ends["delete campaign/home-page"] == "in progress"
    assert ends["delete dataset-group/user-videos"] == "not started"
    assert lock(server) is None
    server.lift_faults()
    checkout.reconcile("destroy", "--yes").ended(0)
    assert left(server) == {}


def test_three_signals_at_once_still_leave_a_report(server: Server, checkout: Checkout) -> None:
    """A call under way is cut off, and the live table is on the screen, which takes a moment to wipe."""
    checkout.edit(("    filters:\n", f"    filters:\n{FILTER}"))
    server.fault(fault="delay", operation="CreateFilter", seconds=PATIENCE)
    process, ours = at_a_terminal(checkout, "apply", "--yes")
    read(ours, "creating")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        process.send_signal(number)
    said = rest(process, ours)
    assert process.returncode == 130
    assert "create: cut off: CreateFilter may or may not have had its effect" in said
    assert "to go on from there" in said
    assert lock(server) is None


def test_an_apply_goes_on_where_nobody_sees_its_terminal_any_more(server: Server, checkout: Checkout) -> None:
    """As in `nohup reconcile apply --yes`, whose terminal is closed."""
    server.fault(fault="hold", kind="campaign", status="*")
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    process, ours = at_a_terminal(checkout, "apply", "--yes")
    until(lambda: server.calls("UpdateCampaign"), "the apply is under way")
    os.close(ours)
    server.lift_faults()
    assert process.wait(PATIENCE) == 0
    checkout.converged()
    assert lock(server) is None


def test_the_emulator_that_a_command_started_ends_with_it(folder: Path) -> None:
    checkout = Checkout(folder, None)
    checkout.environment = environment(None)
    checkout.write(checkout.text.replace("user-videos-data", "nowhere"))
    running = checkout.start("reconcile", "apply", "--emulator")
    said = running.read_error("emulator at")
    note = json.loads((folder / ".personalize-emulator" / "server.json").read_text())
    assert note["url"] in said
    running.send(signal.SIGTERM)
    running.end().ended(130)
    with pytest.raises(ProcessLookupError):
        os.kill(note["pid"], 0)
    assert "pid" not in json.loads((folder / ".personalize-emulator" / "server.json").read_text())
