"""How fast one operation may be called, as its refusals have shown. Arithmetic alone: nothing waits here.

The service publishes one call a second of each operation and does not say how strictly, so nothing is slowed
down before the first refusal. Then calls keep a distance, which is searched for in a few steps, from far
too fast to the published rate, and refined: between the fastest rate that went well and the slowest that
did not the rate climbs, call by call, so slowly that about one call in fifty is refused for it.
Decision 20 has the measurements behind the numbers.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field

_GUESSES = (20.0, 7.0, 0.95)
"""Calls a second to be tried in turn after the first refusal; the last is just under the published rate."""
_UNHEARD_OF = 60.0
"""A rate above every guess: what is taken for too fast when nothing else has been tried."""
_SLOWEST = 0.4
"""Several processes may share a quota, and each of them must get on."""
_WINDOW, _WIDE = 2.0, 10.0
"""Calls in the first round, twice as many in the next one. From the second figure on there are no rounds: so
many calls are in flight, and after as many answers a quarter more."""
_CALLS, _FEW_CALLS, _DOUBLING = 50, 12, 8
"""Calls that a climb takes: to refine what is known, to find out what is not; and to double from there on."""
_SECONDS, _FEW_SECONDS = 50.0, 10.0
"""A climb takes no longer than this, however slow the calls, so that a rate recovers once others are gone."""
_MOST_PATIENT = 8
"""After so many refusals in a row the pause before the next try grows no longer."""
_OVERDUE = 2.0
"""Seconds for which an answer is waited for before the next call leaves without it."""
_SEARCH, _GLANCE = 3.0, 0.1
"""Seconds that a search may take before another operation goes on with it, and between two looks at it."""
_THIN = 3
"""Fewer answered calls than this between two refusals say little about the rate."""
_MANY = 10
"""So many between two refusals prove a rate, and what is refused soon after far below it is an accident."""


@dataclass(slots=True)
class Known:
    """What one operation's refusals teach about the others, which have the same quota."""

    refused: bool = False
    guess: int = 0
    well: float | None = None
    ill: float = _UNHEARD_OF
    searcher: object = None
    """The Rate that makes the guesses; others wait for what it finds, until the moment `searches_until`."""
    searches_until: float = -math.inf


@dataclass(frozen=True, slots=True)
class Sent:
    """A call on its way: when it left, and whether it left no later than it could have."""

    at: float
    pressed: bool


@dataclass(slots=True)
class Rate:
    """The rate of one operation. `limit` is in calls a second, None as long as none was refused."""

    known: Known
    chance: Callable[[], float] = random.random
    limit: float | None = None
    _window: float = _WINDOW
    _in_round: int = 0
    _in_flight: int = 0
    _answered: int = 0
    """Since the last refusal that counted."""
    _in_vain: int = 0
    """Refusals since the last call that went well."""
    _ever: int = 0
    _last: float = -math.inf
    """When the last call left that took something of the quota."""
    _last_well: float = -math.inf
    _trip: float = 0.0
    """The shortest time from leaving to the answer, in seconds."""
    _proven: float = 0.0
    """The rate at which many calls in a row have gone well; less with every refusal since."""
    _held_until: float = -math.inf
    _probing: bool = False
    _well: float = _SLOWEST
    _ill: float = _UNHEARD_OF
    _steps: int = 0
    """Calls that left as early as they could and went well, since the climb began."""
    _length: float = _CALLS
    _seconds: float = _SECONDS
    _changed: float = -math.inf
    _began: float = field(default=-math.inf)

    def due(self, now: float) -> float:
        """When the next call may leave, as things stand; an answer may change that."""
        untried = self.limit is None and self._ever <= 1
        if self.known.well is not None and (self._probing or untried):
            self._adopt(self.known.well, now)
        elif self.known.refused and untried:
            self._changed = self._began = now
            self._search()
        if self.limit is None:
            taken = self._in_round if self._window < _WIDE else self._in_flight
            return now if taken < self._window else max(now, self._last + _OVERDUE)
        if self._probing and not self._searches(now):
            return now + _GLANCE
        rate = self._climbed(now)
        # While an answer is overdue the service may be holding calls up, and would count them all at once.
        abreast = 1 if self._probing else 1 + int(1.25 * self._trip * rate)
        overdue = _OVERDUE if self._in_flight >= abreast else 0.0
        return max(now, self._held_until, self._last + 1 / rate + overdue)

    def sent(self, now: float) -> Sent:
        """One call leaves."""
        pressed = self.limit is not None and now - self._last <= 1.25 / self.limit
        self._in_flight += 1
        self._in_round += 1
        self._last = now
        return Sent(now, pressed)

    def lost(self) -> None:
        """A call came back without telling anything about its rate."""
        self._in_flight -= 1
        if self.limit is None:
            self._widen()

    def answered(self, call: Sent, now: float) -> None:
        """A call was not refused for its rate."""
        self._in_flight -= 1
        self._ever += 1
        self._in_vain = 0
        self._trip = min(self._trip, now - call.at) if self._ever > 1 else now - call.at
        # What it took of the quota it took when it arrived: held up on the way, later than it left.
        self._last_well = max(self._last_well, call.at, now - self._trip)
        self._last = max(self._last, self._last_well)
        if self.limit is None:
            self._widen()
            return
        self._answered += 1
        if call.at < self._changed:
            return
        if self._probing:
            self._probing = False
            self._climb(self.limit, self._ill, _FEW_CALLS, _SECONDS)
            self.known.well, self.known.ill = self._well, self._ill
        elif call.pressed:
            self._steps += 1
            self.limit = self._climbed(now)

    def refused(self, call: Sent, now: float) -> None:
        """A call was refused for its rate. Of several that left before that was known, one counts."""
        self._in_flight -= 1
        if self._last == call.at:
            self._last = self._last_well  # a refused call takes nothing of the quota
        if call.at >= self._changed:
            self._changed = now
            if self.limit is None or self._probing:
                self._search()
            else:
                self._fall(self._climbed(now), call.at)
            self._answered, self._began = 0, call.at
        self._in_vain += 1
        assert self.limit is not None
        # By chance, so that two processes do not keep step and refuse each other for good.
        share = (0.2 + 0.3 * self.chance()) * min(self._in_vain, _MOST_PATIENT)
        self._held_until = call.at + share / self.limit

    def _searches(self, now: float) -> bool:
        """Whether this is the one to make guesses; another takes over when nothing comes of it."""
        if now >= self.known.searches_until:
            self.known.searcher, self.known.searches_until = self, now + _SEARCH
        return self.known.searcher is self

    def _widen(self) -> None:
        if self._in_round >= self._window and (self._window >= _WIDE or not self._in_flight):
            self._in_round = 0
            self._window *= 2 if self._window < _WIDE else 1.25

    def _search(self) -> None:
        """Take the next guess, with one call at a time until one goes well."""
        self.known.refused = True
        if self.limit is not None:
            self._ill = self.limit
            last = len(_GUESSES) - 1
            if self.limit <= _GUESSES[last]:
                self.limit = max(self.limit / 2, _SLOWEST)
                return
            if self.limit <= _GUESSES[self.known.guess]:
                self.known.guess = min(self.known.guess + 1, last)
        self._probing, self.limit = True, _GUESSES[self.known.guess]

    def _adopt(self, well: float, now: float) -> None:
        """Begin with what another operation has found out, and find out soon whether it holds here."""
        self._probing = False
        self._climb(well, self.known.ill, _FEW_CALLS, _SECONDS)
        self._answered, self._began = 0, now

    def _fall(self, rate: float, at: float) -> None:
        """Go back to what went well: half-way up the climb, and no faster than answers came."""
        thin = self._answered < _THIN
        came = self._answered / (at - self._began) if self._answered and at > self._began else 0.6 * rate
        deepest = (0.25 if self._answered > _THIN + 1 else 0.6) * rate
        well = max(_SLOWEST, deepest, min(came, self._at(self._steps / 2), 0.98 * rate))
        self._proven = max(0.9 * self._proven, came if self._answered >= _MANY else 0.0)
        ill = max(rate, 1.02 * well, self._proven)
        close = ill < 1.3 * well and not thin
        self._climb(well, ill, _CALLS if close else _FEW_CALLS, _FEW_SECONDS if thin else _SECONDS)
        if not thin:
            self.known.well, self.known.ill = well, ill

    def _climb(self, well: float, ill: float, length: float, seconds: float) -> None:
        self.limit = self._well = well
        self._ill, self._length, self._seconds, self._steps = ill, length, seconds, 0

    def _climbed(self, now: float) -> float:
        """The rate by now: as far up as calls have gone well, or time has passed since the last refusal."""
        assert self.limit is not None
        if self._probing:
            return self.limit
        passed = (now - self._began) * self._length / self._seconds if self._steps > 1 else 0.0
        return self._at(max(self._steps, passed))

    def _at(self, steps: float) -> float:
        if steps <= self._length:
            return float(self._well * (self._ill / self._well) ** (steps / self._length))
        return float(self._ill * 2 ** ((steps - self._length) / _DOUBLING))
