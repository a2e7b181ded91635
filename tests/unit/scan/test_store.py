"""The store: rows as the file has them, however quotes are written, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconciler.data.pieces import Piece
from reconciler.data.profile import RowFault
from reconciler.errors import ReconcilerError
from reconciler.scan.store import Loaded, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "it's {here}"
    folder.mkdir()
    with closing(Store(folder)) as made:
        yield made


def load(store: Store, data: bytes) -> tuple[Loaded, list[tuple[object, ...]]]:
    store.ask("DROP TABLE IF EXISTS t")
    store.make("t", 2)
    piece = Piece(data=data, size=len(data), first=2, lines=data.count(b"\n"))
    return store.load("t", piece, [1, 0], 2), store.ask("SELECT v0, v1 FROM t")


def test_columns_take_the_values_that_their_places_say(store: Store) -> None:
    loaded, rows = load(store, b'a,b\n"c,d",\n')
    assert (loaded.rows, loaded.refused) == (2, ())
    assert rows == [("b", "a"), (None, "c,d")]


def test_what_cannot_be_read_is_told_with_its_place(store: Store) -> None:
    loaded, rows = load(store, b'a\nb,c\nd,e,f\n\xff,g\n"h"i,j\n')
    assert rows == [("c", "b")]
    assert [(one.offset, one.fault) for one in loaded.refused] == [
        (0, RowFault.TOO_FEW),
        (6, RowFault.TOO_MANY),
        (12, RowFault.ENCODING),
        (16, RowFault.QUOTES),
    ]
    assert not loaded.full


@pytest.mark.parametrize(
    ("data", "doubled", "rows"),
    [
        (b'"a\\"b",c\n', False, [("c", 'a"b')]),
        (b'"a""b",c\n', True, [("c", 'a"b')]),
        (b'a,""\n', False, [(None, "a")]),
        (b'"a ""b"", c",d\n', True, [("d", 'a "b", c')]),
        (b'"a ""b"", c",\n', True, [(None, 'a "b", c')]),
        (b'"",a\nb\n', False, [("a", None)]),
        (b'"a""b",c\nd,"e\\"f"\nd,"e\\"f"\n', False, [('e"f', "d"), ('e"f', "d")]),
    ],
)
def test_quotes_are_read_in_the_way_that_refuses_fewer_rows(
    store: Store, data: bytes, doubled: bool, rows: list[tuple[object, ...]]
) -> None:
    loaded, found = load(store, data)
    assert (loaded.doubled, found) == (doubled, rows)


def test_many_refused_rows_are_told_up_to_a_limit(store: Store) -> None:
    loaded, _ = load(store, b"a\n" * 1500)
    assert loaded.full
    assert len(loaded.refused) == 1000


def test_the_limit_counts_each_thing_that_is_wrong_with_a_row(store: Store) -> None:
    store.make("wide", 4)
    data = b"a\n" * 500
    loaded = store.load("wide", Piece(data=data, size=len(data), first=2, lines=500), range(4), 4)
    assert loaded.full
    assert loaded.rows == 0
    assert 300 < len(loaded.refused) < 500, "so more rows were refused than are told"


def test_a_row_with_several_quotes_that_do_not_fit_is_one_row_at_its_place(store: Store) -> None:
    loaded, rows = load(store, b'a,b\n"c"d,"e"f\ng,h\n"i\nj"k,"l"m\n')
    assert rows == [("b", "a"), ("h", "g")]
    assert [(one.offset, one.fault) for one in loaded.refused] == [
        (4, RowFault.QUOTES),
        (18, RowFault.QUOTES),
    ]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet='a,\n"\\ \0é', max_size=40))
def test_no_bytes_make_the_reader_fail(store: Store, text: str) -> None:
    lines = "".join(f"{line}\n" for line in text.split("\n") if line)
    loaded, rows = load(store, (lines or "a,b\n").encode())
    assert loaded.rows == len(rows)


class Failing:
    """A connection on which every query fails."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def execute(self, _query: str) -> None:
        raise self._error

    def close(self) -> None:
        pass


def test_an_interruption_of_the_reader_is_one_of_the_program(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_connection", Failing(RuntimeError("Query interrupted")))
    with pytest.raises(KeyboardInterrupt):
        store.ask("SELECT 1")


@pytest.mark.parametrize("error", [duckdb.IOException("no room\nmore"), duckdb.OutOfMemoryException("no")])
def test_a_full_disk_or_memory_is_said_with_a_remedy(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(store, "_connection", Failing(error))
    with pytest.raises(ReconcilerError) as raised:
        store.ask("SELECT 1")
    assert "cannot be kept while it is measured: no" in raised.value.what
    assert "more" not in raised.value.what
    assert "TMPDIR" in raised.value.fix
