"""Options of a solution, and whether its recipe takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error, listed, shown, warning
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.recipe_uses import RecipeCheck, RecipeUse
    from reconciler.model.diagnostics import Diagnostic
    from reconciler.model.values import Json

_CREATE = Source(
    said="Amazon Personalize API reference, CreateSolution and SolutionConfig", seen="2026-11-23"
)
_EVENTS = Source(
    said="Amazon Personalize developer guide, 'Optimizing a solution with events configuration'",
    seen="2026-11-23",
)
_OBJECTIVE = "solutionConfig: {optimizationObjective: {itemAttribute: PRICE, objectiveSensitivity: LOW}}\n"
_PARAMETERS = "solutionConfig: {eventsConfig: {eventParametersList: [{eventType: watch, weight: 0.7}]}}\n"
_TWO_PARAMETERS = """recipe: aws-user-personalization-v2
solutionConfig:
  eventsConfig:
    eventParametersList:
      - {{eventType: {}, weight: 0.7}}
      - {{eventType: {}, weight: 0.3}}
"""

RULES = (
    Rule(
        id="solution/automl-recipe",
        title="a solution has a recipe beside performAutoML: true",
        why="Under AutoML the service chooses the recipe, and takes none.",
        fix="Remove one of the two; AWS advises against AutoML.",
        source=_CREATE,
        bad="recipe: aws-user-personalization\nperformAutoML: true\n",
        good="performAutoML: true\n",
    ),
    Rule(
        id="solution/automl-settings",
        severity=Severity.WARNING,
        title="a setting has no effect beside performAutoML: true",
        why="Under AutoML performHPO is always on, and of solutionConfig only autoMLConfig is looked at.",
        fix="Remove the setting.",
        source=_CREATE,
        bad="performAutoML: true\nperformHPO: false\n",
        good="performAutoML: true\nperformHPO: true\n",
    ),
    Rule(
        id="solution/objective",
        title="the recipe takes no optimizationObjective",
        why="Only aws-user-personalization and aws-personalized-ranking take one.",
        fix="Remove it, or name one of these recipes.",
        source=_CREATE,
        bad=f"recipe: aws-user-personalization-v2\n{_OBJECTIVE}",
        good=f"recipe: aws-user-personalization\n{_OBJECTIVE}",
    ),
    Rule(
        id="solution/events-config",
        title="the recipe takes no eventsConfig",
        why="Only aws-user-personalization-v2 and aws-personalized-ranking-v2 take one.",
        fix="Remove it, or name one of these recipes.",
        source=_EVENTS,
        bad=f"recipe: aws-user-personalization\n{_PARAMETERS}",
        good=f"recipe: aws-user-personalization-v2\n{_PARAMETERS}",
    ),
    Rule(
        id="solution/incremental-update",
        title="the recipe takes no performIncrementalUpdate",
        why="It is supported for aws-semantic-similarity only.",
        fix="Remove it.",
        source=_CREATE,
        bad="recipe: aws-similar-items\nperformIncrementalUpdate: true\n",
        good="recipe: aws-semantic-similarity\nperformIncrementalUpdate: true\n",
    ),
    Rule(
        id="training/update-mode",
        title="the recipe takes no training mode UPDATE",
        why="The service takes it for aws-user-personalization, beside a version trained with FULL.",
        fix="Remove trainingMode.",
        source=Source(said="Amazon Personalize API reference, CreateSolutionVersion", seen="2026-11-23"),
        bad="recipe: aws-user-personalization-v2\ntraining: {trainingMode: UPDATE}\n",
        good="recipe: aws-user-personalization\ntraining: {trainingMode: UPDATE}\n",
    ),
    Rule(
        id="solution/events-beside-type",
        severity=Severity.WARNING,
        title="eventsConfig stands beside eventType",
        why="Both say which events to learn from; whether the service takes both is not known.",
        fix="Keep one of the two.",
        source=_EVENTS,
        bad=f"recipe: aws-user-personalization-v2\neventType: watch\n{_PARAMETERS}",
        good=f"recipe: aws-user-personalization-v2\n{_PARAMETERS}",
    ),
    Rule(
        id="solution/event-type-twice",
        severity=Severity.WARNING,
        title="eventsConfig has one event type twice",
        why="It has a threshold and a weight for each type; which of the two counts is not documented.",
        fix="Keep one entry for each event type.",
        source=_EVENTS,
        bad=_TWO_PARAMETERS.format("watch", "watch"),
        good=_TWO_PARAMETERS.format("watch", "click"),
    ),
    Rule(
        id="solution/event-threshold",
        severity=Severity.WARNING,
        title="eventValueThreshold is no number, or stands without eventType",
        why="It is a number as a text, for the events of one type.",
        fix="Say eventType as well, and a number.",
        source=_CREATE,
        bad=("recipe: aws-user-personalization\nsolutionConfig: {eventValueThreshold: 3.5}\n"),
        good=(
            "recipe: aws-user-personalization\neventType: watch\nsolutionConfig: {eventValueThreshold: 3.5}\n"
        ),
    ),
)

_OBJECTIVE_AT = ("solutionConfig", "optimizationObjective")
_EVENTS_AT = ("solutionConfig", "eventsConfig")
_PARAMETERS_AT = (*_EVENTS_AT, "eventParametersList")
_THRESHOLD_AT = ("solutionConfig", "eventValueThreshold")


def _automl(use: RecipeUse) -> Iterator[Diagnostic]:
    if use.said("performAutoML") is not True:
        return
    if use.name:
        yield error(
            "solution/automl-recipe",
            "under AutoML the service chooses the recipe, and takes none",
            use.at("recipe"),
            fix="remove one of the two; AWS advises against performAutoML",
        )
    idle = [("solutionConfig", key) for key in use.mapping("solutionConfig") if key != "autoMLConfig"]
    for path in [*idle, *([("performHPO",)] if use.said("performHPO") is False else ())]:
        yield warning(
            "solution/automl-settings",
            f"{path[-1]} has no effect under AutoML",
            use.at(*path, key=True),
            fix="remove it",
        )


def _objective(use: RecipeUse) -> Iterator[Diagnostic]:
    from reconciler.desired.recipe_uses import takers_of  # noqa: PLC0415

    if use.refuses("optimizationObjective") and use.said(".".join(_OBJECTIVE_AT)) is not None:
        yield error(
            "solution/objective",
            f"{use.name} takes no optimizationObjective",
            use.at(*_OBJECTIVE_AT, key=True),
            fix=f"remove it, or name a recipe that takes one: {takers_of('optimizationObjective')}",
        )


def _events(use: RecipeUse) -> Iterator[Diagnostic]:
    from reconciler.desired.recipe_uses import takers_of  # noqa: PLC0415

    if use.said(".".join(_EVENTS_AT)) is None:
        return
    if use.refuses("eventsConfig"):
        yield error(
            "solution/events-config",
            f"{use.name} takes no eventsConfig",
            use.at(*_EVENTS_AT, key=True),
            fix=f"remove it, or name a recipe that takes one: {takers_of('eventsConfig')}",
        )
    elif use.said("eventType") is not None:
        yield warning(
            "solution/events-beside-type",
            "eventType and eventsConfig both say which events to learn from",
            use.at("eventType", key=True),
            why="whether the service takes both is not known",
            fix="keep one of the two",
        )


def _twice(use: RecipeUse) -> Iterator[Diagnostic]:
    parameters = use.said(".".join(_PARAMETERS_AT))
    seen: list[Json] = []
    for index, one in enumerate(parameters if isinstance(parameters, list) else ()):
        said = one.get("eventType") if isinstance(one, Mapping) else None
        if said is not None and said in seen:
            yield warning(
                "solution/event-type-twice",
                f"eventParametersList has {shown(said)} more than once",
                use.at(*_PARAMETERS_AT, index, "eventType"),
                why="which of them counts is not documented",
                fix="keep one entry for each event type",
            )
        seen.append(said)


def _incremental(use: RecipeUse) -> Iterator[Diagnostic]:
    if use.refuses("performIncrementalUpdate") and use.said("performIncrementalUpdate") is True:
        yield error(
            "solution/incremental-update",
            f"{use.name} takes no performIncrementalUpdate",
            use.at("performIncrementalUpdate", key=True),
            fix="remove it",
        )


def _threshold(use: RecipeUse) -> Iterator[Diagnostic]:
    said = use.said(".".join(_THRESHOLD_AT))
    if said is None:
        return
    wrong = [
        *(["has no effect without eventType"] if use.said("eventType") is None else ()),
        *([] if _is_number(str(said)) else ["is no number"]),
    ]
    if wrong:
        yield warning(
            "solution/event-threshold",
            f"eventValueThreshold {listed(wrong, 'and')}",
            use.at(*_THRESHOLD_AT),
            fix="say eventType as well, and a number",
        )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _mode(use: RecipeUse) -> Iterator[Diagnostic]:
    from reconciler.desired.recipe_uses import takers_of  # noqa: PLC0415

    if use.refuses("trainingModeUpdate") and use.said("trainingMode") == "UPDATE":
        yield error(
            "training/update-mode",
            f"{use.name} takes no training mode UPDATE",
            use.at("trainingMode"),
            why=f"the service takes it for {takers_of('trainingModeUpdate')}",
            fix="remove trainingMode",
        )


RECIPE_CHECKS: Mapping[str, tuple[RecipeCheck, ...]] = {
    "solution": (_automl, _objective, _events, _twice, _incremental, _threshold),
    "solution-version": (_mode,),
}
