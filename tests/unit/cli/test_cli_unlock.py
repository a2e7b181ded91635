"""`reconcile unlock`: shows the lock, and takes it away from whoever names it."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_world import FILE, World
from fake_locks import OTHER, PLACE, raising

from reconciler.errors import DeniedError

SHOWN = """\
stack shop is locked
  by    alice, laptop, process 4711
  for   apply, with reconcile 0.1.0
  plan  4f1d0c2b9a8e
  since 2026-11-25 11:48:00 UTC, 12m 00s ago
  id    0badc0ffee42
  at    s3://shop-locks/reconcile/123456789012/eu-west-1/shop.lock
"""


def test_without_an_id_it_shows_the_lock_and_how_to_remove_it(locking: World) -> None:
    locking.locks.held()
    ran = locking.run("unlock")
    assert (ran.exit_code, ran.stdout) == (1, SHOWN)
    assert ran.stderr == "if that apply is dead: reconcile unlock 0badc0ffee42\n"
    assert locking.locks.holder() == OTHER


def test_the_page_about_locking_shows_what_is_printed(locking: World) -> None:
    page = (Path(__file__).parents[3] / "docs" / "howto-locking.md").read_text()
    locking.locks.held()
    for command in ("apply", "unlock"):
        ran = locking.run(command)
        assert f"$ reconcile {command}" in page
        assert ran.stdout + ran.stderr in page


@pytest.mark.parametrize("arguments", [(), ("0badc0ffee42",)])
def test_where_there_is_no_lock_it_says_so_and_is_0(locking: World, arguments: tuple[str, ...]) -> None:
    ran = locking.run("unlock", *arguments)
    assert (ran.exit_code, ran.stdout) == (0, "stack shop is not locked\n")


def test_with_its_id_the_lock_is_removed(locking: World) -> None:
    locking.locks.held()
    ran = locking.run("unlock", "0badc0ffee42")
    assert (ran.exit_code, ran.stdout) == (0, "the lock 0badc0ffee42 is removed\n")
    assert locking.locks.objects == {}


def test_with_another_id_nothing_is_removed_and_the_lock_is_shown(locking: World) -> None:
    locking.locks.held()
    ran = locking.run("unlock", "0badc0ffee43")
    assert (ran.exit_code, ran.stdout) == (1, SHOWN)
    assert "0badc0ffee43 is not the id of this lock; nothing was removed" in ran.stderr
    assert locking.locks.calls == ["read"]


def test_a_lock_that_becomes_anothers_meanwhile_is_left_alone(locking: World) -> None:
    locking.locks.held()
    locking.locks.before["delete"] = [lambda: locking.locks.held(who="bob")]
    ran = locking.run("unlock", "0badc0ffee42")
    assert ran.exit_code == 1
    assert "the lock changed while it was to be removed" in ran.stderr
    assert locking.locks.holder()["who"] == "bob"


def test_a_file_without_a_lock_has_nothing_to_unlock(locking: World) -> None:
    (locking.folder / "personalize.yaml").write_text(FILE, encoding="utf-8")
    ran = locking.run("unlock")
    assert ran.exit_code == 1
    assert "personalize.yaml names no lock" in ran.stderr


def test_what_may_not_be_read_is_an_error(locking: World) -> None:
    locking.locks.before["read"] = [
        raising(DeniedError("no", operation="GetObject", code="AccessDenied", fix="Allow it."))
    ]
    ran = locking.run("unlock")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "GetObject: AccessDenied: no" in ran.stderr


def test_what_a_stranger_wrote_into_the_lock_neither_steers_a_terminal_nor_a_shell(locking: World) -> None:
    locking.locks.held(id="x; rm -rf ~", who="\x1b[2Jmallory\u202e")
    ran = locking.run("unlock")
    assert "\x1b" not in ran.stdout
    assert "\u202e" not in ran.stdout
    assert "reconcile unlock 'x; rm -rf ~'" in ran.stderr
    assert locking.run("unlock", "x; rm -rf ~").exit_code == 0


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[]", b'{"id": 7}', b"[" * 100_000])
def test_an_object_that_is_no_lock_of_ours_can_be_named_and_removed_as_well(
    locking: World, content: bytes
) -> None:
    locking.locks.objects[PLACE] = content
    shown = locking.run("unlock")
    assert shown.exit_code == 1
    assert "unknown" in shown.stdout
    number = shown.stderr.split()[-1]
    assert locking.run("unlock", number).exit_code == 0
    assert locking.locks.objects == {}


def test_in_a_file_with_environments_it_is_about_one_of_them(locking: World) -> None:
    both = "environments:\n  production: {}\n  staging: {prefix: staging-}\n"
    path = locking.folder / "personalize.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}{both}", encoding="utf-8")
    locking.locks.held()
    assert "--env staging" in locking.run("unlock").stderr

    command = "reconcile unlock 0badc0ffee42 --env production\n"
    assert locking.run("apply", "--yes", "--env", "production").stderr.endswith(command)
    assert locking.run("unlock", "--env", "production").stderr.endswith(command)
    free = locking.run("unlock", "0badc0ffee42", "--env", "staging")
    assert (free.exit_code, free.stdout) == (0, "stack staging-shop is not locked\n")
    assert locking.locks.holder() == OTHER

    locking.run("unlock", "0badc0ffee42", "--env", "production")
    assert locking.locks.objects == {}


def test_a_lock_that_says_no_plan_yet_is_shown_without_one(locking: World) -> None:
    locking.locks.held(plan="")
    assert locking.run("unlock").stdout == SHOWN.replace("  plan  4f1d0c2b9a8e\n", "")
