"""What Personalize itself is allowed: the roles that it takes on, the buckets and the keys that it reaches.

The service needs a bucket twice: in its role and in the bucket's policy.
Source: AWS developer guide, 'Setting up permissions', 'Giving Amazon Personalize access to Amazon S3
resources' and 'Giving Amazon Personalize permission to use your AWS KMS key'.
"""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model.desired import DesiredState
from reconciler.model.observed import Environment
from reconciler.permissions.buckets import bucket_arn, bucket_of, objects_arn
from reconciler.permissions.policy import EVERYTHING, SERVICE, Conditions, Statement
from reconciler.permissions.roles import Assumed, assumed

_PRINCIPAL: Mapping[str, str] = {"Service": SERVICE}
_ROLE_ON_KEY = ("kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey", "kms:ListGrants")
_KEY = (*_ROLE_ON_KEY, "kms:CreateGrant")
"""CreateGrant can be allowed in the key's policy only."""


def role_policies(desired: DesiredState, environment: Environment) -> dict[str, tuple[Statement, ...]]:
    """Role to what it may do."""
    return {
        role: (
            *_reaching([one for one in assumed(desired) if one.role == role], environment, None, {}),
            *_elsewhere(desired, role),
        )
        for role in sorted({one.role for one in assumed(desired)})
    }


def trust(environment: Environment) -> tuple[Statement, ...]:
    """Who may take on such a role: the service, for this account and region alone (the confused deputy)."""
    return (
        Statement(
            sid="PersonalizeOfThisAccount",
            actions=("sts:AssumeRole",),
            principal=_PRINCIPAL,
            conditions={
                "StringEquals": {"aws:SourceAccount": environment.account},
                "ArnLike": {"aws:SourceArn": environment.arn("*")},
            },
        ),
    )


def bucket_policies(desired: DesiredState, environment: Environment) -> dict[str, tuple[Statement, ...]]:
    """Bucket to what the service may do in it."""
    located = [one for one in assumed(desired) if one.location]
    only: Conditions = {"StringEquals": {"aws:SourceAccount": environment.account}}
    return {
        bucket: _reaching(
            [one for one in located if bucket_of(one.location) == bucket], environment, _PRINCIPAL, only
        )
        for bucket in sorted({bucket_of(one.location) for one in located})
    }


def key_policies(desired: DesiredState) -> dict[str, tuple[Statement, ...]]:
    """KMS key to the statements that its policy must hold beside those that let people manage it."""
    return {
        key: tuple(
            Statement(sid=sid, actions=_KEY, resources=EVERYTHING, principal=principal)
            for sid, principal in (
                ("Personalize", _PRINCIPAL),
                *((f"Role{n}", {"AWS": role}) for n, role in enumerate(_users(desired, key), start=1)),
            )
        )
        for key in sorted({one.key for one in assumed(desired) if one.key})
    }


def _users(desired: DesiredState, key: str) -> list[str]:
    return sorted({one.role for one in assumed(desired) if one.key == key})


def _reaching(
    uses: list[Assumed], environment: Environment, principal: Mapping[str, str] | None, only: Conditions
) -> tuple[Statement, ...]:
    """The statements on objects and on buckets, one for each set of actions."""
    on: dict[tuple[str, tuple[str, ...]], set[str]] = {}
    for one in uses:
        if one.location:
            verb = "Write" if "s3:PutObject" in one.use.objects else "Read"
            on.setdefault((f"{verb}Objects", one.use.objects), set()).add(
                objects_arn(_folder(one), environment)
            )
            on.setdefault(("ListBucket", one.use.bucket), set()).add(bucket_arn(one.location, environment))
    return tuple(
        Statement(
            sid=sid, actions=actions, resources=tuple(sorted(arns)), conditions=only, principal=principal
        )
        for (sid, actions), arns in sorted(on.items(), reverse=True)
        if actions
    )


def _folder(one: Assumed) -> str:
    """Of what is written the location is the beginning of the names, with or without a slash."""
    writes = "s3:PutObject" in one.use.objects
    return f"{one.location.rstrip('/')}/" if writes else one.location


def _elsewhere(desired: DesiredState, role: str) -> tuple[Statement, ...]:
    uses = [one for one in assumed(desired) if one.role == role]
    anywhere = tuple(sorted({action for one in uses for action in one.use.anywhere}))
    keys = tuple(sorted({one.key for one in uses if one.key}))
    return (
        Statement(sid="PutMetrics", actions=anywhere, resources=EVERYTHING),
        Statement(sid="UseKeys", actions=_ROLE_ON_KEY if keys else (), resources=keys),
    )
