"""A law: of files that are looked at whole, the pure reader and the column store find the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reconciler.data.dataset import DataColumn, Dataset
from reconciler.data.file_checks import check_files
from reconciler.data.findings import Finding
from reconciler.data.row_checks import check_rows
from reconciler.data.sample import Sample, profile_of
from reconciler.data.uses import Training
from reconciler.model.address import parse_address
from reconciler.scan.checking import Task, check
from reconciler.scan.local_files import LocalFiles

NOW = 1_790_000_000
COLUMNS = (
    DataColumn(name="ITEM_ID", types=("string",)),
    DataColumn(name="GENRE", types=("string",), nullable=True, categorical=True),
    DataColumn(name="N", types=("int",)),
    DataColumn(name="P", types=("float", "long"), nullable=True),
    DataColumn(name="OPEN", types=("boolean",), nullable=True),
    DataColumn(name="TIMESTAMP", types=("long",)),
)
ITEMS = Dataset(
    address=parse_address("dataset/shop/items"), location="s3://data/items/", mode="FULL", columns=COLUMNS
)
HEADER = ",".join(one.name for one in COLUMNS).encode()

WORDS = [
    "", " ", "a", "a b", " a", "a ", "i|j", "é", "日本", "a\\b", "a\\", "'", 'a"b', '""', '"a"', '"a,b"',
    '"a\\"b"', '"a\\\\"', '"a" ', ' "a"', "a\tb", '"two\nlines"', '"two\n\nlines"', "\r", "\x00", "\x1f",
    "0", "7", "-1", "+5", "007", "1.5", ".5", "5.", "1e3", "-1e-3", "1_000", "0x10", " 7", "inf", "nan",
    "1e999", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
    "99999999999999999999999", "0000000000000000000000005", '"1,5"', "true", "FALSE", "yes", "1735689600",
    "1735689600000", "-1735689600000", "100000000000", "99999999999", "12", "315532799", "1790086401",
    "a\u200bb", "a\u200d", "\ufeff", "a\u202eb", "NULL", '"None"', "N/A", "\\N", "<NA>", "null", "NaN",
    "x" * 256, "x" * 257, "x" * 1001, "|".join(["x" * 600] * 2), "x" * 1000 + "|y" + "z" * 1000,
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(WORDS).map(str.encode),
    st.text(alphabet="ab01, .|\r\n-", max_size=6).map(str.encode),
    st.just(b"\xff\xfe"),
)
SOUND = st.just(b"i1,a|b,1,2.5,true,1735689600")
BROKEN = st.sampled_from(
    [
        b'"a"b,b,1,,,5',
        b'"a',
        b'i,"a,1',
        b'i,"a,1,2,true,5',
        b'"i,a,1,2,true,5',
        b'"i\\",a,1,2,true,5',
        b'i,"a\\",1,2,true,5',
        b'i,a,1,2,true,5"',
        b'i,a,1,2,true,"5',
        b'"i""j",a,1,,,5',
        b'i,"a\\",1,,,5',
        b'"a"b,"a"b,1,,,5',
        b'"two\nlines"b,"a"b,1',
        b'i,"two\nlines","a"b,"a"b,,5',
    ]
)
ROWS = st.one_of(SOUND, BROKEN, st.lists(VALUES, min_size=4, max_size=8).map(b",".join))
BODIES = st.tuples(
    st.lists(st.tuples(ROWS, st.sampled_from([b"\n", b"\r\n", b"\n\n"])).map(b"".join), max_size=6).map(
        b"".join
    ),
    st.one_of(st.just(b""), BROKEN, BROKEN.map(lambda row: row + b"\n")),
).map(b"".join)
HEADERS = st.one_of(
    st.just(HEADER),
    st.sampled_from(
        [
            b"\xef\xbb\xbf" + HEADER,
            HEADER.lower(),
            HEADER.replace(b"RE", "R\u200bE".encode()),
            b"TIMESTAMP,ITEM_ID,GENRE,N,P,OPEN",
            b'"ITEM_ID",GENRE,N,P,OPEN,TIMESTAMP',
            b"ITEM_ID,GENRE,N,P,OPEN",
            HEADER + b",MORE",
            HEADER + b",N",
            HEADER.replace(b",", b";"),
        ]
    ),
)
FILES = st.tuples(HEADERS, st.sampled_from([b"\n", b"\r\n"]), BODIES).map(b"".join)


def told(findings: list[Finding]) -> list[tuple[object, ...]]:
    """Everything that is said of each."""
    return sorted(
        (one.rule, one.severity.value, one.summary, one.fix, one.column, str(one.found)) for one in findings
    )


def by_the_store(folder: Path) -> list[tuple[object, ...]]:
    source = LocalFiles(str(folder))
    task = Task(dataset=ITEMS, files=tuple(source.files(ITEMS.location)), training=Training())
    (checked,) = check([task], source, now=NOW, step=lambda _: lambda _: None)
    return told([*check_files(ITEMS, checked.profile), *check_rows(checked.profile)])


def by_the_sample(folder: Path) -> list[tuple[object, ...]]:
    source = LocalFiles(str(folder))
    samples = [
        Sample(file=one, data=(folder / one.name).read_bytes()) for one in source.files(ITEMS.location)
    ]
    profile = profile_of(ITEMS, samples, now=NOW)
    return told([*check_files(ITEMS, profile), *check_rows(profile)])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=st.lists(FILES, min_size=1, max_size=2))
@example(files=[HEADER + b'\ni1,"a,1,2,true,5\n' + b"i2,b,1,2,true,1735689600\n"])
@example(files=[HEADER + b'\ni1,"a,1,2,true,5\ni2,"b,1,2,true,5\ni3,b,x,2,true,5\ni4,"b",1,2,true,5\n'])
@example(files=[HEADER + b'\ni1,"a""b""c,1,2,true,5\ni2,b\ni3,"b\nc,d",x,2,true,5\ni4,"c,1,2,true,5'])
@example(files=[HEADER + b'\ni1,"a"b,1,2,true,5\ni2,"b""c",x,2,true,5\n'])
@example(files=[HEADER + b'\ni1,"a\nb"c,1,2,true,5\n\ni2,"b\nc",x,2,true,5\ni3,b,x,2,true,5\n'])
@example(files=[HEADER + b'\ni1,"a",1,2,true,5,\ni2,"b",x,2,true,5,6\ni3,b,x,2,true\n'])
@example(files=[HEADER + b'\ni1,"a",1,2,true,5,\ni2,b,1,2,true,5,,\ni3,"b,",1,2,true,5,""\n'])
@example(files=[HEADER + b'\n"i1\\",a,1,2,true,5\ni2,"b""",1,2,true,5\n"i3\\",a,1,2,true,5\n'])
@example(files=[b'ITEM_ID,GENRE,N,P,OPEN\n"a"b,"a"b,1,,,5\ni2,b,1,2,true\n"a"b,b,1,2,true\n'])
@example(
    files=[
        HEADER + b'\n,,"a\\"b","a\\"b"\n"i""j",a,1,,,5\n"two\nlines"b,"a"b,1\n\ni,"two\n\nlines","a"b,"a"b\n'
    ]
)
@example(files=[HEADER + b",MORE\ni1,b,1,2,true,5,\xff\n"])
def test_the_beginning_of_a_file_is_judged_as_the_whole_file_is(files: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "items").mkdir()
        for number, data in enumerate(files):
            (folder / "items" / f"{number}.csv").write_bytes(data)
        assert by_the_sample(folder) == by_the_store(folder)
