"""A drift report as text: one line per difference, each naming its direction, file → live."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.plan.drift import DriftClass, DriftReport, Finding
from reconciler.render.escape import visible
from reconciler.render.heading import heading
from reconciler.render.paint import Paint
from reconciler.render.remarks import remarks
from reconciler.render.values import FieldLine, field_lines

_STYLES = {
    DriftClass.MISSING: "delete",
    DriftClass.CHANGED: "update",
    DriftClass.EXTRA: "replace",
    DriftClass.UNHEALTHY: "danger",
    DriftClass.PENDING: "adopt",
    DriftClass.DUE: "run",
}
_WIDEST_CLASS = max(len(drift.value) for drift in DriftClass)
_WIDEST_ADDRESS = 48
_ONE_LINE = 72


def drift_text(report: DriftReport, *, paint: Paint, show_sensitive: bool = False) -> str:
    """The whole report; its last line, always there, counts the classes."""
    width = min(max((len(str(found.address)) for found in report.findings), default=0), _WIDEST_ADDRESS)
    blocks = [heading(report.environment, report.stack, report.file, paint)]
    lines = [line for found in ordered(report) for line in _finding(found, width, paint, show_sensitive)]
    if lines:
        blocks.append("\n".join(lines))
    elif not report.problems:
        blocks.append("No drift: the account is as the file says.")
    blocks += remarks(report.warnings, report.problems, paint)
    stop = paint("danger", f"{INCOMPLETE}\n") if report.problems else ""
    blocks.append(f"{stop}{paint('name', drift_summary(report))}")
    return "\n\n".join(blocks)


INCOMPLETE = "Incomplete: not everything could be read, so there may be more drift than this."
"""Said where a read failed."""


def ordered(report: DriftReport) -> list[Finding]:
    """The findings by class, in the order of DriftClass; within a class as the report has them."""
    rank = {drift: place for place, drift in enumerate(DriftClass)}
    return sorted(report.findings, key=lambda found: rank[found.drift])


def drift_summary(report: DriftReport) -> str:
    """The last line of every report."""
    words = (
        f"{sum(found.drift is drift for found in report.findings)} {drift.value}" for drift in DriftClass
    )
    return f"Drift: {', '.join(words)}."


def _finding(found: Finding, width: int, paint: Paint, show_sensitive: bool) -> Iterator[str]:
    address = visible(str(found.address))
    start = (
        f"  {paint(_STYLES[found.drift], f'{found.drift.value:<{_WIDEST_CLASS}}')}  "
        f"{paint('name', address)}{' ' * max(2, width + 2 - len(address))}"
    )
    lines = [line for field in found.fields for line in field_lines(field, show_sensitive=show_sensitive)]
    if not lines:
        yield f"{start}{visible(found.detail)}"
    for line in lines:
        yield from _field(start, line, visible(_why(found, line)), paint)


def _why(found: Finding, line: FieldLine) -> str:
    return line.origin if found.drift is DriftClass.CHANGED and line.origin else found.detail


def _field(start: str, line: FieldLine, why: str, paint: Paint) -> Iterator[str]:
    note = paint("quiet", f"{why} (file → live)")
    if len(line.file) + len(line.live) <= _ONE_LINE:
        yield f"{start}{line.name} {line.file} → {line.live}  {note}"
        return
    yield f"{start}{line.name}  {note}"
    yield f"      file  {line.file}"
    yield f"      live  {line.live}"
