"""Laws: no text from a file or the account steers a terminal or breaks out of Markdown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import gallery
import pytest
from gallery import change, field, plan
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reconciler.model.address import Address
from reconciler.model.diagnostics import Diagnostic, Position
from reconciler.model.observed import ReadProblem
from reconciler.plan.changes import Action, Effect, Plan, Refusal
from reconciler.plan.drift import DriftClass, DriftReport, Finding
from reconciler.render.diagnostics import diagnostics_github, diagnostics_text
from reconciler.render.drift_markdown import drift_markdown
from reconciler.render.drift_text import drift_text
from reconciler.render.escape import visible
from reconciler.render.markdown import code, fenced, prose
from reconciler.render.paint import Paint
from reconciler.render.plan_markdown import plan_markdown
from reconciler.render.plan_text import plan_text

NASTY = [
    "\x1b[31mred\x1b[0m",
    "\x9b2J",
    "a\nb\r\nc\td",
    "\u202egnp.exe",
    "\u2028line\u2029",
    "| a | b |",
    "`x` ``` ~~~ ````",
    "--> <!-- x",
    "</details></summary><script>alert(1)</script>",
    "@octocat @org/team",
    "#1 owner/repo#2 GH-3",
    "[a](http://b) ![c](d) <http://e> www.example.com https://example.com",
    "**b** _i_ ~~s~~ $x$ :smile: &amp; &#60; \\| \\` \\",
    "    indented",
    "# heading",
    "- item",
    "> quote",
    "---",
    "\ud800",
    "",
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.lists(st.sampled_from(NASTY), min_size=1, max_size=3).map("".join),
)
PLAIN = Paint()


def hostile_plan(text: str) -> Plan:
    """A plan with this text in every place where foreign text can stand."""
    address = Address("filter", (text,))
    return plan(
        replace(
            change(
                "filter/x",
                Action.RECREATE,
                reason=text,
                fields=(
                    field("expression", f"1{text}", f"2{text}", member=f"m{text}"),
                    field(f"tags.{text}", text, 1),
                ),
                effects=(Effect.LOSES_DATA,),
                notes=(text,),
                unhealthy=f"u{text}",
                refusal=Refusal(rule="consent", why=text, fix=f"f{text}", paste=f"p{text}"),
            ),
            address=address,
        ),
        change("campaign/c", Action.CREATE, reason=text, fields=(field(f"k{text}", None, {text: [text]}),)),
        stack=text,
        file=text,
        warnings=(text,),
        problems=(ReadProblem(what=text, operation=text, address=address),),
    )


def hostile_drift(text: str) -> DriftReport:
    """A drift report likewise."""
    one = Finding(address=Address("filter", (text,)), drift=DriftClass.CHANGED, detail=text)
    two = replace(one, fields=(field(f"k{text}", f"1{text}", f"2{text}"),))
    made = hostile_plan(text)
    return DriftReport(
        environment=made.environment,
        stack=text,
        file=text,
        findings=(one, two),
        warnings=(text,),
        problems=made.problems,
    )


def steers(text: str) -> bool:
    return any(unicodedata.category(one)[0] == "C" or one in "\u2028\u2029" for one in text if one != "\n")


def shape(markdown: str) -> list[tuple[str, ...]]:
    """The structure that a Markdown reader sees, without what the text says."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)
    inner = {"text", "text_special", "entity", "softbreak"}
    return [
        (token.type, token.tag, *(child.type for child in token.children or () if child.type not in inner))
        for token in tokens
    ]


@settings(deadline=None)
@given(texts)
def test_escaped_text_is_one_line_that_cannot_steer(text: str) -> None:
    escaped = visible(text)
    assert not steers(escaped)
    assert "\n" not in escaped


@settings(deadline=None)
@given(texts)
def test_no_text_steers_a_terminal_through_any_screen(text: str) -> None:
    finding = Diagnostic(code=f"c{text}", summary=text, why=text, fix=text, position=Position(text, 1, 1))
    for screen in (
        plan_text(hostile_plan(text), paint=PLAIN, show_sensitive=True),
        drift_text(hostile_drift(text), paint=PLAIN, show_sensitive=True),
        plan_markdown(hostile_plan(text)),
        drift_markdown(hostile_drift(text)),
        diagnostics_text([finding], paint=PLAIN),
        diagnostics_github([finding]),
    ):
        assert not steers(screen)


@settings(deadline=None)
@given(texts)
def test_no_text_adds_a_line_to_a_plan_but_by_its_length(text: str) -> None:
    lines = plan_text(hostile_plan(text), paint=PLAIN).splitlines()
    assert sum(line.startswith("Plan: ") for line in lines) == 1
    assert lines[-1].startswith("Plan: ")


@settings(deadline=None)
@given(texts)
def test_hostile_text_has_the_shape_of_harmless_text_in_markdown(text: str) -> None:
    assert shape(plan_markdown(hostile_plan(text))) == shape(plan_markdown(hostile_plan("x")))
    assert shape(drift_markdown(hostile_drift(text))) == shape(drift_markdown(hostile_drift("x")))


@settings(deadline=None)
@given(texts)
def test_prose_reads_as_itself(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).renderInline(f"a{prose(text)}z")
    shown = html.replace("\u200b", "")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, character)
    assert shown == f"a{visible(text)}z"


@settings(deadline=None)
@given(texts)
def test_nobody_is_mentioned_and_nothing_is_linked(text: str) -> None:
    html = MarkdownIt("commonmark", {"html": True}).renderInline(f"a {prose(text)}")
    assert not re.search(r"[@#][A-Za-z0-9]", html)
    assert "www." not in prose(text)
    assert "://" not in prose(text)


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=4))
def test_a_fence_holds_whatever_is_in_it(lines: list[str]) -> None:
    tokens = MarkdownIt("commonmark").parse(f"{fenced(lines, 'diff')}\n\nafter")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert tokens[0].content == "".join(f"{visible(line)}\n" for line in lines)


@pytest.mark.parametrize("text", NASTY)
def test_no_html_comes_out_of_code(text: str) -> None:
    assert re.fullmatch(r"<code>[^<>|`]*</code>", code(text))


@settings(deadline=None)
@given(texts)
def test_a_github_annotation_is_one_line_with_its_own_command(text: str) -> None:
    finding = Diagnostic(code="c", summary=text, position=Position(text, 3, 4))
    line = diagnostics_github([finding])
    assert "\n" not in line
    assert line.startswith("::error file=")
    assert ",line=3,col=4,title=c::" in line
    assert gallery.AWS.account not in line
