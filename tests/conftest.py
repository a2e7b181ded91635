"""What every folder of tests shares: no test is timed, and AWS's services are described once per process.

What was tried is summed up at the end of a run.
"""

from __future__ import annotations

import os
import signal
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from botocore.loaders import JSONFileLoader, Loader
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in the background so, and every program that a test starts would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
_SUMS: dict[str, Counter[str]] = {}
_CROSS, _PASSED = " x ", " passed"
"""`A x B` and `A x B passed` are counts of a table."""


@pytest.fixture(scope="session", autouse=True)
def _models_read_once() -> Iterator[None]:
    """Every session and client reads the same files and folders again: half of the time of many tests."""
    read, listed = JSONFileLoader.load_file, Loader.list_available_services
    files: dict[str, Any] = {}
    services: dict[Any, Any] = {}

    def read_once(loader: JSONFileLoader, path: str) -> Any:
        if path not in files:
            files[path] = read(loader, path)
        return files[path]

    def listed_once(loader: Loader, type_name: str) -> Any:
        key = (tuple(loader.search_paths), type_name)
        if key not in services:
            services[key] = listed(loader, type_name)
        return services[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONFileLoader, "load_file", read_once)
        patch.setattr(Loader, "list_available_services", listed_once)
        yield


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
        terminalreporter.section(
            "what was tried" + ("" if os.environ.get("TORTURE") else " (bounded; TORTURE=1: all)")
        )
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
