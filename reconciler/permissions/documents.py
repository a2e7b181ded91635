"""All policies that one file needs, each with what it is for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from reconciler.model.desired import DesiredState
from reconciler.model.observed import Environment
from reconciler.model.values import Json
from reconciler.permissions.access import bucket_policies, key_policies, role_policies, trust
from reconciler.permissions.changing import changing
from reconciler.permissions.federation import UNNAMED, apply_trust, plan_trust
from reconciler.permissions.optional import optional_for_apply, optional_for_plan
from reconciler.permissions.policy import MANAGED_LIMIT, Statement, characters, policy
from reconciler.permissions.reading import reading

WIDENED = (
    f"longer than the {MANAGED_LIMIT} characters of a managed policy with every name, so it says kinds and "
    "buckets instead: whatever else of a kind is in the account and region may then be made, too"
)
_TOO_LONG = f"longer than the {MANAGED_LIMIT} characters of a managed policy: attach it as an inline policy"


class Part(Enum):
    """What a document is."""

    PLAN = "plan"
    APPLY = "apply"
    PLAN_TRUST = "plan-trust"
    APPLY_TRUST = "apply-trust"
    ACCESS_POLICY = "access-policy"
    ACCESS_TRUST = "access-trust"
    BUCKET = "bucket"
    KEY = "key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """The GitHub repository whose workflows run `reconcile`, and the branch that it applies."""

    name: str
    branch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """One policy. `name` says whose it is where the file names several: a role's ARN, a bucket, a key's ARN.

    `optional` maps an action that can be left out to what is lost without it.
    """

    part: Part
    name: str = ""
    about: str
    policy: Mapping[str, Json]
    optional: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def documents(
    desired: DesiredState, environment: Environment, repository: Repository | None
) -> tuple[PolicyDocument, ...]:
    """Every policy that the file needs; trust policies of the jobs' roles only for a `repository`."""
    return (
        _fitting(
            PolicyDocument(
                part=Part.PLAN,
                about="permissions of the role that runs plan and drift: reading alone",
                policy={},
                optional=optional_for_plan(desired),
            ),
            lambda by_name: reading(desired, environment, by_name=by_name),
        ),
        _fitting(
            PolicyDocument(
                part=Part.APPLY,
                about="permissions of the role that runs apply and destroy, in addition to those for plan",
                policy={},
                optional=optional_for_apply(desired),
                notes=("print it anew before a file with another resource is applied",),
            ),
            lambda by_name: changing(desired, environment, by_name=by_name),
        ),
        *(() if repository is None else _trusts(desired, environment, repository)),
        *_of_the_service(desired, environment),
    )


def _fitting(document: PolicyDocument, made: Callable[[bool], tuple[Statement, ...]]) -> PolicyDocument:
    """With every name if IAM takes so much, else by kind; only actions that it holds can be left out."""
    named = made(True)
    said = policy(named)
    notes = document.notes
    if characters(said) > MANAGED_LIMIT:
        said = policy(made(False))
        notes += (WIDENED, *([_TOO_LONG] if characters(said) > MANAGED_LIMIT else []))
    held = {action for one in named for action in one.actions}
    optional = {action: lost for action, lost in document.optional.items() if action in held}
    return replace(document, policy=said, optional=optional, notes=notes)


def _trusts(
    desired: DesiredState, environment: Environment, repository: Repository
) -> Iterator[PolicyDocument]:
    named = desired.environment or UNNAMED
    yield PolicyDocument(
        part=Part.PLAN_TRUST,
        about=f"who may take on the role for plan: {repository.name}, in pull requests "
        f"and on the branch {repository.branch}",
        policy=policy(plan_trust(environment, repository.name, repository.branch)),
        notes=("whoever may push a branch to the repository may read with this role: pull requests run it",),
    )
    yield PolicyDocument(
        part=Part.APPLY_TRUST,
        about=f"who may take on the role for apply: {repository.name}, in the GitHub environment {named}",
        policy=policy(apply_trust(environment, repository.name, named)),
    )


def _of_the_service(desired: DesiredState, environment: Environment) -> Iterator[PolicyDocument]:
    """What Personalize itself needs."""
    for role, statements in role_policies(desired, environment).items():
        yield PolicyDocument(
            part=Part.ACCESS_POLICY,
            name=role,
            about="permissions of the role that Personalize takes on",
            policy=policy(statements),
        )
        yield PolicyDocument(
            part=Part.ACCESS_TRUST,
            name=role,
            about="who may take on that role: Personalize, for this account and region alone",
            policy=policy(trust(environment)),
        )
    for bucket, statements in bucket_policies(desired, environment).items():
        yield PolicyDocument(
            part=Part.BUCKET,
            name=bucket,
            about="policy of the bucket: Personalize needs it beside the role's",
            policy=policy(statements),
            notes=("a bucket has one policy: if it has one already, add these statements to it",),
        )
    for key, statements in key_policies(desired).items():
        yield PolicyDocument(
            part=Part.KEY,
            name=key,
            about="statements for the policy of the KMS key",
            policy=policy(statements),
            notes=("add these statements to the key's policy: alone they would leave nobody to manage it",),
        )
