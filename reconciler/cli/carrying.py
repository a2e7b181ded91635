"""Carrying a plan out in front of a user: progress, interruption, and an outcome in any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconciler.cli.interrupts import stopping
from reconciler.cli.progress import progress
from reconciler.cli.record import Record
from reconciler.cli.screen import Screen

if TYPE_CHECKING:
    from reconciler.apply.outcome import Outcome
    from reconciler.cli.stages import Live
    from reconciler.plan.changes import Plan


def carry_out(plan: Plan, live: Live, screen: Screen, *, timeout: float | None, wait: bool) -> Outcome:
    """What became of every step, also when a second Ctrl-C cuts it off."""
    from reconciler.apply.run import apply_plan  # noqa: PLC0415
    from reconciler.apply.stop import Stop  # noqa: PLC0415
    from reconciler.aws.clock import SystemClock  # noqa: PLC0415

    clock, stop = SystemClock(), Stop()
    with progress(plan, clock, screen) as shown:
        record = Record(plan, clock, shown)
        with stopping(stop.set, shown.stopping):
            try:
                return apply_plan(
                    plan,
                    live.api,
                    clock=clock,
                    events=record,
                    parallelism=live.parallelism,
                    timeout=timeout,
                    wait=wait,
                    stop=stop,
                )
            except KeyboardInterrupt:
                return record.so_far()
