"""What a first schema is made of: the file read with a bar, what was decided and found, said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reconciler.cli.screen import Screen, is_terminal
from reconciler.errors import SetupError
from reconciler.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    from reconciler.render.first_schema import columns_text, problems_text  # noqa: PLC0415
    from reconciler.scan.inferring import look  # noqa: PLC0415

    size = Path(csv).stat().st_size if Path(csv).is_file() else 0
    now = int(SystemClock().now().timestamp())
    with reading_bar(size, screen) as step:
        found = look(csv, kind, form, now=now, told=step(csv))
    against = [one for one in found.findings if one.severity is Severity.ERROR and one.rule not in _OF_AMOUNT]
    paint = screen.err_paint
    if found.problems or against:
        said = [problems_text(found.problems, paint)] if found.problems else list(_lines(against, screen))
        screen.say("\n".join(said))
        screen.say(f"\nNo schema was made for {csv}: it must be changed first.")
        return None
    screen.note(f"{found.rows:,} rows of {kind} in {csv}:\n{columns_text(found.columns, paint)}")
    others = list(_lines(found.findings, screen))
    if others:
        screen.say("\n".join(others))
    return found


def _lines(findings: list[Finding] | tuple[Finding, ...], screen: Screen) -> Iterator[str]:
    from reconciler.desired.rules import rules  # noqa: PLC0415
    from reconciler.render.data_text import finding_lines  # noqa: PLC0415

    known = rules()
    for one in findings:
        yield from finding_lines(one, known[one.rule], screen.err_paint, is_terminal(screen.err))


def check_length(document: str, csv: str) -> None:
    """SetupError when the document is longer than the service takes."""
    if len(document) > LONGEST:
        raise SetupError(
            f"the schema of {csv} would have {len(document):,} characters; the service takes {LONGEST:,}",
            fix="shorten the names in its header, or remove columns",
        )
