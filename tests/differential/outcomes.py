"""What validate and the emulator say of a case, and how that is held to what is known to differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reconciler.model.diagnostics import Severity

CLEAN, WARNED, REFUSED = "taken without a finding", "taken with warnings", "errors that are refused"
LISTED = "disagreements that are listed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Rules and severities that validate finds, and why the emulator refuses, "" if it does not."""

    drawn: object
    found: dict[str, Severity]
    refused: str

    @property
    def errors(self) -> set[str]:
        return {code for code, severity in self.found.items() if severity is Severity.ERROR}

    @property
    def sort(self) -> str:
        if bool(self.errors) != bool(self.refused):
            return LISTED
        return REFUSED if self.refused else WARNED if self.found else CLEAN


def tally(outcomes: Iterable[Outcome]) -> Counter[str]:
    """How many cases there are, and how many of each sort."""
    seen = Counter(one.sort for one in outcomes)
    return Counter({"cases": seen.total(), **{sort: seen[sort] for sort in (CLEAN, WARNED, REFUSED, LISTED)}})


def missed(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """What the emulator refuses, and validate has not a word about."""
    return [one for one in outcomes if one.refused and not one.found]


def hold_errors(outcomes: Sequence[Outcome], listed: Collection[str]) -> None:
    """Errors are refused, but for those of the listed rules, each of which is needed."""
    taken = [one for one in outcomes if one.errors and not one.refused]
    assert [one for one in taken if not one.errors <= set(listed)] == []
    assert set().union(*(one.errors for one in taken)) == set(listed), "a row is not needed"


def hold_warnings(outcomes: Sequence[Outcome], listed: Collection[str]) -> None:
    """What is only warned of is taken, but for those of the listed rules, each of which is needed."""
    warned = [set(one.found) for one in outcomes if one.refused and one.found and not one.errors]
    known = [found & set(listed) for found in warned]
    assert [found for found, rules in zip(warned, known, strict=True) if not rules] == []
    assert set().union(*(rules for rules in known if len(rules) == 1)) == set(listed), "a row is not needed"
