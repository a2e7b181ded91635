"""Fuzz target: filter expressions. Both parsers, the emulator's and ours, refuse or take any text.

To both, what the reconciler holds for the same expression but for white space is the same filter.
"""

from __future__ import annotations

from hypothesis import strategies as st
from mutating import documents, mutated

from personalize_emulator.data.filters import FilterError, parse_filter
from reconciler.filters.check import check
from reconciler.filters.grammar import parse
from reconciler.filters.mistakes import Mistake
from reconciler.plan.equality import tidy_expression

_GOOD = (
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch", \'a "b"\')',
    "INCLUDE ItemID WHERE Items.GENRES NOT IN ($G) AND Items.YEAR >= 1990 IF CurrentUser.AGE < $A",
    "EXCLUDE ItemID WHERE Items.A = 1 OR Items.B IN (*) | INCLUDE ItemID WHERE Items.C IN CurrentItem.C",
)
_WORDS = (
    *(
        b"EXCLUDE ",
        b"INCLUDE ",
        b"ItemID ",
        b"WHERE ",
        b" AND ",
        b" OR ",
        b" NOT ",
        b" IN ",
        b" IF ",
        b"|",
        b"(",
        b")",
    ),
    *(
        b",",
        b'"',
        b"'",
        b"\\",
        b"$",
        b"*",
        b"<",
        b">=",
        b"!=",
        b"=",
        b"Items.A",
        b"CurrentUser.",
        b"1e9",
        b" ",
        b"\n",
    ),
)
INPUT = st.one_of(
    st.text(max_size=60),
    mutated([text.encode() for text in _GOOD], _WORDS).map(lambda data: data.decode("utf-8", "replace")),
    mutated(documents("filters", *_GOOD), _WORDS).map(lambda data: data.decode("utf-8", "replace")),
)


def _reconciler(text: str, tidy: str) -> None:
    """Its own reading: a tree whose findings stand in the text, or a mistake that does."""
    read = parse(text)
    if isinstance(read, Mistake):
        assert 0 <= read.offset <= len(text), read
        assert (read.summary + read.fix).isprintable(), read
        return
    assert all(0 <= one.offset < len(text) for one in check(read, {}))
    assert parse(tidy) == read, tidy


def outcome(text: str) -> str:
    """The beginning of the refusal."""
    tidy = tidy_expression(text)
    assert tidy_expression(tidy) == tidy
    _reconciler(text, tidy)
    try:
        found = parse_filter(text)
    except FilterError as refused:
        return str(refused)[:40]
    assert parse_filter(tidy) == found, tidy
    assert found.parameters is not None
    return "a filter"
