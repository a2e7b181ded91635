"""What an apply did as a JSON document, described by specs/outcome.schema.json."""

from __future__ import annotations

from typing import Any

from reconciler.apply.outcome import Ended, Outcome
from reconciler.plan.changes import Plan
from reconciler.render.parts import environment_document, problem_document

FORMAT_VERSION = "1.0"
"""Its first number changes when a reader of the old form would go wrong."""


def outcome_document(plan: Plan, outcome: Outcome | None, exit_code: int) -> dict[str, Any]:
    """What happened to every address; `outcome` is None where nothing was carried out.

    `verdict` says it in one word: done, nothing-to-do, refused, incomplete, declined, failed,
    in-progress or interrupted.
    """
    results = outcome.results if outcome else ()
    return {
        "format_version": FORMAT_VERSION,
        "environment": environment_document(plan.environment),
        "stack": plan.stack,
        "scope": plan.scope.value,
        "file": plan.file,
        "verdict": _verdict(plan, outcome, exit_code),
        "exit_code": exit_code,
        "started": outcome.started.isoformat() if outcome else None,
        "seconds": round(outcome.seconds, 3) if outcome else 0,
        "interrupted": outcome.interrupted if outcome else False,
        "counts": {ended.value: sum(result.ended is ended for result in results) for ended in Ended},
        "results": [
            {
                "step": result.step,
                "address": str(result.address),
                "action": result.action.value,
                "ended": result.ended.value,
                "detail": result.detail,
                "because": result.because,
                "seconds": round(result.seconds, 3),
                "arn": result.arn,
                "calls": list(result.calls),
            }
            for result in results
        ],
        "refused": [
            {
                "address": str(change.address),
                "action": change.action.value,
                "rule": change.refusal.rule,
                "why": change.refusal.why,
                "fix": change.refusal.fix,
                "paste": change.refusal.paste,
            }
            for change in plan.refused
            if change.refusal
        ],
        "warnings": list(plan.warnings),
        "problems": [problem_document(problem) for problem in plan.problems],
    }


_BY_EXIT = {1: "failed", 3: "in-progress", 130: "interrupted"}


def _verdict(plan: Plan, outcome: Outcome | None, exit_code: int) -> str:
    if outcome is None:
        return "incomplete" if plan.problems else "refused" if plan.refused else "declined"
    if exit_code:
        return _BY_EXIT[exit_code]
    return "done" if plan.has_differences else "nothing-to-do"
