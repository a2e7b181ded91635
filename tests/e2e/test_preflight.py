"""The look at data as installed: by default, on the emulator's S3, before anything is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from installed import EXAMPLE, Checkout, Server
from objects import put

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve


@pytest.fixture
def server(serve: Serve) -> Server:
    """An empty account, and a bucket whose interactions have one time in milliseconds."""
    made = serve()
    rows = (EXAMPLE / "interactions.csv").read_bytes().splitlines(keepends=True)
    rows[4] = rows[4].replace(b"\n", b"000\n")
    put(made, "interactions.csv", b"".join(rows))
    return made


def test_spoilt_data_refuses_plan_and_apply_until_it_is_mended(server: Server, folder: Path) -> None:
    checkout = Checkout(folder, server)
    server.forget_calls()
    plan = checkout.reconcile("plan").ended(1)
    assert "(s3://user-videos-data/interactions.csv:5)" in plan.out
    assert "3 to run, 1 refused" in plan.out
    reads = [call["operation"] for call in server.calls() if call["operation"].startswith("GET /")]
    assert len(reads) == 3, "one call for each file"
    checkout.reconcile("apply", "--yes").ended(1)
    assert server.changes() == []
    assert "0 refused" in checkout.reconcile("plan", "--no-preflight").ended(0).out
    put(server, "interactions.csv", (EXAMPLE / "interactions.csv").read_bytes())
    assert "warning" not in checkout.reconcile("plan").ended(0).said
