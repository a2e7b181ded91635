"""Filters that mostly make sense for the columns of `filter_columns`, with a slip here and there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drawn_filters import WORDS, near
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = ("GENRES", "ITEM_ID", "F1", "F2")
_OF: Mapping[str, tuple[str, ...]] = {
    "ItemID": ("Items", "Interactions"),
    "UserID": ("Users", "Interactions"),
}
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Items": (*TEXTS, "PRICE", "price", "KIDS", "PLOT", "GONE"),
    "Users": ("PLAN", "USER_ID", "AGE"),
    "Interactions": ("EVENT_TYPE", "event_type"),
}
_NUMBERS = {"PRICE", "AGE"}
_ORDERS = ("=", "!=", "<", "<=", ">", ">=")
_quoted = st.sampled_from(['"a"', '"b c"', '"é, (x)"', '"say \\"hi\\""', '"it\'s"', "'single'", '""'])
_slips = st.booleans().flatmap(lambda _: st.integers(0, 11)).map(lambda drawn: drawn == 0)


@st.composite
def conditions(draw: st.DrawFn, dataset: str, *, items: bool) -> str:
    """A condition whose operator fits the column, unless it slips."""
    column = draw(st.sampled_from(_COLUMNS["Users" if dataset == "CurrentUser" else dataset]))
    field = f"{dataset}.{column}"
    if (column.upper() in _NUMBERS) is not draw(_slips):
        value = draw(
            st.sampled_from(["1", "-2.5", "0", "$P", "($P)", "(7)", "CurrentItem.PRICE" if items else "3"])
        )
        return f"{field} {draw(st.sampled_from(_ORDERS))} {value}"
    operator = draw(st.sampled_from(["IN", "IN", "NOT IN", "not in"]))
    listed = [f"({', '.join(draw(st.lists(_quoted, min_size=1, max_size=3)))})", f"({draw(_quoted)})"]
    listed += ["($P)", "CurrentItem.GENRES"] if operator == "IN" and items else []
    listed += ["(*)", '("*")'] if dataset == "Interactions" else []
    return f"{field} {operator} {draw(st.sampled_from(listed))}"


@st.composite
def expressions(draw: st.DrawFn, subject: str) -> str:
    """One expression about one dataset, unless it slips."""
    dataset = draw(st.sampled_from(_OF[subject]))
    items = dataset == "Items"
    join = draw(st.sampled_from([" AND ", " OR "]))
    parts = draw(st.lists(conditions(dataset, items=items), min_size=1, max_size=3))
    if draw(_slips):
        parts.append(draw(conditions(draw(st.sampled_from(["Items", "Users", "Interactions"])), items=False)))
    text = f"{draw(st.sampled_from(['INCLUDE', 'EXCLUDE']))} {subject} WHERE {join.join(parts)}"
    if draw(st.integers(0, 3)) == 0:
        guard = draw(st.lists(conditions("CurrentUser", items=False), min_size=1, max_size=2))
        text += f" IF {' AND '.join(guard)}"
    return text


@st.composite
def sensible(draw: st.DrawFn) -> str:
    """A whole filter."""
    subject = draw(st.sampled_from(["ItemID", "ItemID", "UserID"]))
    return " | ".join(draw(st.lists(expressions(subject), min_size=1, max_size=2)))


@st.composite
def one_word_off(draw: st.DrawFn) -> str:
    """A filter with one word in place of another, or more, or less."""
    words = draw(sensible()).split(" ")
    index = draw(st.integers(0, len(words) - 1))
    new = draw(st.lists(st.sampled_from([*WORDS, *words]), max_size=2))
    return " ".join([*words[:index], *new, *words[index + draw(st.integers(0, 1)) :]])


mostly_sensible = st.one_of(sensible(), sensible(), one_word_off(), near())
