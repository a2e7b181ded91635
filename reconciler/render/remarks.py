"""Warnings, and reads that failed, as plan and drift text show them."""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.model.observed import ReadProblem
from reconciler.render.escape import visible
from reconciler.render.paint import Paint


def remarks(warnings: Sequence[str], problems: Sequence[ReadProblem], paint: Paint) -> list[str]:
    """One block of lines per sort; none where there is nothing to say."""
    warned = [f"{paint('warning', 'warning:')} {visible(warning)}" for warning in warnings]
    failed = [f"{paint('danger', 'could not read:')} {problem_line(problem)}" for problem in problems]
    return ["\n".join(lines) for lines in (warned, failed) if lines]


def problem_line(problem: ReadProblem) -> str:
    """What could not be read and which call said so."""
    where = f"{problem.address}: " if problem.address else ""
    return visible(f"{where}{problem.what} ({problem.operation})")
