"""How values, durations and field differences read: the pieces that text and Markdown share."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from reconciler.model.values import Unknown, UnknownText, plain
from reconciler.plan.changes import FieldChange, Origin
from reconciler.render.escape import visible
from reconciler.render.nested import ABSENT, leaves

SENSITIVE = "(sensitive, changed)"
NOT_SET = "(not set)"
KNOWN_LATER = "(known after apply)"

LONGEST_WHOLE = 6000
"""Of a plan every value is shown whole: a filter expression has up to 2,500 characters, quotes escaped."""
_LONGEST = 160
_ORIGINS = {
    Origin.DRIFT: "changed outside",
    Origin.PENDING: "changed in the file",
    Origin.BOTH: "changed outside and in the file",
    Origin.DUE: "",
    Origin.UNTOLD: "",
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One differing leaf, ready to print: `name` with the API's name in parentheses where it differs."""

    name: str
    live: str
    file: str
    origin: str


def show(value: Any, longest: int = _LONGEST) -> str:
    """A value as JSON on one line, its middle left out beyond `longest`; Unknown as (known after apply)."""
    if value is ABSENT or value is None:
        return NOT_SET
    if isinstance(value, Unknown | UnknownText):
        return KNOWN_LATER
    return shorten(visible(json.dumps(plain(value), ensure_ascii=False)), longest)


def shorten(text: str, longest: int = _LONGEST) -> str:
    """The text with its middle left out, and said how much, when it is longer than `longest`."""
    if len(text) <= longest:
        return text
    tail = longest // 4
    head = longest - tail
    return f"{text[:head]}…({len(text) - head - tail} more)…{text[-tail:]}"


def field_name(change: FieldChange, path: str = "") -> str:
    """The file's key, and the API's in parentheses where it differs."""
    return visible(
        f"{change.field}{path} ({change.member}{path})" if change.member else f"{change.field}{path}"
    )


def field_lines(
    change: FieldChange, *, show_sensitive: bool, longest: int = _LONGEST
) -> tuple[FieldLine, ...]:
    """The differing leaves of one field; what only the account knows is masked unless `show_sensitive`."""
    origin = _ORIGINS[change.origin]
    if change.sensitive and not show_sensitive:
        live = NOT_SET if change.before is None else SENSITIVE
        return (FieldLine(field_name(change), live, show(change.after, longest), origin),)
    return tuple(
        FieldLine(
            field_name(change, leaf.path), show(leaf.before, longest), show(leaf.after, longest), origin
        )
        for leaf in leaves(change.before, change.after)
    )


def duration(seconds: float) -> str:
    """Seconds as people say them: 8s, 1m 02s, 2h 03m."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60:02}s"
    return f"{whole // 3600}h {whole % 3600 // 60:02}m"
