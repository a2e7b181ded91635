"""Every screen as it is; `python tests/unit/render/test_render_golden.py` rewrites them for review."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import gallery
import pytest
from agreed import AGREED

from reconciler.render.drift_markdown import drift_markdown
from reconciler.render.drift_text import drift_text
from reconciler.render.outcome_markdown import outcome_markdown
from reconciler.render.outcome_text import outcome_text
from reconciler.render.paint import Paint
from reconciler.render.plan_markdown import plan_markdown
from reconciler.render.plan_text import plan_text

GOLDEN = Path(__file__).parent / "golden"
PLAIN = Paint()
SCREENS: Mapping[str, Callable[[], str]] = {
    "plan-fresh.txt": lambda: plan_text(gallery.FRESH, paint=PLAIN),
    "plan-everything.txt": lambda: plan_text(gallery.EVERYTHING, paint=PLAIN),
    "plan-nothing.txt": lambda: plan_text(gallery.UNTOUCHED, paint=PLAIN),
    "plan-incomplete.txt": lambda: plan_text(gallery.INCOMPLETE, paint=PLAIN),
    "plan-everything.md": lambda: plan_markdown(gallery.EVERYTHING),
    "plan-agreed.md": lambda: plan_markdown(AGREED),
    "plan-nothing.md": lambda: plan_markdown(gallery.UNTOUCHED),
    "plan-incomplete.md": lambda: plan_markdown(gallery.INCOMPLETE),
    "outcome.md": lambda: outcome_markdown(gallery.EVERYTHING, gallery.PARTLY),
    "drift.txt": lambda: drift_text(gallery.DRIFT, paint=PLAIN),
    "drift.md": lambda: drift_markdown(gallery.DRIFT),
    "outcome.txt": lambda: outcome_text(gallery.PARTLY, paint=PLAIN),
}


@pytest.mark.parametrize("name", SCREENS)
def test_the_screen_is_as_reviewed(name: str) -> None:
    assert f"{SCREENS[name]()}\n" == (GOLDEN / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    for name, screen in SCREENS.items():
        (GOLDEN / name).write_text(f"{screen()}\n", encoding="utf-8")
