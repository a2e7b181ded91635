"""The worked example of README.md, run as it stands there: commands, exit codes, output."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from installed import BIN, ROOT, Checkout

if TYPE_CHECKING:
    from conftest import Serve

BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s+# exit (\d+)$")
LEFT_OUT = "…"
VARYING = [
    (re.compile(r"http://127\.0\.0\.1:\d+"), "URL"),
    (re.compile(r'change: "[0-9a-f]{6}"'), "CHANGE"),
    (re.compile(r"(, in |\s+)(\d+[hms] ?)+(\.?)$"), r"\3"),
]
"""What differs from run to run: the port, change ids (of a time), durations."""


@dataclass(slots=True)
class Shown:
    """One command with the exit code and the output that the page shows."""

    command: str
    code: int
    output: list[str] = field(default_factory=list)


def shown() -> Iterator[Shown]:
    section = (ROOT / "README.md").read_text().partition("## A worked example")[2].partition("\n## ")[0]
    for block in BLOCK.findall(section):
        found: list[Shown] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                end = EXIT.search(line)
                found.append(Shown(EXIT.sub("", line[2:]), int(end[1]) if end else 0))
            else:
                found[-1].output.append(line)
        yield from found


def same(line: str) -> str:
    for pattern, instead in VARYING:
        line = pattern.sub(instead, line)
    return line.rstrip()


def stretches(lines: list[str]) -> list[list[str]]:
    """The shown lines between those left out."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line == LEFT_OUT:
            found.append([])
        else:
            found[-1].append(same(line))
    return found


def missing(expected: list[str], actual: str) -> list[str]:
    """The first stretch that does not follow in the real output; empty when all do."""
    lines = [same(line) for line in actual.splitlines()]
    parts = stretches(expected)
    at = 0
    for number, part in enumerate(parts):
        starts = range(at, len(lines) - len(part) + 1)
        if number == 0:
            starts = range(min(1, len(starts)))
        if number == len(parts) - 1:
            starts = range(max(at, len(lines) - len(part)), len(lines) - len(part) + 1)
        start = next((start for start in starts if lines[start : start + len(part)] == part), None)
        if start is None:
            return part
        at = start + len(part)
    return []


def test_the_worked_example_is_what_happens(serve: Serve, folder: Path) -> None:
    checkout, commands = Checkout(folder, serve()), list(shown())
    assert len(commands) >= 6
    for one in commands:
        ran = subprocess.run(
            ["bash", "-c", one.command],
            cwd=checkout.folder,
            env=checkout.environment | {"PATH": f"{BIN}:{checkout.environment['PATH']}"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == one.code, f"{one.command}\n{ran.stdout}{ran.stderr}"
        assert missing(one.output, ran.stdout) == [], f"{one.command}\n{ran.stdout}"


def test_lines_may_be_left_out_only_where_the_page_says_so() -> None:
    real = "a\nb\nc\nd  12s\n"
    assert missing(["a", "b", "c", "d  3s"], real) == []
    assert missing(["…", "b", "…", "d"], real) == []
    assert missing(["b", "…"], real) == ["b"]
    assert missing(["a", "c", "…"], real) == ["a", "c"]
    assert missing(["a", "…", "c"], real) == ["c"]
