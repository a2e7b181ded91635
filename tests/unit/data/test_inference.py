"""From facts to columns: types, null, categorical and textual, each with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from reconciler.catalog.dataset_columns import dataset_form
from reconciler.data.column_facts import ColumnFacts
from reconciler.data.dataset import DataColumn
from reconciler.data.inference import Inferred, infer


def facts(name: str = "A", **more: Any) -> ColumnFacts:
    return ColumnFacts(name=name, **{"nulls": 0, "filled": 100, "distinct": 100, **more})


def numbers(**more: Any) -> ColumnFacts:
    return facts(**{"integers": 100, "decimals": 100, "digits": 3, "largest": 500, **more})


def prose(name: str, **more: Any) -> ColumnFacts:
    return facts(name, **{"spaced": 100, "mean_length": 80.0, **more})


def inferred(*columns: ColumnFacts, kind: str = "items", domain: str | None = None) -> tuple[Inferred, ...]:
    form = dataset_form(kind, domain)
    assert form
    return infer(kind, form, columns)


def one(column: ColumnFacts, **more: Any) -> Inferred:
    (found,) = inferred(column, **more)
    return found


def kind(column: DataColumn) -> str:
    flags = ["categorical"] * column.categorical + ["textual"] * column.textual + ["null"] * column.nullable
    return " ".join([*column.types, *flags])


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (numbers(), "int"),
        (numbers(largest=2**30), "int"),
        (numbers(largest=2**30 + 1), "long"),
        (numbers(nulls=1), "int null"),
        (numbers(integers=99, digits=7), "float"),
        (numbers(integers=99, digits=8), "double"),
        (numbers(padded=1, distinct=50), "string categorical"),
        (numbers(integers=99, oversized=1), "string"),
        (numbers(decimals=99, integers=99, distinct=50), "string categorical"),
        (facts(booleans=100, distinct=2), "string categorical"),
        (numbers(name="brandId", distinct=50), "string categorical"),
        (numbers(name="ZIP", distinct=51), "string"),
        (numbers(name="GTIN", distinct=51), "string"),
        (numbers(name="mobilePhone", distinct=51), "string"),
        (numbers(name="BID", distinct=2), "int"),
        (facts(distinct=50), "string categorical"),
        (facts(distinct=51), "string"),
        (facts(filled=20_000, distinct=10_000), "string categorical"),
        (facts(filled=40_000, distinct=10_001), "string"),
        (facts(filled=1, distinct=1), "string"),
        (facts(cells_with_pipe=1, parts=300, distinct_parts=150), "string categorical"),
        (facts(cells_with_pipe=1, parts=300, distinct_parts=151), "string"),
        (facts(nulls=100, filled=0, distinct=0), "string null"),
        (prose("A"), "string textual"),
        (prose("A", distinct=50), "string categorical"),
        (prose("A", mean_length=29.9), "string"),
        (prose("A", spaced=89), "string"),
    ],
)
def test_types_follow_from_what_is_in_the_cells(column: ColumnFacts, expected: str) -> None:
    found = one(column)
    assert kind(found.column) == expected
    assert found.because


@pytest.mark.parametrize(
    ("column", "remark"),
    [
        (numbers(padded=3), "numbers with zeros in front are kept as text"),
        (
            numbers(oversized=3, integers=97),
            "whole numbers of so many digits would lose some, and are kept as text",
        ),
        (
            facts(decimals=60, commas=40),
            "write numbers with a point, without a comma, to have them as numbers",
        ),
        (
            facts(decimals=95, first_text=7),
            (
                "5 of 100 cells are no numbers, first in line 7; leave cells without a value empty "
                "to have it as a number"
            ),
        ),
        (
            facts(decimals=89),
            "neither categorical nor textual: not used in training; leave it out unless a filter needs it",
        ),
        (facts(distinct=5), ""),
        (
            facts(null_words=1, distinct=2),
            "1 cell says NULL, NaN or the like, which is a text here: leave them empty",
        ),
        (
            facts(null_words=60, decimals=40, first_text=3),
            "60 cells say NULL, NaN or the like, which is a text here: leave them empty, and it is a number",
        ),
        (
            facts(dates=100),
            "dates are texts: write them as seconds since 1970 to have them as numbers",
        ),
        (
            facts(separator=";"),
            "cells seem to be lists with ; between their values: write pipes (|) instead",
        ),
    ],
)
def test_what_keeps_a_column_from_being_of_use_is_said(column: ColumnFacts, remark: str) -> None:
    assert one(column).remark == remark


@pytest.mark.parametrize(
    ("kind_", "domain", "column", "expected"),
    [
        ("interactions", None, numbers(name="USER_ID"), "string"),
        ("interactions", None, numbers(name="TIMESTAMP"), "long"),
        ("interactions", None, facts("EVENT_TYPE", nulls=1), "string null"),
        ("interactions", "ECOMMERCE", facts("EVENT_TYPE", nulls=1), "string"),
        ("interactions", None, numbers(name="EVENT_VALUE"), "float null"),
        ("interactions", None, facts("IMPRESSION", cells_with_pipe=9), "string null"),
        ("items", None, numbers(name="CREATION_TIMESTAMP", nulls=2), "long null"),
        ("items", "ECOMMERCE", numbers(name="PRICE", nulls=2), "float"),
        ("items", "ECOMMERCE", facts("CATEGORY_L1"), "string categorical"),
        ("items", "ECOMMERCE", facts("GENDER", nulls=1), "string categorical null"),
        ("items", "ECOMMERCE", numbers(name="CREATION_TIMESTAMP"), "long"),
        ("items", "ECOMMERCE", numbers(name="CREATION_TIMESTAMP", integers=9), "float"),
        ("items", "ECOMMERCE", facts("CREATION_TIMESTAMP"), "long"),
        ("items", "VIDEO_ON_DEMAND", facts("GENRES_L1", nulls=1), "string categorical"),
        ("actions", None, numbers(name="VALUE"), "long null"),
        ("actions", None, facts("TYPE", distinct=4), "string categorical"),
        ("actions", None, numbers(name="TYPE"), "string"),
    ],
)
def test_columns_that_the_service_knows_are_as_it_wants_them(
    kind_: str, domain: str | None, column: ColumnFacts, expected: str
) -> None:
    assert kind(one(column, kind=kind_, domain=domain).column) == expected


def test_the_rarer_spelling_of_a_required_column_is_remarked_on() -> None:
    found = one(facts("GENRES_L1"), domain="VIDEO_ON_DEMAND")
    assert found.remark == "most pages of the guide call it GENRES: rename it, here and in the file"


def test_the_longest_text_of_the_items_is_the_textual_one_and_the_others_say_so() -> None:
    short, long_ = inferred(prose("SUMMARY"), prose("PLOT", mean_length=200.0))
    assert (short.column.textual, long_.column.textual) == (False, True)
    assert short.remark == "one column may be textual, and that is PLOT: this one is not used in training"


def test_a_description_that_the_service_knows_comes_before_longer_texts() -> None:
    known, other = inferred(
        prose("PRODUCT_DESCRIPTION"), prose("STORY", mean_length=900.0), domain="ECOMMERCE"
    )
    assert (known.column.textual, other.column.textual) == (True, False)
    assert "PRODUCT_DESCRIPTION" in other.remark


def test_only_items_have_a_textual_column() -> None:
    found = one(prose("ABOUT"), kind="users")
    assert not found.column.textual
    assert found.remark == "of texts only those of items are used in training: this one is not"


def test_a_name_near_one_that_the_service_knows_is_remarked_on_unless_that_is_there() -> None:
    found = one(facts("event_type", distinct=3), kind="interactions")
    assert found.remark == "if this is what the service knows as EVENT_TYPE, call it so, here and in the file"
    both = inferred(facts("event_type", distinct=3), facts("EVENT_TYPE"), kind="interactions")
    assert [each.remark for each in both] == ["", ""]


@pytest.mark.parametrize(
    ("column", "remark"),
    [
        (
            facts("USER_ID", null_words=2),
            "2 cells say NULL, NaN or the like, which is a text here: leave these rows out",
        ),
        (
            facts("EVENT_TYPE", null_words=1),
            "1 cell says NULL, NaN or the like, which is a text here: leave them empty",
        ),
        (facts("TIMESTAMP", null_words=1), ""),
        (facts("ITEM_ID"), ""),
    ],
)
def test_words_for_no_value_in_a_column_of_the_service_are_told(column: ColumnFacts, remark: str) -> None:
    assert one(column, kind="interactions").remark == remark


def test_numbers_that_name_something_are_text_and_no_cell_of_them_is_odd() -> None:
    assert one(numbers(name="PARENT_ID", distinct=2)).remark == ""
    assert one(numbers(name="PARENT_ID")).remark.startswith("neither categorical nor textual")


def test_one_digit_is_one() -> None:
    assert one(numbers(integers=99, digits=1)).because == "numbers of up to 1 digit"
