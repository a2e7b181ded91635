"""Schema files: inside the folder, regular, readable, an Avro record; inline ones the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from schema_texts import AVSC

from reconciler.desired.load import load
from reconciler.model.address import parse_address

HEAD = "version: 1\nstack: s\nschemas:\n  x: {avro: "
USE = "}\ndatasetGroups: {g: {datasets: {interactions: {schema: x}}}}\n"


def errors(read, avro: str) -> list[tuple[str, str]]:
    return [(item.code, str(item.position)) for item in read(HEAD + avro + USE).diagnostics]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("/etc/passwd", "schema/outside"),
        ("../x.avsc", "schema/outside"),
        ("a/../x.avsc", "schema/outside"),
        ("https://example.com/x.avsc", "schema/outside"),
        ("'C:\\x.avsc'", "schema/outside"),
        ("out.avsc", "schema/outside"),
        ("gone.avsc", "schema/missing"),
        ("x.avsc/y", "schema/missing"),
        ("sub", "schema/not-a-file"),
        ("pipe.avsc", "schema/not-a-file"),
        ("loop.avsc", "schema/unreadable"),
        ('"a\\0b"', "schema/unreadable"),
        ("x" * 5000, "schema/unreadable"),
    ],
)
def test_a_schema_is_a_regular_file_below_the_folder(read, folder: Path, name: str, code: str) -> None:
    (folder / "sub").mkdir()
    (folder / "out.avsc").symlink_to("/etc/hostname")
    (folder / "loop.avsc").symlink_to("loop.avsc")
    os.mkfifo(folder / "pipe.avsc")
    assert errors(read, name) == [(code, "p.yaml:4:13")]


def test_a_symlink_that_stays_inside_is_followed(read, folder: Path) -> None:
    (folder / "in.avsc").symlink_to("x.avsc")
    assert errors(read, "in.avsc") == []


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "schema/not-json", "1:1"),
        ('{\n  "type": "record",\n}', "schema/not-json", "3:1"),
        ('{"type": NaN}', "schema/not-json", "1:10"),
        ('{"a": ' + "9" * 5000 + "}", "schema/not-json", "1:7"),
        (
            '{"type": "record", "doc": 1e999, "fields": [{"name": "A", "type": "int"}]}',
            "schema/not-json",
            "1:27",
        ),
        ("[" * 100_000, "schema/too-deep", "1:1"),
        ("[" * 150 + "]" * 150, "schema/too-deep", "1:101"),
        ('{"type": "record",\n "type": "record"}', "schema/duplicate-key", "2:2"),
        ("[]", "schema/not-a-record", "1:1"),
        ('{"type": "array"}', "schema/not-a-record", "1:10"),
        ('{"type": "record"}', "schema/no-fields", "1:1"),
        ('{"type": "record",\n"fields": {}}', "schema/no-fields", "2:11"),
        ('{"type": "record",\n"fields": []}', "schema/no-fields", "2:11"),
        ('{"type": "record", "name": "X", "fields": [\n {"type": "int"}]}', "schema/field-name", "2:2"),
        ('{"type": "record", "name": "X", "fields": [\n {"name": 5}]}', "schema/field-name", "2:11"),
        ('{"type": "record", "name": "X", "fields": [\n {"name": "A"}]}', "schema/field-type", "2:2"),
        (
            '{"type": "record", "name": "X", "fields": [\n {"name": "A", "type": "text"}]}',
            "schema/field-type",
            "2:24",
        ),
        (
            '{"type": "record", "name": "X", "fields": [{"name": "A", "type": ["null", 3]}]}',
            "schema/field-type",
            "1:75",
        ),
        (
            '{"type": "record", "name": "X", "fields": [{"name": "A", "type": []}]}',
            "schema/field-type",
            "1:66",
        ),
        (
            '{"type": "record", "name": "X", "fields": [{"name": "A", "type": {}}]}',
            "schema/field-type",
            "1:66",
        ),
        (
            AVSC.replace('"type": "record",', f'"type": "record", "doc": "{"x" * 20_000}",'),
            "schema/too-long",
            "1:1",
        ),
        (
            '{"type": "record", "x": "\\ud800", "fields": [{"name": "A", "type": "int"}]}',
            "schema/not-unicode",
            "1:25",
        ),
    ],
)
def test_a_mistake_in_a_schema_file_is_shown_there_and_says_who_named_it(
    read, folder: Path, text: str, code: str, where: str
) -> None:
    (folder / "x.avsc").write_text(text)
    (found,) = read(HEAD + "x.avsc" + USE).diagnostics
    assert (found.code, str(found.position)) == (code, f"x.avsc:{where}")
    assert "p.yaml:4:13" in found.why


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", b"{\xc3}"])
def test_a_schema_file_that_is_no_text_is_told(read, folder: Path, data: bytes) -> None:
    (folder / "x.avsc").write_bytes(data)
    (found,) = read(HEAD + "x.avsc" + USE).diagnostics
    assert str(found.position).startswith("x.avsc:1:")


def test_a_large_schema_file_is_refused_unread(read, folder: Path) -> None:
    (folder / "x.avsc").write_bytes(b" " * (2 * 1024 * 1024 + 1))
    assert errors(read, "x.avsc") == [("file/too-large", "x.avsc:1:1")]


def test_an_inline_schema_is_checked_at_its_own_place(read) -> None:
    assert errors(read, "{type: record, name: X, fields: [{name: A, type: text}]}") == [
        ("schema/field-type", "p.yaml:4:62")
    ]


def test_content_is_the_same_from_a_file_and_inline(read) -> None:
    inline = "{type: record, name: Interactions, version: '1.0', fields: [{name: USER_ID, type: string}, "
    inline += (
        "{name: ITEM_ID, type: string}, {name: TIMESTAMP, type: long}, {name: EVENT_TYPE, type: string}]}"
    )
    schema = parse_address("schema/x")
    states = [read(HEAD + avro + USE).state for avro in ("x.avsc", inline)]
    assert states[0].resources[schema].fields == states[1].resources[schema].fields


def test_the_digest_covers_the_schema_files(read, folder: Path) -> None:
    text = HEAD + "x.avsc" + USE
    before = read(text).state.digest
    assert read(text).state.digest == before
    (folder / "x.avsc").write_text((folder / "x.avsc").read_text() + "\n")
    assert read(text).state.digest != before


def test_schema_files_are_named_from_the_files_folder(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "p.yaml").write_text(HEAD + "x.avsc" + USE)
    (found,) = load("deep/p.yaml", stdin=None).diagnostics
    assert found.code == "schema/missing"
    (folder / "deep" / "x.avsc").write_text("{")
    (found,) = load("deep/p.yaml", stdin=None).diagnostics
    assert str(found.position) == "deep/x.avsc:1:2"
