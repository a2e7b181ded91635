"""Findings about data: one rule broken in one dataset, with where it was seen."""

from __future__ import annotations

from dataclasses import dataclass

from reconciler.data.profile import Found
from reconciler.model.diagnostics import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding. `summary` quotes no cell: values stand in `found` alone, so that they can be left out.

    `fix` is "" where the rule's own says it all.
    """

    rule: str
    severity: Severity
    summary: str
    fix: str = ""
    column: str = ""
    found: Found | None = None


def error(code: str, summary: str, *, fix: str = "", column: str = "", found: Found | None = None) -> Finding:
    """What the service refuses or reads wrongly, as its guide says."""
    return Finding(rule=code, severity=Severity.ERROR, summary=summary, fix=fix, column=column, found=found)


def warning(
    code: str, summary: str, *, fix: str = "", column: str = "", found: Found | None = None
) -> Finding:
    """What is probably not meant, or what no source says how the service takes."""
    return Finding(rule=code, severity=Severity.WARNING, summary=summary, fix=fix, column=column, found=found)


def rows(count: int) -> str:
    """`1 row`, `1,204 rows`."""
    return "1 row" if count == 1 else f"{count:,} rows"


def listed(words: tuple[str, ...] | list[str], most: int = 8) -> str:
    """The words with commas, the rest only counted."""
    shown = [visible(word) or '""' for word in words[:most]]
    return ", ".join(shown) + (f" and {len(words) - most} more" if len(words) > most else "")


def visible(word: str) -> str:
    """A name from a file, on one line and cut when long."""
    cut = word if len(word) <= 40 else f"{word[:39]}…"
    return "".join(one if one.isprintable() else "?" for one in cut)
