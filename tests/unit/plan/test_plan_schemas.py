"""Schemas: listed before they exist, reused when equal, made once for all who use them (design 4.3, 4.6)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.plan.changes import Action
from reconciler.plan.marks import SCHEMAS
from reconciler.plan.schema_marks import decode_generations, encode_generations, listing
from reconciler.plan.schemas import quota_warnings

OPEN = m.opened(m.market())
WIDER = m.market(m.goods(m.ITEM_ID, m.PRICE, m.COLOUR))
NAMES = frozenset({"events", "goods"})
SEEN = replace(OPEN, schema_names=NAMES)


def test_the_dataset_lists_a_generation_before_it_is_made_and_moves_to_it_after() -> None:
    made = b.plan(WIDER, SEEN)
    create = b.step(made, Action.CREATE, m.GOODS)
    tag, call = create.calls
    assert (tag.operation, call.operation) == ("TagResource", "CreateSchema")
    assert tag.request["tags"] == [{"tagKey": SCHEMAS, "tagValue": "goods:1-2"}]
    assert call.request["name"] == "goods-v2"
    update = b.step(made, Action.UPDATE, m.ITEMS)
    assert update.needs == (create.id,)
    assert update.calls[0].request["schemaArn"] == b.arn("schema/goods-v2")


def test_a_dataset_that_is_still_to_be_made_lists_it_with_its_creation() -> None:
    made = b.plan(WIDER, b.gone(SEEN, m.ITEMS))
    (call,) = b.step(made, Action.CREATE, m.GOODS).calls
    assert call.operation == "CreateSchema"
    tags = {one["tagKey"]: one["tagValue"] for one in b.request(made, Action.CREATE, m.ITEMS)["tags"]}
    assert tags[SCHEMAS] == "goods:2"


def test_one_generation_is_made_for_all_and_each_lists_it() -> None:
    other = (b.declared("dataset-group/other"), b.declared("dataset/other/items", schema="goods"))
    state = replace(m.opened(m.market(*other)), schema_names=NAMES)
    made = b.plan(m.market(*other, m.goods(m.ITEM_ID, m.PRICE, m.COLOUR)), state)
    *tags, create = b.step(made, Action.CREATE, m.GOODS).calls
    assert create.operation == "CreateSchema"
    assert len({one.request["resourceArn"] for one in tags}) == len(tags) == 2
    for text in (m.ITEMS, "dataset/other/items"):
        assert b.step(made, Action.UPDATE, text).needs == (f"create {m.GOODS} (goods-v2)",)


def schema(name, avro):
    base = SEEN.schemas["goods"]
    return {**SEEN.schemas, name: replace(base, arn=b.arn(f"schema/{name}"), name=name, content=avro)}


@pytest.mark.parametrize(("listed", "tagged"), [("goods:1-2", True), ("goods:1", False)])
def test_an_equal_generation_is_used_again_and_stays_whose_it_is(listed, tagged) -> None:
    schemas = schema("goods-v2", m.columns(m.ITEM_ID, m.PRICE, m.COLOUR))
    state = b.tagged(replace(SEEN, schemas=schemas), m.ITEMS, **{SCHEMAS: listed})
    made = b.plan(WIDER, state)
    assert m.GOODS not in b.actions(made)
    update = b.step(made, Action.UPDATE, m.ITEMS)
    assert update.calls[0].request["schemaArn"] == b.arn("schema/goods-v2")
    written = {
        tag["tagKey"]: tag["tagValue"] for mark in update.marks for tag in mark.request.get("tags", ())
    }
    assert written.get(SCHEMAS) is None, "listed already, or never ours"
    assert decode_generations(b.live(state, m.ITEMS).tags[SCHEMAS]).get("goods") == (
        [1, 2] if tagged else [1]
    )


def test_what_others_made_under_a_number_is_passed_over() -> None:
    made = b.plan(WIDER, replace(SEEN, schema_names=NAMES | {"goods-v2", "goods-v7"}))
    assert b.step(made, Action.CREATE, m.GOODS).calls[-1].request["name"] == "goods-v8"


def test_a_dataset_that_is_another_stacks_gets_no_schema_of_ours() -> None:
    state = b.unowned(SEEN, m.ITEMS, owner="other")
    assert m.GOODS not in b.actions(b.plan(WIDER, state))


def test_where_the_tag_is_full_the_oldest_is_dropped_with_a_note() -> None:
    others = {"n" * 55 + str(number): [1] for number in range(4)}
    full = encode_generations({**others, "goods": [1, 3]})
    state = replace(b.tagged(SEEN, m.ITEMS, **{SCHEMAS: full}), schema_names=NAMES | {"goods-v8"})
    made = b.plan(WIDER, state)
    text = b.step(made, Action.CREATE, m.GOODS).calls[0].request["tags"][0]["tagValue"]
    assert len(text) <= 256
    assert decode_generations(text)["goods"][-1] == 9
    assert f"{m.ITEMS} has no room to list goods: it stays for good" in b.change(made, m.GOODS).notes


LISTED = st.dictionaries(
    st.text("abc-", min_size=1, max_size=40).filter(lambda name: not name.startswith("-")),
    st.sets(st.integers(1, 400), min_size=1, max_size=12),
    max_size=6,
)


@given(LISTED, st.data())
def test_a_list_fits_a_tag_and_what_it_has_no_room_for_is_named(generations, data) -> None:
    newest = data.draw(st.sampled_from(sorted(generations) or [""]))
    text, dropped = listing(generations, newest)
    kept = {name: set(numbers) for name, numbers in decode_generations(text).items()}
    assert len(text) <= 256
    assert len(dropped) == sum(map(len, generations.values())) - sum(map(len, kept.values()))
    for name, numbers in generations.items():
        left = kept.get(name, set())
        assert left <= numbers
        assert all(number > gone for number in left for gone in numbers - left), "the oldest go first"
    assert not newest or max(generations[newest]) in kept[newest]
    assert dropped == () or len(encode_generations(generations)) > 256


@given(st.integers(0, 600))
def test_near_the_quota_a_plan_warns(count) -> None:
    warned = quota_warnings(f"s{number}" for number in range(count))
    assert bool(warned) == (count >= 400)
    assert all(str(count) in one for one in warned)


def test_the_warning_is_one_of_the_plan() -> None:
    many = NAMES | {f"s{number}" for number in range(400)}
    assert any("500 schemas" in one for one in b.plan(m.market(), replace(SEEN, schema_names=many)).warnings)
