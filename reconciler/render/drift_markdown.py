"""A drift report as Markdown, for an issue or a job's summary."""

from __future__ import annotations

from collections.abc import Iterator

from reconciler.plan.drift import DriftReport, Finding
from reconciler.render.drift_text import INCOMPLETE, drift_summary, ordered
from reconciler.render.markdown import code, prose
from reconciler.render.markdown_parts import heading, remarks
from reconciler.render.values import field_lines


def drift_markdown(report: DriftReport, *, show_sensitive: bool = False) -> str:
    """Counts, and a table with one row per differing field: what the file says, what is live."""
    blocks = [f"### {drift_summary(report)}", heading(report.environment, report.stack, report.file)]
    if report.problems:
        blocks.append(f"> [!CAUTION]\n> {INCOMPLETE}")
    elif not report.findings:
        blocks.append("No drift: the account is as the file says.")
    if report.findings:
        rows = (row for found in ordered(report) for row in _rows(found, show_sensitive))
        head = ("| | address | field | file | live | |", "|---|---|---|---|---|---|")
        blocks.append("\n".join((*head, *rows)))
    blocks += remarks(report.warnings, report.problems)
    return "\n\n".join(blocks)


def _rows(found: Finding, show_sensitive: bool) -> Iterator[str]:
    start = f"| **{found.drift.value}** | {code(str(found.address))} |"
    lines = [line for field in found.fields for line in field_lines(field, show_sensitive=show_sensitive)]
    if not lines:
        yield f"{start} | | | {prose(found.detail)} |"
    for line in lines:
        why = prose(line.origin or found.detail)
        yield f"{start} {code(line.name)} | {code(line.file)} | {code(line.live)} | {why} |"
