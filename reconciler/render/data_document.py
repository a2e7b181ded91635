"""A report on data as a JSON document; its shape is specs/data-report.schema.json."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from reconciler.data.profile import Form

if TYPE_CHECKING:
    from reconciler.data.findings import Finding
    from reconciler.data.profile import Bar, ColumnProfile, DatasetProfile
    from reconciler.data.report import Checked, Report
    from reconciler.model.rules import Rule

FORMAT_VERSION = "1.0"


def data_document(report: Report, rules: Mapping[str, Rule], *, values: bool) -> dict[str, Any]:
    """The whole report. Without `values`, no text of a cell is in it; ranges of numbers and times are."""
    return {
        "format_version": FORMAT_VERSION,
        "file": report.file,
        "environment": report.environment or None,
        "values": values,
        "errors": report.errors,
        "warnings": report.warnings,
        "ignored": report.ignored,
        "datasets": [_dataset(one, rules, values) for one in report.datasets],
    }


def _dataset(one: Checked, rules: Mapping[str, Rule], values: bool) -> dict[str, Any]:
    profile = one.profile
    return {
        "address": str(one.dataset.address),
        "location": one.dataset.location,
        "rows": profile.rows,
        "bytes": profile.size,
        "complete": not profile.stopped,
        "files": [
            {"name": file.name, "bytes": file.size, "header": list(file.header)} for file in profile.files
        ],
        "columns": [_column(column, values) for column in profile.columns],
        "events": _events(profile, values),
        "findings": [_finding(finding, rules[finding.rule], values) for finding in one.findings],
    }


def _column(column: ColumnProfile, values: bool) -> dict[str, Any]:
    hidden = column.form is Form.VALUE and not values
    return {
        "name": column.name,
        "nulls": column.nulls,
        "distinct": column.distinct,
        "distinct_is_exact": column.exact,
        "histogram": {
            "of": column.form.value,
            "bars": [_bar(bar, hidden) for bar in column.bars],
        },
    }


def _bar(bar: Bar, hidden: bool) -> dict[str, Any]:
    return {
        "from": None if hidden else bar.low,
        "to": None if hidden or not bar.high else bar.high,
        "count": bar.count,
    }


def _events(profile: DatasetProfile, values: bool) -> dict[str, Any] | None:
    """Counts of users and event types; None where rows are no events."""
    if not profile.users:
        return None
    return {
        "users": profile.users,
        "users_with_two": profile.active_users,
        "types": [
            {"type": name if values else None, "events": counted.events, "users_with_two": counted.users}
            for name, counted in profile.event_types.items()
        ],
    }


def _finding(finding: Finding, rule: Rule, values: bool) -> dict[str, Any]:
    found = finding.found
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "summary": finding.summary,
        "why": rule.why,
        "fix": finding.fix or rule.fix,
        "column": finding.column or None,
        "count": found.count if found else None,
        "examples": [
            {"file": one.file, "line": one.line, "value": one.value if values else None}
            for one in (found.examples if found else ())
        ],
    }
