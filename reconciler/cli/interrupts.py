"""Ctrl-C, SIGTERM and a closed terminal during apply: the first asks to stop, the second ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def as_interrupts() -> None:
    """From now on SIGTERM counts as Ctrl-C, and so does a closed terminal, unless `nohup` ignores that."""
    for number in _signals():
        if number is not signal.SIGINT:
            signal.signal(number, signal.default_int_handler)


def _signals() -> list[signal.Signals]:
    hung_up = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hung_up]


@contextmanager
def stopping(*ask: Callable[[], None]) -> Iterator[None]:
    """Inside, the first signal calls each of `ask`, any later one raises KeyboardInterrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = False

    def handle(_number: int, _frame: Any) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        for call in ask:
            call()

    before = {number: signal.signal(number, handle) for number in _signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
