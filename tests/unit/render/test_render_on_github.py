"""Laws: whatever file or account say, GitHub shows the structure that is meant, and nobody is called."""

from __future__ import annotations

from collections.abc import Callable

import gallery
import pytest
from github_view import View, github
from hostile import (
    DRAFTS,
    NASTY,
    TEXTS,
    Draft,
    drafted_plan,
    hostile_drift,
    hostile_outcome,
    hostile_plan,
)
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reconciler.plan.changes import Action, Change, Plan
from reconciler.render.change_markdown import is_dangerous, urgency
from reconciler.render.drift_markdown import drift_markdown
from reconciler.render.escape import visible
from reconciler.render.markdown import code, fenced, prose
from reconciler.render.outcome_markdown import outcome_markdown
from reconciler.render.plan_markdown import plan_markdown
from reconciler.render.plan_text import is_shown
from reconciler.render.values import shorten

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
SCREENS: dict[str, Callable[[str], str]] = {
    "drift": lambda text: drift_markdown(hostile_drift(text), show_sensitive=True),
    "outcome": lambda text: outcome_markdown(hostile_plan(text), hostile_outcome(text)),
}


def harmless(view: View) -> bool:
    """Whether there is nothing but what we write ourselves, and nothing that links or calls."""
    return view.strange == [] and view.linked == []


def shown_text(text: str, longest: int) -> str:
    """What a reader sees of a text; a table's cell and a paragraph are without outer and repeated blanks."""
    return squeezed(shorten(visible(text), longest))


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def expected_rows(plan: Plan, dangerous: bool) -> list[tuple[str, str]]:
    """The address and the reason of every row of one of the two tables of changes."""
    shown = sorted((one for one in plan.changes if is_shown(one)), key=urgency)
    return [
        (shown_text(str(one.address), 120), shown_text(why(one), 400))
        for one in shown
        if is_dangerous(one) is dangerous
    ]


def why(one: Change) -> str:
    return one.unhealthy if one.unhealthy and one.action is Action.NONE else one.reason


def tables_of_changes(view: View) -> list[list[list[str]]]:
    return [table for table in view.tables if table[0][-1] == "what happens"]


@settings(UNHURRIED, max_examples=1000)
@given(DRAFTS, st.lists(TEXTS, min_size=1, max_size=6), st.integers(10_000, 20_000))
def test_any_plan_has_the_structure_of_a_harmless_one(
    drafts: list[Draft], texts: list[str], limit: int
) -> None:
    plan = drafted_plan(drafts, texts)
    view = github(plan_markdown(plan, limit=None))
    assert view.strange == []
    assert view.linked == []
    assert view.structure == github(plan_markdown(drafted_plan(drafts, ["x"]), limit=None)).structure
    tables = iter(tables_of_changes(view))
    for dangerous in (True, False):
        expected = expected_rows(plan, dangerous)
        rows = next(tables)[1:] if expected else []
        assert [squeezed(row[1]) for row in rows] == [address for address, _ in expected]
        assert all(squeezed(row[2]).endswith(reason) for row, (_, reason) in zip(rows, expected, strict=True))
    pasted = [visible(one.refusal.paste) for one in plan.refused if one.refusal]
    yaml = "".join(content for language, content in view.fences if language == "yaml")
    assert all(one.partition("[")[2].removesuffix("]") in yaml for one in pasted)
    short = plan_markdown(plan, limit=limit)
    assert len(short.encode()) <= limit
    assert harmless(github(short))


@pytest.mark.parametrize("screen", SCREENS)
@UNHURRIED
@given(text=TEXTS)
def test_drift_and_outcome_have_the_structure_of_harmless_ones(screen: str, text: str) -> None:
    view = github(SCREENS[screen](text))
    assert view.strange == []
    assert view.linked == []
    assert view.structure == github(SCREENS[screen]("x")).structure


@settings(deadline=None)
@given(TEXTS)
def test_prose_and_code_read_as_themselves(text: str) -> None:
    for written in (prose(text), code(text)):
        view = github(f"| a |\n|---|\n| a{written}z |")
        assert view.strange == []
        (cell,) = view.tables[0][1]
        assert squeezed(cell) == squeezed(f"a{visible(text)}z")


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4))
@example(["```"])
@example(["  `````", "</pre>"])
@example(["`" * 500])
def test_a_fence_holds_whatever_is_in_it(lines: list[str]) -> None:
    view = github(f"{fenced(lines, 'diff')}\n\nafter")
    assert view.tags == ["pre", "code", "/code", "/pre", "p", "/p"]
    assert view.fences == [("diff", "".join(f"{as_fenced(visible(line))}\n" for line in lines))]


def as_fenced(line: str) -> str:
    """A line as it is; of one that is nothing but hundreds of back ticks the middle is missing."""
    return shorten(line, 199) if len(line) >= 200 and not line.strip("` ") else line


@pytest.mark.parametrize(
    ("text", "seen"),
    {
        "by @octocat": "by <code>&#64;&#8203;octocat</code>",
        "fixes #12.": "fixes <code>&#35;&#8203;12</code>.",
        "see GH-7": "see <code>GH-7</code>",
        "at 0a1b2c3d4": "at <code>0a1b2c3d4</code>",
        "so :tada: it": "so <code>&#58;tada</code>: it",
        "why: because": "why: because",
        "a_b (c)": "a_b (c)",
    }.items(),
)
def test_what_github_would_link_is_set_as_code(text: str, seen: str) -> None:
    assert prose(text) == seen


@pytest.mark.parametrize("text", NASTY)
def test_no_html_comes_out_of_code(text: str) -> None:
    inner = code(text).removeprefix("<code>").removesuffix("</code>")
    assert not set(inner) & set("<>|`")


def test_the_checks_see_what_they_are_for() -> None:
    for seen in ("<!-- x -->", "<b>x</b>", "![x](y)", "[x](y)", "me@example.com", "<details>"):
        assert github(seen).strange
    for seen in ("@octocat", "owner/repo#1", "GH-1", "0123abc", ":tada:"):
        assert github(seen).linked
    assert github(plan_markdown(gallery.EVERYTHING)).structure != github("x | y").structure
