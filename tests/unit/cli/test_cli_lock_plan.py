"""The lock of an apply says which plan is carried out, from just before the first change on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cli_world import World
from fake_locks import OTHER, PLACE, FakeLocks, raising

from reconciler.errors import DeniedError, InUseError, ServiceError, UnknownOutcomeError

FINGERPRINT = "4f1d0c2b9a8e7766554433221100ffeeddccbbaa99887766554433221100ffee"
UNKNOWN = UnknownOutcomeError("no answer", operation="PutObject", code="ReadTimeoutError")
DENIED = DeniedError("no", operation="PutObject", code="AccessDenied", fix="Allow s3:PutObject.")
CONFLICT = InUseError("busy", operation="PutObject", code="ConditionalRequestConflict")
TAKEN = "the lock was taken away since this plan was made; nothing was changed"


@pytest.fixture(autouse=True)
def _planned(locking: World) -> None:
    locking.more["fingerprint"] = FINGERPRINT


@pytest.mark.parametrize("command", ["apply", "destroy"])
def test_the_lock_of_an_apply_under_way_names_its_plan(
    locking: World, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    said: dict[str, dict[str, Any]] = {}

    def changing(*_: object) -> dict[str, Any]:
        said["changing"] = locking.locks.holder()
        return {}

    locking.locks.before["replace"] = [lambda: said.update(planned=locking.locks.holder())]
    monkeypatch.setattr(locking.api, "call", changing)
    assert locking.run(command, "--yes").exit_code == 0
    assert said["planned"]["plan"] == ""
    assert said["changing"] == {**said["planned"], "plan": FINGERPRINT[:12]}
    assert locking.locks.objects == {}


def test_a_plan_without_steps_is_not_written_into_the_lock(locking: World) -> None:
    locking.changes = ()
    assert locking.run("apply", "--yes").exit_code == 0
    assert locking.locks.calls == ["put", "look", "delete"]


def test_who_does_not_agree_writes_no_plan_into_the_lock(locking: World) -> None:
    assert locking.run("apply", input="no\n").exit_code == 1
    assert locking.locks.calls == ["put", "look", "delete"]


def test_a_plan_that_was_written_although_the_call_was_refused_is_carried_out(locking: World) -> None:
    """The answer was lost, and the call sent again met what the first had written."""
    locks = locking.locks
    locks.replace = lambda *where: FakeLocks.replace(locks, *where) and None  # type: ignore[method-assign,func-returns-value]
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, locking.api.calls) == (0, ["TagResource"])
    assert locks.calls == ["put", "look", "replace", "read", "delete"]
    assert locks.objects == {}
    assert "lock" not in ran.stderr


@pytest.mark.parametrize("taken_over", [True, False])
def test_a_lock_that_somebody_took_away_before_the_first_change_changes_nothing(
    locking: World, taken_over: bool
) -> None:
    locks = locking.locks
    locks.before["replace"] = [locks.held if taken_over else locks.free]
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, locking.api.calls) == (1, [])
    assert TAKEN in ran.stderr
    assert "warning" not in ran.stderr
    assert locks.calls == ["put", "look", "replace", "read"]
    assert locks.objects == ({PLACE: json.dumps(OTHER).encode()} if taken_over else {})


@pytest.mark.parametrize("error", [DENIED, UNKNOWN])
@pytest.mark.parametrize("written", [True, False])
def test_a_plan_that_cannot_be_written_changes_nothing_and_leaves_no_lock_behind(
    locking: World, error: ServiceError, written: bool
) -> None:
    (locking.locks.after if written else locking.locks.before)["replace"] = [raising(error)]
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, locking.api.calls) == (1, [])
    assert f"the lock s3://{'/'.join(PLACE)} cannot be written again: {error}" in ran.stderr
    assert "nothing was changed" in ran.stderr
    assert locking.locks.calls == ["put", "look", "replace", "read", "delete"]
    assert locking.locks.objects == {}


def test_a_lock_that_is_always_busy_is_given_up_after_some_attempts(locking: World) -> None:
    locking.locks.before["replace"] = [raising(CONFLICT)] * 9
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, locking.api.calls) == (1, [])
    assert "ConditionalRequestConflict" in ran.stderr
    assert locking.locks.calls.count("replace") == 5
    assert locking.locks.objects == {}


def test_when_nobody_can_tell_whose_the_lock_is_nothing_is_changed(locking: World) -> None:
    locking.locks.before = {"replace": [locking.locks.held], "read": [raising(DENIED)]}
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, locking.api.calls) == (1, [])
    assert "cannot be written again" in ran.stderr
    assert locking.locks.holder() == OTHER


@pytest.mark.parametrize("written", [True, False])
def test_an_interrupted_writing_of_the_plan_leaves_no_lock_behind(locking: World, written: bool) -> None:
    hooks = locking.locks.after if written else locking.locks.before
    hooks["replace"] = [raising(KeyboardInterrupt())]
    assert locking.run("apply", "--yes").exit_code == 130
    assert (locking.api.calls, locking.locks.objects) == ([], {})


def test_a_plan_that_is_written_after_all_while_the_lock_is_withdrawn_leaves_none_behind(
    locking: World,
) -> None:
    """The call was cut off here, and not on its way."""
    late = {**OTHER}

    def arrives() -> None:
        late.update({**locking.locks.holder(), "plan": FINGERPRINT[:12]})
        locking.locks.objects[PLACE] = json.dumps(late).encode()

    locking.locks.before = {"replace": [raising(KeyboardInterrupt())], "delete": [arrives]}
    assert locking.run("apply", "--yes").exit_code == 130
    assert late["plan"] == FINGERPRINT[:12]
    assert locking.locks.calls == ["put", "look", "replace", *["read", "delete"] * 2]
    assert locking.locks.objects == {}
