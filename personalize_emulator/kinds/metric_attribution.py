"""Metric attributions, one per group: which metrics the service reports, and where to.

Source: AWS API reference, CreateMetricAttribution and UpdateMetricAttribution; developer guide, "Guidelines
and requirements for a metric attribution" and "Updating a metric attribution". Reports are not made. No text
of the service is known, so every text is the emulator's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.data.metric_expression import MetricError, check_metrics
from personalize_emulator.errors import ApiError, already_exists, invalid
from personalize_emulator.kinds import dataset
from personalize_emulator.kinds.kind import Kind
from personalize_emulator.paging import page_start, page_token

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource

_MOST = 10


def create(realm: Realm, request: Json) -> Json:
    """CreateMetricAttribution; needs an Item interactions dataset with event types and the summed columns."""
    arn = realm.arn("metric-attribution", request["name"])
    if realm.find("metric-attribution", arn) is not None:
        raise already_exists(arn)
    group = realm.need_active("dataset-group", request["datasetGroupArn"])
    if others := realm.all("metric-attribution", group=group.arn):
        # Assumed: that there is one per group is documented, the error for a second one is not.
        raise already_exists(others[0].arn)
    _check(realm, group.arn, request["metrics"])
    wire = {
        "datasetGroupArn": group.arn,
        "metrics": request["metrics"],
        "metricsOutputConfig": request["metricsOutputConfig"],
    }
    made = realm.create("metric-attribution", request["name"], request, wire=wire, group=group.arn)
    return {"metricAttributionArn": made.arn}


def update(realm: Realm, request: Json) -> Json:
    """UpdateMetricAttribution: removes metrics by name, adds others, replaces the output configuration."""
    attribution = realm.need_active("metric-attribution", _arn(request))
    metrics = attribution.wire["metrics"]
    present = {metric["metricName"] for metric in metrics}
    added, removed = request.get("addMetrics") or [], request.get("removeMetrics") or []
    for name in removed:
        if name not in present:
            # Assumed: the error for a metric that is not there.
            raise invalid(f"The given metric attribution has no metric {name}: {attribution.arn}")
    for metric in added:
        if metric["metricName"] in present:
            # What the operation lists this error for, presumably. Assumed: a metric that the same call
            # removes is still in the way, since no page shows the two in one call.
            raise ApiError(
                "ResourceAlreadyExistsException",
                f"The metric attribution already has a metric {metric['metricName']}: {attribution.arn}",
            )
    kept = [metric for metric in metrics if metric["metricName"] not in removed]
    _check(realm, str(attribution.group), added)
    if len(kept) + len(added) > _MOST:
        # Assumed: the error; the operation does not list LimitExceededException.
        raise invalid(f"A metric attribution can have at most {_MOST} metrics.")
    attribution.wire["metrics"] = kept + added
    if output := request.get("metricsOutputConfig"):
        attribution.wire["metricsOutputConfig"] = output
    # Assumed: the change is there at once; the model has no record of an update in progress.
    attribution.updated = realm.now
    realm.save(attribution)
    return {"metricAttributionArn": attribution.arn}


def list_metrics(realm: Realm, request: Json) -> Json:
    """ListMetricAttributionMetrics: the only way to read the metrics back."""
    attribution = realm.find("metric-attribution", _arn(request))
    if attribution is None:
        # Assumed: the operation does not list ResourceNotFoundException.
        raise invalid(f"The given metric attribution does not exist: {_arn(request)}")
    # Assumed: the order is the one in which they were added.
    metrics = attribution.wire["metrics"]
    asked = {"metricAttributionArn": _arn(request)}
    start = page_start(request.get("nextToken"), realm.operation, asked)
    end = start + (request.get("maxResults") or _MOST)
    more = {"nextToken": page_token(realm.operation, asked, end)} if end < len(metrics) else {}
    return {"metrics": metrics[start:end]} | more


def check_delete(_realm: Realm, _attribution: Resource) -> None:
    """Nothing stands in the way. Source: guide, "Deleting a metric attribution"."""


def _arn(request: Json) -> str:
    if not request.get("metricAttributionArn"):
        # Assumed: the model leaves the member optional, but nothing else could tell which one is meant.
        raise invalid("metricAttributionArn is required.")
    return str(request["metricAttributionArn"])


def _check(realm: Realm, group: str, metrics: list[Json]) -> None:
    schemas = {
        found.wire["datasetType"]: dataset.schema_of(realm, found)
        for found in realm.all("dataset", group=group)
        if not found.leaving
    }
    try:
        check_metrics(metrics, schemas)
    except MetricError as error:
        # Assumed: the error; the requirements are documented.
        raise invalid(str(error)) from error


KIND = Kind(
    name="metric-attribution",
    noun="MetricAttribution",
    operations={
        "CreateMetricAttribution": create,
        "UpdateMetricAttribution": update,
        "ListMetricAttributionMetrics": list_metrics,
    },
    taggable=False,
    check_delete=check_delete,
)
