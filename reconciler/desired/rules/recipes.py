"""Recipes: that there is one, that it is offered, that it fits the group, its datasets and their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error, warning
from reconciler.desired.rules.check import domain_of
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.recipe_uses import RecipeCheck, RecipeUse
    from reconciler.filters.columns import Column
    from reconciler.model.diagnostics import Diagnostic

_OWNED = re.compile(r"arn:[^:]*:personalize:(?!::)")
_CHOOSING = Source(said="Amazon Personalize developer guide, 'Choosing a recipe'", seen="2026-11-23")
_PAGES = Source(
    said="Amazon Personalize developer guide, the page of the recipe or of the domain's use cases",
    seen="2026-11-23",
)
_ITEMS = (
    "items:\n"
    "  avro:\n"
    "    type: record\n"
    "    name: Items\n"
    "    fields:\n"
    "      - {name: ITEM_ID, type: string}\n"
    "      - {name: TITLE, type: string, itemName: true}\n"
)

RULES = (
    Rule(
        id="recipe/unknown",
        severity=Severity.WARNING,
        title="a recipe is not among those that are known",
        why="The service refuses a recipe that it does not have, and may have new ones by now.",
        fix="Correct the name, or leave this warning out if the recipe is new.",
        source=_CHOOSING,
        bad="recipe: aws-user-personalisation-v2\n",
        good="recipe: arn:aws:personalize:::recipe/aws-user-personalization-v2\n",
    ),
    Rule(
        id="recipe/legacy",
        severity=Severity.WARNING,
        title="a recipe is no longer offered",
        why="A solution that has it may go on; the guide says that the recipe is no longer available.",
        fix="Name aws-user-personalization-v2.",
        source=_CHOOSING,
        bad="recipe: aws-hrnn\n",
        good="recipe: aws-sims\n",
    ),
    Rule(
        id="recipe/custom-only",
        title="a recipe for custom groups is used in a group of a domain",
        why="It learns from actions, which groups of a domain cannot have.",
        fix="Move the solution to a group without a domain.",
        source=Source(
            said="Amazon Personalize developer guide, 'Domain dataset groups' and 'Next-Best-Action recipe'",
            seen="2026-11-23",
        ),
        bad=(
            "datasetGroups:\n"
            "  shop:\n"
            "    domain: ECOMMERCE\n"
            "    solutions: {likes: {recipe: aws-next-best-action}}\n"
        ),
        good=(
            "datasetGroups:\n"
            "  shop:\n"
            "    domain: ECOMMERCE\n"
            "    solutions: {likes: {recipe: aws-similar-items}}\n"
        ),
    ),
    Rule(
        id="recipe/dataset",
        title="the group lacks a dataset that a recipe learns from",
        why="Training needs it. A group of which no dataset is declared is not judged.",
        fix="Declare the dataset, or name another recipe.",
        source=_PAGES,
        bad="recipe: aws-next-best-action\n",
        good="recipe: aws-semantic-similarity\n",
    ),
    Rule(
        id="recipe/column",
        severity=Severity.WARNING,
        title="a schema lacks a column that a recipe learns from",
        why="The recipe learns nothing, or cannot be trained.",
        fix="Add the column, or the attribute, to the schema.",
        source=_PAGES,
        bad=_ITEMS,
        good=f"{_ITEMS}      - {{name: PLOT, type: string, textual: true}}\n",
    ),
)


def _known(use: RecipeUse) -> Iterator[Diagnostic]:
    from reconciler.desired.recipe_uses import suggestion  # noqa: PLC0415

    if use.name and use.recipe is None:
        yield warning(
            "recipe/unknown",
            f"{use.name} is no recipe that is known here",
            use.at("recipe"),
            why="the service refuses a recipe that it does not have",
            fix=suggestion(use.name),
        )
    elif _OWNED.match(str(use.said("recipe"))):
        yield warning(
            "recipe/unknown",
            "this ARN names a region or an account, and those of the known recipes name neither",
            use.at("recipe"),
            why="the service refuses a recipe that it does not have",
            fix=f"write {use.name}",
        )
    elif use.recipe is not None and use.recipe.legacy:
        yield warning(
            "recipe/legacy",
            f"{use.name} is no longer offered",
            use.at("recipe"),
            fix="name aws-user-personalization-v2",
        )


def _fits_the_group(use: RecipeUse) -> Iterator[Diagnostic]:
    domain = domain_of(use.item, use.root)
    if use.recipe is not None and use.recipe.custom_only and domain is not None:
        yield error(
            "recipe/custom-only",
            f"{use.name} cannot be used in a group of domain {domain}",
            use.at("recipe"),
            why="it learns from actions, which groups of a domain cannot have",
            fix="move the solution to a group without a domain",
        )


def _datasets(use: RecipeUse) -> Iterator[Diagnostic]:
    # Source: API reference, CreateSolution: under AutoML it is a recipe of user personalization.
    automl = use.said("performAutoML") is True
    needed = ("interactions",) if automl else use.recipe.datasets if use.recipe else ()
    for dataset in needed:
        if use.lacks(dataset):
            yield error(
                "recipe/dataset",
                f"{'AutoML' if automl else use.name} learns from {dataset},"
                " and the group declares no such dataset",
                use.at("performAutoML" if automl else "recipe"),
                fix=f"declare datasets.{dataset}, or name another recipe",
            )


def _columns(use: RecipeUse) -> Iterator[Diagnostic]:
    for dataset, wanted in use.recipe.columns.items() if use.recipe else ():
        columns = use.schema(dataset)
        for one in wanted if columns is not None else ():
            if columns is not None and not any(_is(column, one) for column in columns.values()):
                yield warning(
                    "recipe/column",
                    f"{use.name} needs {_WORDS.get(one, f'a column {one}')} in the schema of {dataset}",
                    use.at("recipe"),
                    fix="add it to the schema, or name another recipe",
                )


def _is(column: Column, wanted: str) -> bool:
    if wanted == "usable":
        return column.is_number or column.categorical
    marks = {"itemName": column.item_name, "textual": column.textual}
    return marks[wanted] if wanted in marks else column.name.upper() == wanted


_WORDS = {
    "itemName": "a column with itemName: true",
    "textual": "a column with textual: true",
    "usable": "a column of numbers or with categorical: true",
}

RECIPE_CHECKS: Mapping[str, tuple[RecipeCheck, ...]] = {
    "solution": (_known, _fits_the_group, _datasets, _columns),
    "recommender": (_known, _datasets, _columns),
}
