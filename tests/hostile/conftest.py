"""The process that runs trials, one per pytest worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trials import Trials

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def trials() -> Iterator[Trials]:
    started = Trials()
    yield started
    started.close()
