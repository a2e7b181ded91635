"""What an unquoted YAML word means.

YAML 1.1, which PyYAML reads, takes on, no and yes for booleans, 0123 for eighty-three and 12:30 for 750;
YAML 1.2 and editors disagree. Here words mean what they look like: true and false are the only booleans,
numbers are decimal, all else is text; and what would read differently elsewhere has to be quoted.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reconciler.desired.node import Scalar

_WORDS: dict[str, Scalar] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]*([eE][-+]?[0-9]{1,3})?|[-+]?\.[0-9]+")
_AMBIGUOUS = re.compile(r"[-+]?0([0-9]+(\.[0-9]*)?|[xob][0-9a-fA-F]+)")
_MAX_DIGITS = 15
"""Beyond it a double, hence most readers of JSON, changes a number."""


def resolve(text: str) -> Scalar:
    """The meaning of a plain scalar; ValueError when it has to be quoted."""
    if text in _WORDS:
        return _WORDS[text]
    if _AMBIGUOUS.fullmatch(text):
        raise ValueError("starts with 0, which some readers take for an octal or binary number")
    if not (_WHOLE.fullmatch(text) or _DECIMAL.fullmatch(text)):
        return text
    if sum(char.isdigit() for char in text) > _MAX_DIGITS:
        raise ValueError("has more digits than a number keeps exactly")
    if _WHOLE.fullmatch(text):
        return int(text)
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("is out of the range of numbers")
    return number
