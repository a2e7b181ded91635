"""Columns that a solution or recommender is told to learn from, or not to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import did_you_mean, error, listed, shown, warning
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.recipe_uses import RecipeCheck, RecipeUse
    from reconciler.model.diagnostics import Diagnostic
    from reconciler.model.values import Json

_COLUMNS = Source(
    said="Amazon Personalize developer guide, 'Configuring columns used when training'", seen="2026-11-23"
)
_CREATE = Source(
    said="Amazon Personalize API reference, CreateSolution and SolutionConfig", seen="2026-11-23"
)


def _excluding(columns: str) -> str:
    """An example that leaves columns out."""
    return (
        "recipe: aws-user-personalization-v2\n"
        f"solutionConfig: {{trainingDataConfig: {{excludedDatasetColumns: {{{columns}}}}}}}\n"
    )


def _optimizing(column: str) -> str:
    """An example with an objective."""
    objective = f"{{itemAttribute: {column}, objectiveSensitivity: LOW}}"
    return f"recipe: aws-user-personalization\nsolutionConfig: {{optimizationObjective: {objective}}}\n"


RULES = (
    Rule(
        id="columns/event-type",
        title="EVENT_TYPE is excluded from training",
        why="The service does not take that.",
        fix="Remove it from the excluded columns.",
        source=_COLUMNS,
        bad=_excluding("INTERACTIONS: [EVENT_TYPE]"),
        good=_excluding("INTERACTIONS: [DEVICE]"),
    ),
    Rule(
        id="columns/dataset-type",
        title="columns are chosen of something that is no dataset type",
        why="The types are INTERACTIONS, ITEMS, USERS, ACTIONS and ACTION_INTERACTIONS.",
        fix="Name one of these.",
        source=_COLUMNS,
        bad=_excluding("ITEM: [GENRES]"),
        good=_excluding("Items: [GENRES]"),
    ),
    Rule(
        id="columns/unknown",
        severity=Severity.WARNING,
        title="a column is chosen that the dataset's schema lacks",
        why="There is nothing to leave out or to learn from.",
        fix="Correct the name, or remove it.",
        source=_COLUMNS,
        bad=_excluding("ITEMS: [GENRE]"),
        good=_excluding("ITEMS: [GENRES]"),
    ),
    Rule(
        id="columns/required",
        severity=Severity.WARNING,
        title="a column that every dataset of its type needs is excluded from training",
        why="Nothing can be learned without it; what the service does is not known.",
        fix="Remove it from the excluded columns.",
        source=_COLUMNS,
        bad=_excluding("INTERACTIONS: [TIMESTAMP]"),
        good=_excluding("ITEMS: [CREATION_TIMESTAMP]"),
    ),
    Rule(
        id="columns/both",
        severity=Severity.WARNING,
        title="a column is both included and excluded",
        why="Which of the two the service takes is not known.",
        fix="Remove it from one of the lists.",
        source=_COLUMNS,
        bad=(
            "recipe: aws-user-personalization-v2\n"
            "solutionConfig:\n"
            "  trainingDataConfig:\n"
            "    includedDatasetColumns: {ITEMS: [GENRES, PRICE]}\n"
            "    excludedDatasetColumns: {items: [GENRES]}\n"
        ),
        good=(
            "recipe: aws-user-personalization-v2\n"
            "solutionConfig:\n"
            "  trainingDataConfig:\n"
            "    includedDatasetColumns: {ITEMS: [PRICE]}\n"
            "    excludedDatasetColumns: {ITEMS: [GENRES]}\n"
        ),
    ),
    Rule(
        id="solution/objective-column",
        title="an objective's itemAttribute is no column of numbers of the items",
        why="The service optimizes for a numerical column of the items.",
        fix="Name a column of type int, long, float or double.",
        source=_CREATE,
        bad=_optimizing("GENRES"),
        good=_optimizing("PRICE"),
    ),
    Rule(
        id="solution/objective-nullable",
        severity=Severity.WARNING,
        title="an objective's itemAttribute may be null",
        why="The guide asks for a column without nulls; the schema alone does not show that there are some.",
        fix="Make sure that the data has a number in every row.",
        source=_CREATE,
        bad=_optimizing("RATING"),
        good=_optimizing("PRICE"),
    ),
    Rule(
        id="solution/event-column",
        severity=Severity.WARNING,
        title="the interactions lack the column that events are told apart by",
        why="Of a type or value of events nothing is known without EVENT_TYPE and EVENT_VALUE.",
        fix="Add the column to the schema of the interactions.",
        source=_CREATE,
        bad=(
            "schemas:\n"
            "  interactions: {avro: interactions.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {interactions: {schema: interactions}}\n"
            "    solutions: {likes: {recipe: aws-sims, solutionConfig: {eventValueThreshold: '3'}}}\n"
        ),
        good=(
            "schemas:\n"
            "  interactions: {avro: interactions.avsc}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {interactions: {schema: interactions}}\n"
            "    solutions: {likes: {recipe: aws-sims}}\n"
        ),
    ),
)

_REQUIRED = {
    "INTERACTIONS": {"USER_ID", "ITEM_ID", "TIMESTAMP"},
    "ITEMS": {"ITEM_ID"},
    "USERS": {"USER_ID"},
    "ACTIONS": {"ACTION_ID"},
    "ACTION_INTERACTIONS": {"USER_ID", "ACTION_ID", "TIMESTAMP"},
}
"""Source: developer guide, the pages of the dataset types."""
_EXCLUDED = "excludedDatasetColumns"
_MEMBERS = (_EXCLUDED, "includedDatasetColumns")
_OBJECTIVE = ("solutionConfig", "optimizationObjective", "itemAttribute")


def _columns(use: RecipeUse) -> Iterator[Diagnostic]:
    config = f"{'recommender' if use.item.place.kind.name == 'recommender' else 'solution'}Config"
    chosen: dict[str, set[tuple[str, str]]] = {}
    for member in _MEMBERS:
        path = (config, "trainingDataConfig", member)
        chosen[member] = set()
        for kind, names in use.mapping(".".join(path)).items():
            listing = names if isinstance(names, list) else []
            chosen[member] |= {(kind.upper(), str(name).upper()) for name in listing}
            yield from _chosen(use, (*path, kind), listing)
    for kind, name in sorted(set.intersection(*chosen.values())):
        summary = f"the column {name} of {kind} is both included and excluded"
        where = use.at(config, "trainingDataConfig", key=True)
        yield warning("columns/both", summary, where, fix="remove it from one of the lists")


def _chosen(use: RecipeUse, path: tuple[str, ...], names: list[Json]) -> Iterator[Diagnostic]:
    """What is wrong with the columns of one dataset type, which the path ends in."""
    kind = path[-1].upper()
    if kind not in _REQUIRED:
        yield error(
            "columns/dataset-type",
            f"{shown(path[-1])} is no dataset type",
            use.at(*path, key=True),
            fix=did_you_mean(path[-1], _REQUIRED) or f"name {listed(sorted(_REQUIRED))}",
        )
        return
    for number, name in enumerate(names):
        found = (
            _left_out(use, (*path, number), kind, str(name).upper()) if _EXCLUDED in path else None
        ) or _there(use, (*path, number), kind, str(name))
        if found:
            yield found


def _left_out(use: RecipeUse, path: tuple[str | int, ...], kind: str, name: str) -> Diagnostic | None:
    """What is wrong with leaving a column out."""
    if name == "EVENT_TYPE":
        summary, fix = "EVENT_TYPE cannot be excluded from training", "remove it here"
        return error("columns/event-type", summary, use.at(*path), fix=fix)
    if name in _REQUIRED[kind]:
        summary = f"{name} is excluded, which every dataset of {kind} needs"
        return warning("columns/required", summary, use.at(*path), fix="remove it here")
    return None


def _there(use: RecipeUse, path: tuple[str | int, ...], kind: str, name: str) -> Diagnostic | None:
    """Whether there is such a column, as far as the file shows it."""
    from reconciler.filters.columns import DATASETS  # noqa: PLC0415

    dataset = DATASETS[kind]
    if use.lacks(dataset):
        summary = f"the column {shown(name)} is chosen of {kind}, and the group declares no {dataset}"
        return warning("columns/unknown", summary, use.at(*path), fix=f"remove it, or declare {dataset}")
    columns = use.schema(dataset)
    if columns is None or name.upper() in columns:
        return None
    summary = f"the schema of {dataset} has no column {shown(name)}"
    fix = did_you_mean(name, columns) or f"it has {listed(list(columns), 'and')}"
    return warning("columns/unknown", summary, use.at(*path), fix=fix)


def _objective(use: RecipeUse) -> Iterator[Diagnostic]:
    name, columns = use.said(".".join(_OBJECTIVE)), use.schema("items")
    if not isinstance(name, str) or columns is None:
        return
    column = columns.get(name.upper())
    if column is None or (column.types and not column.is_number):
        numbers = [one.name for one in columns.values() if one.is_number]
        yield error(
            "solution/objective-column",
            f"{shown(name)} is no column of numbers of the items",
            use.at(*_OBJECTIVE),
            fix=f"name {listed(numbers)}" if numbers else "add such a column to the schema of the items",
        )
    elif column.nullable:
        yield warning(
            "solution/objective-nullable",
            f"the schema lets {column.name} be null, and the guide asks for a column without nulls",
            use.at(*_OBJECTIVE),
            fix="make sure that the data has a number in every row",
        )


def _event_columns(use: RecipeUse) -> Iterator[Diagnostic]:
    columns = use.schema("interactions")
    wanted = {
        ("eventType",): "EVENT_TYPE",
        ("solutionConfig", "eventsConfig"): "EVENT_TYPE",
        ("solutionConfig", "eventValueThreshold"): "EVENT_VALUE",
    }
    for path, column in wanted.items():
        if columns is not None and column not in columns and use.said(".".join(path)) is not None:
            yield warning(
                "solution/event-column",
                f"{path[-1]} needs a column {column}, which the schema of interactions lacks",
                use.at(*path, key=True),
                fix=f"add {column} to the schema, or remove {path[-1]}",
            )


RECIPE_CHECKS: Mapping[str, tuple[RecipeCheck, ...]] = {
    "solution": (_columns, _objective, _event_columns),
    "recommender": (_columns,),
}
