"""Bytes in: the file or standard input, bounded, and as text."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from io import TextIOBase
from typing import BinaryIO, TextIO, cast

from reconciler.desired.findings import error
from reconciler.model.diagnostics import Diagnostic, Position

MAX_BYTES = 2 * 1024 * 1024
"""Refused before it is parsed when larger."""

STDIN = "<stdin>"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# YAML 1.1 readers end a line at each of these, while diffs and editors do not show one: what looks like
# part of a comment would be read as a setting. Bidirectional controls reorder what a reviewer sees.
_HIDDEN = re.compile("\r(?!\n)|[\x85\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its name as shown to users and its bytes."""

    file: str
    data: bytes


def read_source(path: str, stdin: TextIO | BinaryIO | None) -> Source | Diagnostic:
    """The bytes of the file at `path`, of `stdin` for "-", or what is wrong with it."""
    file = STDIN if path == "-" else path
    start = Position(file, 1, 1)
    try:
        data = _standard_input(stdin) if path == "-" else _from_file(path)
    except IsADirectoryError:
        return error("file/directory", f"{file} is a directory", start, fix="name the file inside it")
    except _NoFileError:
        fix = "name a regular file, or pass - and what it should read on standard input"
        return error("file/not-a-file", f"{file} is a device, a pipe or a socket", start, fix=fix)
    except FileNotFoundError:
        return error("file/missing", f"{file} does not exist", start, fix="name another with --file")
    except (OSError, ValueError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else str(problem)
        return error(
            "file/unreadable", f"{file} cannot be read: {reason}", start, fix="check its permissions"
        )
    return too_large(file, data) or Source(file, data)


def _standard_input(stdin: TextIO | BinaryIO | None) -> bytes:
    if stdin is None:
        raise ValueError("there is no standard input")
    stream = getattr(stdin, "buffer", stdin)
    if isinstance(stream, TextIOBase):
        return stream.read(MAX_BYTES + 1).encode("utf-8", "surrogatepass")
    return cast("BinaryIO", stream).read(MAX_BYTES + 1)


class _NoFileError(Exception):
    """What the path names could block or never end."""


def _from_file(path: str) -> bytes:
    # Not blocking, so that a pipe that nobody writes to opens at once; for a regular file it means nothing.
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise _NoFileError
        return stream.read(MAX_BYTES + 1)


def too_large(file: str, data: bytes) -> Diagnostic | None:
    """The refusal of what is over MAX_BYTES."""
    if len(data) <= MAX_BYTES:
        return None
    return error(
        "file/too-large",
        f"{file} is larger than 2 MiB",
        Position(file, 1, 1),
        fix="split what it declares into several stacks",
    )


def decode(source: Source) -> str | Diagnostic:
    """The text, a leading byte order mark removed; or what makes it no readable text."""
    file, data = source.file, source.data
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        name = "UTF-32" if data[2:4] == b"\0\0" else "UTF-16"
        return error("file/not-utf8", f"the file is {name}", Position(file, 1, 1), fix="save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode("utf-8", "replace")
        return error(
            "file/not-utf8",
            f"byte 0x{data[problem.start]:02x} is no UTF-8",
            text_position(file, before, len(before)),
            fix="save the file as UTF-8",
        )
    if found := _CONTROL.search(text):
        return error(
            "file/control-character",
            f"the file holds the control character U+{ord(found[0]):04X}",
            text_position(file, text, found.start()),
            fix="save the file as UTF-8; is it text?"
            if found[0] == "\0"
            else "remove it; is this a text file?",
        )
    if found := _HIDDEN.search(text):
        return error(
            "file/hidden-character",
            f"the file holds U+{ord(found[0]):04X}, which editors and reviews do not show",
            text_position(file, text, found.start()),
            why="it ends a line or reorders text unseen, so that a reviewer would read another file",
            fix="remove it, end lines with LF or CRLF, or write it as an escape in double quotes",
        )
    return text


def text_position(file: str, text: str, index: int) -> Position:
    """Line and column of a character of `text`."""
    return Position(file, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
