"""Lines that are probably not meant as they stand: told where they are, and only there."""

from __future__ import annotations

import pytest

from reconciler.data.line_faults import line_faults
from reconciler.data.pieces import Piece
from reconciler.data.profile import RowFault


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b'"a\\",b\n"c",d\n', [2]),
        (b'"a\\",b",c\n', []),
        (b'"a\\"b",c\n', []),
        (b'"a\\",b\nc,"d\\"\n', [2, 3]),
    ],
)
def test_a_backslash_that_takes_the_end_of_a_value(data: bytes, told: list[int]) -> None:
    piece = Piece(data=data, size=len(data), first=2, lines=data.count(b"\n"))
    found = line_faults(piece, 2, rows=piece.lines, refused=0, doubled=False)
    assert [line for one in found if one.fault is RowFault.ESCAPED_END for line in one.lines] == told


def test_commas_in_a_value_are_no_columns() -> None:
    data = b'"a,b",\nx\nc,d,\n'
    piece = Piece(data=data, size=len(data), first=2, lines=3)
    found = line_faults(piece, 2, rows=2, refused=1, doubled=False)
    assert [(one.fault, one.count, one.lines) for one in found] == [(RowFault.SURPLUS, 1, (4,))]
