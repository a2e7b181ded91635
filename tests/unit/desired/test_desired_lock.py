"""`lock:` as it is read, and what is said of one that is wrong."""

from __future__ import annotations

import pytest

from reconciler.model.lock import Lock

HEAD = "version: 1\nstack: s\n"


@pytest.mark.parametrize(
    ("text", "lock"),
    [
        ("", None),
        ("lock: {bucket: my-locks}\n", Lock(bucket="my-locks", prefix="reconcile/")),
        ("lock: {bucket: a.b.c, prefix: team/a/}\n", Lock(bucket="a.b.c", prefix="team/a/")),
    ],
)
def test_a_lock_is_read_with_its_default(read, text: str, lock: Lock | None) -> None:
    assert read(HEAD + text).state.lock == lock


def test_a_destroy_takes_the_same_lock(read) -> None:
    state = read(HEAD + "lock: {bucket: my-locks}\n").state
    assert state.emptied().lock == state.lock


@pytest.mark.parametrize(
    ("text", "code", "where", "advice"),
    [
        ("lock: my-locks\n", "file/type", "3:7", "expected a mapping"),
        ("lock:\n", "file/type", "3:6", "expected a mapping, got nothing"),
        ("lock: {}\n", "file/missing-key", "3:1", "lock lacks bucket"),
        ("lock: {bucket: My_Locks}\n", "file/value", "3:16", "3 to 63 lower-case letters"),
        ("lock: {bucket: s3://locks}\n", "file/value", "3:16", "the name of a bucket"),
        ("lock: {bucket: b, prefix: x/}\n", "file/value", "3:16", "3 to 63"),
        ("lock: {bucket: locks, prefix: ''}\n", "file/value", "3:31", "such as reconcile/"),
        ("lock: {bucket: locks, prefix: /x/}\n", "file/value", "3:31", "such as reconcile/"),
        ("lock: {bucket: locks, prefix: a}\n", "file/value", "3:31", "ending in /"),
        ("lock: {bucket: locks, prefix: a//b/}\n", "file/value", "3:31", "ending in /"),
        ("lock: {bucket: locks, prefix: ../}\n", "file/value", "3:31", "letters, digits"),
        ("lock: {bucket: locks, key: a}\n", "file/unknown-key", "3:23", "bucket and prefix"),
        ("lock: {bucket: locks, prefix: " + "a" * 256 + "/}\n", "file/value", "3:31", "at most 256"),
    ],
)
def test_a_wrong_lock_is_told_with_its_place_and_what_to_write(
    read, text: str, code: str, where: str, advice: str
) -> None:
    loaded = read(HEAD + text)
    (found,) = loaded.diagnostics
    assert (found.code, str(found.position)) == (code, f"p.yaml:{where}")
    assert advice in f"{found.summary} {found.fix}"
    assert loaded.state is None
