"""The beginnings of files: what is told of them, and what a cut must not make an error of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconciler.data.dataset import DataColumn, DataFile, Dataset, file_of
from reconciler.data.findings import Finding
from reconciler.data.sample import BEGINNING, Sample, judged_sample, profile_of, with_rows
from reconciler.model.address import parse_address
from reconciler.model.diagnostics import Severity

COLUMNS = (
    DataColumn(name="ITEM_ID", types=("string",)),
    DataColumn(name="GENRE", types=("string",), nullable=True, categorical=True),
    DataColumn(name="N", types=("int", "long"), nullable=True),
    DataColumn(name="OPEN", types=("boolean",), nullable=True),
    DataColumn(name="TIMESTAMP", types=("double",)),
)
ITEMS = Dataset(
    address=parse_address("dataset/shop/items"), location="s3://data/items/", mode="FULL", columns=COLUMNS
)
HEADER = b"ITEM_ID,GENRE,N,OPEN,TIMESTAMP\n"
ROW = b"i1,a|b,1,true,1735689600\n"


def found(*files: bytes, size: int = 0, whole: bool = False) -> dict[str, Finding]:
    samples = [
        Sample(file=DataFile(name=f"{n}.csv", size=len(data)), data=data[:BEGINNING])
        for n, data in enumerate(files)
    ]
    profile = profile_of(ITEMS, samples, now=1_790_000_000)
    assert profile.stopped, "amounts are never judged"
    findings = judged_sample(ITEMS, profile, size=size, whole=whole)
    assert list(findings) == sorted(findings, key=lambda one: one.severity is Severity.WARNING)
    return {one.rule: one for one in findings}


def seen(finding: Finding) -> list[tuple[str, int, str]]:
    assert finding.found
    return [(one.file, one.line, one.value) for one in finding.found.examples]


def long(rows: bytes = b"", *, row: bytes = ROW) -> bytes:
    """More than is looked at, with other rows in front."""
    return HEADER + rows + row * (BEGINNING // len(row) + 10)


def test_sound_data_has_no_findings_whole_or_cut() -> None:
    assert found(HEADER + ROW) == {}
    assert found(HEADER + ROW.rstrip()) == {}
    assert found(long()) == {}
    for cut in range(len(ROW)):
        assert found(long(b"i2,,,,1735689600\n"[: cut and None])) == {}, cut


def test_wherever_the_cut_goes_the_last_line_is_left_out() -> None:
    for blank in range(len(ROW)):
        data = long(b"i," + b"x" * blank + b",1,true,1735689600\n")
        assert found(data) == {}, blank


def test_a_quoted_value_that_goes_on_behind_the_cut_is_no_error() -> None:
    quoted = b'i2,"' + b"a b\n" * BEGINNING + b'",1,true,1735689600\n'
    assert found(HEADER + ROW + quoted) == {}
    empty = b'i3,"",1,true,1735689600\n'
    assert found(HEADER + empty + quoted) == {}
    assert "data/quotes" in found(HEADER + ROW + b'i2,"a b,1,true,5\n')


def test_a_header_longer_than_what_is_looked_at_is_not_judged() -> None:
    assert found(b"A" * (BEGINNING + 1)) == {}


def test_an_empty_file_and_another_header_are_told() -> None:
    assert found(b"")["data/empty"].severity is Severity.ERROR
    assert {"data/missing-column", "data/headers-differ"} <= found(HEADER, b"ITEM_ID\n").keys()
    assert "data/delimiter" in found(HEADER.replace(b",", b";"), HEADER + b"broken\n")


def test_cells_are_told_with_the_first_rows_and_counted_all() -> None:
    rows = (
        b"i,,1,true,1735689600000\n" * 5
        + b'i,,"1,5",yes,now\n'
        + b"i,,99999999999999999999,,12\n"
        + b",,x,,1\n"
    )
    told = found(HEADER + b"\n" + rows)
    finding = told["data/timestamp-milliseconds"]
    assert finding.summary.startswith("TIMESTAMP: 5 rows")
    assert seen(finding) == [("0.csv", number, "1735689600000") for number in (3, 4, 5)]
    assert seen(told["data/decimal-comma"]) == [("0.csv", 8, "1,5")]
    assert seen(told["data/null"]) == [("0.csv", 10, "")]
    assert seen(told["data/timestamp-range"]) == [("0.csv", 9, "12"), ("0.csv", 10, "1")]
    assert "data/type" in told


def test_long_values_count_one_by_one_where_a_cell_holds_several() -> None:
    fits = b"i," + b"|".join([b"x" * 900] * 2) + b",1,true,1735689600\n"
    assert found(HEADER + fits) == {}
    told = found(HEADER + fits + b"i" * 257 + b"," + b"x" * 1001 + b",1,true,1735689600\n")
    assert told["data/too-long"].severity is Severity.ERROR


def test_rows_that_cannot_be_read_are_told_with_their_lines() -> None:
    rows = (
        b"i,a,1\n" * 4
        + b"\xff,,1,true,5\n"
        + b"i,a\rb,1,true,1735689600\n"
        + b'i,"a"b,1,true,5\n'
        + b"i,,1,,5,6\n"
    )
    told = found(HEADER + rows, HEADER + b"j,a\rb,1,true,1735689600\n")
    assert [line for _, line, _ in seen(told["data/not-utf8"])] == [6]
    assert seen(told["data/line-break"]) == [("0.csv", 7, ""), ("1.csv", 2, "")]
    assert [line for _, line, _ in seen(told["data/quotes"])] == [8]
    doubled = found(HEADER + b'i,"a ""b""",1,true,1735689600\n')
    assert seen(doubled["data/quotes"]) == [("0.csv", 2, "")]


def test_plain_quotes_are_kept_where_doubled_ones_would_fit_worse() -> None:
    rows = b'i,"a\\"b",1,true,1735689600\n' * 2 + b'i,"a""b",1,true,1735689600\n'
    told = found(HEADER + rows)
    assert [line for _, line, _ in seen(told["data/quotes"])] == [4]


def test_a_first_line_without_a_column_of_the_schema_is_not_quoted() -> None:
    told = found(b"mary,mary,secret\nbob,i1,2\n")
    assert told.keys() == {"data/missing-column"}
    assert not [one for one in told.values() if "mary" in one.summary or "secret" in one.summary]


def test_only_what_surely_fails_is_an_error() -> None:
    header = b"GENRE,ITEM_ID,N,OPEN,TIMESTAMP\n"
    rows = b'a,i,1.0,1,1735689600\n"a\nb",i,1,true,1735689600\n\xff,i,1,true,1735689600\n'
    told = found(header + rows, header.replace(b"ITEM_ID", b'"ITEM_ID"') + rows, size=101 * 1024**3)
    assert {one.severity for one in told.values()} == {Severity.WARNING}
    expected = {"column-order", "header-quoted", "line-break", "not-utf8", "too-large", "type"}
    assert told.keys() >= {f"data/{one}" for one in expected}
    assert found(HEADER.lower() + ROW)["data/header-case"].severity is Severity.WARNING
    assert found(HEADER + b"i,,one,,1735689600\n")["data/type"].severity is Severity.ERROR
    assert found(b"\xff\xfeI\x00")["data/not-utf8"].severity is Severity.ERROR


def test_a_header_without_rows_is_an_error_where_all_was_seen() -> None:
    assert found(HEADER, whole=True)["data/empty"].severity is Severity.ERROR
    assert found(HEADER) == {}
    assert found(HEADER, HEADER + ROW, whole=True) == {}
    assert "data/empty" not in found(HEADER + b"\xff,,1,true,5\n", whole=True), "a row that cannot be read"
    assert found(HEADER.replace(b",", b";") + ROW, whole=True).keys() == {"data/delimiter"}


@pytest.mark.parametrize(
    ("row", "severity"),
    [
        (b"i,, 7,,1735689600\n", Severity.WARNING),
        (b"i,,NaN,,1735689600\n", Severity.ERROR),
        (b"i,,,FALSE ,1735689600\n", Severity.WARNING),
        (b"i,,,yes,1735689600\n", Severity.ERROR),
        (b"i,,,,NaN\n", Severity.WARNING),
        (b"i,,,,-Infinity\n", Severity.WARNING),
        (b"i,,,,1735689600 \n", Severity.WARNING),
        (b"i,,,,NULL\n", Severity.ERROR),
    ],
)
def test_a_value_that_some_readers_take_refuses_no_plan(row: bytes, severity: Severity) -> None:
    assert found(HEADER + row)["data/type"].severity is severity


def test_the_size_of_all_files_counts_and_not_only_of_those_that_are_looked_at() -> None:
    assert "data/too-large" in found(HEADER + ROW, size=101 * 1024**3)


def test_what_programs_write_beside_their_data_is_not_looked_at() -> None:
    names = ("items/_SUCCESS", "items/.a.csv.crc", "items/a.csv", "items/empty.csv")
    files = [DataFile(name=f"s3://data/{one}", size=0 if "empty" in one else 9) for one in names]
    assert [one.name for one in with_rows(files)] == ["s3://data/items/a.csv"]
    assert with_rows(files[-1:]) == tuple(files[-1:]), "alone it is the data"


def test_a_file_without_a_known_size_counts_as_empty() -> None:
    assert file_of("s3://data/x.csv", "x.csv", None) == DataFile(name="s3://data/x.csv", size=0)


@pytest.mark.parametrize("value", [b"1", b"-9223372036854775808", b"+5", b"0" * 30 + b"7"])
def test_a_whole_number_is_one_by_its_digits_and_its_size(value: bytes) -> None:
    assert found(HEADER + b"i,," + value + b",,1735689600\n") == {}
    more = found(HEADER + b"i,,9223372036854775808,,1735689600\n")
    assert more["data/type"].column == "N"


@settings(max_examples=300, deadline=None)
@given(
    body=st.one_of(
        st.binary(max_size=200), st.text(alphabet='a1,"\\\n\r .;é\0', max_size=80).map(str.encode)
    ),
    header=st.sampled_from([b"", HEADER, HEADER.lower(), b'"', b"\xef\xbb\xbf" + HEADER]),
    cut=st.booleans(),
)
def test_whatever_the_bytes_are_they_are_judged(body: bytes, header: bytes, cut: bool) -> None:
    data = header + body
    found(data.ljust(BEGINNING, b"x") if cut else data)
