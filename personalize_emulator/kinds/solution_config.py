"""What CreateSolution and UpdateSolution accept for each recipe.

Source: AWS API reference, CreateSolution and SolutionConfig; the pages of the recipes. Texts are the
emulator's own unless a comment names a source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from personalize_emulator.errors import invalid

if TYPE_CHECKING:
    from personalize_emulator.recipes import Recipe
    from personalize_emulator.resources import Json

DEFAULT_SCHEDULE = "rate(7 days)"
_MOST_JOBS = {"maxNumberOfTrainingJobs": 40, "maxParallelTrainingJobs": 10}
# How a configuration comes back under other names. Source: the answer shown in the guide's page on
# hyperparameter optimization; boto3 issue 3514. Assumed: that it is so for every recipe that has them.
_RANGES_SHOWN = {"bptt": "training.bptt", "recency_mask": "data.recency_mask"}
_FEATURES_SHOWN = {
    f"{end}_user_history_length_percentile": f"{end}_hist_length_percentile" for end in ("min", "max")
}
_SCHEDULE = re.compile(r"rate\((\d+) (days?)\)")


def check_solution(recipe: Recipe | None, request: Json) -> None:
    """InvalidInputException for a configuration that the recipe (None under AutoML) cannot have."""
    config = request.get("solutionConfig") or {}
    check_schedule(config.get("autoTrainingConfig"))
    if config.get("eventValueThreshold") is not None:
        _check_threshold(config["eventValueThreshold"], request.get("eventType"))
    check_columns(config.get("trainingDataConfig") or {})
    _check_tuning(config.get("hpoConfig") or {})
    if recipe is None:
        return
    _check_parameters(recipe, config)
    if config.get("eventsConfig") is not None:
        check_events(recipe)
    if config.get("optimizationObjective") is not None and not recipe.objective:
        raise invalid(f"optimizationObjective is not supported for recipe {recipe.arn}")
    if request.get("performHPO") and not recipe.tunable:
        raise invalid(f"performHPO is not supported for recipe {recipe.arn}")
    if request.get("performIncrementalUpdate"):
        check_incremental(recipe)


def shown_config(config: Json | None) -> Json | None:
    """A solution's configuration as the service shows it, with some names rewritten."""
    if config is None:
        return None
    shown = dict(config)
    if features := shown.get("featureTransformationParameters"):
        shown["featureTransformationParameters"] = {
            _FEATURES_SHOWN.get(name, name): value for name, value in features.items()
        }
    hpo: Json = shown.get("hpoConfig") or {}
    if ranges := hpo.get("algorithmHyperParameterRanges"):
        renamed = {
            kind: [_range_shown(entry) for entry in entries]
            for kind, entries in ranges.items()
            if entries is not None
        }
        shown["hpoConfig"] = hpo | {"algorithmHyperParameterRanges": renamed}
    return shown


def _range_shown(entry: Json) -> Json:
    name = entry.get("name")
    return entry | {"name": _RANGES_SHOWN[name]} if name in _RANGES_SHOWN else entry


def check_events(recipe: Recipe) -> None:
    """eventsConfig belongs to the two v2 recipes. Source: API reference, EventsConfig."""
    if not recipe.events_config:
        raise invalid(f"eventsConfig is not supported for recipe {recipe.arn}")


def check_incremental(recipe: Recipe) -> None:
    """performIncrementalUpdate belongs to semantic similarity. Source: API reference, CreateSolution."""
    if not recipe.incremental:
        raise invalid(f"performIncrementalUpdate is not supported for recipe {recipe.arn}")


def check_schedule(auto_training: Json | None) -> None:
    """Between 1 and 30 days. Source: API reference, AutoTrainingConfig."""
    expression = (auto_training or {}).get("schedulingExpression")
    if expression is not None and not 1 <= schedule_days(expression) <= 30:
        raise invalid("The training frequency must be between 1 and 30 days.")


def schedule_days(expression: str | None) -> int:
    """The days of a scheduling expression, seven without one."""
    found = _SCHEDULE.fullmatch(expression or DEFAULT_SCHEDULE)
    return int(found[1]) if found else 0


def _check_threshold(threshold: str, event_type: str | None) -> None:
    if not event_type:
        raise invalid("eventValueThreshold requires an eventType.")
    try:
        float(threshold)
    except ValueError:
        raise invalid(f"eventValueThreshold is not a number: {threshold}") from None


def _check_tuning(hpo: Json) -> None:
    """Not too many training jobs, no range without values. Source: API reference, HPOResourceConfig."""
    for name, most in _MOST_JOBS.items():
        said: str = (hpo.get("hpoResourceConfig") or {}).get(name) or "1"
        if not said.isdecimal() or not 1 <= int(said) <= most:
            raise invalid(f"{name} must be a number from 1 to {most}: {said}")
    ranges: dict[str, list[Json]] = hpo.get("algorithmHyperParameterRanges") or {}
    for entry in (one for entries in ranges.values() for one in entries):
        low, high = entry.get("minValue"), entry.get("maxValue")
        if low is not None and high is not None and low > high:
            # Assumed: the error; both are documented as the least and the greatest value.
            raise invalid(f"The range of {entry.get('name')} is empty: {low} to {high}")


def _check_parameters(recipe: Recipe, config: Json) -> None:
    ranges: dict[str, list[Json]] = (config.get("hpoConfig") or {}).get("algorithmHyperParameterRanges") or {}
    tuned = {entry.get("name") for entries in ranges.values() for entry in entries}
    named: set[Any] = set(config.get("algorithmHyperParameters") or {}) | tuned
    if named - recipe.hyperparameters:
        # Observed (aws-samples amazon-personalize-samples issue 156).
        raise invalid(f"Provide a hyperparameter that is used in the algorithm: {recipe.algorithm}")
    if unknown := set(config.get("featureTransformationParameters") or {}) - recipe.features:
        raise invalid(f"Unknown feature transformation parameter for recipe {recipe.arn}: {min(unknown)}")


def check_columns(columns: Json) -> None:
    """Dataset types must exist, and EVENT_TYPE must stay. Source: guide, "Configuring columns"."""
    for member in ("excludedDatasetColumns", "includedDatasetColumns"):
        for kind, names in (columns.get(member) or {}).items():
            if member.startswith("excluded") and "EVENT_TYPE" in names:
                raise invalid("The column EVENT_TYPE cannot be excluded from training.")
            if kind.upper() not in {"INTERACTIONS", "ITEMS", "USERS", "ACTIONS", "ACTION_INTERACTIONS"}:
                raise invalid(f"Unknown dataset type in {member}: {kind}")
