"""Styles: by meaning, and none where nobody sees them."""

from __future__ import annotations

import pytest

from reconciler.render.paint import Paint


def test_a_style_that_is_known_colours_the_text() -> None:
    assert Paint(colour=True)("danger", "x") not in {"x", ""}
    assert "x" in Paint(colour=True)("danger", "x")


@pytest.mark.parametrize(
    ("colour", "style", "text"), [(False, "danger", "x"), (True, "no-such-style", "x"), (True, "danger", "")]
)
def test_without_colour_style_or_text_nothing_is_added(colour: bool, style: str, text: str) -> None:
    assert Paint(colour=colour)(style, text) == text
