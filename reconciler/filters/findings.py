"""A finding about an expression: a rule, a place in the text, and words."""

from __future__ import annotations

from dataclasses import dataclass

from reconciler.model.diagnostics import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`rule` is an id such as filter/no-column; `offset` counts characters of the expression from 0."""

    rule: str
    summary: str
    offset: int
    why: str
    fix: str
    severity: Severity


def error(rule: str, summary: str, offset: int, *, fix: str, why: str = "") -> Finding:
    """What the service is known to refuse."""
    return Finding(rule=rule, summary=summary, offset=offset, why=why, fix=fix, severity=Severity.ERROR)


def warning(rule: str, summary: str, offset: int, *, fix: str, why: str = "") -> Finding:
    """What may be refused, or does not do what it seems to."""
    return Finding(rule=rule, summary=summary, offset=offset, why=why, fix=fix, severity=Severity.WARNING)
