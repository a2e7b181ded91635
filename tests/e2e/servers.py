"""Servers, checkouts, and the state of an account in which the example has been applied."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest
from installed import SPEED, Checkout, Server, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Serve(Protocol):
    def __call__(self, *, applied: bool = False, kept: bool = False, speed: float = SPEED) -> Server: ...


@pytest.fixture(scope="session")
def applied_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The emulator's state after `reconcile apply` of the example, made once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "applied"
    try:
        folder.mkdir()
    except FileExistsError:
        until((folder / "made").exists, "another worker has applied the example")
    else:
        server = Server(folder / "state")
        try:
            checkout = Checkout(tmp_path_factory.mktemp("checkout"), server)
            checkout.reconcile("apply", "--yes").ended(0)
        finally:
            server.stop()
        (folder / "made").touch()
    return folder / "state"


@pytest.fixture(scope="session")
def shared(applied_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Use `untouched`."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copytree(applied_state, folder / "state")
    server = Server(folder / "state")
    yield server
    server.stop()


@pytest.fixture
def untouched(shared: Server) -> Iterator[Server]:
    """A server with the example applied, for a test that changes nothing in it."""
    shared.forget_calls()
    yield shared
    shared.lift_faults()
    assert shared.changes() == []


@pytest.fixture
def serve(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Serve]:
    """Starts servers that end with the test: empty, or with the example applied; `kept` outlives a kill."""
    with ExitStack() as ends:

        def start(*, applied: bool = False, kept: bool = False, speed: float = SPEED) -> Server:
            state = tmp_path / "state" if applied or kept else None
            if applied:
                shutil.copytree(request.getfixturevalue("applied_state"), tmp_path / "state")
            server = Server(state, speed=speed)
            ends.callback(server.kill)
            return server

        yield start


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the checkout goes."""
    made = tmp_path / "checkout"
    made.mkdir()
    return made
