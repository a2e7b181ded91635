"""What is to be done with the issue about drift: open, update, close, or leave it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from reconciler.model.values import Value, short_hash
from reconciler.plan.drift import DriftClass, DriftReport, Finding

_DIGITS = 12
_MOST = 1000


class Move(Enum):
    """NOTE: write down that the drift is gone, in an issue that somebody has closed."""

    NOTHING = "nothing"
    OPEN = "open"
    UPDATE = "update"
    REOPEN = "reopen"
    CLOSE = "close"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An issue as it was left: open or not, and the findings that it was about."""

    open: bool
    findings: tuple[str, ...]


def counted(report: DriftReport) -> tuple[Finding, ...]:
    """The findings that an issue is about: all but what is merely due."""
    return tuple(found for found in report.findings if found.drift is not DriftClass.DUE)


def digests(report: DriftReport) -> tuple[str, ...]:
    """One short hash per counted finding, so that the next report tells what is new and what is gone.

    Beyond a thousand one hash stands for all of them together.
    """
    found = sorted({_digest(one) for one in counted(report)})
    return (*found[:_MOST], *([short_hash(found, _DIGITS)] if len(found) > _MOST else []))


def move(kept: Kept | None, found: Sequence[str]) -> Move:
    """What to do, `kept` being the newest issue of ours and `found` the findings of now.

    An issue that a person has closed while this very drift stood stays closed until the drift changes.
    """
    if kept is None:
        return Move.OPEN if found else Move.NOTHING
    same = set(found) == set(kept.findings)
    if kept.open:
        return Move.CLOSE if not found else Move.NOTHING if same else Move.UPDATE
    if same:
        return Move.NOTHING
    return Move.REOPEN if found else Move.NOTE


def _digest(found: Finding) -> str:
    """Of a sensitive value not even a hash is published, so another one of the kind is the same finding."""
    fields: list[Value] = [
        [one.field, None if one.sensitive else one.before, one.after] for one in found.fields
    ]
    return short_hash([str(found.address), found.drift.value, found.detail, fields], _DIGITS)
