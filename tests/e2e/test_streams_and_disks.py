"""Outputs that are closed or full: never a traceback, never an apply cut off, never half a file."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from installed import Checkout, Ran, Server

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve

EDIT = ("minTPS: 1", "minTPS: 2")
FULL = "No space left on device"


@pytest.fixture
def checkout(untouched: Server, folder: Path) -> Checkout:
    """A checkout that asks for one change, for commands that make none."""
    made = Checkout(folder, untouched)
    made.edit(EDIT)
    return made


def shell(checkout: Checkout, line: str) -> Ran:
    """Run a line of bash in which `reconcile` is the installed command."""
    return checkout.run("/bin/bash", "-c", line.replace("reconcile", checkout.program("reconcile")))


def test_a_reader_who_has_read_enough_changes_no_exit_code(checkout: Checkout) -> None:
    for line in ("plan --detailed-exitcode | head -1", "plan --detailed-exitcode --format json | true"):
        assert shell(checkout, f"reconcile {line}; exit ${{PIPESTATUS[0]}}").ended(2).err == ""


def test_closed_streams_change_no_exit_code(checkout: Checkout) -> None:
    assert shell(checkout, "reconcile plan --detailed-exitcode 1>&-").ended(2).said == ""
    assert "1 to update" in shell(checkout, "reconcile plan --detailed-exitcode 0<&- 2>&-").ended(2).out
    assert shell(checkout, "reconcile drift 0<&- 1>&- 2>&-").ended(2).said == ""
    assert shell(checkout, "reconcile nonsense 2>&-").ended(64).said == ""


@pytest.mark.parametrize("command", ["plan --format json", "--help", "apply --yes"])
def test_a_full_disk_is_said_and_is_exit_1_and_nothing_was_changed(
    command: str, checkout: Checkout, untouched: Server
) -> None:
    ran = shell(checkout, f"reconcile {command} > /dev/full").ended(1)
    assert ran.err.splitlines()[-1] in {f"error: {FULL}", f"error: standard output: {FULL}"}
    assert untouched.changes() == []


@pytest.mark.skipif(sys.gettrace() is not None, reason="coverage loads and writes files of its own")
def test_a_plan_that_there_is_no_room_for_leaves_the_last_one_as_it_was(checkout: Checkout) -> None:
    checkout.reconcile("plan", "--out", "plan.json").ended(0)
    before, names = (checkout.folder / "plan.json").read_bytes(), sorted(checkout.folder.iterdir())
    ran = shell(checkout, "ulimit -f 4; reconcile plan --out plan.json >/dev/null").ended(1)
    assert "the plan cannot be saved as plan.json: File too large" in ran.err
    assert (checkout.folder / "plan.json").read_bytes() == before
    assert sorted(checkout.folder.iterdir()) == names


def test_a_plan_takes_no_devices_place(checkout: Checkout) -> None:
    (checkout.folder / "null").symlink_to("/dev/null")
    ran = checkout.reconcile("plan", "--out", "null").ended(1)
    assert "cannot be saved as null: it is there and is no file" in ran.err
    assert (checkout.folder / "null").is_char_device()


def test_a_full_log_cuts_no_apply_off(serve: Serve, folder: Path) -> None:
    checkout = Checkout(folder, serve(applied=True))
    checkout.edit(EDIT)
    ran = shell(checkout, "reconcile apply --yes 2>/dev/full").ended(0)
    assert "updated       campaign/home-page" in ran.out
    checkout.converged()


def test_an_outcome_that_there_is_no_room_for_is_said_elsewhere(serve: Serve, folder: Path) -> None:
    checkout = Checkout(folder, serve(applied=True))
    checkout.edit(EDIT)
    ran = shell(checkout, "reconcile apply --yes --format json >/dev/full").ended(1)
    assert "updated       campaign/home-page" in ran.err
    assert "Apply: 1 done, 0 failed" in ran.err
    assert ran.err.splitlines()[-1] == f"error: standard output: {FULL}"
    assert json.loads(checkout.reconcile("plan", "--format", "json").ended(0).out)["steps"] == []
