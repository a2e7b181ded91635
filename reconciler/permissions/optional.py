"""Actions that can be left out of a policy, and what is lost then; without any other a step fails."""

from __future__ import annotations

from reconciler.kinds import KINDS, Kind
from reconciler.model.desired import DesiredState
from reconciler.permissions.operations import (
    STOP_TRAINING,
    SWITCHED_OFF_FIRST,
    action,
    lists_of_fields,
    only_if_declared,
)

_OBJECT = (
    "an import from one object with `when: changed` is never found due, "
    "and data is not looked at before it is imported"
)
_BUCKET = (
    "a folder's import with `when: changed` is never found due, "
    "and an object that does not exist is told as one that may not be read"
)
_LOCK = (
    "S3 says denied, not absent, of a lock that is not there: `unlock` cannot tell that a stack is not "
    "locked, and an apply that waits fails where the lock is released while it looks"
)
_LEFT = "any {title} of the stack that has left the file cannot be {verb}"


def optional_for_plan(desired: DesiredState) -> dict[str, str]:
    """Action to what `plan` and `drift` do not see without it."""
    found = {"s3:GetObject": _OBJECT, "s3:ListBucket": _BUCKET}
    for kind in _undeclared(desired):
        if not kind.run:
            told = _LEFT.format(title=kind.title, verb="read, so that no plan is complete")
            found |= {action(operation): told for operation in (kind.describe, *lists_of_fields(kind))}
    return found


def optional_for_apply(desired: DesiredState) -> dict[str, str]:
    """Action to what `apply` and `destroy` cannot do without it."""
    found = {"s3:ListBucket": _LOCK}
    for kind in _undeclared(desired):
        if kind.delete:
            found[action(kind.delete)] = _LEFT.format(title=kind.title, verb="deleted")
        if kind.name in SWITCHED_OFF_FIRST:
            told = "a solution of the stack that has left the file cannot be deleted while it {does}"
            found[action(SWITCHED_OFF_FIRST[kind.name])] = told.format(does="trains by itself")
            found[action(STOP_TRAINING)] = told.format(does="is being trained")
    return found


def _undeclared(desired: DesiredState) -> list[Kind]:
    declared = {address.kind for address in desired.resources}
    return [kind for kind in KINDS.values() if kind.name not in declared and not only_if_declared(kind)]
