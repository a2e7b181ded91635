"""Everything that a check of data yields, and the decisions that need all of one dataset."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from reconciler.data.amount_checks import check_amounts
from reconciler.data.dataset import Dataset
from reconciler.data.file_checks import check_files
from reconciler.data.findings import Finding
from reconciler.data.profile import DatasetProfile
from reconciler.data.row_checks import check_rows
from reconciler.data.uses import Training
from reconciler.model.diagnostics import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One dataset with what was measured and found, errors first.

    `ignored` is the number of warnings that were left out.
    """

    dataset: Dataset
    profile: DatasetProfile
    findings: tuple[Finding, ...]
    ignored: int = 0

    def without(self, named: Collection[str]) -> Checked:
        """Without the warnings by rules of these ids; an error stays."""
        left = unignored(self.findings, named)
        return replace(self, findings=left, ignored=len(self.findings) - len(left))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All datasets that were looked at, in the order of the file; `file` is what declares them."""

    file: str
    environment: str
    datasets: tuple[Checked, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(one.severity is Severity.ERROR for each in self.datasets for one in each.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(len(each.findings) for each in self.datasets) - self.errors

    @property
    def ignored(self) -> int:
        """How many warnings were left out since the file ignores them."""
        return sum(each.ignored for each in self.datasets)


def unignored(findings: Iterable[Finding], named: Collection[str]) -> tuple[Finding, ...]:
    """The findings without warnings by rules of these ids."""
    return tuple(one for one in findings if one.severity is Severity.ERROR or one.rule not in named)


def judged(dataset: Dataset, profile: DatasetProfile, training: Training) -> tuple[Finding, ...]:
    """What is wrong with one dataset, errors first."""
    found = list(check_files(dataset, profile))
    if any(one.header for one in profile.files):
        found += check_rows(profile)
        found += check_amounts(dataset, profile, training)
    return ordered(found)


def ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors before warnings, otherwise as they come."""
    return tuple(sorted(found, key=lambda one: one.severity is not Severity.ERROR))
