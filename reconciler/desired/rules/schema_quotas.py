"""Quotas that a file comes near by its schemas."""

from __future__ import annotations

from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

RULES = (
    Rule(
        id="quota/schemas",
        severity=Severity.WARNING,
        title="a file declares more than 450 schemas",
        why="An account has 500 in a region, and every change of a schema adds another one.",
        fix="Let datasets with the same fields share a schema, or use another region or account.",
        source=Source(said="Amazon Personalize developer guide, 'Endpoints and quotas'", seen="2026-11-23"),
    ),
    Rule(
        id="quota/event-types",
        severity=Severity.WARNING,
        title="event types that the file names and optional fields of interactions are more than 10",
        why="The service takes 10 of both together; EVENT_TYPE and EVENT_VALUE count as fields.",
        fix="Remove fields from the schema, or merge event types.",
        source=Source(
            said="Amazon Personalize developer guide, 'Item interactions dataset schema requirements'",
            seen="2026-11-26",
        ),
    ),
)
