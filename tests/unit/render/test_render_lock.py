"""How old a lock is, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reconciler.model.lock import Holder, holder_of
from reconciler.render.lock_text import holder_words, lock_text, since_words
from reconciler.render.paint import Paint

NOON = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)


def holder(since: datetime | None) -> Holder:
    return Holder(id="1", who="a", where="b", what="apply", since=since, version="0.1.0")


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=8), "2026-11-25 11:59:52 UTC, 8s ago"),
        (timedelta(hours=3, minutes=2), "2026-11-25 08:58:00 UTC, 3h 02m ago"),
        (timedelta(hours=47), "2026-11-23 13:00:00 UTC, 47h 00m ago"),
        (timedelta(days=9, hours=5), "2026-11-16 07:00:00 UTC, 9 days ago"),
        (timedelta(seconds=-50), "2026-11-25 12:00:50 UTC, 0s ago"),
        (timedelta(seconds=-90), "2026-11-25 12:01:30 UTC, 1m 30s ahead of the clock here"),
        (timedelta(days=-90), "2027-02-23 12:00:00 UTC, 90 days ahead of the clock here"),
    ],
)
def test_an_age_is_told_in_the_unit_that_fits_and_never_lies_in_the_future(
    age: timedelta, words: str
) -> None:
    assert since_words(holder(NOON - age), NOON) == words


def test_a_time_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert since_words(holder(None), NOON) == "a time that is not known"


def test_the_plan_has_a_line_where_the_lock_says_it() -> None:
    def shown(plan: str) -> list[str]:
        held = replace(holder(NOON), plan=plan)
        return lock_text(held, stack="shop", place="s3://b/k", now=NOON, paint=Paint()).splitlines()

    assert "  plan  4f1d\\x1bc0ffee" in shown("4f1d\x1bc0ffee")
    assert not any(line.startswith("  plan") for line in shown(""))


def test_what_a_stranger_wrote_is_on_one_line_and_visible() -> None:
    hostile = Holder(id="1\n2", who="\x1b[2J", where="\u202e", what="x\r", since=None, version="")
    assert holder_words(hostile, NOON).isprintable()


def test_an_object_that_nothing_can_be_read_from_is_said_to_be_none_of_ours() -> None:
    words = holder_words(holder_of(b"<html>"), NOON)
    assert words == f"an object that no reconcile has written, id {holder_of(b'<html>').id}"
