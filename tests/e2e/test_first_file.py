"""A first file as installed: the page about it, run as it stands there, and what follows from init."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from installed import EXAMPLE, ROOT, Checkout, environment
from shown_commands import held, shown

if TYPE_CHECKING:
    from pathlib import Path

PAGE = (ROOT / "docs" / "howto-start.md").read_text()


def data(folder: Path) -> None:
    (folder / "data").mkdir()
    for one in EXAMPLE.glob("*.csv"):
        shutil.copy(one, folder / "data")


def test_the_page_about_a_first_file_shows_what_happens(folder: Path) -> None:
    data(folder)
    commands = list(shown(PAGE))
    assert len(commands) >= 5
    for one in commands:
        held(one, folder, environment(None), whole=True)


def test_the_seed_file_of_the_page_makes_an_apply_go_through(folder: Path) -> None:
    checkout = Checkout(folder, None)
    (folder / "personalize.yaml").unlink()
    data(folder)
    (seed,) = re.findall(r"```yaml\n(account: .*?)```", PAGE, re.DOTALL)
    (folder / "seed.yaml").write_text(seed)
    (init,) = (one.command.split()[1:] for one in shown(PAGE) if one.command.startswith("reconcile init"))
    checkout.reconcile(*init).ended(0)
    assert "Apply: 9 done, 0 failed" in checkout.reconcile("apply", "--yes", "--emulator").ended(0).out


def test_init_without_any_csv_file_can_be_planned_on_the_emulator(folder: Path) -> None:
    checkout = Checkout(folder, None)
    (folder / "personalize.yaml").unlink()
    checkout.reconcile("init", "--stack", "shop", "--region", "eu-west-1").ended(0)
    assert "Plan: 4 to create" in checkout.reconcile("plan", "--emulator").ended(0).out
