"""Carrying a plan out in front of a user: progress, interruption, and an outcome in any case."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from reconciler.cli.interrupts import Signals
from reconciler.cli.progress import progress
from reconciler.cli.screen import Screen

if TYPE_CHECKING:
    from reconciler.apply.outcome import Outcome
    from reconciler.cli.locking import Hold
    from reconciler.cli.stages import Live
    from reconciler.plan.changes import Plan


def carry_out(
    plan: Plan,
    live: Live,
    screen: Screen,
    *,
    signals: Signals,
    timeout: float | None,
    wait: bool,
    hold: Hold | None = None,
) -> Outcome:
    """What became of every step, also when a second signal cuts it off; one more is borne from then on.

    It stops as if interrupted when the stack's lock, `hold`, is taken away meanwhile.
    """
    from reconciler.apply.run import apply_plan  # noqa: PLC0415
    from reconciler.apply.stop import Stop  # noqa: PLC0415
    from reconciler.aws.clock import SystemClock  # noqa: PLC0415

    clock, stop = SystemClock(), Stop()
    with progress(plan, clock, screen) as shown:
        signals.first(stop.set, shown.stopping)
        with hold.watched(stop.set, shown.stopping) if hold else nullcontext():
            outcome = apply_plan(
                plan,
                live.api,
                clock=clock,
                events=shown,
                parallelism=live.parallelism,
                timeout=timeout,
                wait=wait,
                stop=stop,
            )
            signals.wind_up()
            return outcome
