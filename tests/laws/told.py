"""One step of an apply as three sources have it: the plan, the report, and the log of calls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from personalize_emulator.calls import Call

STOP = "StopSolutionVersionCreation"
_UNKNOWN = re.compile(r"may or may not|[Nn]othing shows|[Ww]hat was started goes on|is not known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One step: what was planned, what is told of it, and which calls in the log are its own."""

    step: Mapping[str, Any]
    result: Mapping[str, Any]
    happened: list[Call] = field(default_factory=list)

    @property
    def arn(self) -> str | None:
        known = self.step["arn"]
        return self.result["arn"] or (known if isinstance(known, str) else None)

    @property
    def planned(self) -> list[Mapping[str, Any]]:
        return [*self.step["calls"], *self.step["marks"]]

    @property
    def unsure(self) -> bool:
        """Whether the report says that something about it is not known."""
        return bool(_UNKNOWN.search(self.result["detail"]))

    def untold(self) -> list[Mapping[str, Any]]:
        """Planned calls that it does not say to have made; a stop of all trainings may be none."""
        left = Counter(self.result["calls"])
        left.subtract(one["operation"] for one in self.planned if one["operation"] != STOP)
        return [one for one in self.planned if left[one["operation"]] < 0]


def attributed(ours: Sequence[Call], cases: Sequence[Told]) -> Iterator[str]:
    """Give every call of the log to the step that planned it, by preference to one that still tells of it."""
    for call in ours:
        asked = [case for case in cases if _asks(case, call)]
        open_ = [case for case in asked if _mentions(case, call) > _has(case, call)]
        if asked:
            (open_ or asked)[0].happened.append(call)
        else:
            yield f"no step plans {call.operation} {call.parameters}"


def _mentions(case: Told, call: Call) -> int:
    return int(case.result["calls"].count(call.operation))


def _has(case: Told, call: Call) -> int:
    return sum(one.operation == call.operation for one in case.happened)


def _asks(case: Told, call: Call) -> bool:
    if call.operation == STOP:
        solution = str(call.parameters["solutionVersionArn"]).rpartition("/")[0]
        stops = [str(one["request"].get("solutionVersionArn")) for one in case.step["calls"]]
        return case.step["arn"] == solution or f"{solution}/*" in stops
    return any(
        one["operation"] == call.operation and fits(one["request"], call.parameters)
        for one in (*case.planned, *case.step["refused"])
    )


def fits(planned: Any, sent: Any) -> bool:
    """Whether a request is the planned one, with whatever was not known then filled in."""
    if isinstance(planned, Mapping):
        if "$unknown" in planned:
            return isinstance(sent, str)
        keys = {f"{key[1:]}" if key.startswith("$$") else key: one for key, one in planned.items()}
        return (
            isinstance(sent, Mapping)
            and keys.keys() == sent.keys()
            and all(fits(one, sent[key]) for key, one in keys.items())
        )
    if isinstance(planned, list):
        return (
            isinstance(sent, list)
            and len(planned) == len(sent)
            and all(fits(one, other) for one, other in zip(planned, sent, strict=True))
        )
    return bool(planned == sent)
