"""Hyperparameter optimization: whether the recipe has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error, shown, warning
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.recipe_uses import RecipeCheck, RecipeUse
    from reconciler.model.diagnostics import Diagnostic

_HPO = Source(
    said="Amazon Personalize developer guide, 'Hyperparameters and HPO' and the page of the recipe",
    seen="2026-11-23",
)
_CONFIG = Source(said="Amazon Personalize API reference, HPOConfig and HPOResourceConfig", seen="2026-11-23")

RULES = (
    Rule(
        id="hpo/not-offered",
        severity=Severity.WARNING,
        title="the recipe has no hyperparameter optimization",
        why="Nothing of it can be tuned by hand.",
        fix="Remove performHPO and hpoConfig.",
        source=_HPO,
        bad="recipe: aws-user-personalization-v2\nperformHPO: true\n",
        good="recipe: aws-user-personalization-v2\nperformHPO: false\n",
    ),
    Rule(
        id="hpo/unused",
        severity=Severity.WARNING,
        title="hpoConfig is said, and performHPO is not on",
        why="Hyperparameters are searched for with performHPO: true only.",
        fix="Say performHPO: true, or remove hpoConfig.",
        source=_HPO,
        bad=(
            "recipe: aws-user-personalization\n"
            'solutionConfig: {hpoConfig: {hpoResourceConfig: {maxNumberOfTrainingJobs: "4"}}}\n'
        ),
        good=(
            "recipe: aws-user-personalization\n"
            "performHPO: true\n"
            'solutionConfig: {hpoConfig: {hpoResourceConfig: {maxNumberOfTrainingJobs: "4"}}}\n'
        ),
    ),
    Rule(
        id="hpo/resources",
        title="a number of training jobs is no whole number, or beyond the most that there may be",
        why="The service takes 40 jobs at most, 10 of them at a time.",
        fix="Write a smaller number, in quotes.",
        source=_CONFIG,
        bad=(
            "recipe: aws-user-personalization\n"
            "performHPO: true\n"
            'solutionConfig: {hpoConfig: {hpoResourceConfig: {maxParallelTrainingJobs: "11"}}}\n'
        ),
        good=(
            "recipe: aws-user-personalization\n"
            "performHPO: true\n"
            'solutionConfig: {hpoConfig: {hpoResourceConfig: {maxParallelTrainingJobs: "10"}}}\n'
        ),
    ),
    Rule(
        id="hpo/objective",
        severity=Severity.WARNING,
        title="hpoObjective is said",
        why="The service does not support choosing the objective, so that it has no effect at best.",
        fix="Remove it.",
        source=_CONFIG,
        bad=(
            "recipe: aws-user-personalization\n"
            "performHPO: true\n"
            "solutionConfig: {hpoConfig: {hpoObjective: {type: Maximize}}}\n"
        ),
        good="recipe: aws-user-personalization\nperformHPO: true\n",
    ),
)

_MOST = {"maxNumberOfTrainingJobs": 40, "maxParallelTrainingJobs": 10}
"""Source: service model, shape HPOResourceConfig."""
_PATH = ("solutionConfig", "hpoConfig")


def _offered(use: RecipeUse) -> Iterator[Diagnostic]:
    on, config = use.said("performHPO") is True, use.said(".".join(_PATH))
    if use.refuses("performHPO") and (on or config is not None):
        yield warning(
            "hpo/not-offered",
            f"{use.name} has no hyperparameter optimization",
            use.at("performHPO", key=True) if on else use.at(*_PATH, key=True),
            fix="remove performHPO and hpoConfig",
        )
    elif config is not None and not on and use.said("performAutoML") is not True:
        yield warning(
            "hpo/unused",
            "hpoConfig has no effect without performHPO: true",
            use.at(*_PATH, key=True),
            fix="say performHPO: true, or remove hpoConfig",
        )


def _resources(use: RecipeUse) -> Iterator[Diagnostic]:
    inside = (*_PATH, "hpoResourceConfig")
    for name, said in use.mapping(".".join(inside)).items():
        text = str(said)
        # Longer numbers need no reading; Python refuses to read very long ones.
        if not (text.isascii() and text.isdecimal() and len(text) < 9 and 1 <= int(text) <= _MOST[name]):
            yield error(
                "hpo/resources",
                f"{name} is a whole number from 1 to {_MOST[name]}, not {shown(text)}",
                use.at(*inside, name),
                fix=f'write e.g. "{_MOST[name] // 2}"',
            )


def _objective(use: RecipeUse) -> Iterator[Diagnostic]:
    if use.said(".".join((*_PATH, "hpoObjective"))) is not None:
        yield warning(
            "hpo/objective",
            "the service does not support choosing hpoObjective",
            use.at(*_PATH, "hpoObjective", key=True),
            fix="remove it",
        )


RECIPE_CHECKS: Mapping[str, tuple[RecipeCheck, ...]] = {"solution": (_offered, _resources, _objective)}
