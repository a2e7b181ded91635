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
        unknown = sorted({need for step in steps for need in step.waits_for} - places.keys())
        if unknown or len(places) != len(steps):
            raise ReconcilerError(
                "the plan's steps do not fit together",
                why=f"unknown needs: {', '.join(unknown)}" if unknown else "two steps have one id",
                fix="make a new plan",
            )
        self._missing = [len(set(step.waits_for)) for step in steps]
        self._dependents: list[list[int]] = [[] for _ in steps]
        self._followers: list[list[int]] = [[] for _ in steps]
        for place, step in enumerate(steps):
            for need in sorted(set(step.needs)):
                self._dependents[places[need]].append(place)
            for other in sorted(set(step.follows) - set(step.needs)):
                self._followers[places[other]].append(place)
        self._refuse_circles([step.id for step in steps])
        self._ready = [place for place, missing in enumerate(self._missing) if missing == 0]

    def next_ready(self) -> int | None:
        """The first step in the plan's order of which all needs have succeeded, None for now."""
        return heapq.heappop(self._ready) if self._ready else None

    def succeeded(self, place: int) -> None:
        """This step is done: what waited only for it is ready."""
        self._release(self._dependents[place])
        self.ended(place)

    def ended(self, place: int) -> None:
        """This step has ended, well or not: what only follows it need not wait any longer."""
        self._release(self._followers[place])

    def _release(self, waiting: Sequence[int]) -> None:
        for place in waiting:
            self._missing[place] -= 1
            if self._missing[place] == 0:
                heapq.heappush(self._ready, place)

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
            place = free.pop()
            for dependent in (*self._dependents[place], *self._followers[place]):
                missing[dependent] -= 1
                if missing[dependent] == 0:
                    free.append(dependent)
        if left:
            stuck = [ids[place] for place, count in enumerate(missing) if count]
            raise ReconcilerError(
                "the plan's steps wait for each other", why=", ".join(stuck), fix="make a new plan"
            )
