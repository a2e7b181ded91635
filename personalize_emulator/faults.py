"""Faults on request: what goes wrong at the real service, made to happen here at will.

Faults live in memory; a restart forgets them. Does not belong here: the checks every call meets anyway.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from threading import RLock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from personalize_emulator.resources import Resource

_LARGEST = 1_000_000
_NUMBERS = frozenset({"rate", "burst", "times", "seconds", "size", "by"})
_WHOLE = frozenset({"times", "size", "by"})
THROTTLE, FAIL, LOSE_RESPONSE, REFUSE, DELAY = "throttle", "fail", "lose-response", "refuse", "delay"
"""Faults that strike a call."""
HOLD, LAG, LINGER, WORD, SHIFT = "hold", "lag", "linger", "word", "shift"
"""Faults that are about resources, or about how they are shown."""
_KNOWN = frozenset({THROTTLE, FAIL, LOSE_RESPONSE, REFUSE, DELAY, HOLD, LAG, LINGER, WORD, SHIFT})


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault. `operation`, `kind`, `name`, `status` and `request` (the call's parameters
    as JSON with sorted keys) are globs; `times` counts down, None is for ever.

    throttle: ThrottlingException, always or above `rate` calls a second (real time), counted by a bucket
    that holds `burst` calls: at least one, None being one second's worth. fail: what the operation starts
    ends in a FAILED status with `reason`. lose-response: the effect happens, the answer never arrives.
    hold: resources of `kind` and `name` stay in `status` until the fault is removed. refuse: answer `code`
    with `message`. delay: wait `seconds` (real time) before the call.

    lag: reads named by `operation` do not see a resource until `seconds` (virtual time) after its creation.
    linger: they go on seeing one that is gone, as it stood last, for `seconds`, if the fault was in force.
    word: a status that `status` fits is shown as `word`, also that of an update. shift: Lists give at most
    `size` items a page, and their tokens are offsets, which what comes and goes moves; with `by`, every page
    after the first begins that many items further on (items are missed) or, negative, earlier (given twice).
    """

    fault: str
    operation: str = "*"
    kind: str = "*"
    name: str = "*"
    status: str = "*"
    request: str = "*"
    rate: float | None = None
    burst: float | None = None
    times: int | None = None
    reason: str = "The emulator was asked to let this fail."
    code: str = "ResourceInUseException"
    message: str = "The emulator was asked to refuse this."
    seconds: float = 0.0
    word: str = "REVIEWING"
    size: int = 0
    by: int = 0
    id: int = 0
    _allowance: float = field(default=1.0, repr=False)
    _seen: float = field(default_factory=time.monotonic, repr=False)

    def __post_init__(self) -> None:
        if self.fault not in _KNOWN:
            raise ValueError(f"unknown fault {self.fault!r}; known are {', '.join(sorted(_KNOWN))}")
        if self.size < 0 or (self.by < 0 and 0 < self.size <= -self.by):
            raise ValueError("size must be positive, and more than the items that a page goes back")
        self._allowance = self._room

    @property
    def _room(self) -> float:
        """How many calls may come at once."""
        return max(1.0, self.rate or 0.0) if self.burst is None else max(1.0, self.burst)

    def over_rate(self) -> bool:
        """Count one call against the rate; a refused one takes nothing out of the bucket."""
        if self.rate is None:
            return True
        now = time.monotonic()
        self._allowance = min(self._room, self._allowance + (now - self._seen) * self.rate)
        self._seen = now
        if self._allowance >= 1.0:
            self._allowance -= 1.0
            return False
        return True


class Faults:
    """The faults in force."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._faults: list[Fault] = []
        self._last = 0

    def add(self, fault: str, **settings: Any) -> Fault:
        """Put a fault in force; ValueError or TypeError when it makes no sense."""
        made = Fault(fault=fault, **settings)
        with self._lock:
            self._last += 1
            made.id = self._last
            self._faults.append(made)
        return made

    def add_json(self, document: Mapping[str, Any]) -> Fault:
        """`add` for a JSON object; ValueError or TypeError says what is wrong with it."""
        settings = dict(document)
        known = {name for name in Fault.__slots__ if not name.startswith("_")} - {"id"}
        if unknown := sorted(set(settings) - known):
            raise ValueError(f"unknown member {unknown[0]!r}; known are {', '.join(sorted(known))}")
        for name, value in settings.items():
            wanted = int if name in _WHOLE else (int, float) if name in _NUMBERS else str
            if isinstance(value, bool) or not isinstance(value, wanted):
                sort = "whole number" if name in _WHOLE else "number" if name in _NUMBERS else "string"
                raise TypeError(f"{name} must be a {sort}, not {value!r}")
            if name in _NUMBERS:
                _check_number(name, value)
        if "fault" not in settings:
            raise ValueError("member 'fault' is missing")
        return self.add(settings.pop("fault"), **settings)

    def remove(self, number: int) -> bool:
        """Lift one fault; False when there is none of that number."""
        with self._lock:
            before = len(self._faults)
            self._faults = [fault for fault in self._faults if fault.id != number]
            return len(self._faults) < before

    def clear(self) -> None:
        """Lift every fault."""
        with self._lock:
            self._faults.clear()

    def as_json(self) -> list[dict[str, Any]]:
        """The faults in force, as documents."""
        with self._lock:
            return [
                {k: v for k, v in asdict(fault).items() if not k.startswith("_") and v is not None}
                for fault in self._faults
            ]

    def take(self, fault: str, operation: str, name: str, request: Any = None) -> Fault | None:
        """The first fault of that sort which strikes this call, counted as used."""
        with self._lock:
            for candidate in self._faults:
                if candidate.fault != fault or not _hits(candidate, operation, name, request):
                    continue
                if fault == THROTTLE and not candidate.over_rate():
                    continue
                self._use(candidate)
                return candidate
            return None

    def holds(self, kind: str, name: str, status: str) -> bool:
        """Whether a resource must stay in the status it is in."""
        return self._first(HOLD, lambda fault: _is_about(fault, kind, name, status)) is not None

    def about(
        self, fault: str, resource: Resource, status: str | None = None, *, operation: str | None = None
    ) -> Fault | None:
        """The first fault of that sort about a resource, and about a status or operation where given."""

        def fits(one: Fault) -> bool:
            return _is_about(one, resource.kind, resource.name, status) and (
                operation is None or fnmatchcase(operation, one.operation)
            )

        return self._first(fault, fits)

    def in_force(self, fault: str, operation: str, kind: str) -> Fault | None:
        """The first fault of that sort for an operation on a kind; it is not counted as used."""
        return self._first(
            fault, lambda one: fnmatchcase(operation, one.operation) and fnmatchcase(kind, one.kind)
        )

    def has(self, fault: str) -> bool:
        """Whether there is a fault of that sort."""
        return self._first(fault, lambda _: True) is not None

    def use(self, fault: Fault) -> None:
        """Count a fault as used; after its last time it is lifted."""
        with self._lock:
            self._use(fault)

    def _first(self, fault: str, fits: Callable[[Fault], bool]) -> Fault | None:
        with self._lock:
            return next((one for one in self._faults if one.fault == fault and fits(one)), None)

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._faults.remove(fault)


def _is_about(fault: Fault, kind: str, name: str, status: str | None) -> bool:
    return (
        fnmatchcase(kind, fault.kind)
        and fnmatchcase(name, fault.name)
        and (status is None or fnmatchcase(status, fault.status))
    )


def _check_number(name: str, value: Any) -> None:
    lowest = {"rate": 0.001, "times": 1, "size": 1, "by": -_LARGEST}.get(name, 0)
    if not lowest <= value <= _LARGEST:
        sort = "whole number" if name in _WHOLE else "number"
        raise ValueError(f"{name} must be a {sort} from {lowest:,} to {_LARGEST:,}, not {value!r}")


def _hits(fault: Fault, operation: str, name: str, request: Any) -> bool:
    if not (fnmatchcase(operation, fault.operation) and fnmatchcase(name, fault.name)):
        return False
    # Most faults look at names only; the request is written out for those that look inside.
    return fault.request == "*" or fnmatchcase(
        json.dumps(request, sort_keys=True, default=str), fault.request
    )
