"""Which metrics a metric attribution takes."""

import json

import pytest

from personalize_emulator.data.avro import DatasetSchema, parse_schema
from personalize_emulator.data.metric_expression import MetricError, check_metrics, references


def schema(name: str, **fields: object) -> DatasetSchema:
    declared = [{"name": field, "type": kind} for field, kind in fields.items()]
    return parse_schema(json.dumps({"type": "record", "name": name, "fields": declared}))


INTERACTIONS = schema(
    "Interactions",
    USER_ID="string",
    ITEM_ID="string",
    TIMESTAMP="long",
    EVENT_TYPE="string",
    EVENT_VALUE=["float", "null"],
)
ITEMS = schema("Items", ITEM_ID="string", PRICE="double", GENRE="string")
BOTH = {"INTERACTIONS": INTERACTIONS, "ITEMS": ITEMS}


def metric(expression: str, name: str = "m") -> dict[str, str]:
    return {"eventType": "watch", "metricName": name, "expression": expression}


@pytest.mark.documented
@pytest.mark.parametrize(
    "expression", ["SAMPLECOUNT()", "SUM(Items.PRICE)", "SUM(Interactions.EVENT_VALUE)", "SUM(ITEMS.price)"]
)
def test_counts_and_sums_of_numeric_columns_are_taken(expression: str) -> None:
    check_metrics([metric(expression)], BOTH)


@pytest.mark.documented
@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("", "neither SAMPLECOUNT"),
        ("COUNT()", "neither SAMPLECOUNT"),
        ("SAMPLECOUNT(Items.PRICE)", "neither SAMPLECOUNT"),
        ("SUM()", "neither SAMPLECOUNT"),
        ("SUM(PRICE)", "neither SAMPLECOUNT"),
        ("SUM(Users.AGE)", "neither SAMPLECOUNT"),
        ("SUM(Items.PRICE) + 1", "neither SAMPLECOUNT"),
        ("SUM(Items.GENRE)", "numeric column GENRE"),
        ("SUM(Items.NONE)", "numeric column NONE"),
    ],
)
def test_anything_else_is_refused(expression: str, said: str) -> None:
    with pytest.raises(MetricError, match=said):
        check_metrics([metric(expression)], BOTH)


@pytest.mark.assumed
def test_a_name_is_given_once() -> None:
    with pytest.raises(MetricError, match="name m is given more than once"):
        check_metrics([metric("SAMPLECOUNT()"), metric("SUM(Items.PRICE)")], BOTH)


@pytest.mark.assumed
def test_metrics_reference_the_interactions_and_the_items_that_they_sum() -> None:
    count, total = metric("SAMPLECOUNT()"), metric("sum( items.PRICE )", "n")
    assert [references([count], kind) for kind in ("INTERACTIONS", "ITEMS", "USERS")] == [True, False, False]
    assert references([count, total], "ITEMS")
