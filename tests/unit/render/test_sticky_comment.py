"""A comment is read as it was written, whatever stands in it, and holds what it must within its length."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.model.desired import DesiredState
from reconciler.render.marker import divider, marker, read_marker, stack_key
from reconciler.render.sticky_comment import LONGEST, StickyComment, read_comment

KEY, PLACE, HEAD = "0123456789ab", "ba9876543210", "a" * 40
BARE = StickyComment(key=KEY, place=PLACE, head=HEAD, run=7)
TEXT = st.text(alphabet=st.characters(exclude_characters="\r", exclude_categories=("Cs",)), max_size=200)
DIGESTS = st.lists(st.from_regex(r"[0-9a-f]{32}", fullmatch=True), max_size=5, unique=True).map(tuple)


def with_digests(count: int) -> StickyComment:
    return StickyComment(
        key=KEY,
        place=PLACE,
        head=HEAD,
        run=7,
        digests=tuple(f"{number:032x}" for number in range(count)),
        artifact="c" * 64,
    )


@settings(deadline=None)
@given(planned=TEXT, applied=TEXT, digests=st.none() | DIGESTS)
def test_it_is_read_as_it_was_written(planned: str, applied: str, digests: tuple[str, ...] | None) -> None:
    written = StickyComment(
        key=KEY, place=PLACE, head=HEAD, run=7, digests=digests, planned=planned, applied=applied
    )
    assert read_comment(written.text()) == written


@pytest.mark.parametrize("word", ["applied", "0123456789ab e30="])
def test_text_from_the_file_is_never_taken_for_a_line_of_ours(word: str) -> None:
    written = StickyComment(key=KEY, place=PLACE, head=HEAD, run=7, planned=f"a\n{divider(word)}\nb")
    found = read_comment(written.text())
    assert found
    assert found.applied == ""
    assert "a\n" in found.planned
    assert found.planned.endswith("\nb")
    assert written.text().count("<!-- personalize-reconciler") == 1


def test_line_ends_that_a_browser_has_changed_are_no_difference() -> None:
    written = StickyComment(key=KEY, place=PLACE, head=HEAD, run=7, planned="a\nb", applied="c")
    assert read_comment(written.text().replace("\n", "\r\n")) == written


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"place": 1},
        {"artifact": "", "digests": [], "head": "", "place": "", "run": 1},
        {"artifact": "", "digests": "xyz", "head": "", "place": "", "run": 1},
        {"artifact": "", "digests": "", "head": "", "place": "", "run": True},
        {"artifact": None, "digests": "", "head": "", "place": "", "run": 1},
    ],
)
def test_data_of_another_form_is_no_comment_of_ours(data: dict[str, object]) -> None:
    assert read_comment(marker(KEY, data)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "body",
    ["", "hello", "<!-- personalize-reconciler -->", f"<!-- personalize-reconciler {KEY} ===== -->", "\x00"],
)
def test_other_text_is_no_comment_of_ours(body: str) -> None:
    assert read_marker(body) is None
    assert read_comment(body) is None


def test_digests_stand_in_the_comment_while_they_fit_and_then_in_the_artifact() -> None:
    few, many = with_digests(400).fitting(LONGEST), with_digests(500).fitting(LONGEST)
    assert (len(few.digests or ()), few.artifact) == (400, "")
    assert (many.digests, many.artifact) == (None, "c" * 64)
    assert with_digests(100).fitting(LONGEST // 6).digests is None


def test_apply_finds_room_beside_the_longest_plan() -> None:
    longest = with_digests(440).fitting(LONGEST)
    room = longest.room_for_plan(LONGEST)
    assert room > 25_000
    full = StickyComment(key=KEY, place=PLACE, head=HEAD, run=7, digests=longest.digests, planned="x" * room)
    rest = full.room_for_apply(LONGEST)
    assert rest >= LONGEST // 5
    whole = StickyComment(
        key=KEY,
        place=PLACE,
        head=HEAD,
        run=7,
        digests=longest.digests,
        planned="x" * room,
        applied="y" * rest,
    )
    assert len(whole.text()) == LONGEST


def test_a_key_tells_stacks_environments_and_accounts_apart() -> None:
    bare = DesiredState(file="x", stack="a", account=None, region=None, resources={}, digest="")
    changes: list[dict[str, Any]] = [
        {},
        {"environment": "b"},
        {"stack": "b"},
        {"stack": "ab"},
        {"stack": "b", "environment": "a"},
        {"account": "123456789012"},
        {"region": "eu-west-1"},
        {"account": "123456789012", "region": "eu-west-1"},
    ]
    keys = {stack_key(replace(bare, **change)) for change in changes}
    assert len(keys) == len(changes)
    assert all(len(key) == 12 for key in keys)
