"""Reading bytes: everything that is no readable file gets one clear diagnostic."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reconciler.desired.load import load

ROOT = Path(__file__).parents[3]
GOOD = b"version: 1\nstack: s\n"


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"", "file/empty", "p.yaml:1:1"),
        (b"# only a comment\n", "file/empty", "p.yaml:1:1"),
        (b"---\n...\n", "file/empty", "p.yaml:1:1"),
        (b"- a\n- b\n", "file/type", "p.yaml:1:1"),
        (b"just words\n", "file/type", "p.yaml:1:1"),
        (GOOD + b"tags: {a: \xff}\n", "file/not-utf8", "p.yaml:3:11"),
        ("version: 1\n".encode("utf-16"), "file/not-utf8", "p.yaml:1:1"),
        ("version: 1\n".encode("utf-32"), "file/not-utf8", "p.yaml:1:1"),
        (b"\x89PNG\r\n\x1a\n\x00", "file/not-utf8", "p.yaml:1:1"),
        (GOOD + b"region: eu\x00\n", "file/control-character", "p.yaml:3:11"),
        (b"version: 1\rstack: s\r", "file/hidden-character", "p.yaml:1:11"),
        (GOOD + "# harmless\u2028adopt: []\n".encode(), "file/hidden-character", "p.yaml:3:11"),
        (GOOD + "tags: {a: x\u202ey}\n".encode(), "file/hidden-character", "p.yaml:3:12"),
        (GOOD + b"tags:\n\ta: b\n", "file/tab", "p.yaml:4:1"),
        (b"version: 1\nstack: [a\n", "file/not-yaml", "p.yaml:3:1"),
        (b"version: 1\nstack: a: b\n", "file/not-yaml", "p.yaml:2:9"),
        (b"x" * (2 * 1024 * 1024 + 1), "file/too-large", "p.yaml:1:1"),
    ],
)
def test_an_unreadable_file_gets_one_diagnostic_at_its_place(
    folder: Path, data: bytes, code: str, where: str
) -> None:
    (folder / "p.yaml").write_bytes(data)
    (found,) = load("p.yaml", stdin=None).diagnostics
    assert (found.code, str(found.position)) == (code, where)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("nothing.yaml", "file/missing"),
        (".", "file/directory"),
        ("a\0b", "file/unreadable"),
        ("pipe", "file/not-a-file"),
        ("/dev/null", "file/not-a-file"),
    ],
)
def test_a_path_that_leads_to_no_file_is_told(folder: Path, path: str, code: str) -> None:
    os.mkfifo(folder / "pipe")
    (found,) = load(path, stdin=None).diagnostics
    assert found.code == code


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(folder: Path) -> None:
    (folder / "p.yaml").write_bytes(GOOD)
    (folder / "p.yaml").chmod(0)
    (found,) = load("p.yaml", stdin=None).diagnostics
    assert found.code == "file/unreadable"


@pytest.mark.parametrize("data", [GOOD, b"\xef\xbb\xbf" + GOOD, GOOD.replace(b"\n", b"\r\n")])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(folder: Path, data: bytes) -> None:
    (folder / "p.yaml").write_bytes(data)
    loaded = load("p.yaml", stdin=None)
    assert loaded.diagnostics == ()
    assert loaded.state is not None
    assert loaded.state.stack == "s"


@pytest.mark.parametrize("stdin", [io.BytesIO(GOOD), io.StringIO(GOOD.decode())])
def test_a_dash_reads_standard_input(folder: Path, stdin: io.BytesIO | io.StringIO) -> None:
    state = load("-", stdin=stdin).state
    assert state is not None
    assert state.file == "<stdin>"


def test_a_dash_without_standard_input_is_told(folder: Path) -> None:
    (found,) = load("-", stdin=None).diagnostics
    assert found.code == "file/unreadable"


def test_importing_the_loader_does_not_import_the_parsers() -> None:
    script = "import sys, reconciler.desired.load; print(sorted({'yaml', 'jsonschema'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert shown.stdout == b"[]\n"
