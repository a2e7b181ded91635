"""A fake GitHub, an emulator with the example applied, and a checkout in which jobs run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.append(str(Path(__file__).parents[1] / "e2e"))

from fake_github import GitHub
from installed import Checkout, Server
from jobs import Jobs
from servers import Serve, applied_state, folder, serve, shared, untouched

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["applied_state", "folder", "serve", "shared", "untouched"]


@pytest.fixture
def github() -> Iterator[GitHub]:
    made = GitHub()
    yield made
    made.stop()


@pytest.fixture
def server(serve: Serve) -> Server:
    """The example applied."""
    return serve(applied=True)


@pytest.fixture
def checkout(server: Server, folder: Path) -> Checkout:
    return Checkout(folder, server)


@pytest.fixture
def jobs(github: GitHub, checkout: Checkout, tmp_path: Path) -> Jobs:
    """Jobs in a checkout of the example, whose account is as the file says."""
    return Jobs(github, checkout, tmp_path)
