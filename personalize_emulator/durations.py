"""How long things take, in virtual seconds: plausible, not promised by anybody.

Every value is an assumption except where a source is named; all can be overridden (seed file `durations`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from personalize_emulator.errors import StartError

DEFAULTS: Mapping[str, float] = {
    # Assumed: "about one or two minutes" in aws-samples' immersion day notes.
    "dataset-group": 60,
    # Assumed: no figure is published for any of the rest.
    "dataset": 30,
    "dataset-update": 300,
    "dataset-import-job": 600,
    "event-tracker": 30,
    "filter": 60,
    # Recorded answers show a solution ACTIVE one second after its creation.
    "solution": 1,
    "solution-update": 120,
    # Assumed: AWS speaks of minutes to hours.
    "solution-version": 3600,
    "solution-version-stop": 60,
    "campaign": 600,
    "campaign-update": 300,
    # Training included.
    "recommender": 3600,
    "recommender-update": 300,
    # An update that changes the columns used in training.
    "recommender-retraining": 3600,
    "recommender-switch": 300,
    "metric-attribution": 60,
    "delete": 60,
    # "Within an hour" of the solution becoming ACTIVE. Source: developer guide, "Configuring automatic
    # training".
    "automatic-training": 3600,
}


def durations(overrides: Mapping[str, float] | None = None) -> dict[str, float]:
    """The table with `overrides` laid over it; StartError for an unknown name or a negative time."""
    table = dict(DEFAULTS)
    for name, seconds in (overrides or {}).items():
        if name not in DEFAULTS:
            raise StartError(f"unknown duration {name!r}; known are {', '.join(sorted(DEFAULTS))}")
        number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
        if not number or not 0 <= seconds < math.inf:
            raise StartError(f"duration {name!r} must be a number of seconds, not {seconds!r}")
        table[name] = float(seconds)
    return table
