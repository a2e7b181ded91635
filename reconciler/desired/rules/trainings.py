"""When solutions are trained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error, warning
from reconciler.desired.node import find
from reconciler.desired.rules.check import FORMAT, Check, at
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

RULES = (
    Rule(
        id="training/max-age",
        title="maxAge is above ten years",
        why="It would never be reached.",
        fix="Leave it out: never too old.",
        source=FORMAT,
        bad=("recipe: aws-user-personalization-v2\ntraining: {maxAge: 3651d}\n"),
        good=("recipe: aws-user-personalization-v2\ntraining: {maxAge: 3650d}\n"),
    ),
    Rule(
        id="training/never",
        severity=Severity.WARNING,
        title="maxAge is said beside when: never",
        why="It has no effect.",
        fix="Remove one of the two.",
        source=FORMAT,
        bad=("recipe: aws-user-personalization-v2\ntraining: {when: never, maxAge: 30d}\n"),
        good=("recipe: aws-user-personalization-v2\ntraining: {when: initial, maxAge: 30d}\n"),
    ),
    Rule(
        id="training/max-age-short",
        severity=Severity.WARNING,
        title="maxAge is below a day",
        why="Every run of the reconciler may start a training, each of which is billed.",
        fix="Write e.g. 7d.",
        source=Source(
            said="Amazon Personalize pricing: training is billed per run",
            seen="2026-11-23",
        ),
        bad=("recipe: aws-user-personalization-v2\ntraining: {maxAge: 23h}\n"),
        good=("recipe: aws-user-personalization-v2\ntraining: {maxAge: 24h}\n"),
    ),
    Rule(
        id="training/no-imports",
        severity=Severity.WARNING,
        title="when: imported, but no dataset of the group has an import",
        why="Only a first training would ever be due.",
        fix="Declare an import, or write when: initial.",
        source=FORMAT,
        bad=("recipe: aws-user-personalization-v2\ntraining: {when: imported}\n"),
        good=("recipe: aws-user-personalization-v2\ntraining: {when: initial}\n"),
    ),
)

_HOURS = {"h": 1, "d": 24, "w": 168}
_LONGEST_AGE = 10 * 365 * 24
_SHORT_AGE = 24


def _training_age(item: Declared, root: Node) -> Iterator[Diagnostic]:
    age = item.said.get("maxAge")
    if not isinstance(age, str):
        return
    where = at(item, root, "maxAge")
    # Longer numbers need no reading; Python refuses to read very long ones.
    hours = int(age[:-1]) * _HOURS[age[-1]] if len(age) <= len("87600h") else _LONGEST_AGE + 1
    if hours > _LONGEST_AGE:
        yield error("training/max-age", "maxAge is above ten years", where, fix="leave it out: never too old")
    elif item.said.get("when") == "never":
        yield warning(
            "training/never", "maxAge has no effect with when: never", where, fix="remove one of the two"
        )
    elif hours < _SHORT_AGE:
        why = "every run of the reconciler may start a training, each of which is billed"
        yield warning("training/max-age-short", "maxAge is below a day", where, why=why, fix="write e.g. 7d")


def _imports_to_wait_for(item: Declared, root: Node) -> Iterator[Diagnostic]:
    solution = item.place.outer
    group = solution.outer if solution else None
    datasets = find(root, (*group.path, "datasets")) if group else None
    imported = any(
        "import" in entry.node.entries for entry in (datasets.entries if datasets else {}).values()
    )
    if item.said.get("when") == "imported" and not imported:
        yield warning(
            "training/no-imports",
            "when: imported, but no dataset of the group has an import",
            at(item, root, "when"),
            why="only a first training would ever be due",
            fix="declare an import, or write when: initial",
        )


CHECKS: Mapping[str, tuple[Check, ...]] = {"solution-version": (_training_age, _imports_to_wait_for)}
