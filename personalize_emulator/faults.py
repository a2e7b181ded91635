"""Faults on request: what goes wrong at the real service, made to happen here at will.

Faults live in memory; a restart forgets them. Does not belong here: the checks every call meets anyway.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase
from threading import RLock
from typing import Any

_NUMBERS = frozenset({"rate", "times", "seconds"})
THROTTLE, FAIL, LOSE_RESPONSE, HOLD, REFUSE, DELAY = (
    "throttle",
    "fail",
    "lose-response",
    "hold",
    "refuse",
    "delay",
)
_KNOWN = frozenset({THROTTLE, FAIL, LOSE_RESPONSE, HOLD, REFUSE, DELAY})


@dataclass(slots=True, kw_only=True)
class Fault:
    """One fault. `operation`, `kind`, `name`, `status` and `request` (the call's parameters
    as JSON with sorted keys) are globs; `times` counts down, None is for ever.

    throttle: ThrottlingException, always or above `rate` calls a second (real time). fail: what the operation
    starts ends in a FAILED status with `reason`. lose-response: the effect happens, the answer never arrives.
    hold: resources of `kind` and `name` stay in `status` until the fault is removed. refuse: answer `code`
    with `message`. delay: wait `seconds` (real time) before the call.
    """

    fault: str
    operation: str = "*"
    kind: str = "*"
    name: str = "*"
    status: str = "*"
    request: str = "*"
    rate: float | None = None
    times: int | None = None
    reason: str = "The emulator was asked to let this fail."
    code: str = "ResourceInUseException"
    message: str = "The emulator was asked to refuse this."
    seconds: float = 0.0
    id: int = 0
    _allowance: float = field(default=1.0, repr=False)
    _seen: float = field(default_factory=time.monotonic, repr=False)

    def __post_init__(self) -> None:
        if self.fault not in _KNOWN:
            raise ValueError(f"unknown fault {self.fault!r}; known are {', '.join(sorted(_KNOWN))}")
        if self.rate is not None:
            self._allowance = max(1.0, self.rate)

    def over_rate(self) -> bool:
        """Count one call against the rate: a bucket that holds one second's worth."""
        if self.rate is None:
            return True
        now = time.monotonic()
        self._allowance = min(max(1.0, self.rate), self._allowance + (now - self._seen) * self.rate)
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
            wanted = (int, float) if name in _NUMBERS else str
            if isinstance(value, bool) or not isinstance(value, wanted):
                raise TypeError(
                    f"{name} must be a {'number' if name in _NUMBERS else 'string'}, not {value!r}"
                )
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
        with self._lock:
            return any(
                fault.fault == HOLD
                and fnmatchcase(kind, fault.kind)
                and fnmatchcase(name, fault.name)
                and fnmatchcase(status, fault.status)
                for fault in self._faults
            )

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times <= 0:
                self._faults.remove(fault)


def _hits(fault: Fault, operation: str, name: str, request: Any) -> bool:
    if not (fnmatchcase(operation, fault.operation) and fnmatchcase(name, fault.name)):
        return False
    # Most faults look at names only; the request is written out for those that look inside.
    return fault.request == "*" or fnmatchcase(
        json.dumps(request, sort_keys=True, default=str), fault.request
    )
