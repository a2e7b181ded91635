"""The ranges in which hyperparameters are searched for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error, listed, warning
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.catalog.recipes import Parameter
    from reconciler.desired.recipe_uses import RecipeCheck, RecipeUse
    from reconciler.model.diagnostics import Diagnostic
    from reconciler.model.values import Json

_HPO = Source(
    said="Amazon Personalize developer guide, 'Hyperparameters and HPO' and the page of the recipe",
    seen="2026-11-23",
)
_HEAD = "recipe: aws-user-personalization\nperformHPO: true\nsolutionConfig:\n  hpoConfig:\n"
_HEAD += "    algorithmHyperParameterRanges:\n"
_NONE_ELSE = "      continuousHyperParameterRanges: []\n      categoricalHyperParameterRanges: []\n"
_NO_NUMBERS = "      integerHyperParameterRanges: []\n      continuousHyperParameterRanges: []\n"


def _integer(name: str, low: int, high: int) -> str:
    """An example with one range of whole numbers."""
    line = f"{{name: {name}, minValue: {low}, maxValue: {high}}}"
    return f"{_HEAD}      integerHyperParameterRanges: [{line}]\n{_NONE_ELSE}"


def _categorical(values: str) -> str:
    """An example with one range of words."""
    line = f"{{name: recency_mask, values: [{values}]}}"
    return f"{_HEAD}{_NO_NUMBERS}      categoricalHyperParameterRanges: [{line}]\n"


RULES = (
    Rule(
        id="hpo/lists",
        severity=Severity.WARNING,
        title="not all three lists of ranges are said",
        why="The guide asks for all three, empty where there is nothing to search.",
        fix="Add the missing ones as [].",
        source=_HPO,
        bad=(
            "recipe: aws-user-personalization\n"
            "performHPO: true\n"
            "solutionConfig:\n"
            "  hpoConfig: {algorithmHyperParameterRanges: {integerHyperParameterRanges: []}}\n"
        ),
        good=_integer("bptt", 20, 32),
    ),
    Rule(
        id="hpo/range-order",
        title="a range's minValue is above its maxValue",
        why="No value lies in the range.",
        fix="Swap the two.",
        source=Source(said="Amazon Personalize API reference, IntegerHyperParameterRange", seen="2026-11-23"),
        bad=_integer("bptt", 32, 20),
        good=_integer("bptt", 20, 32),
    ),
    Rule(
        id="hpo/range-narrow",
        severity=Severity.WARNING,
        title="a range has fewer than two values",
        why="There is nothing to search in it, and every training job of the search is billed.",
        fix="Widen the range, or write the value below algorithmHyperParameters.",
        source=_HPO,
        bad=_categorical('"true"'),
        good=_categorical('"true", "false"'),
    ),
    Rule(
        id="hpo/range-outside",
        severity=Severity.WARNING,
        title="a range goes beyond the values that the guide gives the hyperparameter",
        why="What the service does with it is not known.",
        fix="Stay within the guide's range.",
        source=_HPO,
        bad=_integer("bptt", 20, 40),
        good=_integer("bptt", 2, 32),
    ),
    Rule(
        id="hpo/range-kind",
        severity=Severity.WARNING,
        title="a range stands in the list of another type",
        why="Whole numbers, numbers and words have a list each.",
        fix="Move it to the list of its type.",
        source=_HPO,
        bad=(
            f"{_HEAD}      integerHyperParameterRanges: []\n"
            "      continuousHyperParameterRanges: [{name: bptt, minValue: 20, maxValue: 32}]\n"
            "      categoricalHyperParameterRanges: []\n"
        ),
        good=_integer("bptt", 20, 32),
    ),
    Rule(
        id="hpo/not-tunable",
        severity=Severity.WARNING,
        title="a hyperparameter with a range cannot be tuned",
        why="The guide's table says of each whether it can be tuned.",
        fix="Remove the range, or write a value below algorithmHyperParameters.",
        source=_HPO,
        bad=(
            "recipe: aws-similar-items\n"
            "performHPO: true\n"
            "solutionConfig:\n"
            "  hpoConfig:\n"
            "    algorithmHyperParameterRanges:\n"
            "      integerHyperParameterRanges: []\n"
            "      continuousHyperParameterRanges:\n"
            "        - {name: popularity_discount_factor, minValue: 0.0, maxValue: 1.0}\n"
            "      categoricalHyperParameterRanges: []\n"
        ),
        good=(
            "recipe: aws-sims\n"
            "performHPO: true\n"
            "solutionConfig:\n"
            "  hpoConfig:\n"
            "    algorithmHyperParameterRanges:\n"
            "      integerHyperParameterRanges: []\n"
            "      continuousHyperParameterRanges:\n"
            "        - {name: popularity_discount_factor, minValue: 0.0, maxValue: 1.0}\n"
            "      categoricalHyperParameterRanges: []\n"
        ),
    ),
    Rule(
        id="hpo/range-twice",
        severity=Severity.WARNING,
        title="a hyperparameter has two ranges",
        why="Which of them the service takes is not known.",
        fix="Remove one of them.",
        source=_HPO,
        bad=(
            f"{_HEAD}      integerHyperParameterRanges:\n"
            "        - {name: bptt, minValue: 2, maxValue: 8}\n"
            "        - {name: bptt, minValue: 20, maxValue: 32}\n"
            f"{_NONE_ELSE}"
        ),
        good=(
            f"{_HEAD}      integerHyperParameterRanges:\n"
            "        - {name: bptt, minValue: 2, maxValue: 8}\n"
            "        - {name: hidden_dimension, minValue: 32, maxValue: 64}\n"
            f"{_NONE_ELSE}"
        ),
    ),
)

_PATH = ("solutionConfig", "hpoConfig", "algorithmHyperParameterRanges")
_KINDS: Mapping[str, tuple[str, ...]] = {
    "integerHyperParameterRanges": ("integer",),
    "continuousHyperParameterRanges": ("float",),
    "categoricalHyperParameterRanges": ("boolean", "text"),
}


def _lists(use: RecipeUse) -> Iterator[Diagnostic]:
    ranges = use.said(".".join(_PATH))
    missing = [kind for kind in _KINDS if isinstance(ranges, Mapping) and kind not in ranges]
    if missing:
        yield warning(
            "hpo/lists",
            f"the ranges lack {listed(missing, 'and')}",
            use.at(*_PATH, key=True),
            fix="add what is missing as []",
        )


def _entries(use: RecipeUse) -> Iterator[tuple[str, int, Mapping[str, Json]]]:
    """Every range with its list and its number in it."""
    for kind, ranges in use.mapping(".".join(_PATH)).items():
        listing = ranges if isinstance(ranges, list) else []
        yield from ((kind, number, one) for number, one in enumerate(listing) if isinstance(one, Mapping))


def _form(use: RecipeUse) -> Iterator[Diagnostic]:
    """What is wrong with a range by itself."""
    seen: set[str] = set()
    for kind, number, one in _entries(use):
        name, where = str(one.get("name")), use.at(*_PATH, kind, number)
        low, high, values = one.get("minValue"), one.get("maxValue"), one.get("values")
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            summary = f"the range of {name}: minValue {low} is above maxValue {high}"
            yield error("hpo/range-order", summary, where, fix="swap the two")
        elif (low is not None and low == high) or (
            isinstance(values, list) and len(set(map(str, values))) < 2
        ):
            summary = f"the range of {name} has fewer than two values"
            fix = "widen it, or write the value below algorithmHyperParameters"
            yield warning("hpo/range-narrow", summary, where, fix=fix)
        if name in seen and "name" in one:
            summary = f"{name} has a range already"
            yield warning("hpo/range-twice", summary, where, fix="remove one of the two")
        seen.add(name)


def _fitting(use: RecipeUse) -> Iterator[Diagnostic]:
    """What is wrong with a range of a hyperparameter that the recipe has."""
    known = (use.recipe.parameters if use.recipe else None) or {}
    for kind, number, one in _entries(use):
        parameter = known.get(str(one.get("name")))
        if parameter is None or use.refuses("performHPO"):
            continue
        where = use.at(*_PATH, kind, number)
        if not parameter.tunable:
            summary = f"{parameter.name} of {use.name} cannot be tuned"
            fix = "remove the range, or write a value below algorithmHyperParameters"
            yield warning("hpo/not-tunable", summary, where, fix=fix)
        elif parameter.kind not in _KINDS.get(kind, ()):
            summary = f"{parameter.name} is {parameter.expected}, and {kind} is not the list of its type"
            meant = next(one for one, kinds in _KINDS.items() if parameter.kind in kinds)
            yield warning("hpo/range-kind", summary, where, fix=f"move it to {meant}")
        elif not _inside(parameter, one):
            summary = f"{parameter.name} is {parameter.expected}, and the range goes beyond"
            yield warning("hpo/range-outside", summary, where, fix="stay within the guide's range")


def _inside(parameter: Parameter, one: Mapping[str, Json]) -> bool:
    values = one.get("values")
    if isinstance(values, list):
        return all(parameter.takes(str(value)) for value in values)
    ends = [one.get("minValue"), one.get("maxValue")]
    return all(parameter.within(end) for end in ends if isinstance(end, int | float))


RECIPE_CHECKS: Mapping[str, tuple[RecipeCheck, ...]] = {"solution": (_lists, _form, _fitting)}
