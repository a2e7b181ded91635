"""The hidden first line of our comments and issues: how they are found again, and what they remember."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping

from reconciler.model.desired import DesiredState
from reconciler.model.values import Json, short_hash

_START = "<!-- personalize-reconciler"
_LINE = re.compile(rf"{_START} ([0-9a-f]{{12}}) ([A-Za-z0-9_=-]*) -->")
_LONGEST = 65_536


def stack_key(desired: DesiredState) -> str:
    """12 hex digits that tell one stack in one named environment from all others.

    Account and region count as far as the file says them: a file per account is a usual thing, all of them
    with the same name for the stack.
    """
    return short_hash([desired.stack, desired.environment, desired.account, desired.region], 12)


def marker(key: str, data: Mapping[str, Json]) -> str:
    """The line; a page shows nothing of it."""
    text = json.dumps(data, separators=(",", ":"), sort_keys=True)
    return f"{_START} {key} {base64.urlsafe_b64encode(text.encode()).decode()} -->"


def read_marker(body: str) -> tuple[str, Mapping[str, Json]] | None:
    """Key and data of a text's first line; None where that is no marker, or a damaged one."""
    found = _LINE.fullmatch(body[:_LONGEST].partition("\n")[0].rstrip("\r"))
    if found is None:
        return None
    try:
        data = json.loads(base64.urlsafe_b64decode(found[2]))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return (found[1], data) if isinstance(data, dict) else None


def divider(word: str) -> str:
    """A hidden line between two parts of one text."""
    return f"{_START} {word} -->"


def without_markers(text: str) -> str:
    """The text as it looks, with nothing in it that could be taken for a line of ours."""
    return text.replace(_START, "<!-\u200b- personalize-reconciler")
