"""Where a lock lies, and what it says."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from reconciler.desired.file_schema import STACK_PATTERN
from reconciler.model.lock import Holder, Lock, holder_of

LOCK = Lock(bucket="locks")
STACKS = st.from_regex(re.compile(STACK_PATTERN.replace("$", r"\Z"), re.ASCII))
SAFE = re.compile(r"[A-Za-z0-9!_.\-/]+")
"""Of the characters that need no care in a key. Source: S3 user guide, 'Naming Amazon S3 objects'."""


def key(stack: str, account: str = "123456789012", region: str = "eu-west-1") -> str:
    return LOCK.key(account, region, stack)


def test_a_key_names_account_region_and_stack() -> None:
    assert key("shop") == "reconcile/123456789012/eu-west-1/shop.lock"
    assert key("team/shop:eu") == "reconcile/123456789012/eu-west-1/team!2Fshop!3Aeu.lock"
    assert Lock(bucket="b", prefix="a/b/").key("1", "r", "s") == "a/b/1/r/s.lock"


@given(STACKS, STACKS)
def test_no_two_stacks_share_a_key(one: str, other: str) -> None:
    assert (key(one) == key(other)) == (one == other)


@given(STACKS)
def test_a_key_holds_nothing_that_s3_takes_for_a_folder_or_badly(stack: str) -> None:
    assert SAFE.fullmatch(key(stack))
    assert key(stack).count("/") == 3
    assert len(key(stack)) < 1024


@given(
    st.builds(
        Holder,
        id=st.text(min_size=1, max_size=200),
        who=st.text(min_size=1, max_size=200),
        where=st.text(min_size=1, max_size=200),
        what=st.sampled_from(["apply", "destroy"]),
        since=st.none() | st.datetimes(timezones=st.just(UTC)),
        version=st.text(min_size=1, max_size=20),
        plan=st.text(max_size=200),
    )
)
def test_what_a_lock_says_is_read_as_it_was_written(holder: Holder) -> None:
    assert holder_of(holder.document()) == holder


@given(st.binary())
def test_any_content_has_a_holder_with_an_id(content: bytes) -> None:
    holder = holder_of(content)
    assert holder.id
    assert holder == holder_of(content)


def test_what_a_stranger_says_is_cut_and_a_time_without_a_zone_is_utc() -> None:
    long = b"a" * 9999
    holder = holder_of(
        b'{"id": "x", "who": "%s", "plan": "%s", "since": "2026-01-01T00:00:00"}' % (long, long)
    )
    assert (len(holder.who), len(holder.plan)) == (200, 200)
    assert holder.since == datetime(2026, 1, 1, tzinfo=UTC)
    assert holder_of(b'{"since": "0001-01-01T00:00:00+14:00"}').since is None
