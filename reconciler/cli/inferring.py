"""What a first schema is made of: the file read with a bar, what was decided and found, said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.screen import Screen, is_terminal
from reconciler.errors import SetupError
from reconciler.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reconciler.catalog.dataset_columns import DatasetForm
    from reconciler.data.findings import Finding
    from reconciler.scan.inferring import Look

_OF_AMOUNT = frozenset({"data/few-interactions"})
"""Errors of an import that say nothing against a schema: the file may be a sample."""
LONGEST = 20_000
"""Characters of a schema. Source: botocore's service model, shape AvroSchema."""


def inferred(csv: str, kind: str, form: DatasetForm, screen: Screen) -> Look | None:
    """The columns of a file, each said with its reason; None if none fit, and why is said."""
    from reconciler.aws.clock import SystemClock  # noqa: PLC0415
    from reconciler.cli.reading_bar import reading_bar  # noqa: PLC0415
    from reconciler.data.findings import rows  # noqa: PLC0415
    from reconciler.render.escape import visible  # noqa: PLC0415
    from reconciler.render.first_schema import columns_text, problems_text  # noqa: PLC0415
    from reconciler.scan.inferring import look  # noqa: PLC0415

    shown = visible(csv)
    size = Path(csv).stat().st_size if Path(csv).is_file() else 0
    now = int(SystemClock().now().timestamp())
    with reading_bar(size, screen) as step:
        found = look(csv, kind, form, now=now, begin=lambda: step(shown))
    findings = [_judged(one) for one in found.findings]
    against = [one for one in findings if one.severity is Severity.ERROR]
    paint = screen.err_paint
    if found.problems or against:
        screen.say(problems_text(found.problems, paint) if found.problems else _text(against, screen))
        screen.say(f"\nNo schema was made for {shown}: it must be changed first.")
        return None
    screen.note(f"{rows(found.rows)} of {kind} in {shown}:\n{columns_text(found.columns, paint)}")
    if findings:
        screen.say(_text(findings, screen))
    return found


def _judged(one: Finding) -> Finding:
    return replace(one, severity=Severity.WARNING) if one.rule in _OF_AMOUNT else one


def _text(findings: Sequence[Finding], screen: Screen) -> str:
    from reconciler.desired.rules import rules  # noqa: PLC0415
    from reconciler.render.data_text import finding_lines  # noqa: PLC0415

    known, values = rules(), is_terminal(screen.err)
    shown = [finding_lines(one, known[one.rule], screen.err_paint, values) for one in findings]
    return "\n".join(line for lines in shown for line in lines)


def check_length(document: str, csv: str) -> None:
    """SetupError when the document is longer than the service takes."""
    if len(document) > LONGEST:
        raise SetupError(
            f"the schema of {csv} would have {len(document):,} characters; the service takes {LONGEST:,}",
            fix="shorten the names in its header, or remove columns",
        )
