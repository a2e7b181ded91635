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

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Seconds; a usage error for any other form and for nothing at all."""
        if isinstance(value, float):
            return value
        found = _FORM.fullmatch(str(value))
        if found is None or int(found[1]) == 0:
            self.fail(f"{value!r} is no duration; write it like 90s, 30m, 5h or 1d", param, ctx)
        return float(int(found[1]) * _SECONDS[found[2]])
