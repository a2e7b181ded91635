"""A whole check over files in a folder: line numbers, folders of files, and where reading ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked_folders import EVENTS, ID, ITEMS, TEXT, TIME, USER, checked, declared, items, seen

from reconciler.data.dataset import DataColumn
from reconciler.data.profile import RowFault
from reconciler.data.uses import EventUse, Training


def test_rows_are_told_by_their_lines_whatever_stands_between(tmp_path: Path) -> None:
    one = items(
        tmp_path, 'ITEM_ID,N,T\r\n\r\na,1,x\r\nb,2\r\n\n"c",3,"two\nlines"\nd,x,y\n\ne,z,"q\n"\nf,w,\n'
    )
    assert seen(one, "data/type") == [("items.csv", 8, "x"), ("items.csv", 10, "z"), ("items.csv", 12, "w")]
    assert seen(one, "data/row-length") == [("items.csv", 4, "")]
    assert seen(one, "data/line-break") == [("items.csv", 6, "two\nlines"), ("items.csv", 10, "q\n")]


def test_columns_are_found_by_name_in_any_order_and_in_other_case(tmp_path: Path) -> None:
    one = items(tmp_path, "T,n,ITEM_ID,MORE\nx,y,a,b\n")
    assert seen(one, "data/type") == [("items.csv", 2, "y")]


def test_several_files_are_one_dataset_and_say_which_of_them_a_row_is_in(tmp_path: Path) -> None:
    folder = tmp_path / "items"
    folder.mkdir()
    (folder / "below").mkdir()
    for name, rows in (("1.csv", "a,1,x\n"), ("2.csv", "a,oops,x\n"), ("3.csv", "")):
        (folder / name).write_text(f"ITEM_ID,N,T\n{rows}")
    (one,) = checked(tmp_path, declared("items", ITEMS, "s3://data/items/"))
    assert (len(one.profile.files), one.profile.rows) == (3, 2)
    assert seen(one, "data/type") == [("items/2.csv", 2, "oops")]
    assert seen(one, "data/duplicate-id") == [("items/2.csv", 2, "a")]


def test_a_column_that_one_of_the_files_lacks_is_not_measured(tmp_path: Path) -> None:
    (tmp_path / "items").mkdir()
    (tmp_path / "items" / "1.csv").write_text("ITEM_ID,N,T\na,oops,x\n")
    (tmp_path / "items" / "2.csv").write_text("ITEM_ID,T\nb,x\n")
    (one,) = checked(tmp_path, declared("items", ITEMS, "s3://data/items/"))
    assert {each.rule for each in one.findings} == {"data/missing-column", "data/headers-differ"}
    assert [column.name for column in one.profile.columns] == ["ITEM_ID", "T"]


def test_reading_ends_where_too_many_rows_cannot_be_read_and_amounts_are_not_judged(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    for name in ("1.csv", "2.csv"):
        (tmp_path / "events" / name).write_text("USER_ID,ITEM_ID,TIMESTAMP\n" + "a,b\n" * 1500)
    (tmp_path / "items.csv").write_text("ITEM_ID,N,T\na,1,x\n")
    events = declared("interactions", EVENTS, "s3://data/events/")
    one, other = checked(tmp_path, events, declared("items", ITEMS, "s3://data/items.csv"))
    assert one.profile.stopped
    assert [(fault, found.count) for fault, found in one.profile.faults.items()] == [(RowFault.TOO_FEW, 1000)]
    assert [each.rule for each in one.findings] == ["data/row-length"]
    assert other.findings == ()


def test_amounts_are_not_judged_of_a_part_of_the_rows(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("USER_ID,ITEM_ID,TIMESTAMP\nu,i,1735689600\n" + "a,b\n" * 1500)
    (one,) = checked(tmp_path, declared("interactions", EVENTS, "s3://data/events.csv"))
    assert (one.profile.rows, one.profile.stopped) == (1, True)
    assert [each.rule for each in one.findings] == ["data/row-length"]


def test_ids_are_not_compared_where_a_column_is_missing(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("USER_ID,TIMESTAMP\nu,1735689600\n")
    (tmp_path / "items.csv").write_text("ITEM_ID,N,T\na,1,x\n")
    events = declared("interactions", EVENTS, "s3://data/events.csv")
    one, _ = checked(tmp_path, events, declared("items", ITEMS, "s3://data/items.csv"))
    assert {each.rule for each in one.findings} == {"data/missing-column", "data/few-interactions"}


def test_a_file_without_a_header_is_not_read_and_shows_no_value_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "items"
    folder.mkdir()
    for number, content in enumerate(("me@home,2,b\n", "ITEM_ID,N,T\na,x,b\n", "b,2,b\n")):
        (folder / f"{number}.csv").write_text(content)
    (one,) = checked(tmp_path, declared("items", ITEMS, "s3://data/items/"))
    assert (one.profile.rows, one.profile.stopped) == (1, True)
    assert [each.rule for each in one.findings] == ["data/missing-column", "data/type"]
    assert one.findings[0].summary.startswith("items/0.csv and 1 more: the file is without a header")
    assert "me@home" not in repr(one)


def test_every_row_with_doubled_quotes_is_counted_once(tmp_path: Path) -> None:
    rows = 'a,1,"x ""y"", ""z"""\nb,1,""\nc,1,"""x"" y"\n'
    one = items(tmp_path, f"ITEM_ID,N,T\n{rows}")
    assert one.profile.rows == 3
    assert seen(one, "data/quotes") == [("items.csv", 2, ""), ("items.csv", 4, "")]
    (finding,) = (each for each in one.findings if each.rule == "data/quotes")
    assert finding.summary == "2 rows with doubled quotes"


def test_reading_goes_on_behind_rows_that_are_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reconciler.scan.reading._MOST_FAULTS", 1)
    one = items(tmp_path, "ITEM_ID,N,T\n" + 'a,1,"x ""y"""\n' * 3 + "b,1,x\ry\n" * 3)
    assert (one.profile.rows, one.profile.stopped) == (6, False)
    assert items(tmp_path, "ITEM_ID,N,T\n" + "a\n" * 3).profile.stopped


@pytest.mark.parametrize(
    ("header", "rule", "said"),
    [
        (",ITEM_ID,N,T", "data/extra-column", 'items.csv: the schema does not have ""'),
        ("ITEM_ID, N, T", "data/header-case", "items.csv: white space around N, T"),
        ("ITEM_ID,n ,T", "data/header-case", "items.csv: another case than in the schema: n"),
    ],
)
def test_a_header_is_corrected_by_what_is_wrong_with_it(
    tmp_path: Path, header: str, rule: str, said: str
) -> None:
    one = items(tmp_path, f"{header}\na\n")
    assert next(each.summary for each in one.findings if each.rule == rule) == said


def test_an_id_that_is_missing_cannot_be_made_null(tmp_path: Path) -> None:
    one = items(tmp_path, "ITEM_ID,N,T\n,1,x\n")
    assert [each.fix for each in one.findings] == ["Write the id, or leave the row out."]


def test_event_types_are_asked_of_what_trains_on_them_and_not_of_filters(tmp_path: Path) -> None:
    kind = DataColumn(name="EVENT_TYPE", types=("string",))
    rows = "".join(f"u{n % 9},i{n},{'buy' if n % 2 else 'Watch'},1735689600\n" for n in range(1000))
    (tmp_path / "events.csv").write_text(f"USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n{rows}")
    uses = (
        EventUse(event_type="buy", by="filter/f", filters=True),
        EventUse(event_type="buy", by="solution/a", trains=True),
        EventUse(event_type="watch", by="filter/f", filters=True),
        EventUse(event_type="watch", by="solution/a", trains=True),
        EventUse(event_type="watch", by="solution/b"),
        EventUse(event_type="gone", by="filter/f", filters=True),
    )
    events = declared("interactions", (USER, ID, kind, TIME), "s3://data/events.csv")
    (one,) = checked(tmp_path, events, training=Training(uses=uses))
    assert [each.summary for each in one.findings if each.column == "EVENT_TYPE"] == [
        "EVENT_TYPE: buy occurs 500 times, 9 users have two or more; solution/a needs 1,000 and 25 to train",
        "EVENT_TYPE: watch does not occur, and solution/a, solution/b go by it",
        "EVENT_TYPE: gone does not occur, and filter/f goes by it",
    ]


def test_columns_that_sent_events_fill_may_be_empty_in_an_import(tmp_path: Path) -> None:
    sent = DataColumn(name="RECOMMENDATION_ID", types=("string",), nullable=True)
    rows = "".join(f"u{n},i{n},{1735689600 + n},,\n" for n in range(1000))
    (tmp_path / "events.csv").write_text(f"USER_ID,ITEM_ID,TIMESTAMP,RECOMMENDATION_ID,T\n{rows}")
    (one,) = checked(tmp_path, declared("interactions", (*EVENTS, sent, TEXT), "s3://data/events.csv"))
    assert [each.summary for each in one.findings] == ["T is empty in every row"]


def test_white_space_around_an_id_is_told_also_where_nobody_sees_it(tmp_path: Path) -> None:
    names = ("a\u00a0", "\u200bb", "\u3000c", "d ", "e f", "日本", "é", "g\u00a0h")
    one = items(tmp_path, "ITEM_ID,N,T\n" + "".join(f"{name},1,x\n" for name in names))
    assert [each.summary.split(" with")[0] for each in one.findings] == ["ITEM_ID: 4 rows"]


def test_ids_that_may_stand_in_rows_that_cannot_be_read_are_told_with_that_remedy(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("USER_ID,ITEM_ID,TIMESTAMP\nu,b,1735689600\n")
    for content, part in (("a,1,x\nb\n", "could not be read"), ("a,1,x\n", "")):
        (tmp_path / "items.csv").write_text(f"ITEM_ID,N,T\n{content}")
        events = declared("interactions", EVENTS, "s3://data/events.csv")
        one, _ = checked(tmp_path, events, declared("items", ITEMS, "s3://data/items.csv"))
        (finding,) = (each for each in one.findings if each.rule == "data/unknown-id")
        assert part in finding.fix
        assert bool(part) == bool(finding.fix)


def test_rows_that_cannot_be_read_are_not_said_to_be_absent(tmp_path: Path) -> None:
    assert {each.rule for each in items(tmp_path, "ITEM_ID,N,T\na\n").findings} == {"data/row-length"}


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    assert {each.rule for each in items(tmp_path, "ITEM_ID,N,T\n\n\r\n").findings} == {"data/empty"}


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    items(tmp_path, "ITEM_ID,N,T\na,1,x\n")
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ("a,1,x,\nb,1,\nc,1,y,\n", [2, 4]),
        ('a,1,x,,\nb,1,,\nc,"1",y,""\n', [2, 3, 4]),
        ("a,1\nb,1,x,\n", [3]),
        ("\na,1,x\n\nb,1,x,\n", [5]),
        ('a,1,"x, y"\nb,1,"x,"\nc,1,"x, y",\n', [4]),
    ],
)
def test_rows_that_end_in_a_comma_too_many_are_told(tmp_path: Path, rows: str, lines: list[int]) -> None:
    one = items(tmp_path, f"ITEM_ID,N,T\n{rows}")
    found = one.profile.faults[RowFault.SURPLUS]
    assert (found.count, [each.line for each in found.examples]) == (len(lines), lines)
    assert not one.profile.unread or RowFault.TOO_FEW in one.profile.faults


@pytest.mark.parametrize(
    "rows", ["a,1,\nb,,\n", 'a,1,"x, y"\nb,1,\n', 'a,1,"x,\n1,x,,\ny"\n', 'a,1,""\n', "a,1\nb,1,\n"]
)
def test_a_comma_before_an_empty_last_value_is_none_too_many(tmp_path: Path, rows: str) -> None:
    assert RowFault.SURPLUS not in items(tmp_path, f"ITEM_ID,N,T\n{rows}").profile.faults


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ('a,1,"x\\"\nb,2,y\nc,3,z\n', [2]),
        ('a,1,"x\\"\nb,2,say"\nc,"3\\",z\n', [2, 4]),
        ('a,1,"x\\\\\\"\n"b\\"",1,"x\\"\nc,3,z\n', [2]),
        ('a,1,"x\\"\nb,2,"x ""y"" z"\n', [2]),
        ('"a\\",1,"x"\nb,2,y\n', [2]),
    ],
)
def test_a_backslash_before_a_closing_quote_is_told_with_its_line(
    tmp_path: Path, rows: str, lines: list[int]
) -> None:
    one = items(tmp_path, f"ITEM_ID,N,T\n{rows}")
    found = one.profile.faults[RowFault.ESCAPED_END]
    assert (found.count, [each.line for each in found.examples]) == (len(lines), lines)
    assert one.profile.unread


@pytest.mark.parametrize(
    "row", ['a,1,"say \\"x\\", \\"y\\""', 'a,1,"x\\\\"', 'a,1,x\\"', 'a,1,"x\\",\nb,2,y"', '"a\\",b",1,"x"']
)
def test_a_quote_that_a_backslash_means_as_one_ends_nothing(tmp_path: Path, row: str) -> None:
    assert RowFault.ESCAPED_END not in items(tmp_path, f"ITEM_ID,N,T\n{row}\n").profile.faults


def test_an_empty_file_beside_the_data_is_no_error_and_its_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "items").mkdir()
    for name, content in (("_SUCCESS", ""), (".0.csv.crc", "crc"), ("0.csv", "ITEM_ID,N,T\na,1,x\n")):
        (tmp_path / "items" / name).write_text(content)
    (one,) = checked(tmp_path, declared("items", ITEMS, "s3://data/items/"))
    assert [each.summary for each in one.findings] == [".0.csv.crc, _SUCCESS stand beside the data"]
    assert [file.name for file in one.profile.files] == ["items/0.csv"]


def test_an_empty_file_among_others_is_no_error_and_its_name_is_told(tmp_path: Path) -> None:
    (tmp_path / "items").mkdir()
    for name, content in (("0.csv", "ITEM_ID,N,T\na,1,x\n"), ("1.csv", ""), ("2.csv", "")):
        (tmp_path / "items" / name).write_text(content)
    (one,) = checked(tmp_path, declared("items", ITEMS, "s3://data/items/"))
    assert [(each.rule, each.summary) for each in one.findings] == [
        ("data/file-beside", "1.csv, 2.csv beside the data are empty")
    ]
    (tmp_path / "items" / "0.csv").unlink()
    (one,) = checked(tmp_path, declared("items", ITEMS, "s3://data/items/"))
    assert [(each.rule, each.summary) for each in one.findings] == [
        ("data/empty", "items/1.csv and 1 more: the file has no header")
    ]


def test_of_very_many_event_types_it_is_not_said_how_many(tmp_path: Path) -> None:
    kind = DataColumn(name="EVENT_TYPE", types=("string",))
    rows = "".join(f"u{n % 30},i,e{n},{1735689600 + n}\n" for n in range(1000))
    (tmp_path / "events.csv").write_text(f"USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n{rows}")
    (one,) = checked(tmp_path, declared("interactions", (USER, ID, kind, TIME), "s3://data/events.csv"))
    (told,) = (each.summary for each in one.findings if each.rule == "data/event-types")
    assert told.startswith(
        "EVENT_TYPE: 100 or more event types occur, and the optional columns are EVENT_TYPE;"
    )
