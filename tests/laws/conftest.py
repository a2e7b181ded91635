"""What the laws stand on: the building blocks of the scenarios, and how much is tried."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

sys.path.append(str(Path(__file__).parents[1] / "scenarios"))

from arena import Arena, arena

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("bounded", deadline=None, suppress_health_check=_SLOW, derandomize=True)
settings.register_profile("torture", deadline=None, suppress_health_check=_SLOW, print_blob=True)


@pytest.fixture(scope="module")
def session_arena() -> Iterator[Arena]:
    """One for a module's tests: what it puts in the place of clocks and threads must not outlive them."""
    with arena() as made:
        yield made
