"""IAM policies as data: statements, documents, and how long IAM lets them be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from reconciler.model.observed import Environment
from reconciler.model.values import Json

MANAGED_LIMIT = 6144
"""Characters of a managed policy, white space not counted. Source: IAM user guide, 'IAM and STS quotas'."""
INLINE_LIMIT = 10240
"""Characters of all inline policies of one role together, white space not counted. Source: as above."""
EVERYTHING = ("*",)
"""For actions that take no resource. Source: service authorization reference, 'Amazon Personalize'."""
SERVICE = "personalize.amazonaws.com"

Conditions = Mapping[str, Mapping[str, str | tuple[str, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement that allows. `principal` is None in a policy of a role, which is its own principal.

    `resources` is empty in a trust policy, which is about the role that it belongs to.
    """

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...] = ()
    conditions: Conditions = field(default_factory=dict)
    principal: Mapping[str, str] | None = None

    def document(self) -> dict[str, Json]:
        """The statement as IAM reads it, members in the order in which people write them."""
        principal = {} if self.principal is None else {"Principal": dict(self.principal)}
        resource = {"Resource": _plain(self.resources)} if self.resources else {}
        conditions = {
            operator: {key: _plain(value) for key, value in said.items()}
            for operator, said in self.conditions.items()
        }
        condition = {"Condition": conditions} if conditions else {}
        return {
            "Sid": self.sid,
            "Effect": "Allow",
            **principal,
            "Action": _plain(self.actions),
            **resource,
            **condition,
        }


def policy(statements: tuple[Statement, ...]) -> dict[str, Json]:
    """The document of these statements; those without an action are left out."""
    said: list[Json] = [one.document() for one in statements if one.actions]
    return {"Version": "2012-10-17", "Statement": said}


def characters(document: Mapping[str, Json]) -> int:
    """How long IAM counts a policy to be: white space between its tokens does not count."""
    return len(json.dumps(document, separators=(",", ":"), ensure_ascii=False))


def anything_of(environment: Environment, resource: str = "*") -> str:
    """The ARN pattern of a Personalize resource of this account and region."""
    return environment.arn(resource)


def partition_of(region: str) -> str:
    """The partition that a region is in. Source: AWS general reference, 'Amazon Resource Names'."""
    for prefix, partition in (("cn-", "aws-cn"), ("us-gov-", "aws-us-gov")):
        if region.startswith(prefix):
            return partition
    return "aws"


def _plain(value: str | tuple[str, ...]) -> Json:
    """A list of one is written as the one."""
    if isinstance(value, str):
        return value
    return value[0] if len(value) == 1 else list(value)
