"""The metrics of a metric attribution, which Describe does not show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.apply.effects import AskAll, Moves
from reconciler.apply.reading import describe, insistently
from reconciler.kinds import Kind
from reconciler.kinds.kind import Comparison
from reconciler.model.values import Json, canonical
from reconciler.plan.equality import equal

_KIND = "metric-attribution"


def shows_update(kind: Kind, request: Mapping[str, Json]) -> Moves[bool]:
    """Whether a metric attribution is what this update would make it; False for other kinds.

    An update record, which tells it of other kinds, does not exist here. Source: service model, shape
    MetricAttribution.
    """
    if kind.name != _KIND:
        return False
    arn = str(request[kind.arn_member])
    live = {str(item.get("metricName")): canonical(item) for item in (yield from metrics_of(kind, arn))}
    added, removed, output = (
        request.get(member) for member in ("addMetrics", "removeMetrics", "metricsOutputConfig")
    )
    add = {str(item["metricName"]): canonical(item) for item in _listed(added) if isinstance(item, Mapping)}
    if any(live.get(name) != text for name, text in add.items()):
        return False
    if any(name in live and name not in add for name in map(str, _listed(removed))):
        return False
    if output is None:
        return True
    body = yield from describe(kind, arn)
    return equal(Comparison.SUBSET, output, body.get("metricsOutputConfig"))


def metrics_of(kind: Kind, arn: str) -> Moves[Sequence[Mapping[str, Json]]]:
    """What ListMetricAttributionMetrics answers."""
    items: Sequence[Mapping[str, Json]] = yield from insistently(
        AskAll(operation="ListMetricAttributionMetrics", request={kind.arn_member: arn}, result="metrics")
    )
    return items


def with_metrics(kind: Kind, arn: str, body: Mapping[str, Json]) -> Moves[Mapping[str, Json]]:
    """The document, with the metrics that it lacks where the kind has any."""
    if kind.name != _KIND:
        return body
    return {**body, "metrics": (yield from metrics_of(kind, arn))}


def _listed(value: Json) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
