"""The policies of a file as one JSON document, described by specs/iam.schema.json."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reconciler.permissions.policy import characters
from reconciler.render.parts import environment_document

if TYPE_CHECKING:
    from reconciler.model.desired import DesiredState
    from reconciler.model.observed import Environment
    from reconciler.permissions.documents import PolicyDocument

FORMAT_VERSION = "1.0"
"""Its first number changes when a reader of the old form would go wrong."""


def iam_document(
    desired: DesiredState, environment: Environment, documents: Iterable[PolicyDocument]
) -> dict[str, Any]:
    """Every policy with what it is for, how long IAM counts it, and what can be left out of it."""
    return {
        "format_version": FORMAT_VERSION,
        "stack": desired.stack,
        "file": desired.file,
        "environment": environment_document(environment),
        "documents": [
            {
                "part": one.part.value,
                "name": one.name,
                "about": one.about,
                "characters": characters(one.policy),
                "policy": dict(one.policy),
                "optional": [
                    {"action": action, "lost": lost} for action, lost in sorted(one.optional.items())
                ],
                "notes": list(one.notes),
            }
            for one in documents
        ],
    }
