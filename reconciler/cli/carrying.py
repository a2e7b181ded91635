"""Carrying a plan out in front of a user: progress, interruption, and an outcome in any case."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from reconciler.cli.interrupts import stopping
from reconciler.cli.progress import progress
from reconciler.cli.record import Record
from reconciler.cli.screen import Screen

if TYPE_CHECKING:
    from reconciler.apply.outcome import Outcome
    from reconciler.cli.locking import Hold
    from reconciler.cli.stages import Live
    from reconciler.plan.changes import Plan


def carry_out(
    plan: Plan, live: Live, screen: Screen, *, timeout: float | None, wait: bool, hold: Hold | None = None
) -> Outcome:
    """What became of every step, also when a second Ctrl-C cuts it off.

    It stops as if interrupted when the stack's lock, `hold`, is taken away meanwhile.
    """
    from reconciler.apply.run import apply_plan  # noqa: PLC0415
    from reconciler.apply.stop import Stop  # noqa: PLC0415
    from reconciler.aws.clock import SystemClock  # noqa: PLC0415

    clock, stop = SystemClock(), Stop()
    with progress(plan, clock, screen) as shown:
        record = Record(plan, clock, shown)
        watched = hold.watched(stop.set, shown.stopping) if hold else nullcontext()
        with stopping(stop.set, shown.stopping), watched:
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
