"""Physical names: generations and successors fit the service and are told from all others."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reconciler.plan.naming import generation_name, generation_number, successor_name

NAME = re.compile(r"^[a-zA-Z0-9][a-zA-Z0-9\-_]*$")
names = st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}", fullmatch=True)
long_names = st.from_regex(r"[a-z]{58,63}", fullmatch=True)
numbers = st.integers(min_value=1, max_value=10_000)


@given(names | long_names, numbers)
def test_a_generation_has_a_name_that_the_service_takes_and_is_recognised_by_it(base, number) -> None:
    name = generation_name(base, number)
    assert len(name) <= 63
    assert NAME.fullmatch(name)
    assert generation_number(base, name) == number


@given(names | long_names)
def test_a_successor_has_a_name_that_the_service_takes_and_is_no_generation(base) -> None:
    name = successor_name(base)
    assert len(name) <= 63
    assert name != base
    assert NAME.fullmatch(name)
    assert generation_number(base, name) is None


@given(long_names, long_names, numbers)
def test_long_names_that_begin_alike_do_not_share_generations(one, other, number) -> None:
    assume(one != other)
    assert generation_number(other, generation_name(one, number + 1)) is None
    assert successor_name(one) != successor_name(other)


def test_short_names_are_kept_whole_and_long_ones_cut_with_a_mark() -> None:
    assert generation_name("recs", 1) == "recs"
    assert generation_name("recs", 12) == "recs-v12"
    assert successor_name("unseen") == "unseen-next"
    assert successor_name("f" * 58) == "f" * 58 + "-next"
    assert successor_name("f" * 63) == "f" * 51 + "-d907b0-next"
    assert generation_name("f" * 63, 2) == "f" * 53 + "-d907b0-v2"
    assert generation_name("f" * 63, 10) == "f" * 52 + "-d907b0-v10"
    assert generation_name("f" * 60, 2) == "f" * 60 + "-v2"


@pytest.mark.parametrize(
    "name",
    [
        "recs-v1",
        "recs-v02",
        "recs-v0",
        "recs-v",
        "recs-v-2",
        "recs-V2",
        "recs-v2-v2",
        "rec-v2",
        "recs-v²",
        "",
    ],
)
def test_what_we_would_not_make_is_no_generation(name) -> None:
    assert generation_number("recs", name) is None


@given(st.text(max_size=70), st.text(max_size=90))
def test_any_text_is_a_generation_or_none(base, name) -> None:
    assert generation_number(base, name) is None or name.startswith(base[:10])


def test_a_number_of_any_length_is_looked_at_safely() -> None:
    assert generation_number("recs", "recs-v" + "9" * 5000) is None
