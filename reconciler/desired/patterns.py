"""Patterns of the file's schema as the service reads them, which is not how Python would."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

LONGEST = 300
"""The longest text that a pattern without a maxLength of its own is held against."""


def matches(text: str, pattern: str, schema: Mapping[str, Any]) -> bool:
    """Whether a text that is not too long has the pattern; `schema` is where the pattern stands.

    Some patterns of the service model take quadratic time and more; too long is said by maxLength.
    """
    if len(text) > schema.get("maxLength", LONGEST):
        return "maxLength" in schema
    return _compiled(pattern).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Python's `$` matches before a last line break, its \d other scripts' digits.
    return re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)
