"""Quotes that are not closed, or that text follows: what they take along, and how many rows there are."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked_folders import EVENTS, checked, declared, items, seen

from reconciler.data.profile import RowFault
from reconciler.data.report import Checked


def events(folder: Path, rows: list[str]) -> Checked:
    (folder / "events.csv").write_text("\n".join(["USER_ID,ITEM_ID,TIMESTAMP", *rows]))
    (one,) = checked(folder, declared("interactions", EVENTS, "s3://data/events.csv"))
    return one


@pytest.mark.parametrize("begins", ['"u7,i,', 'u7,"i,', '"\\"u7,i,'])
def test_a_quote_that_is_not_closed_takes_no_other_rows_along(tmp_path: Path, begins: str) -> None:
    rows = [f"u{number},i,{1_700_000_000 + number}" for number in range(1500)]
    for bad in (7, 400, 401, 1400):
        rows[bad] = f"{begins}1700000000"
    rows[500] = "u7,i,oops"
    one = events(tmp_path, rows)
    assert one.profile.rows == 1496
    assert one.profile.faults[RowFault.QUOTES].count == 4
    assert [line for _, line, _ in seen(one, "data/quotes")] == [9, 402, 403]
    assert seen(one, "data/type") == [("events.csv", 502, "oops")]
    assert not one.profile.stopped


def test_a_text_of_several_lines_whose_quotes_do_not_fit_is_one_row(tmp_path: Path) -> None:
    one = items(tmp_path, 'ITEM_ID,N,T\n"a\nb\nc"d,1,x\ne,oops,x\n')
    assert seen(one, "data/quotes") == [("items.csv", 2, "")]
    assert seen(one, "data/type") == [("items.csv", 5, "oops")]


@pytest.mark.parametrize(("sound", "told"), [(990, False), (989, True)])
def test_rows_that_cannot_be_read_may_count_as_interactions(tmp_path: Path, sound: int, told: bool) -> None:
    rows = [f"u{number},i,{1_700_000_000 + number}" for number in range(sound)]
    one = events(tmp_path, [*rows, *['"u"7,i,1700000000'] * 10])
    assert any(each.rule == "data/few-interactions" for each in one.findings) is told


def test_quotes_that_a_backslash_keeps_open_are_told_once_and_take_no_other_rows_along(
    tmp_path: Path,
) -> None:
    one = items(tmp_path, 'ITEM_ID,N,T\n"a\\",1,x\nb,2,x\n"c"d,3,x\n"e\\",4,x\nf,5,x\n')
    assert {fault: [each.line for each in found.examples] for fault, found in one.profile.faults.items()} == {
        RowFault.ESCAPED_END: [2, 5],
        RowFault.QUOTES: [4],
    }
    assert one.profile.rows == 2
