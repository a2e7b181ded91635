"""Which change of a schema the service makes in place, and which takes the dataset away."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.plan.evolution import added_columns, column_changes, in_place, obstacle

ITEM = {"name": "ITEM_ID", "type": "string"}
PRICE = {"name": "PRICE", "type": ["float", "null"]}
GENRE = {"name": "GENRE", "type": ["null", "string"], "categorical": True}
STRICT = {"name": "GENRE", "type": "string", "categorical": True}


def schema(*fields: Any, **more: Any) -> dict[str, Any]:
    return {"type": "record", "name": "Items", "fields": list(fields), "version": "1.0", **more}


OLD = schema(ITEM, PRICE)


@pytest.mark.parametrize(
    "new",
    [
        schema(ITEM, PRICE, GENRE),
        schema(ITEM, GENRE, PRICE),
        schema(GENRE, ITEM, PRICE),
        schema(ITEM, {"name": "PRICE", "type": ["null", "float"]}, GENRE),
        schema(ITEM, PRICE, {"name": "X", "type": ["null", "int"]}, GENRE),
        schema(ITEM, PRICE, namespace="elsewhere"),
        OLD,
    ],
)
@pytest.mark.parametrize("kind", ["items", "users"])
def test_new_columns_that_may_be_null_are_added_in_place(new, kind) -> None:
    assert in_place(OLD, new, kind)


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(schema(ITEM, PRICE, STRICT), id="new and never null"),
        pytest.param(schema(ITEM, PRICE, {"name": "G", "type": "null"}), id="no union"),
        pytest.param(schema(ITEM), id="removed"),
        pytest.param(schema(PRICE, ITEM), id="reordered"),
        pytest.param(schema(ITEM, {"name": "PRICE", "type": ["int", "null"]}), id="retyped"),
        pytest.param(schema(ITEM, {"name": "PRICE", "type": "float"}), id="no longer null"),
        pytest.param(schema(ITEM, {**PRICE, "categorical": True}), id="another attribute"),
        pytest.param(schema(ITEM, {**PRICE, "name": "COST"}), id="renamed"),
        pytest.param(schema(ITEM, PRICE, PRICE), id="said twice"),
        pytest.param("", id="unreadable"),
        pytest.param({"fields": 3}, id="no fields"),
    ],
)
def test_anything_else_takes_a_recreation(new) -> None:
    assert not in_place(OLD, new, "items")


@pytest.mark.parametrize("kind", ["interactions", "actions", "actionInteractions"])
def test_of_other_types_nothing_changes_in_place(kind) -> None:
    assert not in_place(OLD, schema(ITEM, PRICE, GENRE), kind)


def test_what_the_account_holds_unreadable_is_not_evolved_from() -> None:
    assert not in_place("", schema(GENRE), "items")


def test_added_columns_come_in_the_order_of_the_new_schema() -> None:
    size = {"name": "SIZE", "type": ["null", "int"]}
    assert added_columns(OLD, schema(size, ITEM, PRICE, GENRE)) == ("SIZE", "GENRE")
    assert added_columns(OLD, schema(ITEM)) == ()


columns = st.lists(
    st.builds(
        lambda name, kind: {"name": name, "type": kind},
        st.sampled_from("ABCDEF"),
        st.sampled_from(["string", ["null", "string"], ["string", "null"], ["null", "int"]]),
    ),
    unique_by=lambda one: one["name"],
    min_size=1,
)


@given(columns, st.data())
def test_whatever_is_added_in_place_has_every_old_column_left_and_only_new_ones_that_may_be_null(
    old, data
) -> None:
    new = data.draw(columns)
    if in_place(schema(*old), schema(*new), "items"):
        by_name = {one["name"]: one for one in new}
        assert [one["name"] for one in old] == [name for name in by_name if name in {o["name"] for o in old}]
        assert all("null" in by_name[name]["type"] for name in added_columns(schema(*old), schema(*new)))
        assert in_place(schema(*old), schema(*old), "items")


@given(columns, columns)
def test_there_is_an_obstacle_exactly_where_nothing_changes_in_place(old, new) -> None:
    assert bool(obstacle(schema(*old), schema(*new), "items")) != in_place(
        schema(*old), schema(*new), "items"
    )


@pytest.mark.parametrize(
    ("new", "kind", "why"),
    [
        (schema(ITEM, PRICE, STRICT), "items", "column GENRE would be new without allowing null"),
        (schema(GENRE), "items", "columns ITEM_ID, PRICE would go"),
        (schema(ITEM, {"name": "PRICE", "type": "int"}), "items", "column PRICE would change"),
        (schema(PRICE, ITEM), "items", "the columns would change their order"),
        (schema(ITEM, PRICE, PRICE), "items", "its fields cannot be told apart"),
        (OLD, "interactions", "only those of items and users can"),
        (schema(PRICE, ITEM, GENRE), "users", "the columns would change their order"),
        (OLD, "users", ""),
    ],
)
def test_the_obstacle_is_said_in_words(new, kind, why) -> None:
    assert obstacle(OLD, new, kind) == why


@given(columns, columns)
def test_every_column_that_comes_goes_or_changes_is_named_once(old, new) -> None:
    told = column_changes(schema(*old), schema(*new))
    signs = dict(part.split(" ")[::-1] for part in told.split(", ")) if told else {}
    before, after = ({one["name"] for one in side} for side in (old, new))
    assert {name for name, sign in signs.items() if sign == "+"} == after - before
    assert {name for name, sign in signs.items() if sign == "-"} == before - after
    assert {name for name, sign in signs.items() if sign == "~"} <= before & after
    assert len(signs) == len(told.split(", ") if told else [])
