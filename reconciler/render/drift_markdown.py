"""A drift report as Markdown, for an issue or a job's summary."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.plan.drift import DriftReport, Finding
from reconciler.render.drift_text import INCOMPLETE, drift_summary, ordered
from reconciler.render.fitting import LIMIT, counted, fit, listed
from reconciler.render.markdown import code, prose
from reconciler.render.markdown_parts import address, place, said, title, unread, warned
from reconciler.render.values import field_lines

COMPLETE = "`reconcile drift` prints the complete report."

_HEAD = "| | address | file → live | |\n|---|---|---|---|"
_UNREAD, _ROWS, _WARNINGS = range(3)


def drift_markdown(report: DriftReport, *, show_sensitive: bool = False, limit: int | None = LIMIT) -> str:
    """Counts, and a table with one row per differing field: what the file says, what is live.

    In at most `limit` characters and bytes, None for all of it; what does not fit is counted.
    """
    head = [
        title("Drift of", report.environment, report.stack),
        f"**{prose(drift_summary(report))}** · {place(report.environment, report.file)}",
    ]
    if report.problems:
        head.append(f"> [!CAUTION]\n> {INCOMPLETE}")
    elif not report.findings:
        head.append("No drift: the account is as the file says.")
    rows = [row for found in ordered(report) for row in _rows(found, show_sensitive)]
    parts = (
        unread(report.problems, _UNREAD),
        listed(rows, counted("row of differences", "rows of differences"), _ROWS, _HEAD),
        warned(report.warnings, _WARNINGS),
    )
    return fit(head, parts, limit, COMPLETE)


def _rows(found: Finding, show_sensitive: bool) -> Iterator[str]:
    start = f"| **{found.drift.value}** | {address(str(found.address))} |"
    lines = [line for field in found.fields for line in field_lines(field, show_sensitive=show_sensitive)]
    if not lines:
        yield f"{start} | {said(found.detail)} |"
    for line in lines:
        why = said(line.origin or found.detail)
        yield f"{start} {address(line.name)} {code(line.file)} → {code(line.live)} | {why} |"
