"""The worked example of README.md, run as it stands there: commands, exit codes, output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from installed import ROOT, Checkout
from shown_commands import held, missing, shown

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve


def test_the_worked_example_is_what_happens(serve: Serve, folder: Path) -> None:
    section = (ROOT / "README.md").read_text().partition("## A worked example")[2].partition("\n## ")[0]
    checkout, commands = Checkout(folder, serve()), list(shown(section))
    assert len(commands) >= 6
    for one in commands:
        held(one, checkout.folder, checkout.environment)


def test_lines_may_be_left_out_only_where_the_page_says_so() -> None:
    real = "a\nb\nc\nd  12s\n"
    assert missing(["a", "b", "c", "d  3s"], real) == []
    assert missing(["…", "b", "…", "d"], real) == []
    assert missing(["b", "…"], real) == ["b"]
    assert missing(["a", "c", "…"], real) == ["a", "c"]
    assert missing(["a", "…", "c"], real) == ["c"]
