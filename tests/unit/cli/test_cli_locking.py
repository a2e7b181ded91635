"""The stack's lock around apply and destroy: taken first, released in any case, and whose it is."""

from __future__ import annotations

import signal

import pytest
from cli_world import FILE, World
from fake_locks import OTHER, PLACE, FakeLocks, VirtualClock, raising

from reconciler.errors import (
    DeniedError,
    InUseError,
    InvalidError,
    SetupError,
    ThrottledError,
    UnknownOutcomeError,
)

LOCK = "lock: {bucket: shop-locks}\n"
HELD = """\
error: stack shop is locked by alice (laptop, process 4711) for apply, since 2026-11-25 11:48:00 UTC, 12m \
00s ago, id 0badc0ffee42
    why:   two applies of one stack at once would undo each other's work; nothing was read or changed
    to do: wait for its end with --lock-timeout 30m or, if it is dead: reconcile unlock 0badc0ffee42
"""
UNKNOWN = UnknownOutcomeError("no answer", operation="PutObject", code="ReadTimeoutError")
DENIED = DeniedError("no", operation="PutObject", code="AccessDenied", fix="Allow s3:PutObject.")
CONFLICT = InUseError("busy", operation="PutObject", code="ConditionalRequestConflict")


@pytest.mark.parametrize("command", ["apply", "destroy"])
def test_the_lock_is_taken_before_the_account_is_read_and_released_at_the_end(
    locking: World, command: str
) -> None:
    assert locking.run(command, "--yes").exit_code == 0
    assert locking.locks.calls == ["put", "look", "replace", "delete"]
    assert locking.locks.objects == {}


@pytest.mark.parametrize("command", ["plan", "drift"])
def test_who_changes_nothing_takes_no_lock(locking: World, command: str) -> None:
    locking.run(command)
    assert locking.locks.calls == ["look"]


def test_a_file_without_a_lock_takes_none(locking: World) -> None:
    (locking.folder / "personalize.yaml").write_text(FILE, encoding="utf-8")
    assert locking.run("apply", "--yes").exit_code == 0
    assert locking.locks.calls == ["look"]


def test_a_held_lock_stops_before_anything_is_read_and_says_who_since_when_and_what_to_do(
    locking: World,
) -> None:
    locking.locks.held()
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, ran.stdout, locking.api.calls) == (1, "", [])
    assert ran.stderr == HELD
    assert locking.locks.calls == ["put", "read"]
    assert locking.locks.holder() == OTHER


def test_the_command_to_unlock_names_the_file_when_it_is_another(locking: World) -> None:
    (locking.folder / "an other.yaml").write_text(FILE + LOCK, encoding="utf-8")
    locking.locks.held()
    ran = locking.run("apply", "--yes", "-f", "an other.yaml")
    assert "reconcile unlock 0badc0ffee42 -f 'an other.yaml'\n" in ran.stderr


def test_with_a_timeout_it_waits_with_growing_pauses_and_says_once_for_whom(locking: World) -> None:
    locking.locks.held()
    locking.locks.before["put"] = [lambda: None] * 9 + [locking.locks.free]
    ran = locking.run("apply", "--yes", "--lock-timeout", "10m")
    assert ran.exit_code == 0
    assert ran.stderr.count("waiting for the lock of stack shop: held by alice (laptop, process 4711)") == 1
    waits = VirtualClock.waits
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1.0, 15.0)


def test_when_the_time_is_over_it_stops_and_has_not_waited_longer(locking: World) -> None:
    locking.locks.held()
    ran = locking.run("apply", "--yes", "--lock-timeout", "30s")
    assert ran.exit_code == 1
    assert "stack shop is locked by alice" in ran.stderr
    assert sum(VirtualClock.waits) == 30.0
    assert "look" not in locking.locks.calls


def test_while_it_waits_a_new_holder_is_told_as_well(locking: World) -> None:
    locking.locks.held()
    bob = lambda: locking.locks.held(id="b0b", who="bob")  # noqa: E731
    locking.locks.before["put"] = [lambda: None, bob, lambda: None, locking.locks.free]
    said = locking.run("apply", "--yes", "--lock-timeout", "10m").stderr
    assert [said.count(f"held by {who}") for who in ("alice", "bob")] == [1, 1]


def test_a_lock_that_was_written_although_the_call_was_refused_is_ours(locking: World) -> None:
    """The answer was lost, and the call sent again met our own lock."""
    locks = locking.locks
    locks.put = lambda *where: FakeLocks.put(locks, *where) and None  # type: ignore[method-assign,func-returns-value]
    assert locking.run("apply", "--yes").exit_code == 0
    assert locks.calls == ["put", "read", "look", "replace", "delete"]
    assert locks.objects == {}


def test_calls_that_met_another_one_are_repeated(locking: World) -> None:
    locking.locks.before = {name: [raising(CONFLICT)] for name in ("put", "replace", "delete")}
    assert locking.run("apply", "--yes").exit_code == 0
    assert locking.locks.calls == ["put", "read", "put", "look", *["replace"] * 2, *["delete"] * 2]
    assert locking.locks.objects == {}


def test_a_lock_that_is_there_and_is_not_ends_in_an_error(locking: World) -> None:
    locking.locks.before["put"] = [raising(CONFLICT)] * 9
    ran = locking.run("apply", "--yes")
    assert ran.exit_code == 1
    assert "can be neither taken nor read" in ran.stderr
    assert "look" not in locking.locks.calls


def test_a_lock_that_is_gone_when_it_is_read_may_look_forbidden_and_is_asked_for_again(
    locking: World,
) -> None:
    """Without s3:ListBucket, S3 calls a missing object forbidden."""
    locking.locks.before = {"put": [raising(CONFLICT)], "read": [raising(DENIED)]}
    assert locking.run("apply", "--yes").exit_code == 0


def test_a_lock_that_may_never_be_read_ends_with_what_the_bucket_says(locking: World) -> None:
    locking.locks.before = {"put": [raising(CONFLICT)] * 9, "read": [raising(DENIED)] * 9}
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, locking.api.calls) == (1, [])
    assert "Allow s3:PutObject." in ran.stderr


@pytest.mark.parametrize(
    "error",
    [
        DENIED,
        InvalidError("no", operation="PutObject", code="InvalidRequest"),
        ThrottledError("slow", operation="PutObject", code="SlowDown"),
    ],
)
def test_a_lock_that_cannot_be_taken_stops_everything(locking: World, error: Exception) -> None:
    locking.locks.before["put"] = [raising(error)]
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, locking.api.calls, locking.locks.calls) == (1, [], ["put"])
    assert f"the lock s3://{'/'.join(PLACE)} cannot be taken: {error}" in ran.stderr
    assert "nothing was read or changed" in ran.stderr


@pytest.mark.parametrize(("error", "code"), [(UNKNOWN, 1), (KeyboardInterrupt(), 130)])
def test_a_lock_whose_writing_was_cut_off_is_not_left_behind(
    locking: World, error: BaseException, code: int
) -> None:
    locking.locks.after["put"] = [raising(error)]
    assert locking.run("apply", "--yes").exit_code == code
    assert locking.locks.calls == ["put", "read", "delete"]
    assert locking.locks.objects == {}


def test_a_lock_whose_writing_goes_on_after_it_was_cut_off_is_told(locking: World) -> None:
    locks = locking.locks
    locks.after["put"] = [raising(UNKNOWN)]
    locks.delete = lambda *_: False  # type: ignore[method-assign]
    ran = locking.run("apply", "--yes")
    assert ran.exit_code == 1
    assert "the lock may be left behind: it was written again whenever" in ran.stderr


def test_who_waits_and_is_interrupted_leaves_the_holders_lock_alone(locking: World) -> None:
    locking.locks.held()
    locking.locks.before["put"] = [lambda: None, raising(KeyboardInterrupt())]
    assert locking.run("apply", "--yes", "--lock-timeout", "10m").exit_code == 130
    assert locking.locks.holder() == OTHER


@pytest.mark.parametrize(
    ("error", "code"),
    [(SetupError("no"), 1), (KeyboardInterrupt(), 130), (OSError(5, "oops"), 1), (ZeroDivisionError(), 1)],
)
def test_however_the_apply_ends_the_lock_is_released(locking: World, error: BaseException, code: int) -> None:
    locking.raises = error
    assert locking.run("apply", "--yes").exit_code == code
    assert locking.locks.objects == {}


def test_a_step_that_fails_releases_it_too(locking: World) -> None:
    locking.api.refuse = InvalidError("no", operation="TagResource", code="InvalidInputException")
    assert locking.run("apply", "--yes").exit_code == 1
    assert locking.locks.objects == {}


def test_a_lock_that_cannot_be_released_is_told_and_changes_no_exit_code(locking: World) -> None:
    locking.locks.before["delete"] = [raising(DENIED)]
    ran = locking.run("apply", "--yes")
    assert ran.exit_code == 0
    assert "warning: the lock may be left behind: PutObject: AccessDenied: no" in ran.stderr
    assert f"to do: reconcile unlock {locking.locks.holder()['id']}" in ran.stderr


def test_one_signal_does_not_keep_the_lock_from_being_released_and_a_second_says_what_is_left(
    locking: World,
) -> None:
    def interrupt() -> None:
        signal.raise_signal(signal.SIGINT)

    locking.locks.before["delete"] = [interrupt]
    ran = locking.run("apply", "--yes")
    assert (ran.exit_code, locking.locks.objects) == (0, {})
    assert "releasing the lock" in ran.stderr

    locking.locks.before["delete"] = [lambda: (interrupt(), interrupt())[0]]
    ran = locking.run("apply", "--yes")
    assert ran.exit_code == 130
    assert f"reconcile unlock {locking.locks.holder()['id']}\n" in ran.stderr


def test_the_lock_says_who_holds_it_from_where_for_what_and_since_when(
    locking: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "carol")
    monkeypatch.setattr("socket.gethostname", lambda: "desk")
    locking.locks.before["delete"] = [raising(DENIED)]
    locking.run("destroy", "--yes")
    said = locking.locks.holder()
    assert (said["who"], said["what"], said["since"]) == ("carol", "destroy", "2026-11-25T12:00:00+00:00")
    assert said["where"].startswith("desk, process ")
    assert len(said["id"]) == 12


def test_in_a_workflow_it_says_the_actor_and_the_run(locking: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "ACTIONS": "true",
        "ACTOR": "octocat",
        "SERVER_URL": "https://github.com",
        "REPOSITORY": "o/videos",
        "RUN_ID": "42",
    }.items():
        monkeypatch.setenv(f"GITHUB_{name}", value)
    locking.locks.before["delete"] = [raising(DENIED)]
    locking.run("apply", "--yes")
    said = locking.locks.holder()
    assert (said["who"], said["where"]) == ("octocat", "https://github.com/o/videos/actions/runs/42")


@pytest.mark.parametrize("wrong", ["1", "0", "10", "-1s", "1.5m", "5w"])
def test_a_lock_timeout_is_a_duration(locking: World, wrong: str) -> None:
    assert locking.run("apply", "--lock-timeout", wrong).exit_code == 64
