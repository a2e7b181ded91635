"""Tags: what the service takes as keys and values, and how many.

Source: developer guide, 'Tagging Amazon Personalize resources'.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from reconciler.desired.findings import error, shown, warning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

MAX_TAGS = 50
MARKS = 4
"""Tags of our own that a resource may carry: stack, address, digest, and schemas or refused."""

_RESERVED = {"aws:": "AWS keeps it for itself", "reconcile:": "this tool marks what it owns with it"}


def lower_case(tags: Node | None) -> Mapping[str, str]:
    """The keys of a `tags` mapping by how they read in lower case."""
    return {key.lower(): key for key in (tags.entries if tags else {})}


def check_tags(node: Node | None, inherited: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Keys and values of one `tags` mapping; `inherited`, by lower case, are what its resource has too."""
    own: dict[str, str] = {}
    for key, entry in (node.entries if node else {}).items():
        text = entry.node.value
        reserved = next((prefix for prefix in _RESERVED if key.lower().startswith(prefix)), None)
        if reserved:
            summary = f"the tag key {shown(key)} starts with {reserved}, which is reserved"
            yield error("tag/reserved", summary, entry.key, why=_RESERVED[reserved], fix="use another key")
        elif bad := _refused(key):
            yield error("tag/characters", f"the tag key {shown(key)} holds {bad}", entry.key, fix=_ALLOWED)
        if isinstance(text, str) and (bad := _refused(text)):
            yield error(
                "tag/characters", f"the value of {key} holds {bad}", entry.node.position, fix=_ALLOWED
            )
        other = inherited.get(key.lower(), own.setdefault(key.lower(), key))
        if other != key:
            yield warning(
                "tag/case",
                f"the tag keys {shown(key)} and {shown(other)} differ in the case of letters only",
                entry.key,
                why="the service keeps both",
                fix=f"write {other}, or another key",
            )


_ALLOWED = "use letters, digits, spaces and _ . : / = + - @"


def _refused(text: str) -> str:
    """The first character that a tag may not hold, "" when there is none."""
    for char in text:
        if unicodedata.category(char)[0] not in "LNZ" and char not in "_.:/=+-@":
            return shown(char)
    return ""


def check_counts(found: Iterable[Declared]) -> Iterator[Diagnostic]:
    """Resources that would carry more tags than the service takes."""
    for item in found:
        tags = item.resource.tags
        if len(tags) > MAX_TAGS - MARKS and not item.place.kind.run:
            entry = item.node.entries.get("tags") if item.node else None
            yield error(
                "tag/too-many",
                f"{item.resource.address} has {len(tags)} tags with the stack's; {MAX_TAGS - MARKS} fit",
                entry.key if entry else item.resource.position,
                why=f"a resource takes {MAX_TAGS} tags, {MARKS} of which this tool needs",
                fix="remove some here or at the top",
            )
