"""Metrics of a metric attribution: which expressions there are, and what they need of the datasets.

Source: https://docs.aws.amazon.com/personalize/latest/dg/metric-attribution-requirements.html and
https://docs.aws.amazon.com/personalize/latest/dg/API_MetricAttribute.html. Every message is our own.
"""

import re
from collections.abc import Mapping, Sequence

from personalize_emulator.data.avro import DatasetSchema
from personalize_emulator.data.dataset_fields import NUMBER

# Assumed: neither case nor blanks matter; the guide writes Items, samples write ITEMS as well.
_COUNT = re.compile(r"\s*SAMPLECOUNT\s*\(\s*\)\s*", re.IGNORECASE)
_SUM = re.compile(r"\s*SUM\s*\(\s*(ITEMS|INTERACTIONS)\s*\.\s*(\w+)\s*\)\s*", re.IGNORECASE)


class MetricError(ValueError):
    """The service would answer InvalidInputException; `str(error)` is the message."""


def check_metrics(metrics: Sequence[Mapping[str, str]], schemas: Mapping[str, DatasetSchema]) -> None:
    """Raise MetricError unless the group's datasets, by upper case type, can yield these metrics."""
    interactions = schemas.get("INTERACTIONS")
    if interactions is None:
        raise MetricError("A metric attribution needs an Item interactions dataset.")
    if interactions.field("EVENT_TYPE") is None:
        raise MetricError("A metric attribution needs an Item interactions schema with the field EVENT_TYPE.")
    names = [metric["metricName"] for metric in metrics]
    if repeated := next((name for name in names if names.count(name) > 1), None):
        raise MetricError(f"The metric name {repeated} is given more than once.")
    for metric in metrics:
        _check_expression(metric["expression"], schemas)


def references(metrics: Sequence[Mapping[str, str]], kind: str) -> bool:
    """Whether the metrics count events of, or sum a column of, a dataset of this type."""
    # Assumed: what "references" means in the guide's list of what keeps a dataset.
    return kind == "INTERACTIONS" or any(
        found is not None and found[1].upper() == kind
        for found in (_SUM.fullmatch(metric["expression"]) for metric in metrics)
    )


def _check_expression(expression: str, schemas: Mapping[str, DatasetSchema]) -> None:
    if _COUNT.fullmatch(expression):
        return
    found = _SUM.fullmatch(expression)
    if found is None:
        raise MetricError(
            f"The expression {expression} is neither SAMPLECOUNT() nor SUM(Items.COLUMN) nor"
            " SUM(Interactions.COLUMN)."
        )
    kind, column = found[1].upper(), found[2]
    schema = schemas.get(kind)
    if schema is None:
        raise MetricError(f"The expression {expression} needs a dataset of type {kind}.")
    field = schema.field(column)
    if field is None or not NUMBER.issuperset(field.types):
        raise MetricError(f"The expression {expression} needs a numeric column {column} in {kind}.")
