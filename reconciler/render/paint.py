"""Colour by meaning; text stays complete without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import click

_STYLES: Mapping[str, Mapping[str, Any]] = {
    "create": {"fg": "green"},
    "update": {"fg": "yellow"},
    "replace": {"fg": "magenta"},
    "recreate": {"fg": "red"},
    "delete": {"fg": "red"},
    "adopt": {"fg": "blue"},
    "run": {"fg": "cyan"},
    "refused": {"fg": "red", "bold": True},
    "danger": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "good": {"fg": "green"},
    "name": {"bold": True},
    "quiet": {"dim": True},
}


@dataclass(frozen=True, slots=True)
class Paint:
    """Applies styles named by meaning, or none where `colour` is off."""

    colour: bool = False

    def __call__(self, style: str, text: str) -> str:
        """The text in this style; an unknown style leaves it plain."""
        if not self.colour or not text or style not in _STYLES:
            return text
        return click.style(text, **_STYLES[style])
