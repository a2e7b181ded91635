"""More of a kind than an account has room for: the file alone shows it, whatever else the account holds.

What AWS raises on request is a warning, what is fixed an error. Imports and trainings are no matter of the
file: they wait for their turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from reconciler.catalog.quotas import AS_OF, QUOTAS
from reconciler.desired.findings import error, warning
from reconciler.desired.rules.check import group_of
from reconciler.kinds import KINDS
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.node import Node, Path
    from reconciler.desired.resources import Declared
    from reconciler.desired.rules.check import FileCheck
    from reconciler.model.diagnostics import Diagnostic

_GUIDE = Source(
    said="Amazon Personalize developer guide and AWS general reference, 'endpoints and quotas'", seen=AS_OF
)
_RAISED = "Ask for more in Service Quotas before applying, or declare fewer."
_REFUSED = "The service refuses what is one too many, in the middle of an apply, unless the quota was raised."

RULES = (
    Rule(
        id="quota/dataset-groups",
        severity=Severity.WARNING,
        title="the file declares more than 5 dataset groups",
        why=f"{_REFUSED} It is L-14011066 and counts per region, other stacks included.",
        fix=_RAISED,
        source=_GUIDE,
        bad="datasetGroups: {a: {}, b: {}, c: {}, d: {}, e: {}, f: {}}\n",
        good="datasetGroups: {a: {}, b: {}, c: {}, d: {}, e: {}}\n",
    ),
    Rule(
        id="quota/solutions",
        severity=Severity.WARNING,
        title="a dataset group has more than 10 solutions",
        why=f"{_REFUSED} It is L-D9DD83B7; the developer guide says 10, the general reference 20.",
        fix=_RAISED,
        source=_GUIDE,
    ),
    Rule(
        id="quota/campaigns",
        severity=Severity.WARNING,
        title="a dataset group has more than 5 campaigns",
        why=f"{_REFUSED} It is L-052ECD67.",
        fix=_RAISED,
        source=_GUIDE,
    ),
    Rule(
        id="quota/filters",
        severity=Severity.WARNING,
        title="a dataset group has more than 30 filters",
        why=f"{_REFUSED} It is L-B9CFBC8B.",
        fix=_RAISED,
        source=_GUIDE,
    ),
    Rule(
        id="quota/recommenders",
        title="a dataset group has more than 5 recommenders",
        why="The service refuses the sixth; the quota, L-4D685096, cannot be raised.",
        fix="Declare fewer, or move some to another group.",
        source=_GUIDE,
    ),
)


def _full(found: Sequence[Declared], _: Node) -> Iterator[Diagnostic]:
    counted: dict[str, dict[Path, list[Declared]]] = defaultdict(lambda: defaultdict(list))
    for item in found:
        kind = item.place.kind.name
        counted[kind][() if kind == "dataset-group" else group_of(item)].append(item)
    yield from _over("quota/dataset-groups", "dataset-group", counted)
    yield from _over("quota/solutions", "solution", counted)
    yield from _over("quota/campaigns", "campaign", counted)
    yield from _over("quota/filters", "filter", counted)
    yield from _over("quota/recommenders", "recommender", counted)


def _over(
    code: str, kind: str, counted: Mapping[str, Mapping[Path, Sequence[Declared]]]
) -> Iterator[Diagnostic]:
    """One finding per group with more than fit, at the first that does not."""
    quota = QUOTAS[KINDS[kind].create]
    named = f'the quota is "{quota.name}" ({quota.code})' + (f"; {quota.note}" if quota.note else "")
    raised = "ask for more in Service Quotas before applying, or declare fewer"
    for group, items in counted.get(kind, {}).items():
        if len(items) > quota.limit:
            whose = f"the dataset group {group[-1]}" if group else "the file"
            has = f"{whose} has {len(items)} {quota.things}, and the service has room for {quota.limit}"
            make = warning if quota.adjustable else error
            yield make(
                code,
                f"{has} in a {quota.per}{' unless that is raised' if quota.adjustable else ''}",
                items[quota.limit].resource.position,
                why=named if quota.adjustable else f"{named}, and cannot be raised",
                fix=raised if quota.adjustable else "declare fewer, or move some to another group",
            )


FILE_CHECKS: tuple[FileCheck, ...] = (_full,)
