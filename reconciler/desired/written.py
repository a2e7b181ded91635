"""How a scalar is written in its file, so that a place inside its value is found again in the text.

A value is not what stands in the file: lines are folded and indented, quotes are doubled, characters escaped.
What is no white space stands in both in the same order, which is what the two are aligned by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconciler.desired.source import text_position

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.model.diagnostics import Position

_WHITE = " \t\r\n"
_PROPERTIES = re.compile(r"(?:[&!][^\s]*(?:\s+(?:#[^\n]*)?)*)*")
"""An anchor and a tag, which YAML lets stand before a value."""
_COMMENT = re.compile(r"[ \t]+#")
_CONTINUED = re.compile(r"\\\r?\n[ \t\r\n]*")
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[^\r\n])")


@dataclass(frozen=True, slots=True)
class Written:
    """The text of the file, where in it the scalar starts, and its style: "", ', ", | or >."""

    text: str
    start: int
    style: str


def place_in(node: Node, offset: int) -> Position:
    """The place in the file of a character of the scalar's value, counted from 0, or of its end.

    Where the value is not what was written, as where a variable stands in it, the place of the whole.
    """
    if node.written is None or not isinstance(node.value, str):
        return node.position
    return text_position(node.position.file, node.written.text, _index(node.written, node.value, offset))


def before_comment(node: Node) -> bool:
    """Whether a comment begins right behind the scalar, which has no quotes around it."""
    if node.written is None or node.written.style or not isinstance(node.value, str):
        return False
    end = _index(node.written, node.value, len(node.value))
    return bool(_COMMENT.match(node.written.text, end))


def _index(written: Written, value: str, offset: int) -> int:
    """The index in the file's text of a character of the value."""
    text, at = written.text, _begin(written)
    for char in value[:offset]:
        at = _next(written, at, char in _WHITE)[1]
    if offset >= len(value):
        return at
    found, _ = _next(written, at, value[offset] in _WHITE)
    return min(found, len(text))


def _begin(written: Written) -> int:
    properties = _PROPERTIES.match(written.text, written.start)
    assert properties, "it matches nothing as well"
    at = properties.end()
    if written.style in {"|", ">"}:
        return written.text.find("\n", at) + 1
    return at + (1 if written.style else 0)


def _next(written: Written, at: int, white: bool) -> tuple[int, int]:
    """Where the next character of the value is written, and where what is behind it starts."""
    text, style = written.text, written.style
    while style == '"' and (continued := _CONTINUED.match(text, at)):
        at = continued.end()
    if white:
        if style == '"' and (escape := _ESCAPE.match(text, at)):
            return at, escape.end()
        # A line end that folds to a space, and the indentation behind it, are skipped with what follows.
        return at, at + (1 if text[at : at + 1] in {" ", "\t"} else 0)
    while text[at : at + 1] and text[at] in _WHITE:
        at += 1
        while style == '"' and (continued := _CONTINUED.match(text, at)):
            at = continued.end()
    if style == '"' and (escape := _ESCAPE.match(text, at)):
        return at, escape.end()
    return at, at + (2 if style == "'" and text[at : at + 2] == "''" else 1)
