"""Putting foreign text into Markdown so that it stays text: no table, fence, comment, link or mention."""

from __future__ import annotations

import re

from reconciler.render.escape import visible
from reconciler.render.values import shorten

_ACTIVE = re.compile(
    r"[^A-Za-z0-9 /,;.()'\"=+%?:_\x80-\U0010ffff-]"  # whatever Markdown or HTML may read as theirs
    r"|:(?=[^ ])"  # an address or emoji; before a space or at the end it is only a colon
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"  # emphasis; inside a word it is only an underscore
    r"|(?<=[Ww]{3})\."  # GitHub links www. without a scheme
)
_UNSEEN = "&#8203;"
"""A space of no width: a mail address is looked for after decoding, so encoding is not enough."""

_WORD = re.compile(r"([('\"]*)([^ ]*?)([.,;:!?)'\"]*)(?= |$)")
_REFERS = re.compile(
    r"[@#:]|www\."  # mentions, issues, OWNER/REPO@COMMIT, :emoji:, ARNs and addresses
    r"|(?<![A-Za-z0-9_])[0-9a-f]{7,40}(?![A-Za-z0-9_])"  # a commit
    r"|(?<![A-Za-z0-9_])GH-[0-9]",  # an issue
    re.IGNORECASE,
)
"""What GitHub links or draws wherever it stands, except in code."""


_LONGEST_FENCE = 200


def prose(text: str) -> str:
    """Text that reads as itself in a table cell or summary, or in a paragraph behind a word of ours.

    Words that GitHub would take for a person, team, issue, commit or emoji are set as code.
    """
    return _WORD.sub(_word, visible(text))


def code(text: str) -> str:
    """Text in a fixed-width face, safe in table cells too, where back ticks are not."""
    return f"<code>{_encoded(visible(text))}</code>"


def fenced(lines: list[str], language: str = "") -> str:
    """Lines in a code block whose fence is longer than any run of back ticks inside.

    GitHub's parser counts no further than 255: a line of nothing but more of them loses its middle.
    """
    body = [_closing_nothing(visible(line)) for line in lines]
    longest = max((len(run) for line in body for run in re.findall(r"`+", line)), default=0)
    fence = "`" * min(max(3, longest + 1), _LONGEST_FENCE)
    return "\n".join((f"{fence}{language}", *body, fence))


def _closing_nothing(line: str) -> str:
    only_ticks = len(line) >= _LONGEST_FENCE and not line.strip(" `")
    return shorten(line, _LONGEST_FENCE - 1) if only_ticks else line


def _word(found: re.Match[str]) -> str:
    before, word, after = found.groups()
    inner = _encoded(word)
    return f"{_encoded(before)}{f'<code>{inner}</code>' if _REFERS.search(word) else inner}{_encoded(after)}"


def _encoded(text: str) -> str:
    return _ACTIVE.sub(_entity, text)


def _entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};{_UNSEEN if found[0] in '@#' else ''}"
