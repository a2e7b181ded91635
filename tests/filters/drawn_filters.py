"""Filters drawn at random as trees of the reconciler, how one is printed, and texts near one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from reconciler.filters.tree import (
    LISTING,
    Asterisk,
    Condition,
    Expression,
    FieldRef,
    Filter,
    Number,
    Operator,
    Placeholder,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconciler.filters.tree import Value

NOWHERE = {"start": 0, "end": 0}
DATASETS = ("Interactions", "Items", "Users", "Actions", "Action_Interactions", "CurrentUser", "CurrentItem")
COLUMNS = ("EVENT_TYPE", "GENRES", "PRICE", "KIDS", "PLOT", "AGE", "PLAN", "ITEM_ID", "GONE")
OPERATORS: tuple[Operator, ...] = ("IN", "NOT IN", "=", "!=", "<", "<=", ">", ">=")
TYPICAL = (
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch", "like")',
    "INCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN (*)",
    'INCLUDE ItemID WHERE Items.GENRES NOT IN ("drama") AND Items.PRICE <= 9.99',
    "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE AND Items.GENRES IN CurrentItem.GENRES",
    'EXCLUDE ItemID WHERE Items.GENRES IN ($G) IF CurrentUser.AGE < 18 AND CurrentUser.PLAN = "kids"',
    'EXCLUDE ItemID WHERE Items.PRICE > ($P) | INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("buy")',
    "INCLUDE UserID WHERE Users.PLAN IN ('gold') OR Users.AGE >= 18",
)
WORDS = (
    *("EXCLUDE", "include", "ItemID", "UserID", "ActionID", "WHERE", "AND", "OR", "NOT", "IN", "IF", "|"),
    *("(", ")", ",", '"', "'", "\\", "$", "$P", "*", "<", ">=", "!=", "=", "<>", "==", ";", "&&", "||", "\n"),
    *("Items.PRICE", "Items.GENRES", "Interactions.EVENT_TYPE", "Interactions.GENRES", "Users.AGE"),
    *("CurrentUser.AGE", "CurrentItem.PRICE", "Action_Interactions.EVENT_TYPE", "Items.KIDS", "Items.GONE"),
    *(
        '"x"',
        "'x'",
        '"*"',
        "1",
        "-2.5",
        "1e9",
        ".5",
        "+3",
        "null",
        "true",
        "“x”",
        "\u00a0",
        "é",
        "İ",
        "\u017f",
    ),
)


def fields(datasets: Sequence[str]) -> st.SearchStrategy[FieldRef]:
    """A field of one of these datasets."""
    return st.builds(
        lambda dataset, name: FieldRef(dataset=dataset, name=name, **NOWHERE),
        st.sampled_from(datasets),
        st.sampled_from(COLUMNS) | st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True),
    )


values: st.SearchStrategy[Value] = st.one_of(
    st.builds(
        lambda value, quote: Text(value=value, quote=quote, **NOWHERE),
        st.text(max_size=8).filter(lambda text: text != "*"),
        st.sampled_from(['"', '"', "'"]),
    ),
    st.from_regex(r"-?[0-9]{1,6}(\.[0-9]{1,3})?", fullmatch=True).map(
        lambda one: Number(text=one, **NOWHERE)
    ),
    st.from_regex(r"[A-Za-z0-9_]{1,6}", fullmatch=True).map(lambda one: Placeholder(name=one, **NOWHERE)),
    fields(("CurrentItem", "CurrentItem", "Items")),
    st.just(Asterisk(**NOWHERE)),
)


@st.composite
def conditions(draw: st.DrawFn, datasets: Sequence[str]) -> Condition:
    """A condition of the grammar, sensible or not."""
    operator = draw(st.sampled_from(OPERATORS))
    most = 3 if operator in LISTING else 1
    found = draw(st.lists(values, min_size=1, max_size=most))
    return Condition(field=draw(fields(datasets)), operator=operator, values=tuple(found), **NOWHERE)


@st.composite
def expressions(draw: st.DrawFn) -> Expression:
    """One part of a filter."""
    found = draw(st.lists(conditions(draw(st.sampled_from([DATASETS, ("Items",)]))), min_size=1, max_size=4))
    joins = st.sampled_from(["AND", "OR"])
    guard = st.lists(conditions(("CurrentUser", "CurrentUser", "Users")), max_size=2)
    return Expression(
        action=draw(st.sampled_from(["INCLUDE", "EXCLUDE"])),
        subject=draw(st.sampled_from(["ItemID", "ItemID", "UserID", "ActionID"])),
        conditions=tuple(found),
        joins=tuple(draw(joins) for _ in found[1:]),
        guard=tuple(draw(guard)),
        **NOWHERE,
    )


filters = st.lists(expressions(), min_size=1, max_size=3).map(lambda found: Filter(expressions=tuple(found)))


def printed(tree: Filter) -> str:
    """The filter as the guide would write it."""
    return " | ".join(_expression(one) for one in tree.expressions)


def _expression(one: Expression) -> str:
    text = f"{one.action} {one.subject} WHERE {_condition(one.conditions[0])}"
    for join, condition in zip(one.joins, one.conditions[1:], strict=True):
        text += f" {join} {_condition(condition)}"
    return text + (" IF " + " AND ".join(map(_condition, one.guard)) if one.guard else "")


def _condition(one: Condition) -> str:
    told = ", ".join(map(printed_value, one.values))
    bare = one.operator not in LISTING
    return f"{printed_value(one.field)} {one.operator} {told if bare else f'({told})'}"


def printed_value(value: Value) -> str:
    """One value, or a field."""
    if isinstance(value, FieldRef):
        return f"{value.dataset}.{value.name}"
    if isinstance(value, Text):
        escaped = value.value.replace("\\", "\\\\").replace(value.quote, f"\\{value.quote}")
        return f"{value.quote}{escaped}{value.quote}"
    if isinstance(value, Number):
        return value.text
    return f"${value.name}" if isinstance(value, Placeholder) else "*"


@st.composite
def near(draw: st.DrawFn) -> str:
    """A filter's text with words put in, taken out or put in place of others."""
    text = draw(st.sampled_from(TYPICAL) | filters.map(printed))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 3, 8, 20])))
        word = draw(st.sampled_from(WORDS) | st.just("") | st.text(max_size=2))
        space = draw(st.sampled_from(["", " "]))
        text = text[:start] + space + word + space + text[end:]
    return text


texts = st.one_of(st.text(max_size=60), near(), filters.map(printed))
