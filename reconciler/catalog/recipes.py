"""What the recipes take, from recipes.yaml by way of recipe_rows.

Every fact there names its source, and every source the day on which it was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import Any

from reconciler.catalog.recipe_rows import EXPLORATION, OPTIONS, ROWS

SEGMENTATION = "USER_SEGMENTATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One hyperparameter, feature transformation parameter or exploration parameter.

    `kind` is integer, float, boolean or text. A bound or `values` that are None are not known. `tunable`:
    hyperparameter optimization can search it, within the same bounds.
    """

    name: str
    kind: str
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] | None = None
    tunable: bool = False

    @property
    def expected(self) -> str:
        """What a value must be, in words."""
        if self.values:
            return "one of " + ", ".join(self.values)
        kinds = {
            "integer": "a whole number",
            "float": "a number",
            "boolean": "true or false",
            "text": "a text",
        }
        if self.low is not None and self.high is not None:
            return f"{kinds[self.kind]} from {self.low:g} to {self.high:g}"
        return f"{kinds[self.kind]} of at least {self.low:g}" if self.low is not None else kinds[self.kind]

    def takes(self, text: str) -> bool:
        """Whether a value, as the service is sent it, is what is said of this parameter."""
        if self.kind == "boolean":
            return text.lower() in {"true", "false"}
        if self.kind == "text":
            return self.values is None or text in self.values
        number = _number(text)
        if number is None or (self.kind == "integer" and not number.is_integer()):
            return False
        return self.within(number)

    def within(self, number: float) -> bool:
        """Whether a number lies within the bounds that are known."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One recipe. `parameters` and `features` are None where it is not known which there are."""

    name: str
    legacy: bool
    type: str
    domain: str | None
    custom_only: bool
    datasets: tuple[str, ...]
    columns: Mapping[str, Sequence[str]]
    parameters: Mapping[str, Parameter] | None
    features: Mapping[str, Parameter] | None
    refuses: frozenset[str]
    learns_from: tuple[str, ...]

    @property
    def has_campaigns(self) -> bool:
        """Whether campaigns serve it: user segmentation is for batch segment jobs only."""
        return self.type != SEGMENTATION


def recipe(name: str) -> Recipe | None:
    """The recipe of a name or an ARN, None for one that is not known here."""
    return recipes().get(_name(name))


@cache
def recipes() -> Mapping[str, Recipe]:
    """All recipes by name."""
    return {name: _recipe(name, row) for name, row in ROWS.items()}


def exploration(kind: str) -> Mapping[str, Parameter]:
    """What an itemExplorationConfig of a campaign or a recommender takes."""
    return {name: _parameter(name, row) for name, row in EXPLORATION[kind].items()}


def takers(option: str) -> tuple[str, ...]:
    """The recipes of which it is said that they take an option."""
    return tuple(name for name, row in ROWS.items() if option in row.get("takes", ()))


def unfit_options(name: str) -> frozenset[str]:
    """The campaign options that a recipe, by name or ARN, does not take; empty for one not known here."""
    refused = ROWS.get(_name(name), {}).get("refuses", ())
    paths = {OPTIONS[option]["path"] for option in refused}
    return frozenset(path for path in paths if path.startswith("campaignConfig."))


def _name(arn: str) -> str:
    return arn.rsplit("/", 1)[-1]


def _recipe(name: str, row: Mapping[str, Any]) -> Recipe:
    return Recipe(
        name=name,
        legacy=row.get("legacy", False),
        type=row["recipeType"],
        domain=row.get("domain"),
        custom_only=row.get("customOnly", False),
        datasets=tuple(row.get("datasets", ())),
        columns=row.get("columns", {}),
        parameters=_parameters(row.get("hyperparameters")),
        features=_parameters(row.get("featureTransformation")),
        refuses=frozenset(row.get("refuses", ())),
        learns_from=tuple(row.get("events", ())),
    )


def _parameters(rows: Mapping[str, Any] | None) -> Mapping[str, Parameter] | None:
    return None if rows is None else {name: _parameter(name, row) for name, row in rows.items()}


def _parameter(name: str, row: Mapping[str, Any]) -> Parameter:
    low, high = row.get("range", (None, None))
    values = row.get("values")
    return Parameter(
        name=name,
        kind=row["type"],
        low=low,
        high=high,
        values=tuple(values) if values else None,
        tunable=row.get("hpo", False),
    )


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
