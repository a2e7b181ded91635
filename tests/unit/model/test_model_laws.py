"""Addresses, health, values: laws."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import KINDS
from reconciler.model.address import Address, parse_address
from reconciler.model.health import Health, health_of, update_in_progress
from reconciler.model.values import (
    Unknown,
    UnknownText,
    at_path,
    canonical,
    plain,
    put_path,
    resolved,
    short_hash,
)

NAMES = st.one_of(
    st.sampled_from(["training", "import", "dataset", "solution", "x-v2"]),
    st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9\-_]{0,62}", fullmatch=True),
)
PAIRS = {"dataset", "dataset-import-job"}
ADDRESSES = st.builds(
    lambda kind, keys: Address(kind, tuple(keys if kind in PAIRS else keys[:1])),
    st.sampled_from(list(KINDS)),
    st.lists(NAMES, min_size=2, max_size=2),
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(categories=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=6,
)


@given(ADDRESSES)
def test_a_printed_address_reads_back_as_itself(address) -> None:
    assert parse_address(str(address)) == address


@given(ADDRESSES, ADDRESSES)
def test_two_addresses_never_print_alike(one, other) -> None:
    assert (str(one) == str(other)) == (one == other)


@given(st.one_of(st.text(), st.lists(st.sampled_from([*KINDS, "training", "import", "x", ""])).map("/".join)))
def test_any_text_is_an_address_as_printed_or_a_value_error(text) -> None:
    with suppress(ValueError):
        assert str(parse_address(text)) == text


@given(st.none() | st.text())
def test_no_status_word_breaks_anything(status) -> None:
    assert isinstance(health_of(status), Health)
    assert isinstance(update_in_progress(status), bool)


@pytest.mark.parametrize(
    ("status", "health"),
    [
        (None, Health.READY),
        ("ACTIVE", Health.READY),
        ("COMPLETED", Health.READY),
        ("INACTIVE", Health.STOPPED),
        ("CREATE STOPPED", Health.STOPPED),
        ("CREATE FAILED", Health.FAILED),
        ("DELETE FAILED", Health.FAILED),
        ("DELETE PENDING", Health.LEAVING),
        ("DELETE IN_PROGRESS", Health.LEAVING),
        ("CREATE PENDING", Health.SETTLING),
        ("CREATE IN_PROGRESS", Health.SETTLING),
        ("CREATE STOPPING", Health.SETTLING),
        ("START IN_PROGRESS", Health.SETTLING),
        ("IN PROGRESS", Health.SETTLING),
        ("UPDATE PENDING", Health.SETTLING),
        ("a word of next year", Health.SETTLING),
        ("", Health.SETTLING),
    ],
)
def test_status_words_mean_what_the_design_says(status, health) -> None:
    assert health_of(status) is health


@pytest.mark.parametrize(
    ("status", "running"),
    [(None, False), ("ACTIVE", False), ("CREATE FAILED", False), ("UPDATE FAILED", False)]
    + [(word, True) for word in ("CREATE PENDING", "UPDATE IN_PROGRESS", "CREATE IN_PROGRESS", "anything")],
)
def test_an_update_runs_until_it_is_active_or_failed(status, running) -> None:
    assert update_in_progress(status) is running


@given(JSON)
def test_a_hash_of_any_json_is_short_and_steady(value) -> None:
    assert len(short_hash(value, 4)) == 4
    assert short_hash(value, 6) == short_hash(value, 64)[:6]
    assert short_hash(json.loads(json.dumps(value)), 8) == short_hash(value, 8)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=5))
def test_key_order_and_the_spelling_of_whole_numbers_have_one_canonical_form(value) -> None:
    assert canonical(dict(reversed(list(value.items())))) == canonical(value)
    assert canonical({"a": 1.0}) == canonical({"a": 1})
    assert canonical(True) != canonical(1)


@given(ADDRESSES, st.from_regex(r"[0-9a-f]{8}", fullmatch=True))
def test_what_is_known_after_apply_is_filled_in_everywhere(address, number) -> None:
    arns = {address: f"arn:x/{number}"}
    value = {"a": [Unknown(address), "b"], "c": UnknownText("1 version={}", address)}
    assert resolved(value, arns) == {"a": [f"arn:x/{number}", "b"], "c": f"1 version={short_hash(number, 4)}"}
    assert plain(value)["a"] == [{"unknown": str(address)}, "b"]
    with pytest.raises(KeyError):
        resolved(value, {})


@given(st.lists(st.from_regex(r"[a-z]{1,4}", fullmatch=True), min_size=1, max_size=4), JSON)
def test_what_is_put_at_a_path_stands_there_and_changes_no_original(parts, value) -> None:
    inner = {"kept": 1}
    document = {parts[0]: inner} if len(parts) > 1 else {}
    put_path(document, ".".join(parts), value)
    assert at_path(document, ".".join(parts)) == value
    assert inner == {"kept": 1}
