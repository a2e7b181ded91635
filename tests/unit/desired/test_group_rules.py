"""Recommenders, metric attributions, domains: what a thing may be in the group that it stands in."""

from __future__ import annotations

import pytest

from reconciler.model.address import parse_address

ROLE = "arn:aws:iam::123456789012:role/r"
SHOP_SCHEMAS = "  {s: {avro: x.avsc, domain: ECOMMERCE}, si: {avro: i.avsc, domain: ECOMMERCE}}\n"
SHOP = "version: 1\nstack: videos\nschemas:\n" + SHOP_SCHEMAS
SHOP += "datasetGroups:\n  g:\n    domain: ECOMMERCE\n"
SHOP += "    datasets: {interactions: {schema: s}, items: {schema: si}}\n"
LONE = SHOP.replace(", si: {avro: i.avsc, domain: ECOMMERCE}", "").replace(", items: {schema: si}", "")
CUSTOM = "version: 1\nstack: videos\nschemas:\n  {c: {avro: x.avsc}, ci: {avro: i.avsc}}\n"
CUSTOM += "datasetGroups:\n  g:\n    datasets: {interactions: {schema: c}, items: {schema: ci}}\n"
USER = "{name: USER_ID, type: string}"
ACTION = "{name: ACTION_ID, type: string}"
EVENT = "{name: EVENT_TYPE, type: string}, {name: TIMESTAMP, type: long}"
OUTPUT = f"metricsOutputConfig: {{roleArn: '{ROLE}'}}"
METRIC = "{eventType: watch, metricName: views, expression: SAMPLECOUNT()}"
METRICS = f"    metricAttribution:\n      name: m\n      {OUTPUT}\n      metrics:\n        - {METRIC}\n"


def test_a_recommender_is_read_with_the_switch_that_is_managed(read) -> None:
    explored = "itemExplorationConfig: {explorationWeight: 0.3}"
    config = f"recommenderConfig: {{minRecommendationRequestsPerSecond: 2, {explored}}}"
    loaded = read(SHOP + f"    recommenders:\n      r: {{recipe: aws-ecomm-recommended-for-you, {config}}}\n")
    assert loaded.diagnostics == ()
    found = loaded.state.resources[parse_address("recommender/r")]
    assert found.fields == {
        "recipe": "aws-ecomm-recommended-for-you",
        "recommenderConfig.minRecommendationRequestsPerSecond": 2,
        "recommenderConfig.itemExplorationConfig": {"explorationWeight": 0.3},
        "running": True,
    }
    assert found.parents == {"dataset-group": parse_address("dataset-group/g")}
    stopped = read(SHOP + "    recommenders: {r: {recipe: aws-ecomm-x, running: false}}\n").state
    assert stopped.resources[parse_address("recommender/r")].fields["running"] is False


def test_a_metric_attribution_goes_by_its_own_name_and_not_by_its_groups(read) -> None:
    loaded = read("tags: {a: b}\n" + CUSTOM + METRICS)
    assert loaded.diagnostics == ()
    found = loaded.state.resources[parse_address("metric-attribution/m")]
    assert found.fields["metrics"] == [
        {"eventType": "watch", "metricName": "views", "expression": "SAMPLECOUNT()"}
    ]
    assert found.parents == {"dataset-group": parse_address("dataset-group/g")}
    assert found.tags == {}


@pytest.mark.parametrize(
    ("kind", "name", "columns"),
    [
        ("actions", "Actions", f"{ACTION}, {{name: KIND, type: string}}"),
        ("actionInteractions", "ActionInteractions", f"{USER}, {ACTION}, {EVENT}"),
    ],
)
def test_every_dataset_type_can_be_declared_in_a_custom_group(
    read, kind: str, name: str, columns: str
) -> None:
    text = CUSTOM.replace("items: {", f"{kind}: {{")
    loaded = read(text.replace("i.avsc", f"{{type: record, name: {name}, fields: [{columns}]}}"))
    assert loaded.diagnostics == ()
    assert parse_address(f"dataset/g/{kind}") in loaded.state.resources


@pytest.mark.parametrize(
    ("text", "code", "where", "words"),
    [
        (
            CUSTOM + "    recommenders:\n      r: {recipe: aws-ecomm-recommended-for-you}\n",
            "recommender/custom-group",
            "9:7",
            "give the group a domain",
        ),
        (
            SHOP + "    recommenders:\n      r: {recipe: aws-vod-top-picks}\n",
            "recommender/recipe",
            "10:19",
            "begins with aws-ecomm-",
        ),
        (
            SHOP + "    recommenders:\n      r: {recipe: aws-user-personalization-v2}\n",
            "recommender/recipe",
            "10:19",
            "p.yaml:7:13",
        ),
        (
            SHOP + "    recommenders:\n      r: {recipe: 'arn:aws:personalize:::recipe/aws-vod-top-picks'}\n",
            "recommender/recipe",
            "10:19",
            "aws-vod-top-picks is no use case",
        ),
        (SHOP + "    recommenders:\n      r: {}\n", "file/missing-key", "10:7", "recipe"),
        (
            SHOP + "    solutions:\n      so: {recipe: aws-ecomm-recommended-for-you}\n",
            "solution/domain-recipe",
            "10:20",
            "below recommenders",
        ),
        (
            SHOP.replace("items: {", "actions: {"),
            "dataset/custom-only",
            "8:43",
            "a group without a domain",
        ),
        (
            LONE.replace(", domain: ECOMMERCE", ""),
            "schema/domain",
            "8:39",
            "the schema s is without a domain (p.yaml:4:4), the group of domain ECOMMERCE (p.yaml:7:5)",
        ),
        (
            LONE.replace("    domain: ECOMMERCE\n", ""),
            "schema/domain",
            "7:39",
            "the schema s is of domain ECOMMERCE (p.yaml:4:22), the group without a domain (p.yaml:6:3)",
        ),
        (
            LONE.replace("    domain: ECOMMERCE", "    domain: VIDEO_ON_DEMAND"),
            "schema/domain",
            "8:39",
            "give the schema domain: VIDEO_ON_DEMAND",
        ),
        (
            CUSTOM.replace("interactions: {schema: c}, ", "").replace("c: {avro: x.avsc}, ", "") + METRICS,
            "metric-attribution/no-interactions",
            "8:5",
            "declare datasets.interactions",
        ),
        (
            CUSTOM + METRICS + f"        - {METRIC.replace('watch', 'click')}\n",
            "metric-attribution/metric-twice",
            "13:42",
            "first at p.yaml:12:42",
        ),
        (
            CUSTOM + METRICS.replace("- {", "- {name: x, "),
            "file/unknown-key",
            "12:12",
            "metricName",
        ),
        (
            CUSTOM + METRICS + f"        - {METRIC}\n" * 10,
            "file/value",
            "12:9",
            "10",
        ),
        (
            CUSTOM + METRICS + "  h:\n    datasets: {interactions: {schema: c}}\n" + METRICS,
            "name/twice",
            "16:13",
            "first at p.yaml:9:13",
        ),
        (CUSTOM + METRICS.replace("      name: m\n", ""), "file/missing-key", "8:5", "name"),
        (
            CUSTOM + METRICS + "adopt: [metric-attribution/m]\n",
            "address/unowned",
            "13:9",
            "belongs to whoever owns its dataset group",
        ),
        (
            CUSTOM + "consent: [{delete: dataset/g/items, change: 3fa9c1, because: x, empty: true}]\n",
            "consent/empty",
            "8:65",
            "recreate only",
        ),
        (
            CUSTOM + "consent: [{recreate: dataset/g/items, change: 3fa9c1, because: x, empty: yes}]\n",
            "file/type",
            "8:74",
            "true or false",
        ),
    ],
)
def test_a_contradiction_with_the_group_is_shown_at_its_place(
    read, text: str, code: str, where: str, words: str
) -> None:
    (found,) = read(text).diagnostics
    assert (found.code, str(found.position)) == (code, f"p.yaml:{where}")
    assert words in f"{found.summary} {found.fix} {found.why}"


def test_a_consent_may_say_that_a_dataset_stays_empty(read) -> None:
    line = "consent: [{recreate: dataset/g/items, change: 3fa9c1, because: x%s}]\n"
    assert read(CUSTOM + line % ", empty: true").state.consent[0].empty is True
    assert read(CUSTOM + line % "").state.consent[0].empty is False


LONG = "f" * 63


@pytest.mark.parametrize(
    ("kind", "made"),
    [("filters", "f" * 51 + "-d907b0-next"), ("solutions", "f" * 53 + "-d907b0-v2")],
)
def test_a_name_that_we_would_cut_another_to_is_taken(wrong, kind: str, made: str) -> None:
    said = {
        "filters": "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)",
        "solutions": "{recipe: aws-sims}",
    }[kind]
    text = CUSTOM + f"    {kind}:\n      {LONG}: {said}\n      {made}: {said}\n"
    assert wrong(text) == [("name/reserved", "p.yaml:10:7")]
    assert wrong(text.replace("d907b0", "d907b1")) == []
