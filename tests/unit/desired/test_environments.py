"""Named environments: what each of them makes of one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from reconciler.desired.environments import TAKES
from reconciler.desired.every_environment import check
from reconciler.desired.file_schema import file_schema
from reconciler.desired.load import load
from reconciler.model.address import parse_address
from reconciler.model.desired import DesiredState, Policy

EVERY = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN (*)"
FILE = """\
version: 1
stack: videos
tags: {team: a, cost: b}
environments:
  staging:
    account: "111111111111"
    region: eu-west-1
    prefix: staging-
    variables: {bucket: videos-staging, tps: 1, hpo: false, ratio: 0.50, account: "111111111111"}
    overrides:
%s
    tags: {cost: less, stage: staging}
    consent: [{delete: campaign/staging-old, change: "3fa9c1", because: own}]
    forget: [filter/staging-old]
    policy: {maxDeletes: 1}
  production:
    account: "222222222222"
    variables: {bucket: videos, tps: 5, hpo: true, ratio: 0.75, account: "222222222222"}
region: eu-central-1
schemas:
  s: {avro: x.avsc}
datasetGroups:
  g:
    datasets:
      interactions:
        schema: s
        name: label
        import:
          from: s3://${bucket}/in.csv
          role: arn:aws:iam::${account}:role/import
    eventTracker: t
    filters:
      f: EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPES) OR Interactions.EVENT_TYPE IN ("$${bucket}")
    solutions:
      so:
        recipe: r
        performHPO: ${hpo}
        solutionConfig: {algorithmHyperParameters: {a: "${ratio}", b: "x${ratio}", c: "${tps}-${hpo}"}}
        campaigns:
          c: {minTPS: "${tps}"}
consent: [{delete: campaign/old, change: "d1da7b", because: shared}]
forget: [filter/old]
policy: {maxDeletes: 3}
"""
NONE = "      campaign/c: {}\n"
State = Callable[..., DesiredState]


@pytest.fixture
def state(folder: Path) -> State:
    """What FILE with these overrides in staging says for an environment."""

    def _state(name: str, overrides: str = NONE) -> DesiredState:
        (folder / "p.yaml").write_text(FILE % overrides.rstrip("\n"))
        loaded = load("p.yaml", stdin=None, environment=name)
        assert loaded.state is not None, loaded.diagnostics
        return loaded.state

    return _state


def fields(state: DesiredState, address: str) -> Mapping[str, Any]:
    return state.resources[parse_address(address)].fields


def test_an_environments_place_tags_and_guards_stand_for_the_files(state: State) -> None:
    staging, production = state("staging"), state("production")
    assert (staging.environment, staging.account, staging.region) == (
        "staging",
        "111111111111",
        "eu-west-1",
    )
    assert (production.account, production.region) == ("222222222222", "eu-central-1")
    group = staging.resources[parse_address("dataset-group/staging-g")]
    assert group.tags == {"team": "a", "cost": "less", "stage": "staging"}
    assert production.resources[parse_address("dataset-group/g")].tags == {"team": "a", "cost": "b"}
    assert (staging.policy, production.policy) == (Policy(max_deletes=1), Policy(max_deletes=3))


def test_lists_are_added_to_the_files(state: State) -> None:
    staging, production = state("staging"), state("production")
    assert [one.because for one in staging.consent] == ["shared", "own"]
    assert [str(one.address) for one in staging.forget] == ["filter/old", "filter/staging-old"]
    assert [one.because for one in production.consent] == ["shared"]
    assert [str(one.address) for one in production.forget] == ["filter/old"]


def test_what_is_adopted_is_added_to_the_files(folder: Path) -> None:
    groups = "datasetGroups: {g: {}, h: {}}\nadopt: [dataset-group/g]\n"
    (folder / "p.yaml").write_text(
        f"version: 1\nstack: s\n{groups}environments: {{e: {{adopt: [dataset-group/h]}}}}\n"
    )
    loaded = load("p.yaml", stdin=None, environment="e")
    assert loaded.state is not None, loaded.diagnostics
    assert [str(one.address) for one in loaded.state.adopt] == ["dataset-group/g", "dataset-group/h"]


def test_the_prefix_goes_before_the_stack_and_every_name_and_reference(state: State) -> None:
    staging = state("staging")
    assert staging.stack == "staging-videos"
    told = {str(address): list(map(str, one.parents.values())) for address, one in staging.resources.items()}
    group = "dataset-group/staging-g"
    assert told == {
        "schema/staging-s": [],
        group: [],
        "dataset/staging-g/interactions": [group, "schema/staging-s"],
        "dataset/staging-g/interactions/import": ["dataset/staging-g/interactions", group],
        "event-tracker/staging-g": [group],
        "filter/staging-f": [group],
        "solution/staging-so": [group],
        "solution/staging-so/training": ["solution/staging-so", group],
        "campaign/staging-c": ["solution/staging-so", group],
    }
    assert fields(staging, "event-tracker/staging-g")["name"] == "staging-t"
    dataset = fields(staging, "dataset/staging-g/interactions")
    assert (dataset["schema"], dataset["name"]) == ("staging-s", "staging-label")


SHOP = """\
version: 1
stack: shop
environments: {e: {prefix: e-}}
schemas: {s: {avro: x.avsc, domain: ECOMMERCE}}
datasetGroups:
  g:
    domain: ECOMMERCE
    datasets: {interactions: {schema: s}}
    recommenders: {r: {recipe: aws-ecomm-recommended-for-you}}
    metricAttribution:
      name: m
      metricsOutputConfig: {roleArn: "arn:aws:iam::123456789012:role/r"}
      metrics: [{eventType: watch, metricName: views, expression: SAMPLECOUNT()}]
"""


def test_recommenders_and_metric_attributions_take_the_prefix_but_metrics_do_not(folder: Path) -> None:
    (folder / "p.yaml").write_text(SHOP)
    loaded = load("p.yaml", stdin=None, environment="e")
    assert loaded.state is not None, loaded.diagnostics
    assert parse_address("recommender/e-r") in loaded.state.resources
    said = fields(loaded.state, "metric-attribution/e-m")
    assert said["name"] == "e-m"
    assert "views" in str(said["metrics"])


def test_a_value_that_is_wholly_a_variable_takes_its_type(state: State) -> None:
    assert fields(state("staging"), "solution/staging-so")["performHPO"] is False
    assert fields(state("production"), "solution/so")["performHPO"] is True
    assert fields(state("production"), "campaign/c")["minTPS"] == 5


def test_inside_longer_text_a_variable_stands_as_it_is_written(state: State) -> None:
    staging = state("staging")
    imported = fields(staging, "dataset/staging-g/interactions/import")
    assert imported["from"] == "s3://videos-staging/in.csv"
    assert imported["role"] == "arn:aws:iam::111111111111:role/import"
    said = fields(staging, "solution/staging-so")["solutionConfig.algorithmHyperParameters"]
    assert said == {"a": 0.5, "b": "x0.50", "c": "1-false"}


def test_an_escaped_opening_and_the_placeholders_of_filters_are_left_alone(state: State) -> None:
    expression = fields(state("production"), "filter/f")["expression"]
    assert str(expression).endswith('IN ($TYPES) OR Interactions.EVENT_TYPE IN ("${bucket}")')


@pytest.mark.parametrize(
    ("overrides", "address", "expected"),
    [
        ("campaign/c: {minTPS: 7}", "campaign/staging-c", {"minTPS": 7}),
        (
            "campaign/c: {minTPS: {min: '${tps}', max: 9}}",
            "campaign/staging-c",
            {"minTPS": {"min": 1, "max": 9}},
        ),
        ("solution/so: {performHPO: null}", "solution/staging-so", {"performHPO": None}),
        ("solution/so: {training: {maxAge: 9d}}", "solution/staging-so/training", {"maxAge": "9d"}),
        ("solution/so/training: {maxAge: 9d}", "solution/staging-so/training", {"maxAge": "9d"}),
        (
            "dataset/g/interactions/import: {when: never}",
            "dataset/staging-g/interactions/import",
            {"when": "never", "from": "s3://videos-staging/in.csv"},
        ),
        (f"filter/f: {EVERY}", "filter/staging-f", {"expression": EVERY}),
        ("event-tracker/g: u", "event-tracker/staging-g", {"name": "staging-u"}),
        (
            "solution/so: {solutionConfig: {algorithmHyperParameters: {a: null, d: 4}}}",
            "solution/staging-so",
            {"solutionConfig.algorithmHyperParameters": {"b": "x0.50", "c": "1-false", "d": 4}},
        ),
    ],
)
def test_an_override_merges_mappings_and_replaces_all_else(
    state: State, overrides: str, address: str, expected: Mapping[str, Any]
) -> None:
    said = fields(state("staging", f"      {overrides}"), address)
    assert {key: said.get(key) for key in expected} == expected
    assert state("production", f"      {overrides}").resources == state("production").resources


def test_tags_may_be_added_to_what_is_said_in_short(state: State) -> None:
    filtered = state("staging", "      filter/f: {tags: {a: b}}").resources[parse_address("filter/staging-f")]
    assert filtered.tags["a"] == "b"
    assert "expression" in filtered.fields


def test_the_short_form_is_short_wherever_an_override_says_it(state: State) -> None:
    text = f"      dataset-group/g: {{filters: {{f: {EVERY}}}}}\n      filter/f: {{tags: {{a: b}}}}"
    filtered = state("staging", text).resources[parse_address("filter/staging-f")]
    assert (filtered.fields["expression"], filtered.tags["a"]) == (EVERY, "b")


def test_null_takes_a_declaration_away(state: State) -> None:
    staging = state("staging", "      campaign/c: null\n      event-tracker/g: null")
    assert {address.kind for address in staging.resources} & {"campaign", "event-tracker"} == set()


def test_several_overrides_may_meet_in_one_declaration(state: State) -> None:
    text = "      solution/so/training: {maxAge: 9d}\n      solution/so: {training: {when: never}}"
    training = fields(state("staging", text), "solution/staging-so/training")
    assert (training["maxAge"], training["when"]) == ("9d", "never")


def test_a_value_of_an_override_stands_where_the_override_says_it(state: State) -> None:
    campaign = state("staging", "      campaign/c: {minTPS: 7}").resources[
        parse_address("campaign/staging-c")
    ]
    assert str(campaign.positions["minTPS"]) == "p.yaml:11:28"
    assert str(campaign.position) == "p.yaml:40:11"


def test_what_an_environment_adopts_is_named_as_the_account_has_it(state: State) -> None:
    text = "      campaign/c: {}\n    adopt: [campaign/staging-c, dataset-group/staging-g/**]"
    assert [str(one.address) for one in state("staging", text).adopt] == [
        "campaign/staging-c",
        "dataset-group/staging-g",
    ]


def test_checking_the_file_looks_at_every_environment(folder: Path) -> None:
    (folder / "p.yaml").write_text(FILE % NONE.rstrip("\n"))
    checked = check("p.yaml", stdin=None)
    assert list(checked.states) == ["staging", "production"]
    assert {one.code for one in checked.diagnostics} == {"recipe/unknown"}
    assert list(check("p.yaml", stdin=None, environment="production").states) == ["production"]


def test_every_key_that_an_environment_takes_from_the_file_has_its_form_there() -> None:
    properties = file_schema()["properties"]
    own = properties["environments"]["additionalProperties"]["properties"]
    assert {key: own[key] for key in TAKES} == {key: properties[key] for key in TAKES}


def test_the_environments_that_the_page_shows_are_read_without_a_word(
    folder: Path,
) -> None:
    root = Path(__file__).parents[3]
    page = (root / "docs" / "file.md").read_text()
    shown = page.partition("```yaml\nstack: user-videos\n")[2].partition("```")[0]
    text = (root / "personalize.yaml").read_text().replace("minTPS: 1", "minTPS: ${capacity}")
    text = text.replace("iam::123456789012:", "iam::${account}:")
    text = text.replace("s3://user-videos-data/", "s3://${bucket}/", 1)
    for name in ("interactions", "items", "users"):
        content = (root / "specs" / "avro" / f"{name}.avsc").read_text()
        (folder / "specs" / "avro").mkdir(parents=True, exist_ok=True)
        (folder / "specs" / "avro" / f"{name}.avsc").write_text(content)
    (folder / "p.yaml").write_text(text.replace("region: eu-west-1\n", f"region: eu-west-1\n{shown}", 1))
    checked = check("p.yaml", stdin=None)
    assert (list(checked.states), checked.diagnostics) == (["staging", "production"], ())
