"""Plans and drift reports in the form that was asked for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reconciler.cli.screen import Screen, is_terminal

if TYPE_CHECKING:
    from reconciler.plan.changes import Plan
    from reconciler.plan.drift import DriftReport


def may_show_sensitive(wanted: bool, screen: Screen) -> bool:
    """Only on a terminal: what goes elsewhere is kept and read by others."""
    if wanted and not is_terminal(screen.out):
        screen.say("warning: --show-sensitive shows nothing more here, since the output is not a terminal")
        return False
    return wanted


def show_plan(plan: Plan, form: str, screen: Screen, *, show_sensitive: bool = False) -> None:
    """Print a plan as data."""
    if form == "json":
        from reconciler.render.plan_document import plan_document  # noqa: PLC0415

        screen.data(as_json(plan_document(plan, show_sensitive=show_sensitive)))
    elif form == "markdown":
        from reconciler.render.plan_markdown import plan_markdown  # noqa: PLC0415

        screen.data(plan_markdown(plan, show_sensitive=show_sensitive))
    else:
        from reconciler.render.plan_text import plan_text  # noqa: PLC0415

        paint, verbose = screen.out_paint, screen.verbose
        screen.data(plan_text(plan, paint=paint, show_sensitive=show_sensitive, verbose=verbose))


def show_drift(report: DriftReport, form: str, screen: Screen, *, show_sensitive: bool = False) -> None:
    """Print a drift report as data."""
    if form == "json":
        from reconciler.render.drift_document import drift_document  # noqa: PLC0415

        screen.data(as_json(drift_document(report, show_sensitive=show_sensitive)))
    elif form == "markdown":
        from reconciler.render.drift_markdown import drift_markdown  # noqa: PLC0415

        screen.data(drift_markdown(report, show_sensitive=show_sensitive))
    else:
        from reconciler.render.drift_text import drift_text  # noqa: PLC0415

        screen.data(drift_text(report, paint=screen.out_paint, show_sensitive=show_sensitive))


def as_json(document: Any) -> str:
    """A document as it is printed; a person may read it too."""
    return json.dumps(document, indent=2, ensure_ascii=False)
