"""What the service bounds inside its structures is found in the file, in the file's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from reconciler.desired import wording
from reconciler.desired.file_schema import file_schema

if TYPE_CHECKING:
    from conftest import Read

HPO = """version: 1
stack: s
datasetGroups:
  g:
    solutions:
      so:
        recipe: aws-sims
        solutionConfig:
          """


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            "hpoConfig: {hpoResourceConfig: {maxNumberOfTrainingJobs: '" + "1" * 257 + "'}}",
            "maxNumberOfTrainingJobs: expected at most 256 characters, got 257",
        ),
        (
            "autoMLConfig: {recipeList: [aws-hrnn]}",
            'entry 1 of recipeList: "aws-hrnn" is not valid',
        ),
        ("optimizationObjective: {itemAttribute: ''}", "expected at least 1 characters, got 0"),
    ],
)
def test_a_value_beyond_its_bound_is_an_error(read: Read, said: str, words: str) -> None:
    (found,) = read(f"{HPO}{said}\n").diagnostics
    assert found.code == "file/value"
    assert words in found.summary
    assert found.fix not in {"", "expected "}


def test_ranges_of_hyperparameters_are_bounded(read: Read) -> None:
    one = "{name: a, minValue: %s, maxValue: %s}"
    ranges = "hpoConfig: {algorithmHyperParameterRanges: {integerHyperParameterRanges: [%s]}}\n"
    within = read(HPO + ranges % (one % (-1_000_000, 1_000_000))).diagnostics
    assert "file/value" not in {item.code for item in within}
    found = read(HPO + ranges % (one % (-1_000_001, 1_000_001))).diagnostics
    assert [item.summary for item in found] == [
        "minValue: expected at least -1000000, got -1000001",
        "maxValue: expected at most 1000000, got 1000001",
    ]


def test_a_list_that_is_too_short_is_an_error(read: Read) -> None:
    text = (
        HPO.partition("    solutions")[0]
        + "    metricAttribution: {name: m, metrics: [], metricsOutputConfig: "
    )
    text += "{roleArn: 'arn:aws:iam::123456789012:role/r'}}\n"
    assert "metrics: expected at least 1 items, got 0" in [one.summary for one in read(text).diagnostics]


def test_every_keyword_by_which_a_value_can_be_refused_has_words() -> None:
    known = {*wording._WORDS, "propertyNames"}
    speechless = {"title", "description", "$schema", "$ref", "$defs", "properties", "items"}
    assert {key for schema in inner(file_schema()) for key in schema} - speechless <= known


def inner(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema and all schemas inside it."""
    yield schema
    named = [one for key in ("properties", "$defs") for one in schema.get(key, {}).values()]
    alone = [schema[key] for key in ("items", "additionalProperties", "propertyNames") if key in schema]
    for one in (*named, *alone, *schema.get("oneOf", ())):
        if isinstance(one, Mapping):
            yield from inner(one)
