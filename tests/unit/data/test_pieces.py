"""Pieces: whole lines, none lost, each with its number in the file."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from reconciler.data.pieces import Lines, Piece, skipping


def cut(content: bytes, size: int = 8) -> tuple[bytes, list[Piece]]:
    lines = Lines(io.BytesIO(content).read, size=size)
    return lines.header(), list(lines)


def numbered(piece: Piece) -> list[tuple[int, bytes]]:
    """The lines of a piece with their numbers in the file."""
    offset, found = 0, []
    for line in piece.data.splitlines(keepends=True):
        found.append((piece.line_at(offset), line))
        offset += len(line)
    return found


TEXT = st.lists(st.sampled_from([b"a", b"bc", b"", b"d,e", b"f" * 20]), max_size=12)


@given(TEXT, st.integers(1, 40), st.booleans(), st.sampled_from([b"\n", b"\r\n"]))
def test_every_line_that_is_not_blank_comes_once_with_its_number(
    lines: list[bytes], size: int, ended: bool, end: bytes
) -> None:
    content = end.join([b"HEADER", *lines]) + (end if ended else b"")
    header, pieces = cut(content, max(size, 20 + len(end)))
    assert header.strip() == b"HEADER"
    wanted = [(number, line + b"\n") for number, line in enumerate(lines, 2) if line]
    assert [pair for piece in pieces for pair in numbered(piece)] == wanted
    assert sum(piece.size for piece in pieces) + len(header) == len(content)
    assert sum(piece.lines for piece in pieces) == len(wanted)


def test_an_empty_file_has_an_empty_header_and_no_pieces() -> None:
    assert cut(b"") == (b"", [])


def test_a_header_without_an_end_is_the_whole_file_or_its_beginning() -> None:
    assert cut(b"A,B") == (b"A,B", [])
    header, pieces = cut(b"A" * 3_000_000, size=1_000_000)
    assert len(header) == 2_000_000
    assert sum(piece.size for piece in pieces) == 1_000_000


def test_a_line_longer_than_a_piece_is_cut_so_that_memory_is_bounded() -> None:
    _, pieces = cut(b"H\n" + b"x" * 100 + b"\ny\n")
    assert max(len(piece.data) for piece in pieces) < 30
    assert b"".join(piece.data.replace(b"\n", b"") for piece in pieces) == b"x" * 100 + b"y"


def test_carriage_returns_inside_lines_become_spaces_and_are_told() -> None:
    _, (piece,) = cut(b"H\na\rb\rc\nd\ne\rf\n", size=99)
    assert piece.data == b"a b c\nd\ne f\n"
    assert piece.carriages == (2, 4)


def test_numbers_of_lines_count_those_that_are_left_out() -> None:
    assert [skipping(number, (3, 4, 7)) for number in range(2, 7)] == [2, 5, 6, 8, 9]
    assert skipping(2, ()) == 2
