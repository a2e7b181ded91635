"""How values are spread: bars, counts of distinct values, users of event types."""

from __future__ import annotations

from pathlib import Path

import pytest
from checked_folders import EVENTS, ID, TIME, USER, checked, declared, items, seen

from reconciler.data.dataset import DataColumn
from reconciler.data.profile import EventCount, Form


def test_values_are_spread_over_bars_that_hold_every_row(tmp_path: Path) -> None:
    rows = "".join(f"id{'x' * (n % 30)}{n},{n / 7},{n % 5}\n" for n in range(1, 400))
    one = items(tmp_path, f"ITEM_ID,N,T\n{rows}a,,\nb,nan,\nc,1e999,\n")
    ids, numbers, texts = one.profile.columns
    assert (ids.form, numbers.form, texts.form) == (Form.LENGTH, Form.NUMBER, Form.VALUE)
    assert sum(bar.count for bar in ids.bars) == 402
    assert sum(bar.count for bar in numbers.bars) == 399
    assert [(bar.low, bar.count) for bar in texts.bars] == [
        ("1", 80),
        ("2", 80),
        ("3", 80),
        ("4", 80),
        ("0", 79),
    ]
    assert (texts.nulls, texts.distinct, texts.exact) == (3, 5, True)


@pytest.mark.parametrize(
    ("longest", "bars"),
    [
        (36, [(str(n), str(n)) for n in range(13, 37)]),
        (37, [(str(n), str(min(n + 1, 37))) for n in range(13, 38, 2)]),
        (13 + 60, [(str(n), str(min(n + 2, 73))) for n in range(13, 74, 3)]),
    ],
)
def test_limits_of_lengths_are_whole_and_every_row_is_between_two(
    tmp_path: Path, longest: int, bars: list[tuple[str, str]]
) -> None:
    rows = "".join(f"{'x' * (n - 3)}{n:03},,\n" for n in range(13, longest + 1))
    (ids, *_) = items(tmp_path, f"ITEM_ID,N,T\n{rows}").profile.columns
    assert [(bar.low, bar.high) for bar in ids.bars] == bars
    assert [bar.count for bar in ids.bars] == [int(high) - int(low) + 1 for low, high in bars]


@pytest.mark.parametrize(("value", "bars"), [("7", [("7", "7", 2)]), ("x", [])])
def test_one_number_is_one_bar_and_no_number_none(
    tmp_path: Path, value: str, bars: list[tuple[str, str, int]]
) -> None:
    one = items(tmp_path, f"ITEM_ID,N,T\na,{value},\nb,{value},\n")
    assert [(bar.low, bar.high, bar.count) for bar in one.profile.columns[1].bars] == bars
    assert one.profile.columns[2].bars == ()


def test_numbers_too_far_apart_for_bars_have_none(tmp_path: Path) -> None:
    one = items(tmp_path, "ITEM_ID,N,T\na,1.7976931348623157e+308,\nb,-1e308,\n")
    assert (one.profile.columns[1].bars, one.profile.columns[1].distinct) == ((), 2)


def test_times_are_dates_and_impossible_ones_numbers(tmp_path: Path) -> None:
    (tmp_path / "events.csv").write_text("USER_ID,ITEM_ID,TIMESTAMP\nu,i,1735689600\nu,i,1735776000000000\n")
    (one,) = checked(tmp_path, declared("interactions", EVENTS, "s3://data/events.csv"))
    bars = one.profile.columns[2].bars
    assert (bars[0].low, bars[-1].high) == ("2025-01-01", "1735780000000000")


def test_events_without_a_user_are_nobodys(tmp_path: Path) -> None:
    kind = DataColumn(name="EVENT_TYPE", types=("string",))
    rows = "".join(f"{user},i,watch,1735689600\n" for user in ("", "", "u", "u", "v"))
    (tmp_path / "events.csv").write_text(f"USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n{rows}")
    columns = (USER, ID, kind, TIME)
    (one,) = checked(tmp_path, declared("interactions", columns, "s3://data/events.csv"))
    assert (one.profile.users, one.profile.active_users) == (2, 1)
    assert one.profile.event_types == {"watch": EventCount(events=5, users=1)}


def test_of_many_rows_distinct_values_are_estimated(tmp_path: Path) -> None:
    one = items(tmp_path, "ITEM_ID,N,T\n" + "".join(f"{row},{row * 1000},x\n" for row in range(100_001)))
    ids, numbers, texts = one.profile.columns
    assert (ids.exact, texts.exact) == (False, True)
    assert ids.distinct == pytest.approx(100_001, rel=0.1)
    assert numbers.bars[-1].high == "100000000"


def test_long_values_are_cut(tmp_path: Path) -> None:
    one = items(tmp_path, f"ITEM_ID,N,T\na,{'x' * 99},\n")
    assert seen(one, "data/type") == [("items.csv", 2, "x" * 39 + "…")]
