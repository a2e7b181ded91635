"""`--emulator`: a server for one command, whose state the next command finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from installed import EXAMPLE, Checkout, environment

if TYPE_CHECKING:
    from pathlib import Path


def test_what_one_command_applies_the_next_one_finds(folder: Path) -> None:
    checkout = Checkout(folder, None)
    checkout.environment = environment(None)
    applied = checkout.reconcile("apply", "--yes", "--emulator", "--seed", str(EXAMPLE / "seed.yaml"))
    assert "campaign/home-page" in applied.ended(0).said
    found = checkout.reconcile("plan", "--emulator", "--detailed-exitcode").ended(0)
    assert "No differences" in found.said
