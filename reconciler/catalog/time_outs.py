"""How long the service may be at work on one thing before apply stops waiting for it, by kind.

The service publishes no upper bounds. A figure is a multiple of the longest duration that a source names, so
that what is slow is not called stuck; where no source names any, it says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

AS_OF = "2026-11-25"
"""When the table was made."""
HOUR = 3600.0


class Phase(Enum):
    """What the service is at; the value is the word in messages."""

    CREATION = "creation"
    UPDATE = "update"
    SWITCH = "start or stop"
    DELETION = "deletion"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOut:
    """So many seconds, and what the figure rests on."""

    seconds: float
    basis: str


_GONE = TimeOut(
    seconds=2 * HOUR,
    basis="assumed: four times the 30 minutes after which AWS's sample retail-demo-store gives up",
)
_MINUTES = TimeOut(seconds=HOUR, basis="assumed: no source names more than a few minutes")
_LEARNING = TimeOut(
    seconds=72 * HOUR,
    basis="assumed: twelve times the six hours that AWS's samples name for their largest set",
)
_SWITCHED = TimeOut(seconds=6 * HOUR, basis="assumed: no duration is published")

TIME_OUTS: Mapping[str, Mapping[Phase, TimeOut]] = {
    "dataset-group": {
        Phase.CREATION: TimeOut(
            seconds=HOUR, basis="assumed: notes of an AWS workshop name one or two minutes"
        ),
        Phase.DELETION: _GONE,
    },
    "dataset": {
        Phase.CREATION: _MINUTES,
        Phase.UPDATE: TimeOut(seconds=3 * HOUR, basis="assumed: no duration is published"),
        Phase.DELETION: _GONE,
    },
    "dataset-import-job": {
        Phase.CREATION: TimeOut(
            seconds=24 * HOUR, basis="assumed: minutes to hours are usual, and an import may have 100 GB"
        ),
    },
    "event-tracker": {Phase.CREATION: _MINUTES, Phase.DELETION: _GONE},
    "filter": {
        Phase.CREATION: TimeOut(
            seconds=2 * HOUR, basis="assumed: eight times the 15 minutes that the guide names with a KMS key"
        ),
        Phase.DELETION: _GONE,
    },
    "metric-attribution": {Phase.CREATION: _MINUTES, Phase.DELETION: _GONE},
    "solution": {
        Phase.CREATION: TimeOut(seconds=HOUR, basis="assumed: recorded answers show a second"),
        Phase.UPDATE: TimeOut(seconds=3 * HOUR, basis="assumed: the guide speaks of minutes"),
        Phase.DELETION: _GONE,
    },
    "solution-version": {Phase.CREATION: _LEARNING, Phase.SWITCH: _SWITCHED},
    "campaign": {
        Phase.CREATION: TimeOut(seconds=3 * HOUR, basis="assumed: the guide speaks of several minutes"),
        Phase.UPDATE: TimeOut(seconds=3 * HOUR, basis="assumed: as long as a creation"),
        Phase.DELETION: _GONE,
    },
    "recommender": {
        Phase.CREATION: _LEARNING,
        Phase.UPDATE: TimeOut(seconds=72 * HOUR, basis="assumed: other columns train it anew"),
        Phase.SWITCH: _SWITCHED,
        Phase.DELETION: _GONE,
    },
}
"""By the name of the kind. A schema is not here: it is made and deleted at once."""
