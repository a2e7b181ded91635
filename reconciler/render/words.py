"""Verbs of steps: while they run, when they are done, when they fail."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.apply.outcome import Result
from reconciler.plan.changes import Action

_DOING = {
    "create": ("creating", "created"),
    "update": ("updating", "updated"),
    "replace": ("replacing", "replaced"),
    "recreate": ("recreating", "recreated"),
    "delete": ("deleting", "deleted"),
    "adopt": ("adopting", "adopted"),
    "forget": ("letting go of", "let go of"),
    "run": ("running", "ran"),
    "wait": ("waiting for", "settled"),
    "mark": ("marking", "marked"),
    "stop": ("stopping", "stopped"),
    "start": ("starting", "started"),
    "deploy": ("deploying", "deployed"),
}
_RUNS: Mapping[str, tuple[str, str]] = {
    "dataset-import-job": ("importing", "imported"),
    "solution-version": ("training", "trained"),
}


def doing(step: str, action: Action, kind: str) -> str:
    """What the step called "VERB ADDRESS" is doing, as in creating."""
    return _words(step, action, kind)[0]


def done(result: Result) -> str:
    """What a step has done that succeeded, as in created; kept where a deletion found its thing in use."""
    return "kept" if result.kept else _words(result.step, result.action, result.address.kind)[1]


def _words(step: str, action: Action, kind: str) -> tuple[str, str]:
    verb = step.partition(" ")[0]
    if action is Action.RUN and kind in _RUNS:
        return _RUNS[kind]
    return _DOING.get(verb) or _DOING.get(action.value) or (f"{verb}:", f"{verb}:")


def subject(step: str) -> str:
    """What a step is about, from its id: the address, and the physical name where it is another."""
    return step.partition(" ")[2]


RUNS_OF: Mapping[str, str] = {
    "dataset-import-job": "imports",
    "solution-version": "trainings",
    "campaign": "campaigns",
    "recommender": "recommenders",
}
"""What people call several of those that take long."""
