"""The file held against its JSON Schema: nothing for one that is right, every mistake for one that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconciler.desired.acceptance import is_accepted
from reconciler.desired.node import plain

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.wording import Mistake


def mistakes(root: Node) -> list[Mistake]:
    """What the schema refuses, with the path of each."""
    if is_accepted(plain(root)):
        return []
    # Imports jsonschema, which only a file with mistakes should pay for.
    from reconciler.desired.refusals import refusals  # noqa: PLC0415

    return refusals(root)
