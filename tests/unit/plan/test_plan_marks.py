"""Ownership tags and digests: told apart, within the service's limits, read back as written."""

from __future__ import annotations

import re

import building as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import KINDS
from reconciler.model.address import Address, parse_address
from reconciler.model.values import Unknown, UnknownText, resolved
from reconciler.plan.changes import Action
from reconciler.plan.compare import compare, digest_of
from reconciler.plan.marks import (
    STACK,
    Owner,
    decode_digest,
    encode_digest,
    is_combined,
    marks_for,
    owner_of,
    rehashed,
)
from reconciler.plan.naming import generation_name, generation_number
from reconciler.plan.schema_marks import decode_generations, encode_generations

TAG_VALUE = re.compile(r"[\w\s.:/=+\-@]*")
"""Source: service model, shape TagValue, in Python's words."""
WORDS = st.from_regex(r"[A-Za-z][A-Za-z0-9.:_-]{0,20}", fullmatch=True)
VALUES = st.dictionaries(WORDS, st.none() | st.booleans() | st.integers() | st.text(), max_size=30)


@given(VALUES)
def test_a_digest_reads_back_with_every_field_told_apart_or_says_that_it_is_combined(values) -> None:
    text = encode_digest(values)
    found = decode_digest(text)
    assert len(text) <= 256
    assert is_combined(found) or set(found) == set(values)


@given(VALUES)
def test_a_digest_may_stand_in_a_tag(values) -> None:
    assert TAG_VALUE.fullmatch(encode_digest(values))


@given(VALUES.filter(len), st.data())
def test_another_value_of_any_field_is_another_digest(values, data) -> None:
    key = data.draw(st.sampled_from(sorted(values)))
    other = {**values, key: ["never drawn", values[key]]}
    assert encode_digest(other) != encode_digest(values)


@given(st.lists(st.integers(), min_size=25, max_size=50))
def test_a_digest_too_long_for_a_tag_is_combined_whatever_the_order(numbers) -> None:
    values = {f"tag:key-{place}": number for place, number in enumerate(numbers)}
    assert is_combined(decode_digest(encode_digest(values)))
    assert encode_digest(dict(reversed(values.items()))) == encode_digest(values)


@given(st.none() | st.text())
def test_any_text_is_some_digest(text) -> None:
    assert isinstance(decode_digest(text), dict)


@pytest.mark.parametrize("text", [None, "", "2 minTPS=0000", "1", "x"])
def test_an_unreadable_digest_tells_nothing(text) -> None:
    assert decode_digest(text) == {}


def test_the_version_still_to_be_trained_is_filled_in_as_if_it_had_been_known() -> None:
    training = parse_address(b.TRAINING)
    declared = b.shop().resources[parse_address(b.CAMPAIGN)]
    world, kind = b.world(b.shop(), b.nothing()), KINDS["campaign"]
    late = digest_of(compare(kind, declared, None, world, Unknown(training)), declared)
    version = b.arn("solution/recs/12345678")
    assert isinstance(late, UnknownText)
    known = digest_of(compare(kind, declared, None, world, version), declared)
    assert resolved(late, {training: version}) == known


@pytest.mark.parametrize(
    ("tags", "owner"),
    [
        (None, Owner.UNOWNED),
        ({}, Owner.UNOWNED),
        ({"team": "x"}, Owner.UNOWNED),
        ({STACK: "shop"}, Owner.OURS),
        ({STACK: "Shop"}, Owner.FOREIGN),
        ({STACK: ""}, Owner.FOREIGN),
    ],
)
def test_a_resource_is_ours_unowned_or_foreign(tags, owner) -> None:
    assert owner_of(tags, "shop") is owner


def test_marks_name_stack_and_address() -> None:
    assert set(marks_for(Address("filter", ("x",)), "shop").values()) == {"shop", "filter/x"}


NAMES = st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9\-_]{0,10}", fullmatch=True)
GENERATIONS = st.dictionaries(NAMES, st.sets(st.integers(1, 40), min_size=1), max_size=4)


@given(GENERATIONS)
def test_the_list_of_made_schemas_reads_back_as_written(generations) -> None:
    text = encode_generations(generations)
    assert "," not in text
    assert TAG_VALUE.fullmatch(text)
    assert decode_generations(text) == {name: sorted(numbers) for name, numbers in generations.items()}


@given(st.none() | st.text(max_size=30))
def test_what_cannot_be_read_in_that_list_is_left_out(text) -> None:
    for numbers in decode_generations(text).values():
        assert all(isinstance(number, int) for number in numbers)


def test_an_absurd_span_in_that_list_is_left_out() -> None:
    assert decode_generations("x:1-99999999999 y:² z:1-² w:1-9999999999999999999999") == {}


@given(NAMES, st.integers(1, 10**6))
def test_a_generations_name_tells_its_number(base, number) -> None:
    assert generation_number(base, generation_name(base, number)) == number


@given(NAMES, NAMES)
def test_a_name_is_a_generation_of_no_other_base(base, other) -> None:
    number = generation_number(base, other)
    assert number is None or generation_name(base, number) == other


def test_v0_and_v1_and_padded_numbers_are_no_generations() -> None:
    for name in ("x-v0", "x-v1", "x-v02", "x-v", "x-V2", "xx-v2", "x-v2-v3"):
        assert generation_number("x", name) is None


def test_every_resource_that_takes_tags_is_made_with_all_three_marks() -> None:
    made = b.plan(b.shop(), b.nothing())
    for step in made.steps:
        kind = KINDS[step.kind]
        if kind.taggable and not kind.run:
            tags = {one["tagKey"]: one["tagValue"] for one in step.calls[0].request["tags"]}
            assert tags["reconcile:stack"] == "shop"
            assert tags["reconcile:address"] == str(step.address)
            digest = tags["reconcile:digest"]
            assert (digest.template if isinstance(digest, UnknownText) else digest).startswith("1")


def test_runs_carry_the_files_tags_and_no_marks() -> None:
    made = b.plan(b.shop(b.declared(b.TRAINING, tags={"team": "video"})), b.nothing())
    tags = b.request(made, Action.RUN, b.TRAINING)["tags"]
    assert tags == [{"tagKey": "team", "tagValue": "video"}]


def test_a_dataset_lists_the_schema_that_was_made_for_it() -> None:
    made = b.plan(b.shop(), b.nothing())
    tags = {one["tagKey"]: one["tagValue"] for one in b.request(made, Action.CREATE, b.DATASET)["tags"]}
    assert tags["reconcile:schemas"] == "events:1"


@given(st.dictionaries(st.text(alphabet="ab @=+:%20", min_size=1, max_size=8), st.integers(), max_size=6))
def test_every_key_can_be_read_back_whatever_tags_are_called(values) -> None:
    text = encode_digest(values)
    assert set(decode_digest(text)) == set(values)


@pytest.mark.parametrize("text", [None, "", "1 other=1234"])
def test_a_digest_that_does_not_tell_of_a_key_is_not_written_anew_for_it(text) -> None:
    assert rehashed(text, "minTPS", 3) is None


def test_a_tag_that_left_the_file_goes_before_the_digest_no_longer_speaks_of_it() -> None:
    """Else an apply that is stopped in between leaves it there for good, as somebody else's."""
    state = b.settled(b.shop(b.declared(b.GROUP, tags={"stage": "x"})))
    (step,) = b.plan(b.shop(), state).steps
    assert [call.operation for call in (*step.calls, *step.marks)] == ["UntagResource", "TagResource"]
