"""recipes.yaml: what is generated from it is fresh, and every fact says where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from recipe_facts import facts, module
from tree import ROOT

from reconciler.catalog.recipes import recipes
from reconciler.desired.places import DATASET_TYPES
from reconciler.kinds import KINDS

FACTS = facts()
PARTS = ("hyperparameters", "featureTransformation")
USES = {"ECOMMERCE": "aws-ecomm-", "VIDEO_ON_DEMAND": "aws-vod-"}


def test_the_rows_are_those_of_the_facts() -> None:
    stale = "stale: python tests/architecture/recipe_facts.py > reconciler/catalog/recipe_rows.py"
    assert (ROOT / "reconciler/catalog/recipe_rows.py").read_text() == module(), stale


def sources_named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["from"]] if "from" in value else [])
        for inner in value.values():
            yield from sources_named(inner)


def test_every_fact_is_from_a_source_that_is_named_and_dated_and_every_source_is_used() -> None:
    named = set(sources_named({key: FACTS[key] for key in ("options", "exploration", "recipes")}))
    assert named | {"columns", "create-solution"} >= set(FACTS["sources"])
    assert named <= set(FACTS["sources"])
    for source in FACTS["sources"].values():
        assert source["said"]
        assert date.fromisoformat(source["seen"])


@pytest.mark.parametrize("name", FACTS["recipes"])
def test_a_recipe_says_what_it_must_and_only_what_there_is(name: str) -> None:
    row = FACTS["recipes"][name]
    assert row["from"] in FACTS["sources"]
    assert row["status"] in {"current", "legacy"}
    assert row["recipeType"]
    assert row["use"]
    assert {*row["takes"], *row["refuses"]} <= set(FACTS["options"])
    assert not {*row["takes"]} & {*row["refuses"]}
    datasets = row.get("datasets", {"required": [], "optional": []})
    assert {*datasets["required"], *datasets["optional"], *row.get("columns", {})} <= {*DATASET_TYPES}
    domain = row.get("domain")
    assert domain is None or name.startswith(USES[domain])


@pytest.mark.parametrize("name", FACTS["recipes"])
def test_a_default_and_its_range_are_of_the_parameter_s_type(name: str) -> None:
    for part, read in zip(PARTS, (recipes()[name].parameters, recipes()[name].features), strict=True):
        for parameter, row in FACTS["recipes"][name].get(part, {}).items():
            assert read is not None
            assert read[parameter].takes(row["default"]), parameter
            assert row.get("range", [0, 1]) == sorted(row.get("range", [0, 1]))


def test_the_paths_of_options_are_fields_of_the_kinds() -> None:
    fields = {
        "campaignConfig": "campaign",
        "recommenderConfig": "recommender",
        "training": "solution-version",
    }
    for option in FACTS["options"].values():
        first, _, rest = option["path"].partition(".")
        kind = KINDS[fields.get(first, "solution")]
        path = rest if first == "training" else option["path"]
        assert path in {field.key for field in kind.fields}, path
