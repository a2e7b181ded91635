"""How few calls are wasted under throttling, and how little time, against the real emulator over HTTP.

    python tests/bench/bench_throttling.py [--slow] [--rate 10 --rate 25] [--burst 0] [--repeat 3]

For the example and for a stack of 200 resources: `plan` of nothing yet, `apply`, `plan` of no change. The
counts are the emulator's own log. With a bucket of one call (`--burst 0`, the published "no burst") no call
may come sooner than 1 / rate after the one before.

`ideal` is what a plan cannot undercut: the time outside the calls (start-up, drawing the plan) of that very
run, and for the calls the longer of what they took with nothing throttled and (n - 1) / rate for the n calls
of the busiest operation of the undisturbed run (the throttled run's own count would flatter it). An apply
reads before it writes, so its ideal is that of the plan, and after it that of the busiest write: what the
undisturbed run took from its first write to the first of these (a filter waits for its dataset, and that for
its group), (n - 1) / rate, and what it took from the last of these to the end. That last part may go on
beside slow writes, so an apply can be a little faster than its ideal.
"""

# ruff: noqa: T201 - a program whose output is its purpose
from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stack_of_200 import stack

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
SPEED = 7200
COMMANDS = {"plan of nothing yet": ("plan",), "apply": ("apply", "--yes"), "plan of no change": ("plan",)}
READS = ("Describe", "List")
TARGET_REFUSED, TARGET_RATIO = 0.06, 1.2


@dataclass(frozen=True, kw_only=True)
class Run:
    """One command: its wall time and that from its first call to its last, in seconds, and the calls.

    `times` has the first and the last call of every operation, in seconds after the first of all.
    """

    wall: float
    span: float
    code: int
    times: Mapping[str, tuple[float, float]]
    made: Counter[str]
    refused: Counter[str]

    def busiest(self, *, writes: bool = False) -> tuple[str, int]:
        """The operation, of all or of those that change something, with the most calls that were answered."""
        counted = self.made - self.refused
        chosen = [name for name in counted if not (writes and name.startswith(READS))]
        return max(((name, counted[name]) for name in chosen), key=lambda item: item[1], default=("none", 1))


def main() -> None:
    """Measure, print, and say which targets are missed."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    arguments.add_argument("--slow", action="store_true", help="also 1/s: takes some minutes")
    arguments.add_argument("--rate", type=float, action="append", help="calls a second; 10 and 25 without")
    arguments.add_argument("--burst", type=float, default=0, help="calls that may come at once")
    arguments.add_argument("--repeat", type=int, default=1, help="so many times; least and median are told")
    arguments.add_argument("--stack", choices=("example", "200"), action="append")
    arguments.add_argument("--calls", action="store_true", help="print the calls of every operation")
    chosen = arguments.parse_args()
    rates = (chosen.rate or [10.0, 25.0]) + ([1.0] if chosen.slow else [])
    stacks = {"example": (ROOT / "personalize.yaml").read_text(), "200": stack()}
    misses = []
    for name in chosen.stack or stacks:
        free = [measured(stacks[name], None, chosen.burst) for _ in range(chosen.repeat)]
        print(f"\n## {name}: nothing throttled\n")
        print("| command | calls | busiest operation | wall s, least / median | exit |")
        print("|---|---|---|---|---|")
        for at, command in enumerate(COMMANDS):
            runs = [one[at] for one in free]
            operation, count = runs[0].busiest()
            codes = {run.code for run in runs}
            print(
                f"| {command} | {runs[0].made.total()} | {operation} {count} | {_seconds(runs)} | {codes} |"
            )
        if chosen.calls:
            for at, command in enumerate(COMMANDS):
                print(f"\n{command}: {dict(free[0][at].made.most_common())}")
        for rate in rates:
            misses += _throttled(name, stacks[name], free, rate, chosen.burst, chosen.repeat)
    print("\nmissed: " + ("; ".join(misses) or "nothing"))


def _throttled(
    name: str, text: str, free: list[list[Run]], rate: float, burst: float, repeat: int
) -> Iterator[str]:
    print(f"\n## {name}: {rate:g}/s per operation, burst {burst:g}\n")
    print("| command | calls | refused | share | busiest | ideal s | wall s | ratio, least / median | exit |")
    print("|---|---|---|---|---|---|---|---|---|")
    tried = [measured(text, rate, burst) for _ in range(repeat)]
    for at, command in enumerate(COMMANDS):
        runs, undisturbed = [one[at] for one in tried], [one[at] for one in free]
        operation, count = undisturbed[0].busiest(writes=at == 1)
        calls = _ideal_calls(free[0], at, rate)
        ideals = [run.wall - run.span + calls for run in runs]
        made = [run.made.total() for run in runs]
        refused = [run.refused.total() for run in runs]
        shares = [lost / all_ for lost, all_ in zip(refused, made, strict=True)]
        ratios = sorted(run.wall / ideal for run, ideal in zip(runs, ideals, strict=True))
        codes = {run.code for run in runs}
        share, ratio = statistics.median(shares), statistics.median(ratios)
        cells = [
            command,
            f"{statistics.median(made):g}",
            f"{statistics.median(refused):g}",
            f"{share:.1%}",
            f"{operation} {count}",
            f"{statistics.median(ideals):.2f}",
            _seconds(runs),
            f"{ratios[0]:.2f} / {ratio:.2f}",
            ", ".join(str(code) for code in sorted(codes)),
        ]
        print(f"| {' | '.join(cells)} |", flush=True)
        where = f"{name}, {rate:g}/s, {command}"
        if codes != {0}:
            yield f"{where}: failed"
        if share > TARGET_REFUSED:
            yield f"{where}: {share:.1%} refused"
        if ratio > TARGET_RATIO:
            yield f"{where}: {ratio:.2f} x ideal"


def _ideal_calls(free: list[Run], at: int, rate: float) -> float:
    """Seconds that the calls of a command take at best, by the undisturbed runs of all three."""
    reads = max(free[0].span, (free[0].busiest()[1] - 1) / rate)
    if at != 1:
        return max(free[at].span, (free[at].busiest()[1] - 1) / rate)
    operation, number = free[1].busiest(writes=True)
    begin = min(first for name, (first, _) in free[1].times.items() if not name.startswith(READS))
    first, last = free[1].times[operation]
    writes = (first - begin) + (number - 1) / rate + (free[1].span - last)
    return reads + max(free[1].span - begin, writes)


def _seconds(runs: list[Run]) -> str:
    walls = [run.wall for run in runs]
    return f"{min(walls):.2f} / {statistics.median(walls):.2f}"


def measured(text: str, rate: float | None, burst: float) -> list[Run]:
    """The three commands one after the other, on an account that is empty at first."""
    with tempfile.TemporaryDirectory() as folder, _emulator(rate, burst) as url:
        checkout = Path(folder)
        shutil.copytree(ROOT / "specs" / "avro", checkout / "specs" / "avro")
        (checkout / "personalize.yaml").write_text(text)
        return [_run(command, checkout, url) for command in COMMANDS.values()]


@contextmanager
def _emulator(rate: float | None, burst: float) -> Iterator[str]:
    command = [BIN / "personalize-emulator", "serve", "--port", "0", "--speed", str(SPEED)]
    command += ["--seed", ROOT / "examples" / "user-videos" / "seed.yaml"]
    if rate is not None:
        command += ["--throttle", str(rate), "--throttle-burst", str(burst)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    url = process.stdout.readline().split("ready at ")[1].split()[0]
    # moto loads after the ready line; the account is asked for so that no run pays for that.
    urllib.request.urlopen(f"{url}/user-videos-data?list-type=2").close()
    try:
        yield url
    finally:
        process.terminate()
        process.communicate()


def _run(command: tuple[str, ...], checkout: Path, url: str) -> Run:
    _ask(url, "DELETE")
    keys = {"AWS_ACCESS_KEY_ID": "emulator", "AWS_SECRET_ACCESS_KEY": "emulator"}
    settings = {"AWS_ENDPOINT_URL": url, "AWS_CONFIG_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    began = time.perf_counter()
    ended = subprocess.run(
        [BIN / "reconcile", *command],
        cwd=checkout,
        env=clean | keys | settings,
        capture_output=True,
        check=False,
    )
    wall = time.perf_counter() - began
    if ended.returncode:
        print(ended.stdout.decode()[-2000:], ended.stderr.decode()[-2000:], file=sys.stderr)
    calls = [call for call in _ask(url, "GET") if call["plane"] == "personalize"]
    begin = calls[0]["time"]
    times: dict[str, tuple[float, float]] = {}
    for call in calls:
        at = (call["time"] - begin) / SPEED
        times[call["operation"]] = (times.get(call["operation"], (at, at))[0], at)
    return Run(
        wall=wall,
        span=(calls[-1]["time"] - begin) / SPEED,
        times=times,
        code=ended.returncode,
        made=Counter(call["operation"] for call in calls),
        refused=Counter(call["operation"] for call in calls if call["error"] == "ThrottlingException"),
    )


def _ask(url: str, method: str) -> Any:
    request = urllib.request.Request(f"{url}/emulator/calls", method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
