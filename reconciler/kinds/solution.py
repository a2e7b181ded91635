"""Solution: what to train. Only auto training, incremental update and events can change in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reconciler.kinds.forms import BOOLEAN, EVENT_TYPE, RECIPE, STRING_MAP, TRAINING_DATA, closed
from reconciler.kinds.kind import Comparison, Field, Kind, Listing, Mutability, OnFixed, Overlay

if TYPE_CHECKING:
    from reconciler.model.values import Json

_SCHEDULE: Mapping[str, Json] = {
    "type": "string",
    "minLength": 1,
    "maxLength": 16,
    "pattern": r"^rate\(\d+ days?\)$",
}
_NUMBER_TEXT: Mapping[str, Json] = {"type": ["string", "number"]}
_COUNT: Mapping[str, Json] = {"type": "string", "minLength": 1}
_RANGE_NAME: Mapping[str, Json] = {"type": "string", "maxLength": 256}
_HPO: Mapping[str, Json] = closed(
    {
        "hpoObjective": closed({"type": _RANGE_NAME, "metricName": _RANGE_NAME, "metricRegex": _RANGE_NAME}),
        "hpoResourceConfig": closed({"maxNumberOfTrainingJobs": _COUNT, "maxParallelTrainingJobs": _COUNT}),
        "algorithmHyperParameterRanges": closed(
            {
                "integerHyperParameterRanges": {
                    "type": "array",
                    "maxItems": 100,
                    "items": closed(
                        {
                            "name": _RANGE_NAME,
                            "minValue": {"type": "integer"},
                            "maxValue": {"type": "integer"},
                        }
                    ),
                },
                "continuousHyperParameterRanges": {
                    "type": "array",
                    "maxItems": 100,
                    "items": closed(
                        {"name": _RANGE_NAME, "minValue": {"type": "number"}, "maxValue": {"type": "number"}}
                    ),
                },
                "categoricalHyperParameterRanges": {
                    "type": "array",
                    "maxItems": 100,
                    "items": closed(
                        {"name": _RANGE_NAME, "values": {"type": "array", "items": {"type": "string"}}}
                    ),
                },
            }
        ),
    }
)
_EVENTS: Mapping[str, Json] = closed(
    {
        "eventParametersList": {
            "type": "array",
            "maxItems": 10,
            "items": closed(
                {
                    "eventType": EVENT_TYPE,
                    "eventValueThreshold": {"type": "number"},
                    "weight": {"type": "number", "minimum": 0, "maximum": 1},
                }
            ),
        }
    }
)


def _expand(said: Mapping[str, Json]) -> Mapping[str, Json]:
    """Turn `autoTraining: {schedule: …}` into the two members that the API has for it."""
    training = said.get("autoTraining")
    if not isinstance(training, Mapping):
        return said
    schedule = {"autoTraining.schedule": training["schedule"]} if "schedule" in training else {}
    return {**said, "autoTraining": True, **schedule}


_TUNED = (
    "bptt",
    "hidden_dimension",
    "item_id_hidden_dim",
    "item_metadata_hidden_dim",
    "min_cointeraction_count",
    "popularity_discount_factor",
    "recency_mask",
)
_PREFIXED = {f"{prefix}.{name}": name for name in _TUNED for prefix in ("data", "training")}
"""HPO ranges come back under prefixed names. Source: developer guide, 'Hyperparameters and HPO', sample."""
_SHORTENED = {
    f"{end}_hist_length_percentile": f"{end}_user_history_length_percentile" for end in ("min", "max")
}
"""Source: boto3 issue 3514."""


def _config(
    key: str,
    about: str,
    form: Mapping[str, Json],
    comparison: Comparison = Comparison.SUBSET,
    aliases: Mapping[str, str] | None = None,
) -> Field:
    path = f"solutionConfig.{key}"
    return Field(
        key=path,
        member=path,
        mutability=Mutability.CREATE_ONLY,
        comparison=comparison,
        texts=form is STRING_MAP,
        aliases=aliases or {},
        form=form,
        about=about,
    )


KIND = Kind(
    name="solution",
    title="solution",
    rank=70,
    place="datasetGroups.*.solutions.*",
    about="A recipe and its configuration, from which versions are trained.",
    create="CreateSolution",
    describe="DescribeSolution",
    update="UpdateSolution",
    delete="DeleteSolution",
    listing=Listing(
        operation="ListSolutions", result="solutions", parent="dataset-group", narrows="datasetGroupArn"
    ),
    document="solution",
    arn_member="solutionArn",
    resource="solution/{name}",
    parents={"dataset-group": "datasetGroupArn"},
    needs=("dataset",),
    update_record="latestSolutionUpdate",
    overlay=Overlay.UNTIL_FAILED,
    leaves=2,
    on_fixed=OnFixed.REPLACE,
    versioned=True,
    on_delete="its trained versions are deleted with it",
    expand=_expand,
    fields=(
        Field(
            key="recipe",
            member="recipeArn",
            mutability=Mutability.CREATE_ONLY,
            prefix="arn:{partition}:personalize:::recipe/",
            form=RECIPE,
            about="A recipe's name, e.g. aws-user-personalization-v2, or its ARN.",
        ),
        Field(
            key="autoTraining",
            member="performAutoTraining",
            overlay="performAutoTraining",
            mutability=Mutability.MUTABLE,
            absent=False,
            form={"oneOf": [BOOLEAN, closed({"schedule": _SCHEDULE}, required=("schedule",))]},
            about="false (default), true, or {schedule: rate(7 days)}. Always sent: else weekly, and paid.",
        ),
        Field(
            key="autoTraining.schedule",
            member="solutionConfig.autoTrainingConfig.schedulingExpression",
            update="solutionUpdateConfig.autoTrainingConfig.schedulingExpression",
            overlay="solutionUpdateConfig.autoTrainingConfig.schedulingExpression",
            mutability=Mutability.MUTABLE,
            file=False,
            about="How often a version is trained by the service, 1 to 30 days.",
        ),
        Field(
            key="performIncrementalUpdate",
            member="performIncrementalUpdate",
            overlay="performIncrementalUpdate",
            mutability=Mutability.MUTABLE,
            default=False,
            form=BOOLEAN,
            about="Whether new items are taken in between trainings (aws-semantic-similarity only).",
        ),
        Field(
            key="performHPO",
            member="performHPO",
            mutability=Mutability.CREATE_ONLY,
            default=False,
            form=BOOLEAN,
            about="Whether hyperparameters are searched for.",
        ),
        Field(
            key="performAutoML",
            member="performAutoML",
            mutability=Mutability.CREATE_ONLY,
            default=False,
            form=BOOLEAN,
            about="Whether the service chooses the recipe; AWS advises against it.",
        ),
        Field(
            key="eventType",
            member="eventType",
            mutability=Mutability.CREATE_ONLY,
            form=EVENT_TYPE,
            about="Train on events of this type only.",
        ),
        _config(
            "eventValueThreshold",
            "Train on events of at least this value; needs eventType.",
            _NUMBER_TEXT,
            Comparison.NUMBER,
        ),
        _config("algorithmHyperParameters", "Hyperparameters of the recipe.", STRING_MAP),
        _config(
            "featureTransformationParameters",
            "Feature transformation parameters of the recipe.",
            STRING_MAP,
            aliases=_SHORTENED,
        ),
        _config("hpoConfig", "Ranges and resources of hyperparameter optimization.", _HPO, aliases=_PREFIXED),
        _config(
            "autoMLConfig",
            "What AutoML chooses from.",
            closed(
                {
                    "metricName": _RANGE_NAME,
                    "recipeList": {"type": "array", "maxItems": 100, "items": {"type": "string"}},
                }
            ),
        ),
        _config(
            "optimizationObjective",
            "An item attribute to optimise for beside relevance.",
            closed(
                {
                    "itemAttribute": {"type": "string", "maxLength": 150},
                    "objectiveSensitivity": {"enum": ["LOW", "MEDIUM", "HIGH", "OFF"]},
                }
            ),
        ),
        _config(
            "trainingDataConfig",
            "Columns to train on or to leave out, per dataset type.",
            TRAINING_DATA,
        ),
        Field(
            key="solutionConfig.eventsConfig",
            member="solutionConfig.eventsConfig",
            update="solutionUpdateConfig.eventsConfig",
            overlay="solutionUpdateConfig.eventsConfig",
            mutability=Mutability.MUTABLE,
            comparison=Comparison.SUBSET,
            form=_EVENTS,
            about="Weights and thresholds per event type; the whole list is replaced.",
        ),
    ),
)
