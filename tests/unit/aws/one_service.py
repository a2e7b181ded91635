"""A service with a quota per operation, and processes that call it: events in virtual time, no threads."""

from __future__ import annotations

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import count

from reconciler.aws.rates import Known, Rate, Sent


class Bucket:
    """`burst` calls at once, then `rate` a second; a refused call takes nothing."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, max(1.0, burst)
        self._left, self._seen = self.burst, 0.0

    def takes(self, now: float) -> bool:
        self._left = min(self.burst, self._left + (now - self._seen) * self.rate)
        self._seen = now
        if self._left < 1.0 - 1e-9:
            return False
        self._left -= 1.0
        return True


class Events:
    """What happens next."""

    def __init__(self) -> None:
        self.now = 0.0
        self._queue: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = count()

    def at(self, moment: float, happens: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (moment, next(self._numbers), happens))

    def run(self) -> None:
        while self._queue:
            self.now, _, happens = heapq.heappop(self._queue)
            happens()


class Process:
    """`callers` at a time make the calls in their order; each is sent again until it is not refused."""

    def __init__(
        self,
        calls: Sequence[str],
        callers: int,
        buckets: Mapping[str, Bucket],
        events: Events,
        *,
        trip: float,
        jitter: float,
        chance: random.Random,
    ) -> None:
        self.made, self.refused, self.ended = Counter[str](), Counter[str](), 0.0
        self.taken: dict[str, list[float]] = defaultdict(list)
        self._calls, self._free, self._buckets, self._events = list(calls), callers, buckets, events
        self._trip, self._jitter, self._chance = trip, jitter, chance
        self._known = Known()
        self._rates: dict[str, Rate] = {}
        self._waiting = Counter[str]()
        events.at(0.0, self._go)

    def _go(self) -> None:
        while self._free and self._calls:
            self._waiting[self._calls.pop(0)] += 1
            self._free -= 1
        for operation in list(self._waiting):
            self._leave(operation)

    def _leave(self, operation: str) -> None:
        rate = self._rates.setdefault(operation, Rate(self._known, self._chance.random))
        while self._waiting[operation]:
            due = rate.due(self._events.now)
            if due > self._events.now:
                self._events.at(due + self._some(), lambda: self._leave(operation))
                return
            self._waiting[operation] -= 1
            self.made[operation] += 1
            sent = rate.sent(self._events.now)
            self._events.at(self._events.now + self._trip / 2 + self._some(), self._arrival(operation, sent))

    def _arrival(self, operation: str, sent: Sent) -> Callable[[], None]:
        def arrive() -> None:
            taken = self._buckets[operation].takes(self._events.now)
            if taken:
                self.taken[operation].append(self._events.now)
            back = self._events.now + self._trip / 2 + self._some()
            self._events.at(back, lambda: self._back(operation, sent, taken=taken))

        return arrive

    def _back(self, operation: str, sent: Sent, *, taken: bool) -> None:
        rate = self._rates[operation]
        if taken:
            rate.answered(sent, self._events.now)
            self._free += 1
            self.ended = self._events.now
        else:
            rate.refused(sent, self._events.now)
            self.refused[operation] += 1
            self._waiting[operation] += 1
        self._go()

    def _some(self) -> float:
        return self._chance.random() * self._jitter


def together(
    calls: Sequence[str],
    *,
    rate: Mapping[str, float] | float,
    burst: float = 0.0,
    callers: int = 10,
    processes: int = 1,
    trip: float = 0.05,
    jitter: float = 0.003,
    seed: int = 0,
) -> list[Process]:
    """So many processes make the same calls at the same time; ends when all have been answered."""
    events, chance = Events(), random.Random(seed)
    rates = rate if isinstance(rate, Mapping) else dict.fromkeys(calls, rate)
    buckets = {operation: Bucket(each, burst) for operation, each in rates.items()}
    made = [
        Process(calls, callers, buckets, events, trip=trip, jitter=jitter, chance=chance)
        for _ in range(processes)
    ]
    events.run()
    return made


def ideal(calls: Sequence[str], rate: Mapping[str, float] | float, processes: int = 1) -> float:
    """Seconds that nobody can undercut: the calls of the busiest operation, with no burst."""
    rates = rate if isinstance(rate, Mapping) else dict.fromkeys(calls, rate)
    return max((processes * number - 1) / rates[name] for name, number in Counter(calls).items())


def spread(numbers: Mapping[str, int]) -> list[str]:
    """So many calls of each operation, spread evenly."""
    places = [((place + 0.5) / number, name) for name, number in numbers.items() for place in range(number)]
    return [name for _, name in sorted(places)]
