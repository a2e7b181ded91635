"""`make demo`: the whole loop, in the words that a newcomer sees."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from installed import ROOT, environment


def test_the_demo_runs_to_its_end_shows_what_it_promises_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """One test, since the run takes long; every child inherits the mark in the environment."""
    mark = f"E2E_DEMO={os.getpid()}"
    demo = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "demo.py")],
        env=environment(None) | {"E2E_DEMO": str(os.getpid()), "TMPDIR": str(tmp_path)},
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=90,
        check=False,
    )
    shown = demo.stdout
    assert demo.returncode == 0, shown
    assert "Traceback" not in shown
    assert shown.rstrip().endswith("Done. The emulator has been stopped and nothing is left running.")
    assert marked(mark.encode()) == [], "no process is left"
    assert list(tmp_path.iterdir()) == [], "no file is left"

    assert "No differences: the account is as the file says." in shown
    drift = re.search(r"changed +campaign/home-page +.*", shown)
    assert drift, shown
    assert "minTPS (minProvisionedTPS) 1 → 2" in drift[0]
    assert "changed outside" in drift[0]
    assert "No drift: the account is as the file says." in shown, "apply repairs it"

    parts = [re.findall(r"^ +\d+\. (vid-\w+) ", part, re.MULTILINE) for part in shown.split("\n=== ")]
    before, after = [videos for videos in parts if videos]
    assert len(set(before)) == len(set(after)) == 10
    assert before != after, "an event changes the answer"
    assert before[0] not in after, "what has been watched is filtered out"


def test_make_demo_runs_this_script() -> None:
    recipe = subprocess.run(
        ["make", "-n", "--no-print-directory", "-o", ".venv/.ready", "demo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={key: value for key, value in os.environ.items() if not key.startswith("MAKE")},
    )
    assert recipe.stdout.split() == [".venv/bin/python", "examples/demo.py"]


def marked(mark: bytes) -> list[str]:
    """The command lines of living processes with this in their environment, given a moment to end."""
    proc = Path("/proc")
    if not proc.is_dir():
        pytest.skip("no /proc to look in")
    end = time.monotonic() + 2
    while True:
        found = [path.read_text() for path in proc.glob("[0-9]*/cmdline") if _has(path.parent, mark)]
        if not found or time.monotonic() > end:
            return found


def _has(process: Path, mark: bytes) -> bool:
    try:
        return mark in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False
