"""Pages of a List, and the tokens that lead from one to the next.

Assumed: a token is a key, the place of the last item given, so that what comes and goes between two pages
moves no other item. What the service's tokens hold is published nowhere; the fault `shift` makes it offsets.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from personalize_emulator.errors import ApiError
from personalize_emulator.faults import SHIFT
from personalize_emulator.resources import Json, Resource

if TYPE_CHECKING:
    from personalize_emulator.faults import Fault
    from personalize_emulator.realm import Realm

_PAGE = 100
"""Source: service model, shape MaxResults."""


def page_of(
    realm: Realm, request: Json, name: str, listed: Callable[[int], list[Resource]]
) -> tuple[list[Resource], Json]:
    """The resources that a page shows and the member nextToken, which the last page lacks.

    `listed` gives what stands after a place in the order of creation; `name` is what the List is about.
    """
    asked = {key: value for key, value in request.items() if key not in {"nextToken", "maxResults"}}
    size = request.get("maxResults") or _PAGE
    after = page_start(request.get("nextToken"), realm.operation, asked)
    fault = realm.emulator.faults.in_force(SHIFT, realm.operation, name)
    if fault is not None:
        size = min(size, fault.size or size)
        start = _moved(realm, fault, after)
        everything = listed(0)
        found, last = everything[start : start + size], start + size
        more = len(everything) > last
    else:
        rest = listed(after)
        found, more = rest[:size], len(rest) > size
        last = found[-1].seq if found else after
    return found, {"nextToken": page_token(realm.operation, asked, last)} if more else {}


def page_token(operation: str, asked: Json, after: int) -> str:
    """The token for what follows position `after` of a List with these parameters."""
    return base64.urlsafe_b64encode(json.dumps([operation, asked, after]).encode()).decode()


def page_start(token: str | None, operation: str, asked: Json) -> int:
    """The position in a token, 0 without one; InvalidNextTokenException for junk or another List's token."""
    if token is None:
        return 0
    try:
        found: Any = json.loads(base64.urlsafe_b64decode(token.encode()))
    except (binascii.Error, ValueError):
        found = None
    if not isinstance(found, list) or found[:2] != [operation, asked] or not isinstance(found[-1], int):
        # Assumed: the text; the error type is in the service model.
        raise ApiError("InvalidNextTokenException", "The given next token is not valid.")
    return found[-1]


def _moved(realm: Realm, fault: Fault, offset: int) -> int:
    """Where a page begins, once as many items as the fault says have gone from before it, or come there."""
    if not (offset and fault.by):
        return offset
    realm.emulator.faults.use(fault)
    return max(0, offset + fault.by)
