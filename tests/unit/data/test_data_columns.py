"""Columns of a schema, what is asked of them, and headers."""

from __future__ import annotations

import pytest

from reconciler.data.dataset import Dataset, columns_of
from reconciler.data.header import Header, Unreadable, other_delimiter, read_header
from reconciler.data.questions import Condition, questions
from reconciler.model.address import parse_address
from reconciler.model.values import Json


def asked(*fields: Json) -> set[tuple[str, Condition]]:
    dataset = Dataset(
        address=parse_address("dataset/shop/items"),
        location="s3://data/items.csv",
        mode="FULL",
        columns=columns_of({"fields": list(fields)}),
    )
    return {(one.column.name, one.condition) for one in questions(dataset, now=0)}


def test_a_column_of_null_alone_is_asked_nothing() -> None:
    assert asked({"name": "A", "type": ["null"]}) == set()


def test_a_union_with_text_takes_every_value() -> None:
    found = {condition for _, condition in asked({"name": "A", "type": ["null", "long", "string"]})}
    assert Condition.NOT_OF_TYPE not in found
    assert Condition.TOO_LONG in found


def test_a_boolean_is_asked_for_its_type_and_never_for_a_comma() -> None:
    assert asked({"name": "A", "type": ["boolean", "null"]}) == {("A", Condition.NOT_OF_TYPE)}


def test_a_creation_time_may_be_of_any_age_but_not_in_milliseconds() -> None:
    found = {condition for _, condition in asked({"name": "CREATION_TIMESTAMP", "type": "long"})}
    assert Condition.MILLISECONDS in found
    assert Condition.ODD_TIME not in found


@pytest.mark.parametrize(
    "document", [None, [], {"fields": 1}, {"fields": [1, {"type": "long"}, {"name": 2}]}]
)
def test_what_is_no_column_is_left_out(document: Json) -> None:
    assert columns_of(document) == ()


@pytest.mark.parametrize(
    ("line", "header"),
    [
        (b"", Header()),
        (b"\n", Header()),
        (b"A,B\r\n", Header(names=("A", "B"))),
        (b"\xef\xbb\xbfA,B\n", Header(names=("A", "B"), mark=True)),
        (b'"A","B"\n', Header(names=("A", "B"), quoted=True)),
        (b"A,\xe9\n", Header(unreadable=Unreadable.BROKEN)),
        (b'A,"B\n', Header(unreadable=Unreadable.BROKEN)),
        (b"\xff\xfeA\x00,\x00", Header(unreadable=Unreadable.UTF_16)),
        (b"A\0,B\n", Header(unreadable=Unreadable.UTF_16)),
        (b"A,B\r1,2\r", Header(unreadable=Unreadable.CARRIAGES)),
        (b"\x1f\x8b\x08\0\n", Header(unreadable=Unreadable.GZIP)),
        (b"PK\x03\x04\n", Header(unreadable=Unreadable.ZIP)),
        (b"PAR1\x15\x04\n", Header(unreadable=Unreadable.PARQUET)),
    ],
)
def test_a_header_is_read_or_said_to_be_unreadable(line: bytes, header: Header) -> None:
    assert read_header(line) == header


def test_another_delimiter_is_told_only_where_it_separates_columns_of_the_schema() -> None:
    wanted = frozenset({"A", "B"})
    assert other_delimiter(("A\tB",), wanted) == "\t"
    assert other_delimiter(("A|C",), wanted) == ""
    assert other_delimiter(("A", "B"), wanted) == ""
