"""The plan's edges: which step is ready, and which ones a failure takes with it."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from reconciler.errors import ReconcilerError
from reconciler.plan.changes import Step


class Graph:
    """Steps by their place in the plan; ready ones are handed out in the plan's order."""

    def __init__(self, steps: Sequence[Step]) -> None:
        """Raises ReconcilerError when the steps' needs are unknown or go round in a circle."""
        places = {step.id: place for place, step in enumerate(steps)}
        unknown = sorted({need for step in steps for need in step.needs} - places.keys())
        if unknown or len(places) != len(steps):
            raise ReconcilerError(
                "the plan's steps do not fit together",
                why=f"unknown needs: {', '.join(unknown)}" if unknown else "two steps have one id",
                fix="make a new plan",
            )
        self._missing = [len(set(step.needs)) for step in steps]
        self._dependents: list[list[int]] = [[] for _ in steps]
        for place, step in enumerate(steps):
            for need in sorted(set(step.needs)):
                self._dependents[places[need]].append(place)
        self._refuse_circles([step.id for step in steps])
        self._ready = [place for place, missing in enumerate(self._missing) if missing == 0]

    def next_ready(self) -> int | None:
        """The first step in the plan's order of which all needs have succeeded, None for now."""
        return heapq.heappop(self._ready) if self._ready else None

    def succeeded(self, place: int) -> None:
        """This step is done: what waited only for it is ready."""
        for dependent in self._dependents[place]:
            self._missing[dependent] -= 1
            if self._missing[dependent] == 0:
                heapq.heappush(self._ready, dependent)

    def downstream(self, place: int) -> list[int]:
        """Every step that needs this one, directly or not, in the plan's order."""
        found: set[int] = set()
        queue = [place]
        while queue:
            fresh = [item for item in self._dependents[queue.pop()] if item not in found]
            found.update(fresh)
            queue.extend(fresh)
        return sorted(found)

    def _refuse_circles(self, ids: Sequence[str]) -> None:
        missing = list(self._missing)
        free = [place for place, count in enumerate(missing) if count == 0]
        left = len(missing)
        while free:
            left -= 1
            for dependent in self._dependents[free.pop()]:
                missing[dependent] -= 1
                if missing[dependent] == 0:
                    free.append(dependent)
        if left:
            stuck = [ids[place] for place, count in enumerate(missing) if count]
            raise ReconcilerError(
                "the plan's steps wait for each other", why=", ".join(stuck), fix="make a new plan"
            )
