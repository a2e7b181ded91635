"""What a job may do with a plan, by what has been reviewed and not by which event started it."""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from reconciler.plan.changes import Plan
from reconciler.plan.review import unreviewed


class Verdict(Enum):
    """WHOLE: carry the plan out. RUNS: only what is due. UNREVIEWED, REFUSED: change nothing."""

    WHOLE = "whole"
    RUNS = "runs"
    UNREVIEWED = "unreviewed"
    REFUSED = "refused"


def verdict(plan: Plan, reviewed: Collection[str], *, by_hand: bool, timed: bool) -> Verdict:
    """What to do with a plan made just now.

    `reviewed` is what reviewers have agreed to. `by_hand` when a person has asked for it whatever was
    reviewed; `timed` when nobody is waiting for an edit: then what is due is done all the same.
    """
    blocked = bool(plan.refused or plan.problems)
    if not blocked and (by_hand or not unreviewed(plan, reviewed)):
        return Verdict.WHOLE
    if timed:
        return Verdict.RUNS
    return Verdict.REFUSED if blocked else Verdict.UNREVIEWED
