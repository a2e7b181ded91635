"""KMS keys that the service is to use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.catalog.regions import partition_of
from reconciler.desired.findings import error, shown, warning
from reconciler.desired.rules.check import Check, at
from reconciler.desired.rules.regions import account_of, region_of
from reconciler.kinds import KINDS
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source
from reconciler.model.values import at_path

if TYPE_CHECKING:
    from reconciler.desired.node import Node
    from reconciler.desired.resources import Declared
    from reconciler.model.diagnostics import Diagnostic

_HEAD = 'region: eu-west-1\naccount: "123456789012"\n'
_GROUP = (
    "datasetGroups:\n"
    "  shop:\n"
    "    kmsKeyArn: arn:{}:key/1\n"
    "    roleArn: arn:aws:iam::123456789012:role/personalize\n"
)
_GOOD = _HEAD + _GROUP.format("aws:kms:eu-west-1:123456789012")

RULES = (
    Rule(
        id="key/partition",
        title="a KMS key is of another partition than the file's region",
        why="No service reaches into another partition of AWS.",
        fix="Name a key of the region's partition.",
        source=Source(said="AWS IAM user guide, 'Amazon Resource Names (ARNs)'", seen="2026-11-23"),
        bad=_HEAD + _GROUP.format("aws-cn:kms:cn-north-1:123456789012"),
        good=_GOOD,
    ),
    Rule(
        id="key/region",
        severity=Severity.WARNING,
        title="a dataset group's KMS key is of another region",
        why=(
            "A KMS key is used in its own region. That Personalize refuses another one's is not"
            " documented, so this is no error."
        ),
        fix="Name a key of the file's region.",
        source=Source(said="AWS KMS developer guide, 'AWS KMS keys'", seen="2026-11-23"),
        bad=_HEAD + _GROUP.format("aws:kms:us-east-1:123456789012"),
        good=_GOOD,
    ),
    Rule(
        id="key/account",
        severity=Severity.WARNING,
        title="a dataset group's KMS key is of another account",
        why="Its own policy must let the file's account use it, which the file cannot show.",
        fix="Check the key's policy and ignore the warning, or name a key of the file's account.",
        source=Source(
            said="AWS KMS developer guide, 'Allowing users in other accounts to use a KMS key'",
            seen="2026-11-23",
        ),
        bad=_HEAD + _GROUP.format("aws:kms:eu-west-1:210987654321"),
        good=_GOOD,
    ),
)

_KEY = re.compile(r"arn:(?P<partition>[a-z-]+):kms:(?P<region>[a-z0-9-]*):(?P<account>[0-9]{12}):key/.*")


def _keys(item: Declared, root: Node) -> Iterator[Diagnostic]:
    """Keys of another partition; of groups those of another region or account, too.

    The key of a metric attribution's output is its bucket's, wherever that is.
    """
    region, account = region_of(root), account_of(root)
    for use in item.place.kind.passes:
        said = at_path(item.said, use.key) if use.key else None
        found = _KEY.fullmatch(said) if isinstance(said, str) else None
        if found is None:
            continue
        where, group = at(item, root, use.key), item.place.kind is KINDS["dataset-group"]
        if region and found["partition"] != partition_of(region):
            yield error(
                "key/partition",
                f"{use.key}: the key is of partition {found['partition']}, {region} is in"
                f" {partition_of(region)}",
                where,
                fix="name a key of the region's partition",
            )
        elif region and group and found["region"] != region:
            yield warning(
                "key/region",
                f"{use.key}: the key is of region {shown(found['region'])}, the file is for {region}",
                where,
                why="a KMS key is used in its own region",
                fix=f"name a key of {region}",
            )
        if account and group and found["account"] != account:
            yield warning(
                "key/account",
                f"{use.key}: the key is of account {found['account']}, the file is for {account}",
                where,
                why="its own policy must let this account use it, which the file cannot show",
                fix="check the key's policy and ignore the warning, or name a key of the file's account",
            )


CHECKS: Mapping[str, tuple[Check, ...]] = {
    name: (_keys,) for name, kind in KINDS.items() if any(use.key for use in kind.passes)
}
