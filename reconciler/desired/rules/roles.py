"""Roles and keys that services are handed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.catalog.regions import partition_of
from reconciler.desired.findings import error
from reconciler.desired.rules.check import Check, at
from reconciler.desired.rules.regions import account_of, region_of
from reconciler.kinds import KINDS
from reconciler.model.rules import Rule, Source
from reconciler.model.values import at_path

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

RULES = (
    Rule(
        id="role/elsewhere",
        title="a role is of another account or partition",
        why=(
            "IAM lets nobody pass a role of another account to a service, so that the call would be refused."
        ),
        fix="Name a role of the file's account.",
        source=Source(
            said="AWS IAM user guide, 'Grant a user permissions to pass a role to an AWS service'",
            seen="2026-11-23",
        ),
        bad=(
            "region: eu-west-1\n"
            'account: "123456789012"\n'
            "datasetGroups:\n"
            "  shop:\n"
            "    kmsKeyArn: arn:aws:kms:eu-west-1:123456789012:key/1\n"
            "    roleArn: arn:aws:iam::210987654321:role/personalize\n"
        ),
        good=(
            "region: eu-west-1\n"
            'account: "123456789012"\n'
            "datasetGroups:\n"
            "  shop:\n"
            "    kmsKeyArn: arn:aws:kms:eu-west-1:123456789012:key/1\n"
            "    roleArn: arn:aws:iam::123456789012:role/personalize\n"
        ),
    ),
    Rule(
        id="dataset-group/key-and-role",
        title="a group has a KMS key without a role, or a role without a key",
        why="The service uses the key through the role, and wants both.",
        fix="Add the other, or remove the one.",
        source=Source(
            said="Amazon Personalize API reference, CreateDatasetGroup",
            seen="2026-11-23",
        ),
        bad=("datasetGroups:\n  shop:\n    kmsKeyArn: arn:aws:kms:eu-west-1:123456789012:key/1\n"),
        good=(
            "datasetGroups:\n"
            "  shop:\n"
            "    kmsKeyArn: arn:aws:kms:eu-west-1:123456789012:key/1\n"
            "    roleArn: arn:aws:iam::123456789012:role/personalize\n"
        ),
    ),
)

_PASSED = "IAM lets nobody pass a role of another account to a service, so that the call would be refused"


def _roles(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """Roles of another account or partition than the file's: no service can be handed one.

    Source: IAM user guide, 'Grant a user permissions to pass a role to an AWS service': not across accounts.
    """
    region, wanted = region_of(root), account_of(root)
    meant = partition_of(region)
    for use in item.place.kind.passes:
        role = at_path(item.said, use.role)
        if not isinstance(role, str):
            continue
        partition, account = role.split(":")[1], role.split(":")[4]
        other = ""
        if wanted and account != wanted:
            other = f"account {account}, the file is for {wanted}"
        elif region and partition != meant:
            other = f"partition {partition}, {region} is in {meant}"
        if other:
            where = at(item, root, use.role)
            summary = f"{use.role}: the role is of {other}"
            yield error("role/elsewhere", summary, where, why=_PASSED, fix="name a role of that account")


def _key_and_role(item: Declared, root: Node) -> Iterator[Diagnostic]:
    pair = ("kmsKeyArn", "roleArn")
    said = [key for key in pair if key in item.said]
    if len(said) == 1:
        missing = next(key for key in pair if key not in said)
        yield error(
            "dataset-group/key-and-role",
            f"{said[0]} is said without {missing}",
            at(item, root, said[0], key=True),
            fix=f"add {missing}, or remove {said[0]}",
        )


CHECKS: Mapping[str, tuple[Check, ...]] = {
    **{name: (_roles,) for name, kind in KINDS.items() if kind.passes},
    "dataset-group": (_roles, _key_and_role),
}
