"""A report on data for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.model.diagnostics import Severity
from reconciler.render.escape import visible

if TYPE_CHECKING:
    from reconciler.data.findings import Finding
    from reconciler.data.profile import Example
    from reconciler.data.report import Checked, Report
    from reconciler.model.rules import Rule
    from reconciler.render.paint import Paint

_STYLES = {Severity.ERROR: "danger", Severity.WARNING: "warning"}


def data_text(report: Report, rules: Mapping[str, Rule], *, paint: Paint, values: bool) -> str:
    """Every dataset with what was found in it; `values` tells whether values of cells are shown."""
    blocks = ["\n".join(_dataset(one, rules, paint, values)) for one in report.datasets]
    return "\n\n".join([*blocks, summary(report)])


def summary(report: Report) -> str:
    """The last line: how much was looked at, and how many findings of each sort there are."""
    rows = sum(one.profile.rows for one in report.datasets)
    looked = f"{counted(len(report.datasets), 'dataset')}, {counted(rows, 'row')}"
    found = f"{counted(report.errors, 'error')}, {counted(report.warnings, 'warning')}"
    ignored = f", {report.ignored} ignored" if report.ignored else ""
    return f"Checked {looked}: {found}{ignored}."


def _dataset(one: Checked, rules: Mapping[str, Rule], paint: Paint, values: bool) -> Iterator[str]:
    yield f"{paint('name', visible(str(one.dataset.address)))}: {extent(one)}"
    if not one.findings:
        yield f"  {paint('good', 'nothing found')}"
    for finding in one.findings:
        yield from finding_lines(finding, rules[finding.rule], paint, values)


def extent(one: Checked) -> str:
    """How much there is: `6,000 rows in 1 file, 312 kB`."""
    profile = one.profile
    files = counted(len(profile.files), "file")
    stopped = "; not read to the end" if profile.stopped else ""
    return f"{counted(profile.rows, 'row')} in {files}, {amount(profile.size)}{stopped}"


def finding_lines(finding: Finding, rule: Rule, paint: Paint, values: bool) -> Iterator[str]:
    """One finding: what, where it was seen, why it matters, what to do."""
    severity = finding.severity
    label = paint(_STYLES[severity], f"{severity.value}:")
    yield f"  {label} {visible(finding.summary)} {paint('quiet', f'[{finding.rule}]')}"
    if finding.found and finding.found.examples:
        yield f"      seen:  {', '.join(place(one, values=values) for one in finding.found.examples)}"
    yield f"      why:   {visible(rule.why)}"
    yield f"      to do: {visible(finding.fix or rule.fix)}"


def place(example: Example, *, values: bool) -> str:
    """Where a row stands, and its value where values are shown."""
    where = f"{visible(example.file.rpartition('/')[2])}:{example.line}"
    return f'{where} "{visible(example.value)}"' if values and example.value else where


def counted(count: int, word: str) -> str:
    """`1 row`, `1,204 rows`."""
    return f"{count:,} {word if count == 1 else word + 's'}"


def amount(size: int) -> str:
    """Bytes in the unit that reads best."""
    for unit, step in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return counted(size, "byte")
