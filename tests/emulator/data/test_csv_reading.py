"""What an import job makes of its files, and why it fails."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personalize_emulator.data.avro import DatasetSchema, parse_schema
from personalize_emulator.data.csv_import import ImportFailed, read_records


def schema(*fields: dict[str, object]) -> DatasetSchema:
    return parse_schema(json.dumps({"type": "record", "name": "Items", "fields": fields}))


ITEMS = schema(
    {"name": "ITEM_ID", "type": "string"},
    {"name": "PRICE", "type": ["null", "float"]},
    {"name": "GENRES", "type": "string", "categorical": True},
    {"name": "PLOT", "type": ["null", "string"], "textual": True},
    {"name": "KIDS", "type": ["boolean", "null"]},
    {"name": "YEAR", "type": ["int", "null"]},
)
HEADER = "ITEM_ID,PRICE,GENRES,PLOT,KIDS,YEAR\n"
EVENTS = schema(
    {"name": "USER_ID", "type": "string"},
    {"name": "ITEM_ID", "type": "string"},
    {"name": "TIMESTAMP", "type": "long"},
)


def read(text: str, **more: str) -> list[dict[str, object]]:
    files = [("items.csv", text.encode()), *((name, body.encode()) for name, body in more.items())]
    return read_records(files, ITEMS, "Items")


def events(count: int, timestamp: str = "1700000000") -> bytes:
    return ("USER_ID,ITEM_ID,TIMESTAMP\n" + f"u,i,{timestamp}\n" * count).encode()


@pytest.mark.documented
def test_values_have_the_types_of_the_schema() -> None:
    [row] = read(HEADER + 'i1,9.5,Drama|Crime,"He said \\"no\\", twice",TRUE,1999\n')
    assert row == {
        "ITEM_ID": "i1",
        "PRICE": 9.5,
        "GENRES": "Drama|Crime",
        "PLOT": 'He said "no", twice',
        "KIDS": True,
        "YEAR": 1999,
    }


@pytest.mark.assumed
def test_an_empty_cell_is_null() -> None:
    [row] = read(HEADER + "i1,,Drama,,,\n")
    assert [row[name] for name in ("PRICE", "PLOT", "KIDS", "YEAR")] == [None] * 4


@pytest.mark.assumed
def test_columns_that_the_schema_does_not_name_are_ignored() -> None:
    [row] = read(HEADER.replace("PRICE", "COLOUR,PRICE") + "i1,red,1,Drama,,,\n")
    assert row["PRICE"] == 1.0
    assert "COLOUR" not in row


@pytest.mark.documented
def test_several_files_are_one_import() -> None:
    assert len(read(HEADER + "i1,,Drama,,,\n", **{"b.csv": HEADER + "i2,,Crime,,,\r\n"})) == 2


@pytest.mark.documented
def test_too_long_a_text_is_cut() -> None:
    [row] = read(HEADER + f"i1,,Drama,{'x' * 30_000},,\n")
    assert row["PLOT"] == "x" * 20_000


@pytest.mark.documented
def test_the_limit_of_a_categorical_cell_is_per_value() -> None:
    [row] = read(HEADER + f"i1,,{'x' * 900}|{'y' * 900},,,\n")
    assert len(str(row["GENRES"])) == 1801


@pytest.mark.documented
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "ITEM_ID,PRICE,PLOT,KIDS\n",
            (
                "Failed to create a data import job Items dataset..."
                "Input CSV is missing the following columns:[GENRES, YEAR]."
            ),
        ),
        (
            HEADER + f"{'i' * 257},,Drama,,,\n",
            (
                "Length cannot be more than 256 characters for ITEM_ID. If no values exceed the "
                "character limit, make sure your data follows the formatting guidelines listed in "
                "https://docs.aws.amazon.com/personalize/latest/dg/data-prep-formatting.html."
            ),
        ),
    ],
)
def test_a_known_failure_has_the_service_s_words(text: str, reason: str) -> None:
    with pytest.raises(ImportFailed) as caught:
        read(text)
    assert caught.value.reason == reason


@pytest.mark.documented
def test_a_categorical_value_of_more_than_1000_characters_fails() -> None:
    with pytest.raises(ImportFailed, match="more than 1000 characters for GENRES"):
        read(HEADER + f"i1,,a|{'x' * 1001},,,\n")


@pytest.mark.documented
def test_no_file_is_an_invalid_location() -> None:
    with pytest.raises(ImportFailed, match=r"^Invalid Data location\.$"):
        read_records([], ITEMS, "Items")


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no header"),
        ("PRICE,ITEM_ID,GENRES,PLOT,KIDS,YEAR\n", "order of the schema"),
        (HEADER.replace("YEAR", "YEAR,YEAR"), "more than once"),
        (HEADER + "i1,,,,,\n", "no value for GENRES"),
        (HEADER + "i1,dear,Drama,,,\n", "PRICE that is not of type float"),
        (HEADER + "i1,nan,Drama,,,\n", "PRICE"),
        (HEADER + "i1,1e999,Drama,,,\n", "PRICE"),
        (HEADER + "i1,,Drama,,maybe,\n", "KIDS that is not of type boolean"),
        (HEADER + "i1,,Drama,,,1_999\n", "YEAR that is not of type int"),
        (HEADER + "i1,,Drama,,,2147483648\n", "YEAR"),
        (HEADER + "i1,,Drama\n", "3 values instead of 6"),
        (HEADER + 'i1,,Drama,"two\nlines",,\n', "not valid CSV"),
    ],
)
def test_a_file_fails_the_job(text: str, said: str) -> None:
    with pytest.raises(ImportFailed, match=said):
        read(text)


@pytest.mark.documented
def test_files_with_different_headers_fail() -> None:
    with pytest.raises(ImportFailed, match="same header"):
        read(HEADER + "i1,,Drama,,,\n", **{"b.csv": HEADER.replace("YEAR", "YEAR,NOTE")})


@pytest.mark.documented
def test_other_encodings_than_utf_8_fail() -> None:
    with pytest.raises(ImportFailed, match="UTF-8"):
        read_records([("a.csv", (HEADER + "i1,,Drama,é,,\n").encode("latin-1"))], ITEMS, "Items")


@pytest.mark.documented
@pytest.mark.parametrize("timestamp", ["2026-04-01", "1.7e9", "1700000000.0", ""])
def test_a_timestamp_is_a_whole_number_of_seconds(timestamp: str) -> None:
    with pytest.raises(ImportFailed, match="TIMESTAMP"):
        read_records([("a.csv", events(1000, timestamp))], EVENTS, "Interactions")


@pytest.mark.documented
def test_an_interactions_import_needs_1000_records_over_all_its_files() -> None:
    with pytest.raises(ImportFailed, match="fewer than 1000"):
        read_records([("a.csv", events(999))], EVENTS, "Interactions")
    files = [("a.csv", events(500)), ("b.csv", events(500))]
    assert len(read_records(files, EVENTS, "INTERACTIONS")) == 1000
    assert read_records([("a.csv", events(1))], EVENTS, "Users")


PRINTABLE = st.text(st.characters(codec="utf-8", exclude_characters="\\\r\n\x00"), min_size=1, max_size=20)


@given(st.lists(st.tuples(PRINTABLE, st.none() | st.integers(-(2**31), 2**31 - 1)), max_size=5))
@settings(max_examples=50)
def test_what_a_csv_writer_wrote_is_read_back(rows: list[tuple[str, int | None]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["ITEM_ID", "YEAR"])
    writer.writerows(rows)
    known = schema({"name": "ITEM_ID", "type": "string"}, {"name": "YEAR", "type": ["null", "int"]})
    records = read_records([("a.csv", out.getvalue().encode())], known, "Items")
    assert [(record["ITEM_ID"], record["YEAR"]) for record in records] == rows
