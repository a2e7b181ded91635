"""Headers: which of them no schema can fit, and what they might say instead."""

from __future__ import annotations

import pytest

from reconciler.catalog.dataset_columns import DatasetForm, dataset_form
from reconciler.data.header import Header, Unreadable
from reconciler.data.header_fit import misfits, unread
from reconciler.data.likeness import fitting_name, fitting_stack, lookalike, schema_name


def form(kind: str, domain: str | None = None) -> DatasetForm:
    found = dataset_form(kind, domain)
    assert found
    return found


def said(kind: str, *names: str, domain: str | None = None, quoted: bool = False) -> list[tuple[str, str]]:
    found = misfits(Header(names=names, quoted=quoted), kind, form(kind, domain))
    return [(one.what, one.fix) for one in found]


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (Header(unreadable=Unreadable.BROKEN), "the file is not UTF-8, or with quotes that are not closed"),
        (Header(unreadable=Unreadable.UTF_16), "the file is in UTF-16, or no text"),
        (Header(unreadable=Unreadable.GZIP), "the file is compressed with gzip"),
        (
            Header(unreadable=Unreadable.CARRIAGES),
            "the file is with carriage returns alone at the ends of lines",
        ),
        (Header(), "the file has no header"),
        (Header(names=("",)), "the file has no header"),
        (Header(names=("USER_ID;ITEM_ID",)), "the columns are separated by semicolons"),
        (Header(names=("USER_ID\tITEM_ID",)), "the columns are separated by tabs"),
        (Header(names=("USER_ID|ITEM_ID",)), "the columns are separated by pipes"),
        (
            Header(names=("u1", "i1", " 1735689600 ")),
            "the first line has numbers where names of columns should be",
        ),
        (Header(names=("u1", "-9,5")), "the first line has numbers where names of columns should be"),
    ],
)
def test_what_is_no_header_is_said_to_be_none(header: Header, what: str) -> None:
    problem = unread(header)
    assert problem
    assert problem.what == what
    assert problem.fix


def test_a_header_of_names_can_be_read() -> None:
    assert unread(Header(names=("USER_ID", "size in m2"))) is None


def test_a_header_that_fits_has_no_problem() -> None:
    assert said("interactions", "TIMESTAMP", "USER_ID", "ITEM_ID") == []
    assert said("items", "ITEM_ID", "CREATION_TIMESTAMP") == []
    assert said("items", "GENRES_L1", "ITEM_ID", "CREATION_TIMESTAMP", domain="VIDEO_ON_DEMAND") == []


def test_columns_that_look_like_the_missing_ones_are_named_and_a_whole_header_is_offered() -> None:
    assert said("interactions", "userId", "movieId", "rating", "timestamp") == [
        ("there is no column USER_ID", "rename userId to USER_ID"),
        ("there is no column ITEM_ID", "rename movieId to ITEM_ID"),
        ("there is no column TIMESTAMP", "rename timestamp to TIMESTAMP"),
        ("the header must be another one", "write as the first line: USER_ID,ITEM_ID,rating,TIMESTAMP"),
    ]


def test_names_that_no_schema_can_have_are_written_as_it_can() -> None:
    assert said("users", "USER_ID", "age group", "2nd-name", "Größe") == [
        ("no schema can name age group, 2nd-name, Größe", "write AGE_GROUP, C_2ND_NAME, GR_E"),
        ("the header must be another one", "write as the first line: USER_ID,AGE_GROUP,C_2ND_NAME,GR_E"),
    ]


def test_no_name_is_offered_that_another_column_has_or_is_offered() -> None:
    for names in (("age group", "age-group"), ("age group", "AGE_GROUP"), ("年", "月")):
        found = said("users", "USER_ID", *names)
        assert [fix for _, fix in found] == ["rename them, each to a name of its own"]


def test_a_missing_column_that_nothing_looks_like_is_asked_for() -> None:
    assert said("actions", "NAME") == [
        ("there is no column ACTION_ID", "add it, or choose another type or domain")
    ]


def test_one_column_stands_for_one_missing_column() -> None:
    fixes = [fix for _, fix in said("actionInteractions", "USER_ID", "action", "TIMESTAMP")]
    assert fixes == [
        "rename action to ACTION_ID",
        "add it, or choose another type or domain",
    ]


def test_white_space_around_a_name_is_seen() -> None:
    assert said("users", " USER_ID", "A") == [
        ('no schema can name " USER_ID"', "write USER_ID"),
        ("there is no column USER_ID", 'rename " USER_ID" to USER_ID'),
        ("the header must be another one", "write as the first line: USER_ID,A"),
    ]


def test_no_header_is_offered_that_would_still_lack_a_column() -> None:
    assert ("the header must be another one", "write as the first line: EXPORT") not in said(
        "interactions", "# export"
    )


def test_reserved_columns_in_another_spelling_are_renamed_with_the_rest() -> None:
    names = ("user_id", "item_id", "event_type", "timestamp", "eventValue", "rating")
    assert said("interactions", *names)[-1] == (
        "the header must be another one",
        "write as the first line: USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP,EVENT_VALUE,rating",
    )
    assert said("interactions", "USER_ID", "ITEM_ID", "event_type", "TIMESTAMP") == []


def test_quotes_columns_without_names_and_names_twice_are_all_said() -> None:
    found = said("users", "USER_ID", "", "A", "", "A", "B_C", "BC", quoted=True)
    assert [what for what, _ in found] == [
        "the header has quotes",
        "2 columns have no name",
        "the header says A twice",
        "B_C and BC differ in underscores only",
    ]
    assert said("users", "USER_ID", "A", "")[0][0] == "a column has no name"


def test_a_first_column_without_a_name_may_be_the_index_of_pandas() -> None:
    assert said("users", "", "USER_ID", "A") == [
        (
            "a column has no name",
            "name each column, or remove it with its values; pandas writes its index so, unless index=False",
        )
    ]
    assert said("users", "USER_ID", "", "A")[0][1] == "name each column, or remove it with its values"


def test_no_header_is_offered_that_says_a_name_twice_or_that_nobody_reads() -> None:
    twice = [what for what, _ in said("users", "user id", "USER_ID_2", "USERID2", "A")]
    assert "the header must be another one" not in twice
    many = [what for what, _ in said("items", "item id", *(f"C{n}" for n in range(30)))]
    assert many[-1] == "there is no column ITEM_ID"


def test_more_columns_than_a_dataset_takes_are_counted() -> None:
    names = [f"C{n}" for n in range(10_000)]
    found = said("interactions", "USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE", *names)
    assert [what for what, _ in found] == ["there are 10,000 columns that are neither required nor reserved"]


def test_a_dataset_that_says_nothing_of_its_ids_is_refused() -> None:
    assert [what for what, _ in said("users", "USER_ID")] == ["there is no column besides USER_ID"]


@pytest.mark.parametrize(
    ("name", "fitting"),
    [("userId", "USER_ID"), (" Item-Id ", "ITEM_ID"), ("a.b/c", "A_B_C"), ("7up", "C_7UP"), ("???", "C_")],
)
def test_a_fitting_name_has_what_names_may_have(name: str, fitting: str) -> None:
    assert fitting_name(name) == fitting


def test_the_very_name_in_other_letters_comes_before_other_words_for_it() -> None:
    assert lookalike("USER_ID", "users", ["id", "customer", "User-Id"], ()) == "User-Id"
    assert lookalike("USER_ID", "users", ["id", "customer"], ()) == "customer"
    assert lookalike("USER_ID", "users", ["id", "customer"], {"customer"}) == "id"
    assert lookalike("USER_ID", "interactions", ["id"], ()) == ""


def test_names_of_schemas_and_stacks_come_from_names_of_files_and_folders() -> None:
    assert schema_name("my events (2024)", "items") == "my-events-2024"
    assert schema_name("…", "items") == "items"
    assert fitting_stack("My Shop!") == "my-shop"
    assert fitting_stack("…") is None
