"""The fingerprint of what a plan was made from, so that a saved plan is applied only to the same world."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.model.desired import DesiredState
from reconciler.model.observed import ObservedState
from reconciler.model.values import Json, short_hash

_TIMES = {"lastUpdatedDateTime"}


def fingerprint(desired: DesiredState, observed: ObservedState, tool_version: str) -> str:
    """64 hex digits over files, observed state, environment with account and region, and tool version."""
    environment = observed.environment
    resources = {
        live.arn: [live.health.value, _timeless(live.body), dict(sorted((live.tags or {}).items()))]
        for generations in observed.resources.values()
        for live in generations
    }
    runs = {run.arn: run.status for found in observed.runs.values() for run in found}
    objects = {
        location: None if found is None else sorted([one.key, one.etag] for one in found)
        for location, found in observed.objects.items()
    }
    schemas = {schema.arn: [schema.domain, schema.content] for schema in observed.schemas.values()}
    names = [
        sorted(one) for one in (observed.schema_names, observed.solution_names, observed.unmarked_solutions)
    ]
    filters = dict(observed.filter_counts)
    contents = {arn: sorted(arns) for arn, arns in observed.contents.items()}
    place = [environment.account, environment.region, environment.partition, desired.stack]
    place += [environment.name] if environment.name else []
    return short_hash(
        [tool_version, place, desired.digest, resources, runs, objects, schemas, names, contents, filters], 64
    )


def _timeless(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {key: _timeless(item) for key, item in value.items() if key not in _TIMES}
    return value
