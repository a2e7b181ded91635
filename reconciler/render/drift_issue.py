"""The issue about drift of one stack in one environment: its title, its body and the remarks on it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconciler.plan.drift import DriftReport
from reconciler.plan.drift_issue import Kept
from reconciler.render.drift_markdown import drift_markdown
from reconciler.render.escape import visible
from reconciler.render.marker import marker, read_marker, without_markers

LABEL = "personalize-drift"
LONGEST = 60_000
_DIGEST = re.compile(r"[0-9a-f]{12}")
_ABOUT = (
    "\n\n<sub>Kept up to date by `reconcile ci drift`: closed when the drift is gone, opened again when it "
    "comes back. Close it to leave it as it is: it stays closed until the drift changes.</sub>"
)
GONE = "The drift is gone: the account is as the file says."


def drift_title(stack: str, environment: str) -> str:
    """One line, without anything that a page could take for more."""
    return visible(f"Drift in stack {stack}{f' ({environment})' if environment else ''}")


def drift_body(key: str, report: DriftReport, findings: Sequence[str], *, longest: int = LONGEST) -> str:
    """The whole body; its marker keeps the findings."""
    head = marker(key, {"findings": " ".join(findings)})
    room = longest - len(head) - len(_ABOUT) - 1
    return f"{head}\n{without_markers(drift_markdown(report, limit=room))}{_ABOUT}"


def read_drift_body(body: str, key: str, *, is_open: bool) -> Kept | None:
    """What an issue was left with; None where it is not about this stack."""
    found = read_marker(body)
    if found is None or found[0] != key:
        return None
    listed = found[1].get("findings")
    findings = listed.split() if isinstance(listed, str) else []
    return Kept(open=is_open, findings=tuple(one for one in findings if _DIGEST.fullmatch(one)))


def changed(before: Sequence[str], now: Sequence[str]) -> str:
    """How many findings are new and how many gone."""
    new, gone = len(set(now) - set(before)), len(set(before) - set(now))
    return f"The drift has changed: {new} new, {gone} gone."


def back(now: Sequence[str]) -> str:
    """Said where an issue is opened again."""
    count = len(now)
    return f"The drift is back: {count} {'finding' if count == 1 else 'findings'}."
