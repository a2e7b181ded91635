"""Hyperparameters and feature transformation parameters of a solution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import error, shown, warning
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.catalog.recipes import Parameter
    from reconciler.desired.recipe_uses import RecipeCheck, RecipeUse
    from reconciler.model.diagnostics import Diagnostic, Position

_PAGES = Source(said="Amazon Personalize developer guide, the page of the recipe", seen="2026-11-23")

RULES = (
    Rule(
        id="hyperparameter/unknown",
        title="the recipe has no such hyperparameter",
        why="The service refuses names that the recipe's algorithm does not have.",
        fix="Name one of the recipe's own, or remove it.",
        source=Source(
            said="an answer of the service in issue 156 of aws-samples/amazon-personalize-samples",
            seen="2026-11-23",
        ),
        bad=(
            "recipe: aws-similar-items\nsolutionConfig: {algorithmHyperParameters: {hidden_dimension: 100}}\n"
        ),
        good=(
            "recipe: aws-user-personalization\n"
            "solutionConfig: {algorithmHyperParameters: {hidden_dimension: 100}}\n"
        ),
    ),
    Rule(
        id="hyperparameter/internal-name",
        severity=Severity.WARNING,
        title="a hyperparameter has the name under which the service shows it",
        why="Answers of the service rename some; whether it takes those names is not known.",
        fix="Write the name of the guide.",
        source=Source(
            said="Amazon Personalize developer guide, 'Hyperparameters and HPO', sample; boto3 issue 3514",
            seen="2026-11-23",
        ),
        bad=(
            "recipe: aws-user-personalization\n"
            "solutionConfig: {algorithmHyperParameters: {training.bptt: 20}}\n"
        ),
        good=("recipe: aws-user-personalization\nsolutionConfig: {algorithmHyperParameters: {bptt: 20}}\n"),
    ),
    Rule(
        id="hyperparameter/feature",
        severity=Severity.WARNING,
        title="the recipe has no such feature transformation parameter",
        why="The service has refused unknown hyperparameters; of these it is not known.",
        fix="Name one of the recipe's own, or remove it.",
        source=_PAGES,
        bad=(
            "recipe: aws-similar-items\n"
            "solutionConfig: {featureTransformationParameters: {trend_discovery_frequency: 1 day}}\n"
        ),
        good=(
            "recipe: aws-trending-now\n"
            "solutionConfig: {featureTransformationParameters: {trend_discovery_frequency: 1 day}}\n"
        ),
    ),
    Rule(
        id="hyperparameter/value",
        severity=Severity.WARNING,
        title="a parameter's value is not one that the guide gives it",
        why="What the service does with it is not known: it may refuse it, or fail the training.",
        fix="Write a value of the type and in the range that the guide gives.",
        source=_PAGES,
        bad=(
            "recipe: aws-user-personalization\n"
            "solutionConfig: {algorithmHyperParameters: {hidden_dimension: 257}}\n"
        ),
        good=(
            "recipe: aws-user-personalization\n"
            'solutionConfig: {algorithmHyperParameters: {hidden_dimension: "256", recency_mask: false}}\n'
        ),
    ),
)

_ALGORITHM = ("solutionConfig", "algorithmHyperParameters")
_FEATURES = ("solutionConfig", "featureTransformationParameters")
_RANGES = "solutionConfig.hpoConfig.algorithmHyperParameterRanges"
_PREFIXES = ("data.", "training.")
_SHORTENED = {
    f"{end}_hist_length_percentile": f"{end}_user_history_length_percentile" for end in ("min", "max")
}


def _algorithm(use: RecipeUse) -> Iterator[Diagnostic]:
    known = use.recipe.parameters if use.recipe else None
    if known is not None:
        for name in use.mapping(".".join(_ALGORITHM)):
            yield from _hyperparameter(use, name, known, use.at(*_ALGORITHM, name, key=True))
        yield from _values(use, _ALGORITHM, known)


def _ranges(use: RecipeUse) -> Iterator[Diagnostic]:
    known = use.recipe.parameters if use.recipe else None
    for kind, ranges in use.mapping(_RANGES).items() if known is not None else ():
        for number, one in enumerate(ranges if isinstance(ranges, list) else ()):
            name = one.get("name") if isinstance(one, Mapping) else None
            if isinstance(name, str) and known is not None:
                where = use.at(*_RANGES.split("."), kind, number, "name")
                yield from _hyperparameter(use, name, known, where)


def _hyperparameter(
    use: RecipeUse, name: str, known: Mapping[str, Parameter], where: Position
) -> Iterator[Diagnostic]:
    from reconciler.desired.recipe_uses import close_parameter  # noqa: PLC0415

    prefix = next((one for one in _PREFIXES if name.startswith(one)), "")
    if name in known:
        return
    if prefix and name.removeprefix(prefix) in known:
        yield _internal(name, name.removeprefix(prefix), where)
        return
    elsewhere = use.recipe is not None and name in (use.recipe.features or {})
    yield error(
        "hyperparameter/unknown",
        f"{use.name} has no hyperparameter {shown(name)}",
        where,
        fix="write it below featureTransformationParameters" if elsewhere else close_parameter(name, known),
    )


def _features(use: RecipeUse) -> Iterator[Diagnostic]:
    from reconciler.desired.recipe_uses import close_parameter  # noqa: PLC0415

    known = use.recipe.features if use.recipe else None
    if use.recipe is None or known is None:
        return
    for name in use.mapping(".".join(_FEATURES)):
        where = use.at(*_FEATURES, name, key=True)
        if _SHORTENED.get(name) in known:
            yield _internal(name, _SHORTENED[name], where)
        elif name not in known:
            elsewhere = name in (use.recipe.parameters or {})
            yield warning(
                "hyperparameter/feature",
                f"{use.name} has no feature transformation parameter {shown(name)}",
                where,
                fix="write it below algorithmHyperParameters" if elsewhere else close_parameter(name, known),
            )
    yield from _values(use, _FEATURES, known)


def _internal(name: str, meant: str, where: Position) -> Diagnostic:
    return warning(
        "hyperparameter/internal-name",
        f"{name} is how the service shows {meant}",
        where,
        why="whether the service takes that name is not known",
        fix=f"write {meant}",
    )


def _values(use: RecipeUse, path: tuple[str, str], known: Mapping[str, Parameter]) -> Iterator[Diagnostic]:
    from reconciler.desired.recipe_uses import as_sent  # noqa: PLC0415

    for name, value in use.mapping(".".join(path)).items():
        if name in known and not known[name].takes(as_sent(value)):
            yield warning(
                "hyperparameter/value",
                f"{name} is {known[name].expected}, not {shown(as_sent(value))}",
                use.at(*path, name),
                why=f"so the page of {use.name} says; what the service does with others is not known",
                fix="write such a value",
            )


RECIPE_CHECKS: Mapping[str, tuple[RecipeCheck, ...]] = {"solution": (_algorithm, _ranges, _features)}
