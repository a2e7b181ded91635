"""How much is tried: a few examples, always the same ones, or with TORTURE=1 many, other ones every time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

FULL = bool(os.environ.get("TORTURE"))


def extent(few: int, many: int, *, shrink: bool = True) -> settings:
    """Settings of a law: `few` examples in the bounded form, `many` in the full one."""
    phases = [Phase.explicit, Phase.generate, *([Phase.shrink] if shrink and FULL else [])]
    return settings(
        max_examples=many if FULL else few,
        deadline=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
            HealthCheck.large_base_example,
        ],
        derandomize=not FULL,
        print_blob=FULL,
        phases=phases,
    )
