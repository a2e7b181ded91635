"""Many calls at once on threads that never keep the process alive."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

Found = TypeVar("Found")


def in_parallel(calls: Sequence[Callable[[], Found]], limit: int) -> list[Found]:
    """The results of all calls, in their order, with at most `limit` of them under way.

    Raises what the first failing call raised. The threads are daemons, so that Ctrl-C ends the command
    although a call hangs; a pool of concurrent.futures would wait for it at exit.
    """
    waiting: SimpleQueue[int] = SimpleQueue()
    done: SimpleQueue[tuple[int, Found | None, BaseException | None]] = SimpleQueue()
    for number in range(len(calls)):
        waiting.put(number)

    def work() -> None:
        while True:
            try:
                number = waiting.get_nowait()
            except Empty:
                return
            try:
                done.put((number, calls[number](), None))
            except BaseException as error:  # raised again where the results are collected
                done.put((number, None, error))

    for _ in range(min(limit, len(calls))):
        threading.Thread(target=work, daemon=True).start()
    results: dict[int, Found] = {}
    while len(results) < len(calls):
        number, result, error = done.get()
        if error is not None:
            _empty(waiting)
            raise error
        results[number] = result  # type: ignore[assignment]
    return [results[number] for number in range(len(calls))]


def _empty(waiting: SimpleQueue[int]) -> None:
    """Nothing more is started once the results are not wanted."""
    with suppress(Empty):
        while True:
            waiting.get_nowait()
