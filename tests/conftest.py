"""What every folder of tests shares: no test is timed, and AWS's services are described once per process."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import pytest
from botocore.loaders import JSONFileLoader, Loader
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Iterator

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what runs in the background so, and every program that a test starts would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


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
