"""Deployments: GitHub's own record of which commit was brought where, and how that ended.

Source: GitHub REST reference, 'Deployments' and 'Deployment statuses'.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reconciler.github.client import Client, Document

READS, WRITES = "deployments: read", "deployments: write"
IN_PROGRESS, SUCCESS, FAILURE, INACTIVE = "in_progress", "success", "failure", "inactive"
_DESCRIPTION = 140
_MOST_DIGESTS = 500
"""How many digests a deployment remembers; GitHub does not say how much a payload may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """One attempt to bring `commit` somewhere.

    `grants` are digests of what a person agreed to who started it by hand, `imports` of where its imports
    read from; `author` is the login that made it.
    """

    id: int
    commit: str
    author: str = ""
    grants: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What is deployed where: GitHub's task and environment, and the key that tells it apart."""

    task: str
    environment: str
    key: str


def deployments(client: Client, place: Place) -> Iterator[Deployment]:
    """Those of this place, the newest first."""
    query = {"task": place.task, "environment": place.environment}
    for key, deployment in client.entries("/deployments", _deployment, needs=READS, **query):
        if key == place.key:
            yield deployment


def states(client: Client, deployment: Deployment) -> tuple[str, ...]:
    """Every state it has been in, the newest first."""
    path = f"/deployments/{deployment.id}/statuses"
    return tuple(client.entries(path, lambda one: str(one["state"]), needs=READS))


def begin(
    client: Client, place: Place, commit: str, *, grants: Collection[str] = (), imports: Collection[str] = ()
) -> Deployment:
    """A new deployment of this commit; checks of the commit are none of its business.

    It remembers what was agreed to by hand and what its imports are, unless that is too much.
    """
    digests = {"grants": sorted(grants), "imports": sorted(imports)}
    kept = {name: found for name, found in digests.items() if 0 < len(found) <= _MOST_DIGESTS}
    body = {
        "ref": commit,
        "task": place.task,
        "environment": place.environment,
        "payload": {"key": place.key, **kept},
        "auto_merge": False,
        "required_contexts": [],
        "description": "reconcile ci apply",
    }
    made = client.post("/deployments", body, needs=WRITES)
    return _deployment(made)[1]


def tell(client: Client, deployment: Deployment, state: str, description: str, page: str) -> None:
    """Say which state it is in, and on which page more is told."""
    body = {"state": state, "description": description[:_DESCRIPTION], "log_url": page}
    client.post(f"/deployments/{deployment.id}/statuses", body, needs=WRITES)


def _deployment(document: Document) -> tuple[str, Deployment]:
    payload = _payload(document.get("payload"))
    return str(payload.get("key", "")), Deployment(
        id=int(document["id"]),
        commit=str(document["sha"]),
        author=str((document.get("creator") or {}).get("login", "")),
        grants=_digests(payload.get("grants")),
        imports=_digests(payload.get("imports")),
    )


def _digests(found: Any) -> frozenset[str]:
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


def _payload(payload: Any) -> Mapping[str, Any]:
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except ValueError:
            return {}
    return payload if isinstance(payload, Mapping) else {}
