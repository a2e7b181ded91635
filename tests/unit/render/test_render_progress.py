"""Progress: one line per change of state, and a board of what is in flight."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import gallery
import pytest
from rich.console import Console

from reconciler.apply.events import Event, StepDelayed, StepFinished, StepStarted, StepWaiting
from reconciler.apply.outcome import Ended
from reconciler.plan.changes import Action
from reconciler.render.board import Board
from reconciler.render.progress import event_line, is_bookkeeping

CREATE = gallery.step("create dataset-group/user-videos", Action.CREATE)
TRAIN = gallery.step("run solution/video-recommendations/training", Action.RUN)
MARK = gallery.step("mark dataset-group/user-videos", Action.MARK)
STOP = gallery.step("stop solution/video-recommendations/training", Action.STOP)
DELETE = gallery.step("delete schema/videos", Action.DELETE)
START = gallery.step("start recommender/for-you", Action.START)
DONE = gallery.result(CREATE.id, Action.CREATE, Ended.DONE, 62)
FAILED = gallery.result(TRAIN.id, Action.RUN, Ended.FAILED, 5, "CREATE FAILED: too \x1b few")
KEPT = replace(gallery.result(DELETE.id, Action.DELETE, Ended.DONE, 0, "something still uses it"), kept=True)
SKIPPED = gallery.result(TRAIN.id, Action.RUN, Ended.SKIPPED, 0, "an import failed")
AT = gallery.START


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (StepStarted(at=AT, step=CREATE), "2026-11-23T22:40:01Z  creating dataset-group/user-videos"),
        (
            StepWaiting(at=AT, step=TRAIN, status="CREATE IN_PROGRESS"),
            "2026-11-23T22:40:01Z  solution/video-recommendations/training is CREATE IN_PROGRESS",
        ),
        (
            StepDelayed(at=AT, step=CREATE, why="in use"),
            "2026-11-23T22:40:01Z  dataset-group/user-videos has to wait: in use",
        ),
        (
            StepFinished(at=AT + timedelta(seconds=62), step=CREATE, result=DONE),
            "2026-11-23T22:41:03Z  created dataset-group/user-videos in 1m 02s",
        ),
        (
            StepFinished(at=AT, step=TRAIN, result=FAILED),
            (
                "2026-11-23T22:40:01Z  FAILED run solution/video-recommendations/training in 5s: "
                "CREATE FAILED: too \\x1b few"
            ),
        ),
        (
            StepFinished(at=AT, step=TRAIN, result=SKIPPED),
            "2026-11-23T22:40:01Z  skipped: run solution/video-recommendations/training: an import failed",
        ),
        (
            StepFinished(at=AT, step=DELETE, result=KEPT),
            "2026-11-23T22:40:01Z  kept schema/videos: something still uses it",
        ),
        (
            StepStarted(at=AT, step=STOP),
            "2026-11-23T22:40:01Z  stopping solution/video-recommendations/training",
        ),
        (
            StepFinished(
                at=AT,
                step=STOP,
                result=gallery.result(STOP.id, Action.STOP, Ended.DONE, 0, "no training was running"),
            ),
            (
                "2026-11-23T22:40:01Z  stopped solution/video-recommendations/training: "
                "no training was running"
            ),
        ),
        (
            StepFinished(at=AT, step=START, result=gallery.result(START.id, Action.START, Ended.DONE, 62)),
            "2026-11-23T22:40:01Z  started recommender/for-you in 1m 02s",
        ),
    ],
)
def test_an_event_is_one_dated_line(event: Event, line: str) -> None:
    assert event_line(event) == line


def test_marks_are_bookkeeping_unless_they_fail() -> None:
    assert is_bookkeeping(StepStarted(at=AT, step=MARK))
    failed = gallery.result(MARK.id, Action.MARK, Ended.FAILED)
    assert not is_bookkeeping(StepFinished(at=AT, step=MARK, result=failed))
    assert not is_bookkeeping(StepStarted(at=AT, step=CREATE))


def drawn(board: Board, now: float, height: int = 20) -> str:
    console = Console(width=100, record=True, file=None, quiet=False, force_terminal=False)
    with console.capture() as capture:
        console.print(board.draw(now, width=100, height=height))
    return capture.get()


def test_the_board_shows_what_is_in_flight_and_counts_the_rest() -> None:
    board = Board([CREATE, TRAIN])
    board.take(StepStarted(at=AT, step=CREATE), 0)
    board.take(StepStarted(at=AT, step=TRAIN), 10)
    board.take(StepWaiting(at=AT, step=TRAIN, status="CREATE PENDING"), 11)
    board.take(StepFinished(at=AT, step=CREATE, result=DONE), 62)
    text = drawn(board, 72)
    assert "dataset-group" not in text
    assert [word in text for word in ("training", "1m 02s", "CREATE PENDING")] == [True, True, True]
    assert "1 of 2 ended, 1 in flight" in text


def test_the_board_never_grows_beyond_the_terminal() -> None:
    steps = [gallery.step(f"create filter/f{number}", Action.CREATE) for number in range(50)]
    board = Board(steps)
    for step in steps:
        board.take(StepStarted(at=AT, step=step), 0)
    text = drawn(board, 1, height=10)
    assert len(text.splitlines()) <= 10
    assert "and 44 more" in text


def test_the_board_says_what_a_step_waits_for() -> None:
    board = Board([CREATE])
    board.take(StepDelayed(at=AT, step=CREATE, why="5 imports are in progress"), 0)
    assert "waits: 5 imports are in progress" in drawn(board, 1)
