"""Findings made clear where variables and environments stand behind them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reconciler.desired.findings import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reconciler.desired.environments import Resolved
    from reconciler.model.diagnostics import Diagnostic

_MOST_TOLD = 5


def explained(found: Iterable[Diagnostic], meant: Resolved) -> list[Diagnostic]:
    """The findings; where variables stand at the place of one, with where the environment says them.

    What is wrong only because a variable could not be filled in is left out: that is told already.
    """
    return [_explained(finding, meant) for finding in found if finding.position not in meant.unfilled]


def _explained(finding: Diagnostic, meant: Resolved) -> Diagnostic:
    used = sorted(meant.filled.get(finding.position, ())) if finding.position else []
    if not used:
        return finding
    told = listed([f"${{{name}}} is said at {meant.said[name]}" for name in used[:_MOST_TOLD]], "and")
    return replace(finding, why=f"{finding.why}; {told}" if finding.why else told)
