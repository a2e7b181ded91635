"""Files to columns: what is measured in real rows, and files of which no schema can be made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reconciler.catalog.dataset_columns import dataset_form
from reconciler.data.inference import Inferred
from reconciler.errors import SetupError
from reconciler.scan import facts
from reconciler.scan.inferring import Look, look

NOW = 1_790_000_000


def looked(path: Path, kind: str = "items") -> Look:
    form = dataset_form(kind, None)
    assert form
    return look(str(path), kind, form, now=NOW, begin=lambda: lambda _: None)


def column(tmp_path: Path, *cells: str) -> Inferred:
    """The only column of items that are not their ids."""
    path = tmp_path / "items.csv"
    path.write_text(
        "ITEM_ID,A\n" + "".join(f"i{n},{cell}\n" for n, cell in enumerate(cells)), encoding="utf-8"
    )
    found = looked(path)
    assert found.problems == ()
    return found.columns[1]


@pytest.mark.parametrize(
    ("cells", "kind", "because"),
    [
        (["1", "-500", "+3"], "int", "whole numbers up to 500"),
        (["1", "-9223372036854775808"], "long", "whole numbers up to 9,223,372,036,854,775,808"),
        (["1.5", "100", "1e3"], "float", "numbers of up to 3 digits"),
        (["0.000012345678", "1"], "double", "numbers of up to 8 digits"),
        (
            ["true", "FALSE"],
            "string",
            "true or false, as text: booleans are used neither in training nor in filters",
        ),
        (["a|b", "b|a", ""], "string", "2 distinct values in 2 cells, several in a cell"),
        (["x", "x", "y", "y"], "string", "2 distinct values in 4 cells"),
        (["x", "x"], "string", "1 distinct value in 2 cells"),
        (["x", "y"], "string", "no two rows share a value"),
        (["", ""], "string", "empty in every row"),
        (["9223372036854775808", "1"], "string", "no two rows share a value"),
    ],
)
def test_cells_are_measured_as_they_stand(tmp_path: Path, cells: list[str], kind: str, because: str) -> None:
    found = column(tmp_path, *cells)
    assert (found.column.types, found.because) == ((kind,), because)
    assert found.column.nullable == ("" in cells)


def test_the_first_cell_that_is_no_number_is_told_by_its_line(tmp_path: Path) -> None:
    found = column(tmp_path, *map(str, range(19)), "n/a")
    assert found.remark.startswith("1 of 20 cells are no numbers, first in line 21;")


def test_free_text_is_told_by_its_words_and_their_length(tmp_path: Path) -> None:
    found = column(tmp_path, *(f"The story of film number {n} and its maker" for n in range(9)))
    assert (found.column.textual, found.because) == (True, "free text, 40 characters on average")


@pytest.mark.parametrize("cell", ["12/31/202{}", "31.12.202{}", "2024/12/3{}", "2024-1-{} 10:00"])
def test_dates_in_other_forms_are_dates_and_no_lists(tmp_path: Path, cell: str) -> None:
    assert column(tmp_path, *(cell.format(n % 10) for n in range(40))).remark.startswith("dates are texts")


def test_addresses_of_pages_are_no_lists(tmp_path: Path) -> None:
    found = column(tmp_path, *(f"https://shop.example/img/{n}.jpg" for n in range(40)))
    assert found.remark.startswith("neither categorical nor textual")


def test_decimal_commas_are_no_lists_though_their_decimals_come_again(tmp_path: Path) -> None:
    assert column(tmp_path, *(f'"{n % 9},99"' for n in range(40))).remark.startswith(
        "write numbers with a point"
    )


def test_words_for_no_value_are_told_apart_from_texts(tmp_path: Path) -> None:
    found = column(tmp_path, "1.5", "NaN", "NULL", "None", r"\N", "<NA>")
    assert found.remark.startswith("5 cells say NULL, NaN or the like")
    assert found.remark.endswith("and it is a number")
    assert "NULL" not in column(tmp_path, "NA", "nil").remark


def test_dates_are_told_by_how_they_begin(tmp_path: Path) -> None:
    assert column(tmp_path, "2024-12-31", "2024-12-31T10:00:00Z", "1999-01-01 00:00").remark.startswith(
        "dates"
    )
    assert not column(tmp_path, "2024-12-31", "2024-12").remark.startswith("dates")


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        ([f"{one}; {two}; {three}" for one in "abc" for two in "def" for three in "ghi"], ";"),
        ([f"{one}/{two}" for one in "abcd" for two in "efgh"], "/"),
        ([f"ad{n}; da{n}" for n in range(9)], ""),
        ([f"{one};{two}" if one == "a" else f"{one}{two}" for one in "abcd" for two in "efgh"], ""),
    ],
)
def test_lists_without_pipes_are_told_by_what_stands_between_values_that_come_again(
    tmp_path: Path, cells: list[str], mark: str
) -> None:
    found = column(tmp_path, *cells)
    assert found.remark.startswith(f"cells seem to be lists with {mark} between") == bool(mark)


def test_many_values_are_estimated_unless_it_is_close(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facts, "_EXACTLY", 0)
    assert column(tmp_path, *"aabb").because == "2 distinct values in 4 cells"
    assert column(tmp_path, *"aaaabbbb").because == "2 distinct values in 8 cells"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file has no header"),
        (b"\x1f\x8b\x08\x00\x00", "the file is compressed with gzip"),
        ("ITEM_ID,A\n".encode("utf-16"), "the file is in UTF-16, or no text"),
        (b"ITEM_ID,A\n", "there is no row below the header"),
        (b"ITEM_ID,A\nx\ny\n", "too many rows cannot be read: fewer values than the header has columns (2)"),
        (
            b"ITEM_ID,A\n" + b"x\n" * 1500,
            "too many rows cannot be read: fewer values than the header has columns (1,000)",
        ),
        (b"ITEM_ID,A A\nx,1\n", "no schema can name A A"),
    ],
)
def test_a_file_of_which_no_schema_can_be_made_says_why(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes(content)
    found = looked(path)
    assert found.problems[0].what == what
    assert found.columns == ()


def test_of_rows_in_another_encoding_it_says_to_write_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_bytes("ITEM_ID,A\n1,Café\n".encode("latin-1"))
    (problem,) = looked(path).problems
    assert problem.what == "too many rows cannot be read: bytes that are not UTF-8 (1)"
    assert problem.fix == "save the file in UTF-8"
    path.write_bytes("ITEM_ID,A\n1,Café\n2\n".encode("latin-1"))
    (problem,) = looked(path).problems
    assert problem.fix == (
        "save the file in UTF-8, and write every row on one line, with as many values as the header has names"
    )


def test_nothing_but_a_file_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, said in (
        ("none.csv", "there is no file"),
        (".", "is a folder"),
        ("pipe", "is no regular file"),
    ):
        with pytest.raises(SetupError, match=said):
            looked(tmp_path / name)


def test_cells_that_no_schema_can_fit_are_findings(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text("USER_ID,ITEM_ID,TIMESTAMP\nu,i,2024-01-01\n,i,1735689600\n")
    found = looked(path, "interactions")
    assert {one.rule for one in found.findings} == {"data/type", "data/null", "data/few-interactions"}
    assert found.rows == 2
