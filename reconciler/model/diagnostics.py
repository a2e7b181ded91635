"""Diagnostics: what a user can fix, with where it is, why it matters and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from reconciler.errors import ReconcilerError


class Severity(Enum):
    """An error stops every command; a warning is shown and stops nothing."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file; line and column count from 1, as editors do."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A line of a file around a place, which is at `column` of `text`, counted from 1.

    `cut_before` and `cut_behind` say whether the line goes on there.
    """

    text: str
    column: int
    cut_before: bool = False
    cut_behind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding. `code` is a stable id such as file/unknown-key.

    `summary` says what is wrong, `why` why it matters (may be empty), `fix` what to do. `excerpt` is the line
    at its position, None where that is not known.
    """

    code: str
    summary: str
    why: str = ""
    fix: str = ""
    position: Position | None = None
    severity: Severity = Severity.ERROR
    excerpt: Excerpt | None = field(default=None, compare=False)


class InputError(ReconcilerError):
    """The files are at fault; nothing was called. Carries all diagnostics of all files at once."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Keep what was found, in the order in which it is shown."""
        super().__init__(diagnostics[0].summary if diagnostics else "invalid input")
        self.diagnostics = tuple(diagnostics)
