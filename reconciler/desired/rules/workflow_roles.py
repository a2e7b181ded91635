"""Roles that a workflow assumes before a command about an environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reconciler.catalog.regions import partition_of
from reconciler.desired.environments import KEY
from reconciler.desired.findings import warning
from reconciler.desired.rules.regions import account_of, region_of
from reconciler.kinds.forms import ROLE_ARN
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.desired.rules.check import FileCheck
    from reconciler.model.diagnostics import Diagnostic

RULES = (
    Rule(
        id="environment/role-elsewhere",
        severity=Severity.WARNING,
        title="an environment's role is of another account or partition than the environment",
        why="Who assumes a role acts in the role's account, and commands refuse any but the environment's.",
        fix="Name a role of the environment's account.",
        source=Source(said="AWS IAM user guide, 'Methods to assume a role', second-hand", seen="2026-11-26"),
        bad=(
            "environments:\n"
            "  live:\n"
            '    account: "123456789012"\n'
            "    role: arn:aws:iam::210987654321:role/reconcile\n"
        ),
        good=(
            "environments:\n"
            "  live:\n"
            '    account: "123456789012"\n'
            "    role: arn:aws:iam::123456789012:role/reconcile\n"
        ),
    ),
)


def _assumed(_: Sequence[Declared], root: Node) -> Iterator[Diagnostic]:
    region, account = region_of(root), account_of(root)
    for name, node in _roles(root):
        if not isinstance(node.value, str) or not re.fullmatch(str(ROLE_ARN["pattern"]), node.value):
            continue
        partition, owner = node.value.split(":")[1], node.value.split(":")[4]
        other = ""
        if account and owner != account:
            other = f"account {owner}, the environment of {account}"
        elif region and partition != partition_of(region):
            other = f"partition {partition}, {region} is in {partition_of(region)}"
        if other:
            yield warning(
                "environment/role-elsewhere",
                f"the role of environment {name} is of {other}",
                node.position,
                why="who assumes a role acts in its account, and commands refuse any other than the said one",
                fix="name a role of the environment's account",
            )


def _roles(root: Node) -> Iterator[tuple[str, Node]]:
    """The role or roles of the environment that the file was resolved for."""
    said = root.entries.get(KEY)
    for name, environment in (said.node.entries if said else {}).items():
        role = environment.node.entries.get("role")
        if role:
            yield name, role.node
            yield from ((name, entry.node) for entry in role.node.entries.values())


FILE_CHECKS: tuple[FileCheck, ...] = (_assumed,)
