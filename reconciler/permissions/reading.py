"""The policy of the role for `plan` and `drift`: reading alone.

Describes of all kinds in the account and region, not only of declared names: what has left the file is still
read, and so is whatever else stands in a group that is to go.
"""

from __future__ import annotations

from reconciler.kinds import KINDS
from reconciler.model.desired import DesiredState
from reconciler.model.observed import Environment
from reconciler.permissions.buckets import bucket_arn, object_arns, read_locations
from reconciler.permissions.operations import (
    READ_TAGS,
    action,
    described_by_plan,
    listed_by_plan,
    lists_of_fields,
    only_if_declared,
)
from reconciler.permissions.policy import EVERYTHING, Statement, anything_of


def reading(desired: DesiredState, environment: Environment, *, by_name: bool) -> tuple[Statement, ...]:
    """What `plan` and `drift` need; `by_name` names every object that is imported, else whole buckets."""
    declared = {address.kind for address in desired.resources}
    kinds = [kind for kind in KINDS.values() if not only_if_declared(kind) or kind.name in declared]
    lists = [
        operation
        for kind in kinds
        for operation in (
            *([kind.listing.operation] if kind.listing and listed_by_plan(kind) else []),
            *lists_of_fields(kind),
        )
    ]
    locations = read_locations(desired)
    return (
        Statement(
            sid="Describe",
            actions=tuple(action(kind.describe) for kind in kinds if described_by_plan(kind)),
            resources=(anything_of(environment),),
        ),
        Statement(
            sid="List",
            actions=(*map(action, lists), action(READ_TAGS), "tag:GetResources"),
            resources=EVERYTHING,
        ),
        Statement(
            sid="ObjectsToImport",
            actions=("s3:GetObject",) if locations else (),
            resources=object_arns(locations, environment, by_name),
        ),
        Statement(
            sid="BucketsToImport",
            actions=("s3:ListBucket",) if locations else (),
            resources=tuple(sorted({bucket_arn(one, environment) for one in locations})),
        ),
    )
