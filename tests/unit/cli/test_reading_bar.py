"""How far the reading of data is, for a terminal and for a log."""

from __future__ import annotations

import io

import pytest

from reconciler.cli.reading_bar import reading_bar
from reconciler.cli.screen import Screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *, quiet: bool = False) -> str:
    with reading_bar(2000, Screen(out=io.StringIO(), err=stream, quiet=quiet)) as step:
        told = step("dataset/shop/items")
        told(500)
        told(1500)
    return stream.getvalue()


def test_a_terminal_gets_a_bar_with_the_dataset_and_the_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    text = shown(Terminal())
    assert "dataset/shop/items" in text
    assert "2.0/2.0 kB" in text


def test_a_log_gets_one_line_for_a_dataset_and_a_quiet_run_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO()) == "reading dataset/shop/items\n"
    assert shown(io.StringIO(), quiet=True) == ""
    monkeypatch.setenv("TERM", "dumb")
    assert shown(Terminal()) == "reading dataset/shop/items\n"
