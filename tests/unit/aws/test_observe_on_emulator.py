"""Observing through the adapters on the emulator's server: what fakes of ours cannot prove."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from reconciler.aws.clock import SystemClock
from reconciler.aws.inventory import TaggedResources
from reconciler.aws.personalize import Personalize
from reconciler.aws.session import connect
from reconciler.aws.storage import Buckets
from reconciler.desired.load import load
from reconciler.kinds import KINDS
from reconciler.model.address import parse_address
from reconciler.model.observed import Environment
from reconciler.observed.observe import observe
from reconciler.plan.equality import equal
from reconciler.plan.live import live_value, wire_value

if TYPE_CHECKING:
    from personalize_emulator.served import Served
    from reconciler.model.desired import DesiredState
    from reconciler.model.observed import ObservedState

AVRO = {
    "type": "record",
    "name": "Interactions",
    "namespace": "com.amazonaws.personalize.schema",
    "fields": [
        *({"name": name, "type": "string"} for name in ("USER_ID", "ITEM_ID", "EVENT_TYPE")),
        {"name": "TIMESTAMP", "type": "long"},
    ],
    "version": "1.0",
}
ROLE = "arn:aws:iam::123456789012:role/reports"
METRICS = [
    {"eventType": name, "metricName": name, "expression": "SAMPLECOUNT()"} for name in ("Watch", "Click")
]
FILE: dict[str, Any] = {
    "version": 1,
    "stack": "shop",
    "schemas": {"s": {"avro": AVRO, "domain": "VIDEO_ON_DEMAND"}},
    "datasetGroups": {
        "videos": {
            "domain": "VIDEO_ON_DEMAND",
            "datasets": {"interactions": {"schema": "s"}},
            "recommenders": {
                "top": {
                    "recipe": "aws-vod-top-picks",
                    "recommenderConfig": {
                        "minRecommendationRequestsPerSecond": 2,
                        "itemExplorationConfig": {"explorationWeight": 0.2},
                    },
                }
            },
            "metricAttribution": {
                "name": "impact",
                "metrics": METRICS,
                "metricsOutputConfig": {"roleArn": ROLE},
            },
        }
    },
}


def marks(address: str) -> list[dict[str, str]]:
    pairs = {"reconcile:stack": "shop", "reconcile:address": address}
    return [{"tagKey": key, "tagValue": value} for key, value in pairs.items()]


def desired() -> DesiredState:
    loaded = load("-", stdin=io.StringIO(json.dumps(FILE)))
    assert loaded.diagnostics == ()
    assert loaded.state is not None
    return loaded.state


@pytest.fixture
def seen(personalize_server: Served) -> ObservedState:
    connection = connect(profile=None, region="eu-west-1", endpoint_url=personalize_server.url, parallelism=4)
    account, partition = connection.identity()
    here = Environment(account=account, region="eu-west-1", partition=partition)
    api = Personalize(connection, SystemClock())
    schema, group = here.arn("schema/s"), here.arn("dataset-group/videos")
    domain = "VIDEO_ON_DEMAND"
    api.call("CreateSchema", {"name": "s", "schema": json.dumps(AVRO), "domain": domain})
    api.call(
        "CreateDatasetGroup", {"name": "videos", "domain": domain, "tags": marks("dataset-group/videos")}
    )
    personalize_server.advance(3600)
    api.call(
        "CreateDataset",
        {
            "name": "d",
            "datasetGroupArn": group,
            "datasetType": "Interactions",
            "schemaArn": schema,
            "tags": marks("dataset/videos/interactions"),
        },
    )
    personalize_server.advance(3600)
    api.call(
        "CreateRecommender",
        {
            "name": "top",
            "datasetGroupArn": group,
            "recipeArn": "arn:aws:personalize:::recipe/aws-vod-top-picks",
            "recommenderConfig": {
                "minRecommendationRequestsPerSecond": 2,
                "itemExplorationConfig": {"explorationWeight": "0.2"},
            },
            "tags": marks("recommender/top"),
        },
    )
    api.call(
        "CreateMetricAttribution",
        {
            "name": "impact",
            "datasetGroupArn": group,
            "metrics": list(reversed(METRICS)),
            "metricsOutputConfig": {"roleArn": ROLE},
        },
    )
    state = observe(
        desired(),
        here,
        api=api,
        inventory=TaggedResources(connection),
        storage=Buckets(connection),
        parallelism=4,
    )
    assert state.problems == ()
    return state


def test_every_field_of_a_recommender_and_a_metric_attribution_is_read_as_declared(
    seen: ObservedState,
) -> None:
    for text in ("recommender/top", "metric-attribution/impact"):
        address = parse_address(text)
        kind, declared = KINDS[address.kind], desired().resources[address]
        (live,) = seen.resources[address]
        for field in kind.fields:
            if field.key in declared.fields:
                wanted = wire_value(field, declared.fields[field.key], seen.environment)
                assert equal(field.comparison, wanted, live_value(kind, field, live)), field.key
