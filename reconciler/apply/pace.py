"""How long to wait before looking or trying again, in seconds."""

from __future__ import annotations

SHORTEST = 1.0
LONGEST = 60.0
_LAST_DOUBLING = 6
BRIEF_TRIES = 4
"""How often a thing just made may be missing before that is believed: 1 + 2 + 4 + 8 seconds."""
LATE_TRIES = 8
"""How often a run whose start had no answer is looked for: three minutes. A second one would be paid for."""
PATIENCE = 300.0
"""How long an accepted call may show no sign of itself before the step fails."""

STUBBORN = 24 * 3600.0
"""How long a call may be refused for what is under way elsewhere: the longest trainings take some hours."""


def poll_interval(elapsed: float) -> float:
    """A quarter of the time spent so far: late by a quarter at most, and hours cost few calls."""
    return min(max(elapsed / 4, SHORTEST), LONGEST)


def backoff(tries: int) -> float:
    """1, 2, 4, … seconds after so many refused tries, counted from 0."""
    return min(SHORTEST * 2.0 ** min(tries, _LAST_DOUBLING), LONGEST)
