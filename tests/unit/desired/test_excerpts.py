"""The line of a finding: as it stands, cut around the place, never with a credential in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reconciler.desired.every_environment import check, environment_rows
from reconciler.desired.excerpts import with_excerpts
from reconciler.desired.source import Source
from reconciler.model.diagnostics import Diagnostic, Excerpt, Position

if TYPE_CHECKING:
    from conftest import Read

HEAD = "version: 1\nstack: s\n"


def excerpt(data: bytes, line: int, column: int, file: str = "f") -> Excerpt | None:
    finding = Diagnostic(code="file/value", summary="s", position=Position(file, line, column))
    return with_excerpts([finding], [Source("f", data)])[0].excerpt


def test_a_finding_carries_its_line(read: Read) -> None:
    found = read(HEAD + "regoin: x\n").diagnostics
    assert [one.excerpt for one in found] == [Excerpt(text="regoin: x", column=1)]


def test_a_finding_in_a_schema_file_carries_the_line_of_that_file(read: Read, folder: Path) -> None:
    (folder / "x.avsc").write_text('{\n\t"type": "array"\n}')
    text = HEAD + "schemas: {s: {avro: x.avsc}}\n"
    found = next(one for one in read(text).diagnostics if one.code == "schema/not-a-record")
    assert found.excerpt == Excerpt(text='\t"type": "array"', column=10)


def test_line_ends_and_a_byte_order_mark_are_no_part_of_a_line() -> None:
    assert excerpt(b"\xef\xbb\xbfab\r\ncd\r\n", 1, 2) == Excerpt(text="ab", column=2)
    assert excerpt(b"ab\r\ncd\r\n", 2, 1) == Excerpt(text="cd", column=1)


def test_a_place_behind_the_line_is_its_end() -> None:
    assert excerpt(b"ab", 1, 9) == Excerpt(text="ab", column=3)


def test_of_a_long_line_what_is_around_the_place_is_kept() -> None:
    found = excerpt(b"a" * 1000 + b"b" + b"c" * 1000, 1, 1001)
    assert found is not None
    assert (found.text[found.column - 1], found.cut_before, found.cut_behind) == ("b", True, True)
    assert len(found.text) == 500


@pytest.mark.parametrize(
    ("data", "line", "file"),
    [
        (b"a: https://secret@host/", 1, "f"),
        (b"a: https://host/x?X-Amz-Signature=1" + b"0" * 900, 1, "f"),
        (b"x" * 20_001, 1, "f"),
        (b"a\0b", 1, "f"),
        (b"s3://a " * 21, 1, "f"),
        (b"\n", 1, "f"),
        (b"a\n", 7, "f"),
        (b"a\n", 1, "another"),
    ],
)
def test_a_line_that_is_unknown_empty_binary_or_may_hold_a_credential_is_not_shown(
    data: bytes, line: int, file: str
) -> None:
    assert excerpt(data, line, 1, file) is None


def test_a_finding_without_a_place_has_no_line() -> None:
    finding = Diagnostic(code="file/more", summary="s")
    assert with_excerpts([finding], [Source("f", b"a")]) == (finding,)


def test_every_entrance_shows_lines(folder: Path) -> None:
    (folder / "p.yaml").write_text(HEAD + "environments: {a: {acount: 1, prefix: a-}, b: {}}\n")
    assert all(one.excerpt for one in check("p.yaml", stdin=None).diagnostics)
    assert all(one.excerpt for one in check("p.yaml", stdin=None, environment="a").diagnostics)
    assert all(one.excerpt for one in environment_rows("p.yaml", stdin=None).diagnostics)
    (folder / "p.yaml").write_text("a: [\n")
    assert environment_rows("p.yaml", stdin=None).diagnostics
