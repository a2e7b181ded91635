"""Comments have a limit: what matters least is left out first, counted, and never cut in the middle."""

from __future__ import annotations

import re
from dataclasses import replace

import gallery
import pytest
from agreed import AGREED
from gallery import change, field, plan, step
from github_view import View, github
from hostile import hostile_drift, hostile_outcome, hostile_plan

from reconciler.apply.outcome import Ended, Outcome
from reconciler.model.observed import ReadProblem
from reconciler.plan.changes import Action, Change, Effect, Plan, Refusal
from reconciler.plan.drift import DriftClass, DriftReport, Finding
from reconciler.render.drift_markdown import drift_markdown
from reconciler.render.fitting import LIMIT, counted, fit, listed
from reconciler.render.outcome_markdown import outcome_markdown
from reconciler.render.plan_markdown import plan_markdown

MANY = 10_000
GITHUB = 65_536


def deletion(number: int, *, refused: bool) -> Change:
    refusal = Refusal(
        rule="consent",
        why="it is ACTIVE",
        fix="agree to it",
        paste=f'consent: [{{delete: campaign/c{number}, change: "77c001", because: "…"}}]',
    )
    return change(
        f"campaign/c{number}",
        Action.DELETE,
        "no longer in the file",
        effects=(Effect.INTERRUPTS,),
        notes=("requests to it fail from then on",),
        refusal=refusal if refused else None,
    )


def update(number: int) -> Change:
    return change(
        f"filter/f{number}", Action.UPDATE, "changed outside", fields=(field("tags.a", "b", "é" * 9),)
    )


REFUSED = plan(*(deletion(number, refused=True) for number in range(MANY)))
MIXED = plan(
    *(update(number) for number in range(MANY)),
    *(deletion(number, refused=False) for number in range(20)),
    steps=tuple(step(f"update filter/f{number}", Action.UPDATE) for number in range(MANY)),
    warnings=tuple(f"warning {number}" for number in range(50)),
)


def left_out(text: str, words: str) -> int:
    """How many of what the note says are missing; 0 where it names none."""
    found = re.search(rf"([\d,]+) {words}", text.partition("Left out: ")[2].splitlines()[0])
    return int(found[1].replace(",", "")) if found else 0


def rows(view: View) -> int:
    return sum(len(table) - 1 for table in view.tables)


def whole(text: str) -> View:
    """What GitHub shows of a text that was cut: sound, and within bounds."""
    assert len(text) <= LIMIT < GITHUB
    assert len(text.encode()) <= LIMIT
    view = github(text)
    assert view.strange == []
    return view


def test_ten_thousand_refused_changes_fit_and_are_counted() -> None:
    text = plan_markdown(REFUSED)
    view = whole(text)
    assert "10,000 changes need a careful look" in text
    shown = [bullet for bullet in view.bullets if bullet.startswith("campaign/c")]
    assert len(shown) + left_out(text, "refused changes") == MANY
    (language, yaml) = view.fences[-1]
    assert (language, yaml.count("{delete: ")) == ("yaml", len(shown))
    assert len(shown) > 100


def test_dangers_stay_while_harmless_rows_and_fields_go() -> None:
    text = plan_markdown(MIXED)
    view = whole(text)
    assert rows(view) + left_out(text, "other changes, ") >= 20
    assert all(f"<code>campaign/c{number}</code>" in text for number in range(20))
    assert text.count("requests to it fail from then on") == 20
    assert "careful look" not in text.partition("Left out: ")[2].splitlines()[0]
    assert f"the fields of {MANY:,} other changes" in text
    assert rows(view) - 20 + left_out(text, "other changes") == MANY


def test_what_is_cut_says_where_all_of_it_is() -> None:
    text = plan_markdown(MIXED)
    assert "artifact" in text
    assert "`reconcile plan`" in text


def test_the_graph_goes_first_and_the_warnings_stay_longer() -> None:
    complete = plan_markdown(AGREED, limit=None)
    assert "```mermaid" in complete
    cut = plan_markdown(AGREED, limit=len(complete.encode()) - 1)
    assert "Left out: the graph of the steps." in cut
    assert "```mermaid" not in cut
    assert cut.count("```diff") == complete.count("```diff")


@pytest.mark.parametrize("made", [REFUSED, MIXED], ids=["refused", "mixed"])
def test_without_a_limit_all_is_there(made: Plan) -> None:
    text = plan_markdown(made, limit=None)
    assert "Left out" not in text
    assert text.count("\n| <code>") == len(made.changes)


def test_what_could_not_be_read_is_kept_before_the_changes() -> None:
    problems = tuple(ReadProblem(what=f"denied {number}", operation="DescribeFilter") for number in range(30))
    text = plan_markdown(replace(MIXED, problems=problems))
    whole(text)
    assert text.count("could not read") == 30


@pytest.mark.parametrize("text", ["@" * 5000, "\ud800" * 5000, "|" * 5000, "😀" * 5000])
def test_the_longest_names_leave_the_head_below_ten_thousand(text: str) -> None:
    made = hostile_plan(text)
    for screen in (
        plan_markdown(made, limit=10_000),
        drift_markdown(hostile_drift(text), limit=10_000),
        outcome_markdown(made, hostile_outcome(text), limit=10_000),
    ):
        assert len(screen.encode()) <= 10_000
        assert github(screen).strange == []


def test_ten_thousand_differences_fit_into_an_issue() -> None:
    address = gallery.DRIFT.findings[0].address
    found = tuple(
        Finding(address=address, drift=DriftClass.EXTRA, detail=f"number {number}") for number in range(MANY)
    )
    report = DriftReport(environment=gallery.AWS, stack="s", file="f", findings=found)
    text = drift_markdown(report)
    assert rows(whole(text)) + left_out(text, "rows of differences") == MANY


def test_of_a_long_result_the_failures_stay() -> None:
    done = (
        gallery.result(f"create filter/f{number}", Action.CREATE, Ended.DONE, 3) for number in range(MANY)
    )
    failed = gallery.result("create campaign/c", Action.CREATE, Ended.FAILED, 3, "no capacity")
    outcome = Outcome(started=gallery.START, seconds=9, results=(*done, failed))
    text = outcome_markdown(plan(), outcome)
    view = whole(text)
    assert view.bullets == ["failed: create campaign/c: no capacity"]
    assert view.tables[0][1][0] == "failed"
    assert rows(view) + left_out(text, "steps") == MANY + 1


def test_a_part_is_cut_to_the_most_pieces_that_fit() -> None:
    lines = [f"- {'x' * 96}" for _ in range(50)]
    for limit in range(1000, 2000, 7):
        text = fit(["head"], [listed(lines, counted("line", "lines"), 1)], limit, "All of it is there.")
        kept = text.count("- x")
        assert len(text) <= limit < len(text) + 110
        assert f"Left out: {50 - kept} lines. All of it is there." in text
