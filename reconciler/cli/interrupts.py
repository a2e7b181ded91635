"""Ctrl-C, SIGTERM and a closed terminal during apply: the first asks to stop, the second ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def as_interrupts() -> None:
    """From now on SIGTERM counts as Ctrl-C, and so does a closed terminal, unless `nohup` ignores that."""
    for number in _signals():
        if number is not signal.SIGINT:
            signal.signal(number, signal.default_int_handler)


def _signals() -> list[signal.Signals]:
    hung_up = [] if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [signal.SIGHUP]
    return [signal.SIGINT, signal.SIGTERM, *hung_up]


class Signals:
    """What signals do: the first does what `first` was given, any more than are borne end at once."""

    def __init__(self) -> None:
        """Nobody has asked for anything."""
        self._do: tuple[Callable[[], None], ...] = ()
        self._times, self._borne = 0, 1

    def first(self, *do: Callable[[], None]) -> None:
        """The first signal calls each of these; at once, if it has come already."""
        self._do = do
        if self._times:
            self._call()

    def wind_up(self) -> None:
        """Bear one more signal, which changes nothing: what is left takes a moment, and must be said."""
        self._do, self._borne = (), self._times + 1

    def come(self) -> None:
        """Take one signal; KeyboardInterrupt if it is one too many, but not for two in a row."""
        self._times += 1
        if self._times > self._borne:
            self._borne = self._times + 1
            raise KeyboardInterrupt
        self._call()

    def _call(self) -> None:
        for call in self._do:
            call()


@contextmanager
def stopping(*first: Callable[[], None]) -> Iterator[Signals]:
    """Inside, the first signal calls each of `first`, any later one raises KeyboardInterrupt."""
    signals = Signals()
    signals.first(*first)
    if threading.current_thread() is not threading.main_thread():
        yield signals
        return
    before = {number: signal.signal(number, lambda *_: signals.come()) for number in _signals()}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
