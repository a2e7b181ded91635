"""What is known of a rule whose breach a diagnostic reports: one row of a table, no behaviour."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reconciler.model.diagnostics import Severity

_ID = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the fact behind a rule is from, and the day (YYYY-MM-DD) on which that was read."""

    said: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. `id` is the code of its diagnostics, such as file/unknown-key, and never changes its meaning.

    `title` is one line without a full stop, `why` what comes of a breach, `fix` what to do. `bad` and `good`
    are excerpts of a file that breaks the rule and of one that keeps it; "" where no text can show it.
    Raises ValueError for an id of another form.
    """

    id: str
    title: str
    why: str
    fix: str
    source: Source
    bad: str = ""
    good: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise ValueError(f"{self.id} is no id of a rule")

    @property
    def anchor(self) -> str:
        """The fragment of the rule's section in docs/rules.md."""
        return self.id.replace("/", "-")
