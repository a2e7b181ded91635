"""What strikes one apply: its process is killed at a call, or the service has a bad hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from arena import Arena
from hypothesis import strategies as st
from wire import Go, Sent, Strike

_OPERATIONS = (
    "*",
    "Create*",
    "Delete*",
    "Update*",
    "TagResource",
    "CreateDataset",
    "CreateDatasetImportJob",
    "CreateSolution",
    "CreateSolutionVersion",
    "CreateCampaign",
    "CreateFilter",
    "Describe*",
    "List*",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """`at` counts changing calls, from 1; `times` is how many calls of `operation` a fault meets."""

    sort: str
    at: int = 0
    operation: str = ""
    times: int = 0

    @property
    def kills(self) -> bool:
        return self.sort.startswith("killed")

    def on(self, arena: Arena) -> Strike | None:
        """Make it ready: a fault is set, a kill is what the wire needs."""
        if self.kills:
            return self._kill(arena)
        more: dict[str, Any] = {"code": "InternalServerException"} if self.sort == "refuse" else {}
        arena.emulator.faults.add(self.sort, operation=self.operation, times=self.times, **more)
        return None

    def _kill(self, arena: Arena) -> Strike:
        changes = 0

        def strike(sent: Sent, go: Go) -> Any:
            nonlocal changes
            changes += sent.mutating
            if changes < self.at or not sent.mutating:
                return go()
            if self.sort == "killed after":
                go()
            raise arena.wire.kill()

        return strike

    def __str__(self) -> str:
        if self.kills:
            return f"the next command is {self.sort} change {self.at}"
        return f"fault: {self.sort} {self.operation} x{self.times}"


def blows() -> st.SearchStrategy[Blow]:
    """Any of them."""
    kills = st.builds(
        Blow,
        sort=st.sampled_from(["killed before", "killed after"]),
        at=st.integers(min_value=1, max_value=25),
    )
    faults = st.builds(
        Blow,
        sort=st.sampled_from(["throttle", "lose-response", "refuse", "fail"]),
        operation=st.sampled_from(_OPERATIONS),
        times=st.sampled_from([1, 2, 40]),
    )
    return kills | faults
