"""What git cannot hold as a file: links, pipes, devices, sizes, environment variables, edited plans.

A recipe is a row of a table: its name, what it does to the folder, the commands and what they say. `GOOD`
stands in the folder as personalize.yaml before it starts.
"""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

from corpus import GOOD, HEAD, ITEMS, Entry, good_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MEBIBYTE = 1 << 20
_FILE = (("validate", "-f"), ("apply", "--yes", "-f"))
_PLAN = (("apply", "--yes"), ("apply", "--yes", "--reviewed"))


def every() -> Iterator[Entry]:
    """All of them."""
    yield from _paths()
    yield from _schema_paths()
    yield from _sizes()


def _nothing(_folder: Path) -> None:
    """For what needs nothing beside the good file."""


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def _loop(folder: Path) -> None:
    (folder / "loop").symlink_to("loop")


def _socket(folder: Path) -> None:
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)  # a socket's whole path has to be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
    os.fchdir(here)
    os.close(here)


def _chain(folder: Path) -> None:
    for number in range(100):
        (folder / f"link-{number}").symlink_to(f"link-{number + 1}")
    (folder / "link-100").write_text("version: 1\n")


_NO_FILE = "is a device, a pipe or a socket"
PATHS: tuple[tuple[str, str, str, Callable[[Path], None]], ...] = (
    ("a-pipe-that-nobody-writes-to", "pipe", f"pipe {_NO_FILE}", _pipe),
    ("a-socket", "socket", "socket cannot be read: No such device or address", _socket),
    ("an-endless-device", "/dev/zero", f"/dev/zero {_NO_FILE}", _nothing),
    ("a-random-device", "/dev/urandom", f"/dev/urandom {_NO_FILE}", _nothing),
    ("an-empty-device", "/dev/null", f"/dev/null {_NO_FILE}", _nothing),
    ("standard-input-as-a-device", "/dev/stdin", f"/dev/stdin {_NO_FILE}", _nothing),
    ("the-terminal", "/dev/tty", "/dev/tty ", _nothing),
    (
        "the-memory-of-the-process",
        "/proc/self/mem",
        "/proc/self/mem cannot be read: Input/output error",
        _nothing,
    ),
    ("a-folder", ".", "cannot be read: Is a directory|. is a directory", _nothing),
    ("nothing", "nothing", "cannot be read: No such file or directory|nothing does not exist", _nothing),
    (
        "nothing-by-climbing",
        "../../../../../../nothing",
        "No such file or directory|does not exist",
        _nothing,
    ),
    ("a-file-as-a-folder", "personalize.yaml/x", "cannot be read: Not a directory", _nothing),
    ("a-loop-of-links", "loop", "loop cannot be read: Too many levels of symbolic links", _loop),
    ("a-hundred-links", "link-0", "link-0 cannot be read: Too many levels of symbolic links", _chain),
    ("a-long-path", "x/" * 3000, "cannot be read: File name too long", _nothing),
    ("a-long-name", "x" * 300, "cannot be read: File name too long", _nothing),
    ("a-web-page", "https://example.com/p.yaml", "No such file or directory|does not exist", _nothing),
    ("a-bucket", "s3://shop-data/p.yaml", "No such file or directory|does not exist", _nothing),
    ("a-name-of-control-characters", "a\nb\x1b[2J", r"a\nb\x1b[2J", _nothing),
    ("an-empty-name", "", "cannot be read: No such file or directory| does not exist", _nothing),
    ("a-home-that-no-shell-has-expanded", "~/x", "No such file or directory|does not exist", _nothing),
)
"""Paths as the file, as a saved plan and as a reviewed one: a name, the path, what is said, what is made."""


def _paths() -> Iterator[Entry]:
    for name, path, says, prepare in PATHS:
        plan, _, file = says.partition("|")
        for what, commands, said in (("file", _FILE, file or plan), ("plan", _PLAN, plan)):
            yield Entry(
                name=f"paths/{name}-as-a-{what}",
                says=(said,),
                make=prepared(prepare),
                commands=tuple((*command, path) for command in commands),
            )


def prepared(prepare: Callable[[Path], None], text: str | None = None) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        good_file(folder)
        if text is not None:
            (folder / "personalize.yaml").write_text(text)
        prepare(folder)

    return make


def _link(folder: Path, to: str) -> None:
    (folder / "link").symlink_to(to)


SCHEMAS: tuple[tuple[str, str, str, Callable[[Path], None]], ...] = (
    ("absolute", "/etc/passwd", '"/etc/passwd" is absolute', _nothing),
    ("by-climbing", "../../etc/passwd", "leads out of this file's folder", _nothing),
    ("by-climbing-and-returning", "x/../../in/x.avsc", "leads out of this file's folder", _nothing),
    ("by-climbing-as-on-windows", "..\\\\..\\\\x", "leads out of this file's folder", _nothing),
    ("of-another-drive", "C:\\\\x.avsc", "is absolute", _nothing),
    ("on-a-share", "\\\\\\\\host\\\\share\\\\x", "is absolute", _nothing),
    ("a-web-page", "https://example.com/x.avsc", "is a URL; schemas are files", _nothing),
    ("a-file-address", "file:///etc/passwd", "is a URL; schemas are files", _nothing),
    ("a-home-that-no-shell-expands", "~/.aws/credentials", "does not exist", _nothing),
    ("a-variable-that-no-shell-expands", "$HOME/x", "does not exist", _nothing),
    ("with-nul", "a\\0b", "cannot be read: it is no path", _nothing),
    ("with-a-long-path", "x/" * 3000, "does not exist", _nothing),
    ("a-folder", ".", "is no regular file", _nothing),
    ("through-a-file", "personalize.yaml/x", "does not exist", _nothing),
    ("a-pipe", "pipe", "is no regular file", _pipe),
    ("a-loop", "loop", "cannot be read: ", _loop),
    ("a-link-out", "link", "leads out of this file's folder", lambda folder: _link(folder, "/etc/passwd")),
    (
        "a-link-to-a-device",
        "link",
        "leads out of this file's folder",
        lambda folder: _link(folder, "/dev/zero"),
    ),
    ("a-link-to-a-folder-out", "link/passwd", "leads out of this", lambda folder: _link(folder, "/etc")),
    ("the-file-itself", "personalize.yaml", "not JSON", _nothing),
)
"""Paths by which a file names a schema."""


def _schema_paths() -> Iterator[Entry]:
    for name, path, says, prepare in SCHEMAS:
        yield Entry(
            name=f"paths/schema-{name}",
            says=("personalize.yaml:", says),
            make=prepared(prepare, GOOD.replace("AVRO", f'"{path}"')),
            commands=(("validate",), ("apply", "--yes")),
        )


def _solutions(number: int) -> str:
    lines = (
        f"      s{one}: {{recipe: r, autoTraining: perhaps, campaigns: {{c{one}: 7}}}}\n"
        for one in range(number)
    )
    return HEAD + "datasetGroups:\n  g:\n    solutions:\n" + "".join(lines)


def _overridden(number: int) -> str:
    rows = "".join(f"      campaign/c{one}: {{minTPS: 1}}\n" for one in range(number))
    stages = "".join(f"  e{one}:\n    overrides: &o{one}\n{rows}" for one in range(2))
    return "version: 1\nstack: shop\nenvironments:\n" + stages


SIZES: tuple[tuple[str, str, Callable[[], str]], ...] = (
    ("over-two-mebibytes", "larger than 2 MiB", lambda: "# " + "x" * 2 * MEBIBYTE),
    ("forty-mebibytes", "larger than 2 MiB", lambda: "x" * 40 * MEBIBYTE),
    ("two-mebibytes-of-comments", "declares nothing", lambda: "# x\n" * (MEBIBYTE // 2)),
    ("two-mebibytes-of-one-value", "is not valid", lambda: "version: 1\nstack: " + "s" * (2 * MEBIBYTE - 20)),
    (
        "two-mebibytes-of-one-quoted-value",
        "is not valid",
        lambda: 'version: 1\nstack: "' + "\\n" * (MEBIBYTE - 20) + '"',
    ),
    (
        "two-mebibytes-of-items",
        "expands to more than 100,000 values",
        lambda: "a: [" + "x," * (MEBIBYTE - 5) + "]",
    ),
    ("two-mebibytes-of-lists", "expands to more than 100,000 values", lambda: "a: [" + "[]," * 600_000 + "]"),
    ("two-mebibytes-of-brackets", "more than 100 levels", lambda: "[" * (2 * MEBIBYTE)),
    (
        "two-mebibytes-of-anchors",
        "expands to more than 100,000 values",
        lambda: "[" + "&a x," * 400_000 + "]",
    ),
    ("two-mebibytes-of-tags", "only the first 500 findings are shown", lambda: "[" + "!t x," * 400_000 + "]"),
    (
        "fifty-thousand-unknown-keys",
        'unknown key "k0"',
        lambda: "".join(f"k{one}: v\n" for one in range(49_000)),
    ),
    ("fifty-thousand-equal-keys", "stands here again", lambda: "a: b\n" * 49_000),
    ("fifty-thousand-keys-that-are-no-text", "this key is not text", lambda: "1: b\n" * 49_000),
    ("fifty-thousand-merges", "merge keys (<<) are not read", lambda: "<<: b\n" * 49_000),
    (
        "twenty-thousand-tags",
        "has 20000 tags",
        lambda: GOOD.replace("AVRO", ITEMS).replace(
            "schemas:", "tags:\n" + "".join(f"  k{one}: v\n" for one in range(20_000)) + "schemas:"
        ),
    ),
    ("nine-thousand-wrong-solutions", "autoTraining: expected", lambda: _solutions(9_000)),
    ("ten-thousand-overrides-twice", "overrides nothing", lambda: _overridden(10_000)),
    (
        "a-hundred-thousand-uses-of-a-variable",
        "${x} means nothing here",
        lambda: HEAD + 'tags: {a: "' + "${x}" * 100_000 + '"}\n',
    ),
)
"""Files of a size: a name, what is said, the text."""


def _sizes() -> Iterator[Entry]:
    for name, says, text in SIZES:
        yield Entry(
            name=f"sizes/{name}",
            says=("personalize.yaml:", says),
            make=lambda folder, text=text: (folder / "personalize.yaml").write_text(text()) and None,  # type: ignore[misc]
            commands=(("validate",),),
        )
    for name, avro, says in (
        ("schema-over-two-mebibytes", " " * (2 * MEBIBYTE + 1), "larger than 2 MiB"),
        (
            "schema-of-two-mebibytes-of-numbers",
            "[" + "1," * (MEBIBYTE - 2) + "1]",
            "more than 100,000 values",
        ),
        (
            "schema-of-two-mebibytes-of-text",
            '"' + "x" * (2 * MEBIBYTE - 2) + '"',
            "a schema is an Avro record",
        ),
    ):
        yield Entry(
            name=f"sizes/{name}",
            says=("x.avsc:1:", says),
            make=prepared(
                lambda folder, avro=avro: (folder / "x.avsc").write_text(avro) and None,
                GOOD.replace("AVRO", "x.avsc"),
            ),  # type: ignore[misc]
            commands=(("validate",), ("apply", "--yes")),
        )
