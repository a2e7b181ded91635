"""Parts that the Markdown of plan, drift and outcome share."""

from __future__ import annotations

from collections.abc import Sequence

from reconciler.model.observed import Environment, ReadProblem
from reconciler.render.escape import visible
from reconciler.render.fitting import Part, counted, listed
from reconciler.render.markdown import code, prose
from reconciler.render.remarks import problem_line
from reconciler.render.values import shorten

_LONGEST_NAME = 64
_LONGEST_ADDRESS = 120
_LONGEST_TEXT = 400


def title(what: str, environment: Environment, stack: str) -> str:
    """The heading: what it is, of which stack and named environment."""
    named = f", {name(environment.name)}" if environment.name else ""
    return f"### {what} {name(stack)}{named}"


def place(environment: Environment, file: str) -> str:
    """Which account, region and endpoint the file is compared with."""
    local = "" if environment.endpoint is None else f", endpoint {name(environment.endpoint)} (not AWS)"
    return f"account {name(environment.account)}, region {name(environment.region)}{local}, file {name(file)}"


def name(text: str, longest: int = _LONGEST_NAME) -> str:
    """A name as code, its middle left out where it is longer than any may be."""
    return code(shorten(visible(text), longest))


def address(text: str) -> str:
    """An address as code, likewise."""
    return name(text, _LONGEST_ADDRESS)


def said(text: str) -> str:
    """A reason or the like as prose, its middle left out where it is very long."""
    return prose(shorten(visible(text), _LONGEST_TEXT))


def warned(warnings: Sequence[str], rank: int) -> Part:
    """A list of warnings."""
    lines = [f"- **warning:** {said(warning)}" for warning in warnings]
    return listed(lines, counted("warning", "warnings"), rank)


def unread(problems: Sequence[ReadProblem], rank: int) -> Part:
    """A list of reads that failed."""
    lines = [f"- **could not read:** {said(problem_line(problem))}" for problem in problems]
    return listed(lines, counted("read that failed", "reads that failed"), rank)


def folded(summary: str, body: str) -> str:
    """What is folded away below a line of ours."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"
