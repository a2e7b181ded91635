"""The page of kinds."""

from __future__ import annotations

from reconciler.kinds import KINDS
from reconciler.render.kinds_page import kinds_page


def test_every_kind_has_its_section_and_its_calls() -> None:
    page = kinds_page()
    for kind in KINDS.values():
        section = page.split(f"## {kind.title}\n")[1].split("\n## ")[0]
        assert kind.create in section
        assert kind.describe in section
