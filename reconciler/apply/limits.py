"""What a full quota means to the user: its name, its size, and what makes room."""

from __future__ import annotations

import re

from reconciler.catalog.quotas import QUOTAS
from reconciler.errors import LimitError

_NUMBER = re.compile(r"More than (\d+)")
"""Observed: 'More than 5 resources with PENDING or IN_PROGRESS status.'"""


def queue_words(error: LimitError, operation: str) -> str:
    """Why a call waits for a quota that empties by itself, e.g. imports in progress."""
    quota = QUOTAS.get(operation)
    if quota is None or not quota.frees_itself:
        return error.what
    said = _NUMBER.search(error.what)
    number = said[1] if said else str(quota.limit)
    return f"{number} {quota.things} are in progress in this {quota.per}, the most that the service allows"


def quota_words(operation: str) -> str:
    """What to do about a quota that does not empty by itself."""
    quota = QUOTAS.get(operation)
    if quota is None:
        return "A quota of the service is full: delete what is not needed, or ask for more in Service Quotas"
    code = f" (code {quota.code})" if quota.code else ""
    delete = f"delete {quota.things} that are not needed"
    if not quota.adjustable:
        return f'The quota "{quota.name}" is full at {quota.limit} and cannot be raised{code}: {delete}'
    note = f"; {quota.note}" if quota.note else ""
    return (
        f'The quota "{quota.name}" ({quota.limit} unless raised{note}) is full: {delete}, or ask for more in'
        f" Service Quotas{code}"
    )
