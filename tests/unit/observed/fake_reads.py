"""An account that answers reads and counts them: PersonalizeApi, Inventory and Storage in one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import building as b

from reconciler.errors import NotFoundError, ServiceError
from reconciler.kinds import KINDS
from reconciler.model.desired import DesiredState
from reconciler.model.observed import ObservedObject, ObservedState
from reconciler.observed.observe import observe
from reconciler.plan.marks import STACK

_DESCRIBES = {kind.describe: kind for kind in KINDS.values()}
_LISTED_FIELDS = {
    field.listing.operation: field for kind in KINDS.values() for field in kind.fields if field.listing
}
_LISTS = {kind.listing.operation: kind for kind in KINDS.values() if kind.listing}


class Account:
    """Holds what an ObservedState says; `lag` are ARNs that the inventory does not list yet, `unlisted` those
    that no List does.

    `refuse` maps an operation, or an operation and an ARN, to the error that it answers with.
    """

    def __init__(self, state: ObservedState) -> None:
        self.bodies: dict[str, tuple[str, dict[str, Any]]] = {}
        self.tags: dict[str, dict[str, str]] = {}
        self.stored = dict(state.objects)
        self.lag: set[str] = set()
        self.unlisted: set[str] = set()
        self.stale: dict[str, dict[str, str]] = {}
        self.refuse: dict[Any, ServiceError] = {}
        self.calls: Counter[str] = Counter()
        for found in state.resources.values():
            for one in found:
                self.add(one.address.kind, dict(one.body), dict(one.tags or {}))
        for schema in state.schemas.values():
            body = {"schemaArn": schema.arn, "name": schema.name, "schema": json.dumps(schema.content)}
            self.add("schema", {**body, **({"domain": schema.domain} if schema.domain else {})})
        for parent, runs in state.runs.items():
            kind = "dataset-import-job" if ":dataset/" in parent else "solution-version"
            for run in runs:
                self.add(kind, _record(kind, parent, run))

    def add(self, kind: str, body: dict[str, Any], tags: dict[str, str] | None = None) -> str:
        where = str(body[KINDS[kind].arn_member])
        self.bodies[where] = (kind, body)
        if KINDS[kind].taggable:
            self.tags[where] = tags or {}
        return where

    def _count(self, operation: str, where: str = "") -> None:
        self.calls[operation] += 1
        for key in (operation, (operation, where)):
            if key in self.refuse:
                raise self.refuse[key]

    def call(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        (where,) = request.values()
        self._count(operation, where)
        if where not in self.bodies:
            raise NotFoundError("there is none", operation=operation, code="ResourceNotFoundException")
        if operation == "ListTagsForResource":
            return {"tags": [{"tagKey": k, "tagValue": v} for k, v in self.tags[where].items()]}
        kind, body = self.bodies[where]
        assert _DESCRIBES[operation].name == kind
        if kind == "solution":
            versions = [one for key, (_, one) in self.bodies.items() if key.startswith(f"{where}/")]
            if versions:
                body = {
                    **body,
                    "latestSolutionVersion": max(versions, key=lambda one: one["creationDateTime"]),
                }
        listed = {field.member for field in KINDS[kind].fields if field.listing}
        return {KINDS[kind].document: {key: value for key, value in body.items() if key not in listed}}

    def pages(self, operation: str, request: Mapping[str, Any], result: str) -> Sequence[Mapping[str, Any]]:
        self._count(operation, next(iter(request.values()), ""))
        if operation in _LISTED_FIELDS:
            (where,) = request.values()
            found = self.bodies[where][1][_LISTED_FIELDS[operation].member]
            assert result == _LISTED_FIELDS[operation].member
            return list(found)
        kind = _LISTS[operation]
        assert kind.listing is not None
        assert result == kind.listing.result
        return [
            body
            for arn, (name, body) in self.bodies.items()
            if arn not in self.unlisted
            and name == kind.name
            and all(_belongs(body, member, parent) for member, parent in request.items())
        ]

    def find(self, stacks: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        self._count("GetResources")
        listed = {**{arn: tags for arn, tags in self.tags.items() if arn not in self.lag}, **self.stale}
        return {arn: tags for arn, tags in listed.items() if tags.get(STACK) in stacks}

    def objects(self, location: str) -> Sequence[ObservedObject] | None:
        self._count("objects", location)
        return self.stored.get(location, ())

    def look(self, desired: DesiredState, parallelism: int = 1) -> ObservedState:
        """What observe makes of this account."""
        return observe(desired, b.HERE, api=self, inventory=self, storage=self, parallelism=parallelism)


def _belongs(body: Mapping[str, Any], member: str, parent: str) -> bool:
    if member == "solutionArn" and "solutionVersionArn" in body and member not in body:
        return str(body["solutionVersionArn"]).startswith(f"{parent}/")
    return body.get(member) == parent


def _record(kind: str, parent: str, run: Any) -> dict[str, Any]:
    row = KINDS[kind]
    member = next(iter(row.parents.values()))
    body = {
        row.arn_member: run.arn,
        member: parent,
        "status": run.status,
        "creationDateTime": run.created.isoformat(),
        "lastUpdatedDateTime": run.updated.isoformat(),
        **({"failureReason": run.failure_reason} if run.failure_reason else {}),
    }
    if kind == "dataset-import-job":
        body |= {"jobName": run.name, "dataSource": {"dataLocation": run.location or b.DATA}}
    return body
