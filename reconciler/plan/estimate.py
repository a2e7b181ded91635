"""How long an apply will probably take: the longest way through its steps, by what such steps took before.

Only what was read anyway is gone by: ended imports and trainings of this stack, campaigns that say when they
were made or last updated, and recommenders that say when they were last updated. Steps of other kinds are
not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from reconciler.kinds import KINDS
from reconciler.model.forecast import Estimate, Past
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Json
from reconciler.plan.changes import Action, Step, Until
from reconciler.plan.world import World

_LONG = ("dataset-import-job", "solution-version", "campaign", "recommender")
"""The kinds whose steps take long, in the order in which they are told."""
_WORKING = {Action.CREATE, Action.UPDATE, Action.RUN, Action.START, Action.WAIT}
_AWAITED = {Until.READY, Until.UPDATED, Until.SETTLED}


@dataclass(slots=True)
class _History:
    """Seconds that ended runs took: by kind, and the newest by the ARN of what was fed or trained."""

    kinds: dict[str, list[float]] = field(default_factory=dict)
    own: dict[str, float] = field(default_factory=dict)

    def add(self, kind: str, seconds: float, arn: str) -> None:
        """Newest first: the first of an ARN is kept as its own."""
        if seconds > 0:
            self.kinds.setdefault(kind, []).append(seconds)
            self.own.setdefault(arn, seconds)

    def seconds(self, kind: str, arn: str) -> float:
        """What it took the last time, else what is usual for the kind; 0 where nothing tells."""
        usual = self.kinds.get(kind)
        return self.own.get(arn, median(usual) if usual else 0.0)


def estimate_of(steps: Sequence[Step], world: World) -> Estimate | None:
    """The longest way through the steps; None where no step is of a kind that takes long.

    `steps` come in an order in which each follows what it waits for.
    """
    long = [step for step in steps if _takes_long(step)]
    if not long:
        return None
    history = _history(world)
    ends: dict[str, float] = {}
    for step in steps:
        begins = max((ends.get(one, 0.0) for one in step.waits_for), default=0.0)
        ends[step.id] = begins + (_seconds(step, history, world) if _takes_long(step) else 0.0)
    kinds = {step.kind for step in long}
    past = tuple(Past(kind=kind, count=len(history.kinds.get(kind, ()))) for kind in _LONG if kind in kinds)
    return Estimate(seconds=round(max(ends.values())), past=past)


def _takes_long(step: Step) -> bool:
    return step.kind in _LONG and step.action in _WORKING and step.until in _AWAITED


def _seconds(step: Step, history: _History, world: World) -> float:
    """What is left of a run that was started before counts from when it was started."""
    parent = _parent(step, world)
    usual = history.seconds(step.kind, parent)
    if step.action is not Action.WAIT:
        return usual
    started = next((run.created for run in world.observed.runs.get(parent, ()) if run.arn == step.arn), None)
    return max(0.0, usual - (world.now - started).total_seconds()) if started else usual


def _parent(step: Step, world: World) -> str:
    """The ARN under which its past is kept: of a run that of the dataset or solution, else its own."""
    if not KINDS[step.kind].run:
        return str(step.arn)
    if step.action is Action.WAIT:
        runs = world.observed.runs
        return next((arn for arn, found in runs.items() if any(one.arn == step.arn for one in found)), "")
    request: Mapping[str, object] = step.calls[0].request if step.calls else {}
    return str(request.get("datasetArn") or request.get("solutionArn") or "")


def _history(world: World) -> _History:
    found = _History()
    kinds = {"dataset": "dataset-import-job", "solution": "solution-version"}
    for address, live in _resources(world):
        kind = kinds.get(address)
        for run in world.observed.runs.get(live.arn, ()) if kind else ():
            if kind and run.health is Health.READY:
                found.add(kind, (run.updated - run.created).total_seconds(), live.arn)
        if address in _LONG and live.health is Health.READY:
            record = live.body.get(KINDS[address].update_record)
            # A stop and a start touch a recommender's own times too: they may span months.
            made = {} if address == "recommender" else live.body
            source = record if isinstance(record, Mapping) else made
            if str(source.get("status") or "").upper() == "ACTIVE":
                found.add(address, _span(source), live.arn)
    return found


def _resources(world: World) -> Iterable[tuple[str, ObservedResource]]:
    return (
        (address.kind, live)
        for address, generations in sorted(world.observed.resources.items(), key=lambda one: one[0])
        for live in generations
    )


def _span(document: Mapping[str, Json]) -> float:
    first, last = (document.get(key) for key in ("creationDateTime", "lastUpdatedDateTime"))
    if not isinstance(first, str) or not isinstance(last, str):
        return 0.0
    return (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()
