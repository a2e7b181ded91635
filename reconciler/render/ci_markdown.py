"""What the jobs of a repository say in comments and on the page of their run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reconciler.apply.outcome import Outcome
from reconciler.model.diagnostics import Diagnostic
from reconciler.plan.changes import Change, Plan
from reconciler.render.diagnostics import validity
from reconciler.render.markdown import code, prose
from reconciler.render.outcome_markdown import RESULT, outcome_markdown
from reconciler.render.plan_markdown import plan_markdown
from reconciler.render.plan_text import cannot_apply

LONGEST_PAGE = 250_000
"""Characters: at four bytes each still below the 1 MiB that a step may add to its run's page; GitHub drops
more as a whole. Source: GitHub documentation, 'Job summaries'."""
_LISTED = 50
_CUT = "… and {} more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Which commit and run something is of, with the addresses of their pages."""

    commit: str
    commit_page: str
    run_page: str

    def line(self, word: str) -> str:
        """A last line in small type."""
        return f"<sub>{word} [{self.commit[:7]}]({self.commit_page}) by [this run]({self.run_page}).</sub>"


def planned(plan: Plan, source: Source, *, limit: int | None) -> str:
    """The plan, and of which commit it is; all of it when `limit` is None."""
    end = f"\n\n{source.line('Plan of')}"
    return f"{plan_markdown(plan, limit=None if limit is None else limit - len(end))}{end}"


def invalid(file: str, diagnostics: Sequence[Diagnostic], source: Source, *, limit: int) -> str:
    """What is wrong with the files; nothing was planned."""
    head = f"### {prose(validity(file, diagnostics, {}))}"
    end = source.line("Check of")
    lines = [_finding(diagnostic) for diagnostic in diagnostics]
    return f"{head}\n\n{_within(lines, limit - len(head) - len(end) - 4)}\n\n{end}"


def checked(file: str, diagnostics: Sequence[Diagnostic], resources: Mapping[str, int], note: str) -> str:
    """What a check without an account says, and why there is no plan."""
    lines = [_finding(diagnostic) for diagnostic in diagnostics]
    parts = [f"### {prose(validity(file, diagnostics, resources))}"]
    return "\n\n".join([*parts, *([_within(lines, LONGEST_PAGE)] if lines else []), prose(note)])


def applied(plan: Plan, outcome: Outcome, goes_on: str, source: Source, *, limit: int) -> str:
    """What became of every address; `goes_on` says what happens with what is still in progress."""
    end = f"\n\n{source.line('Apply of')}"
    more = f"\n\n{prose(goes_on)}" if goes_on else ""
    return f"{outcome_markdown(plan, outcome, limit=limit - len(end) - len(more))}{more}{end}"


def stopped(
    plan: Plan,
    beyond: Sequence[Change],
    remarks: Sequence[str],
    source: Source,
    *,
    runs: bool = False,
    limit: int,
) -> str:
    """Why nothing was applied: what no reviewed plan has, or what is refused, with the plan as it is now.

    With `runs`, what was due under the file's policy was done all the same.
    """
    head = f"### {ONLY_RUNS if runs else 'Nothing was applied'}"
    why = prose(cannot_apply(plan) or UNREVIEWED)
    end = source.line("Apply of")
    parts = [head, why]
    if not cannot_apply(plan):
        parts += [_within([_change(change) for change in beyond], limit // 2)]
        parts += [f"**To do:** {prose(INSTEAD)}"]
    parts += [prose(remark) for remark in remarks]
    opening, closing = "<details><summary>The plan as it is now</summary>", "</details>"
    room = limit - sum(map(len, (*parts, opening, closing, end))) - 2 * (len(parts) + 3)
    now = [opening, plan_markdown(plan, limit=room), closing] if room > limit // 4 else []
    return "\n\n".join((*parts, *now, end))


ONLY_RUNS = "Not applied, but for imports and trainings that were due"


def before(earlier: str, limit: int) -> str:
    """What an earlier run said of the same apply, folded away; "" where it did nothing or takes too much."""
    folded = f"\n\n<details><summary>The run before</summary>\n\n{earlier.strip()}\n\n</details>"
    return folded if earlier.startswith(f"### {RESULT} ") and len(folded) <= limit else ""


UNREVIEWED = "The plan made after the merge has changes that no reviewed plan shows:"
INSTEAD = (
    "If the account was changed by hand, undo that or open a pull request whose plan shows it, and merge it. "
    "To apply the plan as it is now, start the workflow by hand and say that it may be unreviewed."
)


LEFT_OUT = "The plan that was reviewed has been left out here, to make room for what became of it."
GOES_ON = "What is in progress goes on in the service, and the next run goes on from there by itself."
MUST_GO_ON = "What is in progress goes on in the service; start the workflow again to go on from there."


def _finding(diagnostic: Diagnostic) -> str:
    place = f"{code(str(diagnostic.position))}: " if diagnostic.position else ""
    fix = f" **To do:** {prose(diagnostic.fix)}" if diagnostic.fix else ""
    why = f" {prose(diagnostic.why)}." if diagnostic.why else ""
    return f"- **{diagnostic.severity.value}** {place}{prose(diagnostic.summary)}.{why}{fix}"


def _change(change: Change) -> str:
    return f"- {code(str(change.address))} **{change.action.value}**: {prose(change.reason)}"


def _within(lines: Sequence[str], limit: int) -> str:
    """The first lines that fit, and how many do not."""
    kept: list[str] = []
    left = limit - len(_CUT) - 10
    for line in lines[:_LISTED]:
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    more = [f"\n{_CUT.format(len(lines) - len(kept))}"] if len(kept) < len(lines) else []
    return "\n".join((*kept, *more))
