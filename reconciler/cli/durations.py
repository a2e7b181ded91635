"""How long, as written on the command line: 90s, 30m, 5h, 1d."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_FORM = re.compile(r"([0-9]{1,9})([smhd])")


if TYPE_CHECKING:
    _ParamType = click.ParamType[float]
else:
    _ParamType = click.ParamType  # generic only since click 8.2


class Duration(_ParamType):
    """A whole number and a unit, as seconds."""

    name = "duration"

    def __init__(self, *, none: bool = False) -> None:
        """Whether no time at all, 0s, is taken as well."""
        self._none = none

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds; a usage error for any other form, and for no time at all unless that is taken."""
        found = _FORM.fullmatch(str(value))
        if found is None or not (int(found[1]) or self._none):
            self.fail(f"{value!r} is no duration; write it like 90s, 30m, 5h or 1d", param, ctx)
        return float(int(found[1]) * _SECONDS[found[2]])
