"""A line with a caret: at the right column whatever stands before it, within the width, harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.diagnostics import Excerpt
from reconciler.render.excerpt import columns, excerpt_lines


def drawn(text: str, column: int, width: int = 120, **cut: bool) -> list[str]:
    return list(excerpt_lines(Excerpt(text=text, column=column, **cut), 12, width))


@pytest.mark.parametrize(
    ("text", "column", "lines"),
    [
        ("tags: [a]", 7, ["    12 | tags: [a]", "       |       ^"]),
        ("\t\tx", 3, ["    12 |         x", "       |         ^"]),
        ("a: 漢字&", 6, ["    12 | a: 漢字&", "       |        ^"]),
        ("a: e\u0301&", 6, ["    12 | a: e\u0301&", "       |     ^"]),
        ("a\x1bb", 3, ["    12 | a\\x1bb", "       |      ^"]),
        ("ab", 3, ["    12 | ab", "       |   ^"]),
    ],
)
def test_the_caret_stands_below_the_place(text: str, column: int, lines: list[str]) -> None:
    assert drawn(text, column) == lines


def test_a_long_line_is_cut_on_both_sides_of_the_place() -> None:
    line, caret = drawn("a" * 100 + "b" + "c" * 100, 101, 60)
    assert (columns(line), line[:13], line[-3:]) == (60, "    12 | ...a", "...")
    assert line[caret.index("^")] == "b"


def test_what_was_cut_before_is_marked_although_the_rest_fits() -> None:
    assert drawn("bc", 1, cut_before=True, cut_behind=True) == ["    12 | ...bc...", "       |    ^"]


@given(
    st.text(st.sampled_from("ab \t漢\u0301\x07é"), max_size=300),
    st.data(),
    st.integers(min_value=10, max_value=140),
    st.booleans(),
    st.booleans(),
)
def test_neither_line_is_wider_than_the_terminal_and_the_caret_is_at_its_character(
    text: str, data: st.DataObject, width: int, before: bool, behind: bool
) -> None:
    column = data.draw(st.integers(min_value=1, max_value=len(text) + 1))
    excerpt = Excerpt(text=text[: column - 1] + "#" + text[column:], column=column)
    line, caret = excerpt_lines(
        Excerpt(text=excerpt.text, column=column, cut_before=before, cut_behind=behind), 7, width
    )
    room = max(width, len("    7 | ") + 20)
    assert columns(line) <= room
    assert columns(caret) <= room
    at = columns(caret) - 1
    assert [one for index, one in enumerate(line) if columns(line[:index]) == at and one == "#"] == ["#"]
