"""Where it is said what data must be."""

from __future__ import annotations

from reconciler.model.rules import Source

FORMAT = Source(
    said="Amazon Personalize developer guide, 'Data format guidelines'",
    seen="2026-11-23",
)
QUOTAS = Source(
    said="Amazon Personalize developer guide, 'Amazon Personalize endpoints and quotas'",
    seen="2026-11-23",
)
ERRORS = Source(
    said="Amazon Personalize developer guide, 'Error messages'",
    seen="2026-11-23",
)
OWN = Source(
    said="advice of this project; the service's own answer is not documented",
    seen="2026-11-23",
)
