"""What the laws stand on: the building blocks of the scenarios, and one sum of what was tried."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

sys.path.append(str(Path(__file__).parents[1] / "scenarios"))

from arena import Arena, arena
from extent import FULL

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("bounded", deadline=None, suppress_health_check=_SLOW, derandomize=True)
settings.register_profile("torture", deadline=None, suppress_health_check=_SLOW, print_blob=True)
_SUMS: dict[str, Counter[str]] = {}
_CROSS, _PASSED = " x ", " passed"
"""`A x B` and `A x B passed` are counts of a table."""


@pytest.fixture(scope="module")
def session_arena() -> Iterator[Arena]:
    """One for a module's tests: what it puts in the place of clocks and threads must not outlive them."""
    with arena() as made:
        yield made


@pytest.fixture
def ledger(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """What a test has tried, by name: worlds, calls, faults…; printed as sums at the end of the run."""
    tried: Counter[str] = Counter()
    yield tried
    request.node.user_properties.append(("tried", (request.node.module.__doc__.split(":")[0], dict(tried))))


def pytest_runtest_logreport(report: Any) -> None:
    """Sum up, also what other processes have tried: properties travel with their reports."""
    if report.when == "teardown":
        for name, value in report.user_properties:
            if name == "tried":
                _SUMS.setdefault(value[0], Counter()).update(value[1])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if _SUMS:
        terminalreporter.section("what the laws have tried" + ("" if FULL else " (bounded; TORTURE=1: all)"))
    for title, tried in sorted(_SUMS.items()):
        sums = (f"{n} {name}" for name, n in tried.items() if _CROSS not in name)
        terminalreporter.write_line(f"{title}: " + ", ".join(sums))
        for line in _table({name: n for name, n in tried.items() if _CROSS in name}):
            terminalreporter.write_line(line)


def _table(cells: Mapping[str, int]) -> Iterator[str]:
    """What is counted as `ROW x COLUMN`, as a table with sums; here faults are rows and cases columns."""
    columns = list(dict.fromkeys(name.split(_CROSS)[0] for name in cells))
    rows = list(dict.fromkeys(name.split(_CROSS)[1] for name in cells if not name.endswith(_PASSED)))
    if not rows:
        return
    width = max(map(len, rows)) + 2
    yield " " * width + "".join(f"{one:>14}" for one in (*columns, "all"))
    for row in (*rows, "all"):
        parts = [_counts(cells, {row} if row != "all" else {*rows}, {one}) for one in columns]
        whole = _counts(cells, {row} if row != "all" else {*rows}, {*columns})
        yield f"{row:<{width}}" + "".join(f"{one:>14}" for one in (*parts, whole))


def _counts(cells: Mapping[str, int], rows: Collection[str], columns: Collection[str]) -> str:
    names = [f"{column}{_CROSS}{row}" for column in columns for row in rows]
    tried, passed = (sum(cells.get(name + end, 0) for name in names) for end in ("", _PASSED))
    return f"{passed}/{tried}"
