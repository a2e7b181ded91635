"""check-data as installed: the example's files, from a folder and from the emulator's S3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from installed import EXAMPLE, Checkout
from objects import put

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve


def test_the_examples_data_is_sound_in_s3_and_a_spoilt_object_is_found(serve: Serve, folder: Path) -> None:
    server = serve()
    checkout = Checkout(folder, server)
    sound = checkout.reconcile("check-data").ended(0)
    assert "dataset/user-videos/interactions: 7,668 rows in 1 file" in sound.out
    assert sound.out.endswith("0 errors, 0 warnings.\n")
    rows = next(EXAMPLE.rglob("interactions.csv")).read_bytes().splitlines(keepends=True)
    rows[4] = rows[4].replace(b"\n", b"000\n")
    assert server.changes() == []
    put(server, "interactions.csv", b"".join(rows))
    server.forget_calls()
    found = checkout.reconcile("check-data", "--only", "dataset/user-videos/interactions").ended(1)
    assert "[data/timestamp-milliseconds]\n      seen:  interactions.csv:5\n" in found.out
    assert server.changes() == []
