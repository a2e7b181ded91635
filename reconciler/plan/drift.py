"""The drift report: the plan's comparison read the other way, from the account to the file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from reconciler.model.address import Address
from reconciler.model.observed import Environment, ReadProblem
from reconciler.model.values import Unknown
from reconciler.plan.changes import Action, Change, FieldChange, Origin, Plan


class DriftClass(Enum):
    """What sort of difference a finding is; DUE alone does not set the exit code."""

    MISSING = "missing"
    CHANGED = "changed"
    EXTRA = "extra"
    UNHEALTHY = "unhealthy"
    PENDING = "pending"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One difference between account and file, at one address."""

    address: Address
    drift: DriftClass
    detail: str
    fields: tuple[FieldChange, ...] = ()
    arn: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftReport:
    """All differences; `problems` are reads that failed, which make the report incomplete (exit 1)."""

    environment: Environment
    stack: str
    file: str
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...] = ()
    problems: tuple[ReadProblem, ...] = ()


def drift_report(plan: Plan) -> DriftReport:
    """What a plan says of the account, in the order of the plan."""
    return DriftReport(
        environment=plan.environment,
        stack=plan.stack,
        file=plan.file,
        findings=tuple(finding for change in plan.changes for finding in _findings(change)),
        warnings=plan.warnings,
        problems=plan.problems,
    )


def _findings(change: Change) -> Iterable[Finding]:
    if change.unhealthy:
        yield _finding(change, DriftClass.UNHEALTHY, change.unhealthy)
    if change.extra and change.action is not Action.WAIT:
        yield _finding(change, DriftClass.EXTRA, "owned by this stack, not in the file")
    elif change.missing and not change.unhealthy:
        yield _finding(change, DriftClass.MISSING, "in the file, not in the account")
    elif change.refusal and change.action is Action.ADOPT:
        yield _finding(change, DriftClass.MISSING, change.refusal.why)
    elif change.action is Action.RUN:
        yield from _run(change)
    elif change.action in {Action.ADOPT, Action.FORGET}:
        yield _finding(change, DriftClass.PENDING, change.reason)
    else:
        yield from _differing(change)


def _run(change: Change) -> Iterable[Finding]:
    """A run that only a recreation brings about is not owed."""
    if change.due:
        yield _finding(change, DriftClass.DUE, change.reason)


def _differing(change: Change) -> Iterable[Finding]:
    if change.action is Action.CREATE:
        # What is to be made beside an older generation: nobody has changed anything outside.
        yield _finding(change, DriftClass.PENDING, change.reason)
    elif change.due:
        yield _due(change, change.fields)
    elif (change.fields and not _is_made_again(change)) or change.refusal:
        yield from _changed(change)
    elif change.action is Action.REPLACE:
        yield _finding(change, DriftClass.PENDING, change.reason)


def _is_made_again(change: Change) -> bool:
    """Whether its fields are those that it is made with, since its creation failed."""
    return change.action is Action.RECREATE and bool(change.unhealthy)


def _due(change: Change, fields: tuple[FieldChange, ...]) -> Finding:
    known = tuple(one for one in fields if not isinstance(one.after, Unknown))
    detail = "a newer version is to be served" if change.address.kind == "campaign" else change.reason
    return _finding(change, DriftClass.DUE, detail, known)


def _changed(change: Change) -> Iterable[Finding]:
    pending = tuple(one for one in change.fields if one.origin is Origin.PENDING)
    due = tuple(one for one in change.fields if one.origin is Origin.DUE)
    outside = tuple(one for one in change.fields if one.origin not in {Origin.PENDING, Origin.DUE})
    if outside:
        told = {one.origin for one in outside}
        detail = _DETAIL[told.pop()] if len(told) == 1 else "changed outside, some of it in the file too"
        yield _finding(change, DriftClass.CHANGED, detail, outside)
    if pending:
        yield _finding(change, DriftClass.PENDING, "changed in the file, not applied yet", pending)
    if due:
        yield _due(change, due)


_DETAIL = {
    Origin.DRIFT: "changed outside",
    Origin.BOTH: "changed outside and in the file",
    Origin.UNTOLD: "differs; nothing tells where it was changed",
}


def _finding(change: Change, drift: DriftClass, detail: str, fields: tuple[FieldChange, ...] = ()) -> Finding:
    return Finding(address=change.address, drift=drift, detail=detail, fields=fields, arn=change.arn)
