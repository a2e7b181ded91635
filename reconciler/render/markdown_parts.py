"""Parts that the Markdown of plan and drift share."""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.model.observed import Environment, ReadProblem
from reconciler.render.markdown import code, prose
from reconciler.render.remarks import problem_line


def heading(environment: Environment, stack: str, file: str) -> str:
    """Which stack and file, and which account, region and endpoint they are compared with."""
    endpoint = "AWS" if environment.endpoint is None else f"{code(environment.endpoint)} (not AWS)"
    return (
        f"Stack {code(stack)} ({code(file)}) in account {code(environment.account)}, "
        f"region {code(environment.region)}, endpoint {endpoint}"
    )


def remarks(warnings: Sequence[str], problems: Sequence[ReadProblem]) -> list[str]:
    """A list of warnings and one of reads that failed; none where there is nothing to say."""
    warned = [f"- **warning:** {prose(warning)}" for warning in warnings]
    failed = [f"- **could not read:** {prose(problem_line(problem))}" for problem in problems]
    return ["\n".join(lines) for lines in (warned, failed) if lines]
