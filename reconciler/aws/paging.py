"""Reading a List in pages while what it lists comes and goes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from reconciler.kinds import KINDS
from reconciler.model.values import Json

Items = Sequence[Mapping[str, Json]]

_MOST_READINGS = 4
_ARN_MEMBERS = {kind.listing.operation: kind.arn_member for kind in KINDS.values() if kind.listing}


def every_item(operation: str, read: Callable[[], tuple[Items, int]]) -> Items:
    """Each item of a List once; `read` goes through it from the beginning: its items and number of pages.

    Whether the service's pages move when something comes or goes meanwhile is not documented. If they do, an
    item may be given twice, or be missed, so a List of several pages is read until a reading shows nothing
    new. Of an item given twice the later one counts.
    """
    items, pages = read()
    found = {_identity(operation, item): item for item in items}
    for _ in range(_MOST_READINGS - 1 if pages > 1 else 0):
        again = {_identity(operation, item): item for item in read()[0]}
        is_new = bool(again.keys() - found.keys())
        found |= again
        if not is_new:
            break
    return list(found.values())


def _identity(operation: str, item: Mapping[str, Json]) -> Json:
    """The item's ARN; all of it in a List of what has none."""
    return item.get(_ARN_MEMBERS.get(operation, "")) or json.dumps(item, sort_keys=True)
