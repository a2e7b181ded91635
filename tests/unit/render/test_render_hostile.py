"""Laws: no text from a file or the account steers a terminal, or an annotation."""

from __future__ import annotations

import unicodedata

import gallery
from hostile import TEXTS, hostile_drift, hostile_outcome, hostile_plan
from hypothesis import given, settings

from reconciler.model.diagnostics import Diagnostic, Excerpt, Position
from reconciler.render.diagnostics import diagnostics_github, diagnostics_text
from reconciler.render.drift_markdown import drift_markdown
from reconciler.render.drift_text import drift_text
from reconciler.render.escape import visible
from reconciler.render.outcome_markdown import outcome_markdown
from reconciler.render.paint import Paint
from reconciler.render.plan_markdown import plan_markdown
from reconciler.render.plan_text import plan_text

PLAIN = Paint()


def steers(text: str) -> bool:
    return any(unicodedata.category(one)[0] == "C" or one in "\u2028\u2029" for one in text if one != "\n")


@settings(deadline=None)
@given(TEXTS)
def test_escaped_text_is_one_line_that_cannot_steer(text: str) -> None:
    escaped = visible(text)
    assert not steers(escaped)
    assert "\n" not in escaped


@settings(deadline=None)
@given(TEXTS)
def test_no_text_steers_a_terminal_through_any_screen(text: str) -> None:
    finding = Diagnostic(
        code=f"c{text}",
        summary=text,
        why=text,
        fix=text,
        position=Position(text, 1, 1),
        excerpt=Excerpt(text=text.replace("\n", ""), column=1),
    )
    for screen in (
        plan_text(hostile_plan(text), paint=PLAIN, show_sensitive=True),
        drift_text(hostile_drift(text), paint=PLAIN, show_sensitive=True),
        plan_markdown(hostile_plan(text)),
        drift_markdown(hostile_drift(text)),
        outcome_markdown(hostile_plan(text), hostile_outcome(text)),
        diagnostics_text([finding], paint=PLAIN),
        diagnostics_github([finding]),
    ):
        assert not steers(screen)


@settings(deadline=None)
@given(TEXTS)
def test_no_text_adds_a_line_to_a_plan_but_by_its_length(text: str) -> None:
    lines = plan_text(hostile_plan(text), paint=PLAIN).splitlines()
    assert sum(line.startswith("Plan: ") for line in lines) == 1
    assert lines[-1].startswith("Plan: ")


@settings(deadline=None)
@given(TEXTS)
def test_a_github_annotation_is_one_line_with_its_own_command(text: str) -> None:
    finding = Diagnostic(code="c", summary=text, position=Position(text, 3, 4))
    line = diagnostics_github([finding])
    assert "\n" not in line
    assert line.startswith("::error file=")
    assert ",line=3,col=4,title=c::" in line
    assert gallery.AWS.account not in line
