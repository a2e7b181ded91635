"""Streams: colour only where it is wanted, no broken pipe, no encoding that stops a run."""

from __future__ import annotations

import io
import os
import pty
import signal

import pytest
from cli_world import ADOPT, World

from reconciler.apply.events import StepFinished, StepStarted
from reconciler.apply.outcome import Ended, Result
from reconciler.aws.clock import SystemClock
from reconciler.cli.asking import agreed
from reconciler.cli.interrupts import stopping
from reconciler.cli.progress import progress
from reconciler.cli.screen import Screen


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colour_is_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert Screen(out=Terminal()).out_paint.colour
    assert not Screen(out=io.StringIO()).out_paint.colour
    assert not Screen(out=Terminal(), no_color=True).out_paint.colour
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Screen(out=Terminal()).out_paint.colour


def test_a_narrow_encoding_gets_plainer_signs() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Screen(out=stream).data("1 → 2 … é \udce9")
    assert raw.getvalue() == b"1 -> 2 ... \\xe9 \\udce9\n"


def test_a_reader_that_left_does_not_stop_the_run() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        screen = Screen(out=stream)
        screen.data("nobody reads this")
        screen.data("nor this")


@pytest.mark.parametrize(("answer", "expected"), [("yes", True), ("y", False), ("", False), ("YES", False)])
def test_only_yes_is_accepted(
    world: World, monkeypatch: pytest.MonkeyPatch, answer: str, expected: bool
) -> None:
    world.changes = (ADOPT,)
    monkeypatch.setattr("sys.stdin", Terminal(f"{answer}\n"))
    assert agreed(world.plan(), "personalize.yaml", False, Screen(err=Terminal())) is expected


def test_a_file_on_standard_input_leaves_nobody_to_ask(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.changes = (ADOPT,)
    monkeypatch.setattr("sys.stdin", Terminal("yes\n"))
    assert not agreed(world.plan(), "-", False, Screen(err=Terminal()))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_and_the_second_ends(number: signal.Signals) -> None:
    asked: list[int] = []
    before = signal.getsignal(number)
    with stopping(lambda: asked.append(1)):
        signal.raise_signal(number)
        assert asked == [1]
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert asked == [1]
    assert signal.getsignal(number) is before


def test_once_the_report_is_due_one_more_signal_is_borne() -> None:
    with stopping() as signals:
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signals.wind_up()
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_a_signal_that_came_early_is_not_forgotten() -> None:
    asked: list[int] = []
    with stopping() as signals:
        signal.raise_signal(signal.SIGTERM)
        signals.first(lambda: asked.append(1))
    assert asked == [1]


def test_the_live_table_draws_and_wipes_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    world.changes = (ADOPT,)
    plan, clock = world.plan(), SystemClock()
    step = plan.steps[0]
    end = Result(step=step.id, address=step.address, action=step.action, ended=Ended.DONE, seconds=3)
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as stream:
        with progress(plan, clock, Screen(err=stream)) as shown:
            shown.emit(StepStarted(at=clock.now(), step=step))
            shown.stopping()
            shown.emit(StepFinished(at=clock.now(), step=step, result=end))
        stream.flush()
        seen = os.read(ours, 65536).decode()
    os.close(ours)
    assert "adopted dataset-group/shop in 3s" in seen
