"""What `reconcile validate` of 200 resources costs, as multiples of a Python that starts and does nothing.

python tests/bench/bench_validate.py [--runs 20]

The runs alternate, so that a noisy machine is noisy for all. Beside them: the same Python reading the same
file with PyYAML's fastest loader, which is the least that any reader of it could do.
"""

# ruff: noqa: T201 - a program whose output is its purpose
from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from stack_of_200 import RESOURCES, stack

MOST = 20
"""Times an empty start."""
ROOT = Path(__file__).parents[2]
FILE = "personalize.yaml"
READING = f"import yaml; yaml.load(open({FILE!r}), yaml.CSafeLoader)"


def main() -> None:
    """Print one table, and say whether the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=20)
    runs = parser.parse_args().runs
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "yaml.load of the file": [sys.executable, "-c", READING],
        f"validate, {RESOURCES} resources": [
            str(Path(sys.executable).parent / "reconcile"),
            "validate",
            "-q",
        ],
    }
    used: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "specs" / "avro", Path(folder) / "specs" / "avro")
        (Path(folder) / FILE).write_text(stack())
        for command in commands.values():
            _processor_time(command, folder)  # writes what Python compiles once
        for _ in range(runs):
            for name, command in commands.items():
                used[name].append(_processor_time(command, folder))
    empty = statistics.median(used["python -c pass"])
    print(f"{runs} runs each, alternating; milliseconds of processor time\n")
    print("| program | least | median | median / empty start |")
    print("|---|---|---|---|")
    for name, times in used.items():
        median = statistics.median(times)
        print(f"| {name} | {min(times) * 1000:.0f} | {median * 1000:.0f} | {median / empty:.1f} |")
    ratio = statistics.median(times) / empty
    print(f"\nvalidate takes {ratio:.1f} times an empty start; the target is {MOST}")
    print(f"missed: {'time' if ratio > MOST else 'nothing'}")


def _processor_time(command: list[str], folder: str) -> float:
    """Seconds of user and system time of one run."""
    # As after an installation: modules are compiled already.
    variables = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
