"""What a how-to shows is what a scenario prints: a comment above the block names the file in then/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tree import ROOT, pages

BLOCK = re.compile(
    r"^<!-- (tests/scenarios/\S+) -->\n```console\n\$ ([^\n]+)\n(.*?)^```", re.MULTILINE | re.DOTALL
)
EXIT = re.compile(r"\s+# exit (\d+)$")
LEFT_OUT = "…"
SHOWN = [
    (page, source, command, body)
    for page in pages()
    for source, command, body in BLOCK.findall((ROOT / page).read_text())
]


def stretches(body: str) -> list[list[str]]:
    """The shown lines between those left out."""
    found: list[list[str]] = [[]]
    for line in body.splitlines():
        if line == LEFT_OUT:
            found.append([])
        else:
            found[-1].append(line)
    return [part for part in found if part]


def missing(body: str, real: list[str]) -> list[str]:
    """The first shown stretch that does not follow in the real output; empty when all do."""
    at = 0
    for part in stretches(body):
        starts = range(at, len(real) - len(part) + 1)
        start = next((start for start in starts if real[start : start + len(part)] == part), None)
        if start is None:
            return part
        at = start + len(part)
    return []


@pytest.mark.parametrize(
    ("page", "source", "command", "body"), SHOWN, ids=[f"{one[0]}:{one[1]}" for one in SHOWN]
)
def test_a_shown_output_is_what_the_scenario_prints(page: Path, source: str, command: str, body: str) -> None:
    first, *real, last = (ROOT / source).read_text().splitlines()
    code = EXIT.search(command)
    assert f"$ {EXIT.sub('', command)}" == first
    assert f"exit {code[1] if code else 0}" == last
    assert stretches(body), "the page shows nothing of it"
    assert missing(body, real) == [], f"{page} shows what {source} does not hold"


def test_outputs_are_shown() -> None:
    assert {str(page) for page, *_ in SHOWN} >= {"docs/howto-change-things.md", "docs/howto-destroy.md"}


def test_a_line_that_is_not_printed_would_be_seen() -> None:
    assert missing("a\n…\nc\n", ["a", "b", "c"]) == []
    assert missing("a\nc\n", ["a", "b", "c"]) == ["a", "c"]
    assert missing("c\n…\na\n", ["a", "b", "c"]) == ["a"]
