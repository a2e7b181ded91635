"""The arena itself: an account put back is the account that was, and a killed process sends nothing more."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from arena import Arena
from start import start_of
from wire import Go, Sent


@pytest.fixture
def example(session_arena: Arena) -> Arena:
    session_arena.reset(start_of(None))
    return session_arena


def test_what_was_kept_comes_back(example: Arena, ledger: Counter[str]) -> None:
    before = example.moment()
    first = example.run("apply --yes")
    assert first.code == 0, first
    after = example.moment()
    example.restore(before)
    assert example.emulator.store.every() == []
    again = example.run("apply --yes")
    assert (again.out, again.sent) == (first.out, first.sent)
    example.restore(after)
    assert example.run("plan --detailed-exitcode").code == 0
    ledger["commands"] += 3


def test_the_dead_send_nothing(example: Arena) -> None:
    def kill(sent: Sent, go: Go) -> Any:
        if sent.operation == "CreateDataset":
            raise example.wire.kill()
        return go()

    ran = example.run("apply --yes", strike=kill)
    assert ran.code is None
    assert example.wire.sent[-1].operation == "CreateDataset"
    assert {one.kind for one in example.emulator.store.every()} == {"dataset-group", "schema"}
