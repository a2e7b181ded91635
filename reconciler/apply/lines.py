"""Who waits for room in a quota that empties by itself, first come first served."""

from __future__ import annotations

from collections import defaultdict


class Lines:
    """The steps that wait, by key, in one line per name. Room comes one by one, so only the first tries."""

    def __init__(self) -> None:
        """Nobody waits yet."""
        self._lines: defaultdict[str, list[int]] = defaultdict(list)

    def join(self, key: int, line: str) -> bool:
        """Stand at the end of the line, or keep the place; whether that is the first."""
        waiting = self._lines[line]
        if key not in waiting:
            waiting.append(key)
        return waiting[0] == key

    def leave(self, key: int) -> int | None:
        """Go out of the line that the step stands in, if any; who is first now, if the step was."""
        for waiting in self._lines.values():
            if key in waiting:
                was_first = waiting[0] == key
                waiting.remove(key)
                return waiting[0] if was_first and waiting else None
        return None

    def first(self, line: str) -> int | None:
        """Who is first in the line."""
        waiting = self._lines[line]
        return waiting[0] if waiting else None
