"""Diagnostics: what a user can fix, with where it is, why it matters and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
class Diagnostic:
    """One finding. `code` is a stable id such as file/unknown-key.

    `summary` says what is wrong, `why` why it matters (may be empty), `fix` what to do.
    """

    code: str
    summary: str
    why: str = ""
    fix: str = ""
    position: Position | None = None
    severity: Severity = Severity.ERROR


class InputError(ReconcilerError):
    """The files are at fault; nothing was called. Carries all diagnostics of all files at once."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        """Keep what was found, in the order in which it is shown."""
        super().__init__(diagnostics[0].summary if diagnostics else "invalid input")
        self.diagnostics = tuple(diagnostics)
