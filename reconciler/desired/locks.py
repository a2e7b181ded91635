"""`lock:`, wherever in the file it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconciler.desired.node import find
from reconciler.model.lock import DEFAULT_PREFIX, Lock

if TYPE_CHECKING:
    from reconciler.desired.node import Node


def read_lock(node: Node | None) -> Lock | None:
    """The lock that a node says; None without one, or with one whose bucket the JSON Schema has refused."""
    bucket = find(node, ("bucket",)) if node else None
    prefix = find(node, ("prefix",)) if node else None
    if bucket is None or not isinstance(bucket.value, str):
        return None
    said = prefix.value if prefix else None
    return Lock(bucket=bucket.value, prefix=said if isinstance(said, str) else DEFAULT_PREFIX)
