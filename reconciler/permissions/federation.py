"""Who may take on the roles for plan and apply: jobs of one GitHub repository, told by their token's subject.

A job's token says `environment:NAME` when the job runs in a GitHub environment, else `pull_request` on an
event of a pull request, else the ref that it runs on; a schedule runs on the default branch.
Source: GitHub documentation, 'OpenID Connect reference', 'Example subject claims'.
"""

from __future__ import annotations

import re

from reconciler.model.observed import Environment
from reconciler.permissions.policy import Statement

_ISSUER = "token.actions.githubusercontent.com"
_AUDIENCE = "sts.amazonaws.com"
UNNAMED = "personalize"
"""The GitHub environment in which .github/workflows/apply.yml applies a file without environments."""
_REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9._-]+")


def is_repository(text: str) -> bool:
    """Whether it has the form OWNER/NAME."""
    return bool(_REPOSITORY.fullmatch(text))


def plan_trust(environment: Environment, repository: str, branch: str) -> tuple[Statement, ...]:
    """Plans of pull requests, and drift checks on the branch."""
    return _trust(environment, (f"repo:{repository}:pull_request", _on_branch(repository, branch)))


def apply_trust(environment: Environment, repository: str, named: str) -> tuple[Statement, ...]:
    """Jobs in the GitHub environment `named`, whose rules then guard the role."""
    return _trust(environment, (f"repo:{repository}:environment:{named}",))


def _on_branch(repository: str, branch: str) -> str:
    return f"repo:{repository}:ref:refs/heads/{branch}"


def _trust(environment: Environment, subjects: tuple[str, ...]) -> tuple[Statement, ...]:
    provider = f"arn:{environment.partition}:iam::{environment.account}:oidc-provider/{_ISSUER}"
    return (
        Statement(
            sid="JobsOfTheRepository",
            actions=("sts:AssumeRoleWithWebIdentity",),
            principal={"Federated": provider},
            # Equal, not alike: a pattern would let in whatever GitHub puts there next.
            conditions={"StringEquals": {f"{_ISSUER}:aud": _AUDIENCE, f"{_ISSUER}:sub": subjects}},
        ),
    )
