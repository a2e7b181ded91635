"""Running the fuzz targets for a time, by `make fuzz`: FUZZ_SECONDS for each (60 where it is not set).

The targets are Hypothesis tests, so that one strategy serves the bounded run of `make test` and this one, and
so that a failure is shrunk. atheris would be led by coverage, but has a wheel for one version of CPython only
and could not be required; what it is good at, climbing into nested branches byte by byte, the strategies do
by starting from valid documents and from the corpus.
"""

# ruff: noqa: T201 - a program that prints
from __future__ import annotations

import importlib
import os
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import SearchStrategy

TARGETS = ("fuzz_files", "fuzz_schemas", "fuzz_plans", "fuzz_filters", "fuzz_seeds")
"""Modules with INPUT, a strategy, and `outcome`, which names an end or raises what must not be."""


def bounded(strategy: SearchStrategy[Any], outcome: Callable[[Any], str], examples: int) -> Counter[str]:
    """Hold `outcome` against so many inputs; what came out how often."""
    seen: Counter[str] = Counter()

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def target(value: Any) -> None:
        seen[outcome(value)] += 1

    target()
    return seen


def _for_a_time(name: str, seconds: float) -> bool:
    module = importlib.import_module(name)
    end, number, seen = time.monotonic() + seconds, 0, Counter[str]()
    phases = (Phase.explicit, Phase.generate, Phase.shrink)
    chosen = settings(
        max_examples=500, deadline=None, database=None, phases=phases, suppress_health_check=list(HealthCheck)
    )
    while time.monotonic() < end:

        @seed(time.time_ns())
        @chosen
        @given(module.INPUT)
        def target(value: Any) -> None:
            seen[module.outcome(value)] += 1

        try:
            target()
        except Exception as failure:
            print(f"{name}: FAILED after {seen.total():,} inputs: {type(failure).__name__}: {failure}")
            print("\n".join(getattr(failure, "__notes__", ())))
            return False
        number += 1
    told = ", ".join(f"{outcome} {count:,}" for outcome, count in seen.most_common(8))
    print(f"{name}: {seen.total():,} inputs in {seconds:g} s, {len(seen)} outcomes, 0 failures ({told})")
    return True


def main() -> int:
    """All targets, or those named; 1 when one has failed."""
    seconds = float(os.environ.get("FUZZ_SECONDS", "60"))
    return 0 if min([_for_a_time(name, seconds) for name in sys.argv[1:] or TARGETS]) else 1


if __name__ == "__main__":
    sys.exit(main())
