"""The example at the root, and that of the design, are what the tool reads without a word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from reconciler.desired.load import load

ROOT = Path(__file__).parents[3]

DESIGN = """
version: 1
stack: user-videos
account: "123456789012"
region: eu-west-1
tags: {team: video}
schemas:
  user-videos-interactions: {avro: x.avsc}
  user-videos-items:        {avro: i.avsc}
datasetGroups:
  user-videos:
    datasets:
      interactions:
        schema: user-videos-interactions
        import:
          from: s3://user-videos-data/interactions.csv
          role: arn:aws:iam::123456789012:role/AmazonPersonalizeAccessRole
          when: changed
      items:
        schema: user-videos-items
        import: {from: "s3://user-videos-data/items.csv", role: "arn:aws:iam::123456789012:role/R"}
    eventTracker: user-videos-tracker
    filters:
      exclude-watched: EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")
    solutions:
      video-recommendations:
        recipe: aws-user-personalization-v2
        autoTraining: false
        training: {when: imported, maxAge: 30d}
        campaigns:
          home-page:
            minTPS: 1
            version: latest
consent: []
adopt: []
forget: []
"""


def test_the_root_example_loads_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    loaded = load("personalize.yaml", stdin=None)
    assert loaded.diagnostics == ()
    assert loaded.state is not None
    assert len(loaded.state.resources) == 15


def test_the_example_of_the_design_loads_without_a_word(read) -> None:
    assert read(DESIGN).diagnostics == ()


@pytest.mark.parametrize("text", [DESIGN, (ROOT / "personalize.yaml").read_text()], ids=["design", "root"])
def test_any_validator_accepts_the_examples_by_the_published_schema(text: str) -> None:
    schema = json.loads((ROOT / "specs/personalize.schema.json").read_text())
    Draft202012Validator(schema).validate(yaml.safe_load(text))
