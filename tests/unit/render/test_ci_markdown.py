"""What jobs say: within its length, with nothing that a page takes for more than text."""

from __future__ import annotations

import gallery
import pytest
from gallery import change, plan

from reconciler.model.diagnostics import Diagnostic, Position
from reconciler.plan.changes import Action, Plan
from reconciler.render.ci_markdown import GOES_ON, Source, applied, checked, invalid, planned, stopped
from reconciler.render.workflow_commands import annotation

SOURCE = Source(commit="a" * 40, commit_page="https://github.com/c", run_page="https://github.com/r")
NASTY = "x` | @octocat <!-- --> </details> #1 ::error::"


def finding(number: int) -> Diagnostic:
    return Diagnostic(
        code="file/unknown-key",
        summary=f"{NASTY} {number}",
        why=NASTY,
        fix=NASTY,
        position=Position("personalize.yaml", number + 1, 3),
    )


@pytest.mark.parametrize("limit", [3_000, 10_000, 60_000])
@pytest.mark.parametrize("count", [1, 40, 400])
def test_findings_are_listed_as_far_as_they_fit_and_counted(count: int, limit: int) -> None:
    text = invalid("personalize.yaml", [finding(number) for number in range(count)], SOURCE, limit=limit)
    assert len(text) <= limit
    listed = text.count("- **error**")
    assert 0 < listed <= count
    assert (f"and {count - listed} more" in text) is (listed < count)
    assert f"personalize.yaml is not valid: {count} error" in text
    for risky in ("@octocat", "<!--", "</details>", "`"):
        assert risky not in text


def test_a_check_without_an_account_says_why() -> None:
    text = checked("personalize.yaml", [], {"": 3}, "Because.")
    assert text == "### personalize.yaml is valid: 3 addresses declared.\n\nBecause."


@pytest.mark.parametrize("limit", [3_000, 10_000, 60_000])
def test_a_plan_names_its_commit_and_run(limit: int) -> None:
    text = planned(
        gallery.plan(*[change(f"filter/f{n}", Action.CREATE) for n in range(500)]), SOURCE, limit=limit
    )
    assert len(text) <= limit
    assert text.endswith("[aaaaaaa](https://github.com/c) by [this run](https://github.com/r).</sub>")


@pytest.mark.parametrize("limit", [3_000, 10_000, 60_000])
@pytest.mark.parametrize("count", [1, 500])
def test_what_was_not_reviewed_is_listed_with_a_way_on(count: int, limit: int) -> None:
    beyond = [change(f"filter/f{number}", Action.CREATE) for number in range(count)]
    text = stopped(plan(*beyond), beyond, ["What was reviewed in #4 cannot be had."], SOURCE, limit=limit)
    assert len(text) <= limit
    assert "<code>filter/f0</code> **create**" in text
    assert "**To do:**" in text
    assert "cannot be had" in text
    assert text.count("<details>") == text.count("</details>")


def test_a_refused_plan_is_not_called_unreviewed() -> None:
    refused = next(one for one in vars(gallery).values() if isinstance(one, Plan) and one.refused)
    text = stopped(refused, [], [], SOURCE, limit=60_000)
    assert "no reviewed plan" not in text
    assert "Refused" in text or "Incomplete" in text


@pytest.mark.parametrize("limit", [3_000, 60_000])
def test_an_outcome_says_what_goes_on(limit: int) -> None:
    outcome = next(one for one in vars(gallery).values() if type(one).__name__ == "Outcome")
    text = applied(plan(), outcome, GOES_ON, SOURCE, limit=limit)
    assert len(text) <= limit
    assert GOES_ON in text


def test_an_annotation_cannot_be_ended_by_its_text() -> None:
    line = annotation("error", "50% of a\nb", "::warning::c\r", file="a,b:c%\n.yaml", line=3)
    assert line == ("::error file=a%2Cb%3Ac%25\\n.yaml,line=3::50%25 of a\\nb%0A::warning::c\\r")
