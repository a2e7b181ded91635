"""A lock that is taken away from an apply that lives: noticed while it works, at the latest at its end."""

from __future__ import annotations

import json
from threading import Event

import pytest
from cli_world import World
from fake_locks import OTHER, PLACE, VirtualClock, raising

from reconciler.apply.stop import Stop
from reconciler.cli.locking import Hold
from reconciler.errors import DeniedError
from reconciler.model.values import Json

DENIED = DeniedError("no", operation="GetObject", code="AccessDenied", fix="Allow s3:GetObject.")


def test_a_lock_taken_away_meanwhile_is_noticed_and_the_next_holders_is_left_alone(locking: World) -> None:
    locking.locks.before["delete"] = [locking.locks.held]
    ran = locking.run("apply", "--yes")
    assert ran.exit_code == 0
    assert "was taken away while this apply held it" in ran.stderr
    assert locking.locks.holder() == OTHER


@pytest.mark.parametrize("ours", [False, True])
def test_while_it_is_carried_out_a_lost_lock_asks_to_stop(
    monkeypatch: pytest.MonkeyPatch, ours: bool
) -> None:
    monkeypatch.setattr("reconciler.cli.locking._WATCH_SECONDS", 0.001)
    asked, answers, looked = Event(), iter([True, True, ours]), Event()

    def still_ours() -> bool:
        answer = next(answers, True)
        if answer is ours:
            looked.set()
        return answer

    with Hold(still_ours).watched(asked.set):
        assert looked.wait(10)
        assert ours or asked.wait(10)
    assert asked.is_set() is not ours


def test_a_look_at_the_lock_that_fails_tells_nothing(locking: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = Event()

    def meanwhile(*_: object) -> dict[str, Json]:
        locking.locks.before["read"] = [raising(DENIED), looked.set]
        assert looked.wait(10)
        return {}

    monkeypatch.setattr("reconciler.cli.locking._WATCH_SECONDS", 0.001)
    monkeypatch.setattr(locking.api, "call", meanwhile)
    assert locking.run("apply", "--yes").exit_code == 0
    assert looked.is_set()


def test_an_apply_whose_lock_is_taken_away_starts_nothing_more_and_says_why(
    locking: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, stop = Event(), Stop.set

    def stopped(self: Stop) -> None:
        stop(self)
        asked.set()

    def taken_away(*_: object) -> dict[str, Json]:
        locking.locks.free()
        assert asked.wait(10)
        return {}

    monkeypatch.setattr("reconciler.cli.locking._WATCH_SECONDS", 0.001)
    monkeypatch.setattr(Stop, "set", stopped)
    monkeypatch.setattr(locking.api, "call", taken_away)
    ran = locking.run("apply", "--yes")
    assert ran.exit_code == 130
    assert "was taken away while this apply held it" in ran.stderr


@pytest.mark.parametrize(("taken", "code"), [(False, 0), (True, 1)])
def test_a_plan_that_is_agreed_to_after_the_lock_was_taken_away_is_not_carried_out(
    locking: World, monkeypatch: pytest.MonkeyPatch, taken: bool, code: int
) -> None:
    def after_lunch(*_: object) -> bool:
        VirtualClock.waits.append(3600.0)
        if taken:
            locking.locks.held()
        return True

    monkeypatch.setattr("reconciler.cli.asking.agreed", after_lunch)
    ran = locking.run("apply")
    assert ran.exit_code == code
    assert bool(locking.api.calls) is not taken
    said = "the lock was taken away since this plan was made; nothing was changed"
    assert (said in ran.stderr) is taken
    assert locking.locks.objects == ({PLACE: json.dumps(OTHER).encode()} if taken else {})
