"""Putting foreign text into Markdown so that it stays text: no table, fence, comment, link or mention."""

from __future__ import annotations

import re

from reconciler.render.escape import visible

_ACTIVE = re.compile(
    r"[^A-Za-z0-9 /,;.()'\"=+%?:_\x80-\U0010ffff-]"  # whatever Markdown or HTML may read as theirs
    r"|:(?! )"  # an address or emoji; before a space it is only a colon
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"  # emphasis; inside a word it is only an underscore
    r"|(?<=[Ww]{3})\."  # GitHub links www. without a scheme
)
_UNSEEN = "&#8203;"
"""A space of no width: GitHub looks for mentions and references after decoding, so encoding is not enough."""


def prose(text: str) -> str:
    """Text that reads as itself in a table cell or summary, or in a paragraph behind a word of ours."""
    return _ACTIVE.sub(_entity, visible(text))


def code(text: str) -> str:
    """Text in a fixed-width face, safe in table cells too, where back ticks are not."""
    return f"<code>{prose(text)}</code>"


def fenced(lines: list[str], language: str = "") -> str:
    """Lines in a code block whose fence is longer than any run of back ticks inside."""
    body = [visible(line) for line in lines]
    longest = max((len(run) for line in body for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((f"{fence}{language}", *body, fence))


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};{_UNSEEN if found[0] in '@#' else ''}"
