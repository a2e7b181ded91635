"""A plan as printed by --format json: the saved document, with what only the account knows masked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reconciler.plan.changes import FieldChange, Plan
from reconciler.plan.document import to_document
from reconciler.render.values import SENSITIVE


def plan_document(plan: Plan, *, show_sensitive: bool = False) -> dict[str, Any]:
    """The document, described by specs/plan.schema.json."""
    if not show_sensitive:
        changes = (
            replace(change, fields=tuple(_masked(field) for field in change.fields))
            for change in plan.changes
        )
        plan = replace(plan, changes=tuple(changes))
    return to_document(plan)


def _masked(field: FieldChange) -> FieldChange:
    return replace(field, before=SENSITIVE) if field.sensitive and field.before is not None else field
