"""Console blocks of a page: commands with the exit code and the output that the page shows."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from installed import BIN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

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


def shown(text: str) -> Iterator[Shown]:
    """The commands of a page or a section, in order."""
    for block in BLOCK.findall(text):
        found: list[Shown] = []
        for line in block.splitlines():
            if line.startswith("$ "):
                end = EXIT.search(line)
                found.append(Shown(EXIT.sub("", line[2:]), int(end[1]) if end else 0))
            else:
                found[-1].output.append(line)
        yield from found


def held(one: Shown, folder: Path, variables: Mapping[str, str], *, whole: bool = False) -> None:
    """Run the command: it ends and prints as shown, on standard output or, `whole`, on both streams."""
    ran = subprocess.run(
        ["bash", "-c", one.command],
        cwd=folder,
        env=dict(variables) | {"PATH": f"{BIN}:{variables['PATH']}"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if whole else subprocess.PIPE,
        text=True,
        check=False,
    )
    assert ran.returncode == one.code, f"{one.command}\n{ran.stdout}{ran.stderr}"
    assert missing(one.output, ran.stdout) == [], f"{one.command}\n{ran.stdout}"


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
