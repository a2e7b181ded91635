"""What a look at the beginning of the data says of a plan: refused imports, and warnings.

It is made after the plan and is no part of its fingerprint, since data may change by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reconciler.data.dataset import Dataset
from reconciler.data.file_checks import visible_path
from reconciler.data.findings import Finding
from reconciler.data.sample import BEGINNING
from reconciler.data.uses import imported
from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.diagnostics import Diagnostic, Severity
from reconciler.plan.changes import Action, Change, Plan, Refusal

_IMPORT = "dataset-import-job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was seen of one import's data: `files` beginnings of `of` files, and what is wrong there.

    `problem` says why nothing is known, "" where something is.
    """

    dataset: Dataset
    files: int = 0
    of: int = 0
    findings: tuple[Finding, ...] = ()
    problem: str = ""


def started(plan: Plan, desired: DesiredState) -> Iterator[Dataset]:
    """The datasets whose imports the plan starts, with the mode that is sent: the first is a full one."""
    datasets = {one.address: one for one in imported(desired)}
    for step in plan.steps:
        if step.kind == _IMPORT and step.action is Action.RUN:
            mode = step.calls[0].request.get("importMode", "FULL")
            yield replace(datasets[Address("dataset", step.address.keys)], mode=str(mode))


def with_looks(plan: Plan, looks: Sequence[Look], remedies: Mapping[str, str]) -> Plan:
    """The plan, its imports refused whose data has errors; `remedies` say what to do by rule.

    As ever, a plan with a refused change has no steps.
    """
    by_address = {Address(_IMPORT, one.dataset.address.keys): one for one in looks}
    changes = tuple(_judged(one, by_address.get(one.address), remedies) for one in plan.changes)
    warnings = (*plan.warnings, *(said for one in looks for said in _warnings(one, remedies)))
    if not any(one.refusal for one in changes):
        return replace(plan, warnings=warnings)
    return replace(plan, changes=changes, warnings=warnings, steps=(), estimate=None)


def diagnostics(
    looks: Sequence[Look], desired: DesiredState, remedies: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """The findings, each at the place in the file that says what is imported."""
    return tuple(
        Diagnostic(
            code=finding.rule,
            summary=said(finding),
            fix=_remedy(finding, remedies),
            severity=finding.severity,
            position=desired.resources[Address(_IMPORT, look.dataset.address.keys)].position,
        )
        for look in looks
        for finding in look.findings
    )


def _judged(change: Change, look: Look | None, remedies: Mapping[str, str]) -> Change:
    errors = [one for one in look.findings if one.severity is Severity.ERROR] if look else []
    if look is None or not errors:
        return change
    are = "is an error" if len(errors) == 1 else f"are {len(errors)} errors"
    refusal = Refusal(
        rule="preflight",
        why=f"in {_seen(look)} there {are}: the import would fail, or read it wrongly",
        fix="correct the data; --no-preflight goes on without a look at it",
    )
    notes = (*change.notes, *(f"{said(one)}. {_remedy(one, remedies)}" for one in errors))
    return replace(change, refusal=refusal, notes=notes, grants=())


def _warnings(look: Look, remedies: Mapping[str, str]) -> Iterator[str]:
    where = f"the data of {look.dataset.address}"
    if look.problem:
        yield f"{where} was not looked at: {look.problem}"
    for one in look.findings:
        if one.severity is Severity.WARNING:
            yield f"{where}: {said(one)}. {_remedy(one, remedies)}"
    if look.files < look.of:
        yield f"{where}: only the first {look.files} of {look.of:,} files were looked at"


def _seen(look: Look) -> str:
    size, place = f"the first {BEGINNING // 1024} KiB of", visible_path(look.dataset.location)
    return f"{size} {place}" if look.of == 1 else f"{size} {look.files:,} of {look.of:,} files in {place}"


def said(finding: Finding) -> str:
    """A finding in one line without a full stop: rule, what is wrong, and the first rows where it is."""
    rows = finding.found.examples if finding.found else ()
    places = ", ".join(f"{visible_path(one.file)}:{one.line}" for one in rows)
    return f"{finding.rule}: {finding.summary}{f' ({places})' if places else ''}"


def _remedy(finding: Finding, remedies: Mapping[str, str]) -> str:
    return finding.fix or remedies[finding.rule]
