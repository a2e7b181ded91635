"""A drift report as a JSON document, described by specs/drift.schema.json."""

from __future__ import annotations

from typing import Any

from reconciler.plan.changes import FieldChange
from reconciler.plan.document import encoded
from reconciler.plan.drift import DriftClass, DriftReport
from reconciler.render.drift_text import ordered
from reconciler.render.parts import environment_document, problem_document
from reconciler.render.values import SENSITIVE

FORMAT_VERSION = "1.0"
"""Its first number changes when a reader of the old form would go wrong."""


def drift_document(report: DriftReport, *, show_sensitive: bool = False) -> dict[str, Any]:
    """The report; `file` and `live` of each field keep the direction in their names."""
    return {
        "format_version": FORMAT_VERSION,
        "environment": environment_document(report.environment),
        "stack": report.stack,
        "file": report.file,
        "complete": not report.problems,
        "counts": {
            drift.value: sum(found.drift is drift for found in report.findings) for drift in DriftClass
        },
        "findings": [
            {
                "address": str(found.address),
                "class": found.drift.value,
                "detail": found.detail,
                "arn": found.arn,
                "fields": [_field(field, show_sensitive) for field in found.fields],
            }
            for found in ordered(report)
        ],
        "warnings": list(report.warnings),
        "problems": [problem_document(problem) for problem in report.problems],
    }


def _field(field: FieldChange, show_sensitive: bool) -> dict[str, Any]:
    masked = field.sensitive and not show_sensitive and field.before is not None
    return {
        "field": field.field,
        "member": field.member,
        "file": encoded(field.after),
        "live": SENSITIVE if masked else encoded(field.before),
        "origin": field.origin.value,
        "sensitive": field.sensitive,
    }
