"""The loop: calls in flight, calls that queue, timers. It knows steps only as generators of effects."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from queue import SimpleQueue
from typing import Any, assert_never

from reconciler.apply.effects import (
    Ask,
    AskAll,
    Effect,
    Look,
    Moves,
    Pause,
    Queue,
    Sighting,
)
from reconciler.apply.executors import Executor, Finished
from reconciler.apply.lines import Lines
from reconciler.apply.watching import Watchers, description_of, list_of, listing_of
from reconciler.ports import Clock, PersonalizeApi


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a step's generator ended: well, with an error, or abandoned in the middle."""

    error: Exception | None = None
    abandoned: bool = False


_ABREAST = 2
"""Calls under way of an operation that is paced: one on the wire, one waiting for its turn."""


@dataclass(frozen=True, slots=True)
class _Queued:
    operation: str
    call: Callable[[], Any]
    keys: frozenset[int]
    deliver: Callable[[Finished], None]


class Scheduler:
    """Drives steps, at most `parallelism` calls at a time; a waiting step costs one timer.

    `wait` is False where settling is not waited for: a step that would have to is abandoned.
    `ended` is told of every step that ends.
    """

    def __init__(
        self,
        *,
        api: PersonalizeApi,
        clock: Clock,
        executor: Executor,
        parallelism: int,
        wait: bool,
        ended: Callable[[int, Ending], None],
    ) -> None:
        """Start with nothing to do."""
        self._api, self._clock, self._executor, self._ended = api, clock, executor, ended
        self._parallelism, self._wait, self._stopping = parallelism, wait, False
        self.finished: SimpleQueue[Any] = SimpleQueue()
        self._moves: dict[int, Moves[None]] = {}
        self._numbers = count()
        self._queue: deque[tuple[int, _Queued]] = deque()
        self._in_flight: dict[int, _Queued] = {}
        self._watchers, self._lines = Watchers(), Lines()
        self._line_of: dict[int, str] = {}
        self._timers: list[tuple[float, int, int]] = []
        self._timer_of: dict[int, int] = {}

    @property
    def idle(self) -> bool:
        """Whether no step is under way."""
        return not self._moves

    @property
    def has_room(self) -> bool:
        """Whether one more call could be made at once, of an operation that is not crowded."""
        waiting = sum(not self._crowded(queued.operation) for _, queued in self._queue)
        return len(self._in_flight) + waiting < self._parallelism

    def begin(self, key: int, moves: Moves[None], *, line: str) -> None:
        """Take a step on and carry it to its first effect; its end may make room in this line."""
        self._moves[key], self._line_of[key] = moves, line
        self._resume(key)

    def turn(self, seconds: float | None) -> None:
        """Wait for the next answer or timer, `seconds` at most (None: as long as it takes), and act on it."""
        while self._timers and self._timer_of.get(self._timers[0][2]) != self._timers[0][1]:
            heapq.heappop(self._timers)
        if self._timers:
            due = max(self._timers[0][0] - self._clock.elapsed(), 0.0)
            seconds = due if seconds is None else min(due, seconds)
        item = self._clock.wait(self.finished, seconds)
        if isinstance(item, Finished):
            if item.error is not None and not isinstance(item.error, Exception):
                raise item.error
            self._in_flight.pop(item.token).deliver(item)
        while self._timers and self._timers[0][0] <= self._clock.elapsed():
            _, number, key = heapq.heappop(self._timers)
            if self._timer_of.get(key) == number:
                self._fire(key)
        self._pump()

    def abandon(self) -> None:
        """Make no new calls: every step ends but those with a call in flight, which end with its answer."""
        self._stopping = True
        self._api.let_go()
        busy = {key for queued in self._in_flight.values() for key in queued.keys}
        self._queue.clear()
        self._timer_of.clear()
        self._watchers.clear()
        for key in [key for key in self._moves if key not in busy]:
            self._drop(key)

    def _resume(self, key: int, answer: Any = None, error: BaseException | None = None) -> None:
        moves = self._moves[key]
        try:
            effect = moves.send(answer) if error is None else moves.throw(error)
        except StopIteration:
            self._end(key, Ending())
        except Exception as failure:  # also a mistake of ours: it must not end the others without a word
            self._end(key, Ending(error=failure))
        else:
            self._accept(key, effect)

    def _accept(self, key: int, effect: Effect) -> None:
        if self._stopping or (not self._wait and _lasts(effect)):
            self._drop(key)
            return
        if not isinstance(effect, Queue | Ask):
            self._leave_line(key)
        match effect:
            case Ask():
                self._call(key, effect, lambda: self._api.call(effect.operation, effect.request))
            case AskAll():
                pages = self._api.pages
                self._call(key, effect, lambda: pages(effect.operation, effect.request, effect.result))
            case Pause():
                self._set_timer(key, effect.seconds)
            case Queue():
                if self._lines.join(key, effect.line):
                    self._set_timer(key, effect.seconds)
            case Look():
                self._watchers.add(key, effect)
                self._set_timer(key, effect.seconds)
            case _:
                assert_never(effect)

    def _leave_line(self, key: int) -> None:
        following = self._lines.leave(key)
        if following is not None:
            self._set_timer(following, 0.0)

    def _make_room(self, line: str) -> None:
        """A step of the line's kind has ended: whoever is first in it need not wait for its timer."""
        first = self._lines.first(line)
        if first in self._timer_of:
            self._set_timer(first, 0.0)

    def _set_timer(self, key: int, seconds: float) -> None:
        number = next(self._numbers)
        self._timer_of[key] = number
        heapq.heappush(self._timers, (self._clock.elapsed() + seconds, number, key))

    def _fire(self, key: int) -> None:
        del self._timer_of[key]
        if key not in self._watchers:
            self._resume(key)
            return
        together = self._watchers.take(key)
        for other in together:
            self._timer_of.pop(other, None)
        if len(together) == 1:
            self._describe(key, together[key])
        else:
            look = together[key]
            self._enqueue(
                _Queued(
                    operation=listing_of(look),
                    call=lambda: list_of(self._api, look),
                    keys=frozenset(together),
                    deliver=lambda item: self._share(together, item),
                )
            )

    def _describe(self, key: int, look: Look) -> None:
        def deliver(item: Finished) -> None:
            seen = Sighting(body=item.answer, whole=True) if item.error is None else None
            self._resume(key, seen, item.error)

        self._enqueue(
            _Queued(
                operation=look.kind.describe,
                call=lambda: description_of(self._api, look),
                keys=frozenset({key}),
                deliver=deliver,
            )
        )

    def _share(self, together: Mapping[int, Look], item: Finished) -> None:
        """Give each step its line of the List; one that the List does not show is described."""
        for key, look in together.items():
            if item.error is not None:
                self._resume(key, error=item.error)
            elif look.arn in item.answer:
                self._resume(key, Sighting(body=item.answer[look.arn], whole=False))
            elif self._stopping:
                self._drop(key)
            else:
                self._describe(key, look)

    def _call(self, key: int, ask: Ask | AskAll, call: Callable[[], Any]) -> None:
        def deliver(item: Finished) -> None:
            self._resume(key, item.answer, item.error)

        self._enqueue(_Queued(ask.operation, call, frozenset({key}), deliver))

    def _enqueue(self, queued: _Queued) -> None:
        self._queue.append((next(self._numbers), queued))
        self._pump()

    def _pump(self) -> None:
        while len(self._in_flight) < self._parallelism and (following := self._following()) is not None:
            token, queued = self._queue[following]
            del self._queue[following]
            self._in_flight[token] = queued
            self._executor.submit(token, queued.call, self.finished)

    def _following(self) -> int | None:
        """The place in the queue of the first call that is not of a crowded operation."""
        places = (at for at, (_, queued) in enumerate(self._queue) if not self._crowded(queued.operation))
        return next(places, None)

    def _crowded(self, operation: str) -> bool:
        """Whether one more call of a paced operation would only take the place of others."""
        under_way = sum(queued.operation == operation for queued in self._in_flight.values())
        return under_way >= _ABREAST and self._api.paced(operation)

    def _drop(self, key: int) -> None:
        self._moves[key].close()
        self._end(key, Ending(abandoned=True))

    def _end(self, key: int, ending: Ending) -> None:
        del self._moves[key]
        self._timer_of.pop(key, None)
        self._leave_line(key)
        self._make_room(self._line_of.pop(key))
        self._ended(key, ending)


def _lasts(effect: Effect) -> bool:
    """Whether the effect waits for the service to settle something."""
    match effect:
        case Look():
            return effect.seconds > 0
        case Pause():
            return not effect.brief
        case Queue():
            return True
        case _:
            return False
