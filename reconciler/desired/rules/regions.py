"""The region and account that the file is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reconciler.catalog.regions import AS_OF, REGIONS
from reconciler.desired.file_schema import ACCOUNT_PATTERN, REGION_PATTERN
from reconciler.desired.findings import listed, warning
from reconciler.desired.node import value_position
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.desired.rules.check import FileCheck
    from reconciler.model.diagnostics import Diagnostic

RULES = (
    Rule(
        id="region/not-served",
        severity=Severity.WARNING,
        title="the region is none in which the service was offered when the list was read",
        why="Every call would fail, unless the region was added since.",
        fix="Name another region, or ignore the warning where the service is there by now.",
        source=Source(
            said="AWS general reference, 'Amazon Personalize endpoints and quotas'",
            seen=AS_OF,
        ),
        bad="region: eu-west-2\n",
        good="region: eu-west-1\n",
    ),
)


def region_of(root: Node) -> str:
    """The region that the file says, "" where that is missing or a mistake itself."""
    return _said(root, "region", REGION_PATTERN)


def account_of(root: Node) -> str:
    """The account that the file says, "" where that is missing or a mistake itself."""
    return _said(root, "account", ACCOUNT_PATTERN)


def _said(root: Node, key: str, pattern: str) -> str:
    entry = root.entries.get(key)
    value = entry.node.value if entry else None
    return value if isinstance(value, str) and re.fullmatch(pattern, value) else ""


def _served(_: Sequence[Declared], root: Node) -> Iterator[Diagnostic]:
    region = region_of(root)
    if region and region not in REGIONS:
        area = region.split("-")[0]
        near = [one for one in sorted(REGIONS) if one.split("-")[0] == area]
        yield warning(
            "region/not-served",
            f"Personalize was not offered in {region} on {AS_OF}",
            value_position(root, ("region",)),
            why="every call would fail, unless the region was added since",
            fix=f"name another region, such as {listed(near)}"
            if near
            else "name a region that has the service",
        )


FILE_CHECKS: tuple[FileCheck, ...] = (_served,)
