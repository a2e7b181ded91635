"""Parts of drawn files, one function per kind: every field of every kind is drawn here.

What a part may say follows from the service's rules for its recipe; what it needs of the rest of its group is
mended afterwards (`mended`). The first choice is always the plainest, so that examples shrink towards it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from drawn_choices import EXPRESSIONS, KEY, NAMES, RECIPES, USE_CASES, Recipe
from drawn_data import BUCKET, ROLE, SHORT, VARIANTS, document, path_of
from hypothesis import strategies as st

Part = dict[str, Any]
Any_ = TypeVar("Any_")


class Draws:
    """Short words for what the parts draw."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def of(self, choices: Sequence[Any_]) -> Any_:
        """One of the choices, the first one in the plainest case."""
        return self.draw(st.sampled_from(choices))

    def chance(self, percent: int) -> bool:
        """False in the plainest case."""
        return self.draw(st.integers(0, 99)) >= 100 - percent

    def some(self, choices: Sequence[Any_], percent: int = 50) -> list[Any_]:
        """Each of them or not."""
        return [one for one in choices if self.chance(percent)]

    def members(self, percent: int, **members: Any) -> Part:
        """Each member or not; a callable is asked for its value."""
        kept = {key: value for key, value in members.items() if value is not None and self.chance(percent)}
        return {key: value() if callable(value) else value for key, value in kept.items()}


def tags(d: Draws) -> Part:
    """A few tags; values may hold what YAML or a shell would mind."""
    values = ("x", "y", "", "a: b @c", "true", "é")
    return {key: d.of(values) for key in d.some(("team", "cost centre", "stage"))}


def schema(d: Draws, kind: str, domain: str | None) -> Part:
    """A schema for datasets of this type, in a file of its own or inline."""
    variant = d.of(tuple(VARIANTS[kind]))
    avro = document(kind, variant) if d.chance(30) else path_of(kind, variant)
    return {"avro": avro, **({"domain": domain} if domain else {})}


def schema_names(kind: str, domain: str | None) -> tuple[str, str]:
    """Two datasets may share one, so there are only two of each sort."""
    return f"{kind}-{SHORT[domain]}", f"other-{kind}-{SHORT[domain]}"


def imported(d: Draws, kind: str) -> Part:
    """Where its rows come from; mostly what fits."""
    keys = (f"{kind}.csv", f"{kind}/", f"{kind}/part-1.csv")
    # Without interactions nothing is trained, which is one case among many.
    whens = ("changed", "initial", *(("never",) if kind != "interactions" or d.chance(4) else ()))
    return {
        "from": f"s3://{BUCKET}/{'short.csv' if d.chance(2) else d.of(keys)}",
        "role": ROLE,
        **d.members(60, when=lambda: d.of(whens)),
        **d.members(
            20,
            mode=lambda: d.of(("FULL", "INCREMENTAL")),
            publishAttributionMetricsToS3=lambda: d.of((False, True)),
        ),
    }


def dataset(d: Draws, kind: str, domain: str | None) -> Part:
    """A dataset, nearly always with an import."""
    return {
        "schema": d.of(schema_names(kind, domain)),
        **({} if d.chance(3 if kind == "interactions" else 12) else {"import": imported(d, kind)}),
        **d.members(20, name=f"a-label-of-{kind}", tags=lambda: tags(d)),
    }


def tracker(d: Draws) -> Any:
    """An event tracker in its short or long form."""
    name = d.of(NAMES["trackers"])
    return {"name": name, "tags": tags(d)} if d.chance(30) else name


def filter_(d: Draws) -> Any:
    """A filter in its short or long form."""
    expression = d.of(tuple(EXPRESSIONS))
    return {"expression": expression, **d.members(60, tags=lambda: tags(d))} if d.chance(30) else expression


def metric_attribution(d: Draws) -> Part:
    """Up to three metrics."""
    sums = ("SAMPLECOUNT()", "SUM(Items.PRICE)", "SUM(Interactions.EVENT_VALUE)")
    metrics = [
        {"eventType": d.of(("View", "Watch")), "metricName": name, "expression": d.of(sums)}
        for name in ("first", *d.some(("second", "third")))
    ]
    where = {"s3DataDestination": {"path": f"s3://{BUCKET}/{d.of(('metrics', 'sums'))}/"}}
    if d.chance(20):
        where["s3DataDestination"]["kmsKeyArn"] = KEY
    return {
        "name": d.of(NAMES["metrics"]),
        "metrics": metrics,
        "metricsOutputConfig": {"roleArn": ROLE, **where},
    }


def columns(d: Draws) -> Part:
    """Columns to train on, or to leave out."""
    if d.chance(50):
        return {"includedDatasetColumns": {"ITEMS": ["PRICE", "GENRES"]}}
    return {"excludedDatasetColumns": {"ITEMS": d.of((["GENRES"], ["PRICE", "GENRES"]))}}


def exploration(d: Draws) -> Part:
    """How much is explored."""
    return d.members(
        70,
        explorationWeight=lambda: d.of(("0.3", 0.5, 1)),
        explorationItemAgeCutOff=lambda: d.of((30, "7.0")),
    )


def solution(d: Draws) -> Part:
    """A solution with what its recipe takes, a training and up to two campaigns."""
    automl = d.chance(4)
    recipe = RECIPES["aws-user-personalization" if automl else d.of(tuple(RECIPES))]
    prefix = "arn:aws:personalize:::recipe/" if d.chance(10) else ""
    config = {"autoMLConfig": _automl()} if automl and d.chance(70) else {} if automl else _config(d, recipe)
    config |= d.members(10, trainingDataConfig=lambda: columns(d))
    by_type = {"eventType": d.of(("Watch", "View"))} if not automl and d.chance(10) else {}
    if by_type and d.chance(40):
        config["eventValueThreshold"] = d.of((0.0, "0", "0.00"))
    said: Part = {"performAutoML": True} if automl else {"recipe": f"{prefix}{recipe.name}"}
    said |= d.members(
        50,
        autoTraining=lambda: d.of((False, True, {"schedule": "rate(10 days)"}, {"schedule": "rate(1 day)"})),
    )
    said |= d.members(
        15, tags=lambda: tags(d), performHPO=d.chance(50) if recipe.hpo and not automl else None
    )
    said |= d.members(50, performIncrementalUpdate=d.chance(50) if recipe.incremental else None)
    said |= d.members(60, training=lambda: training(d, recipe))
    if recipe.serves:
        names = d.some(NAMES["campaigns"], 30)
        said |= {"campaigns": {name: campaign(d, recipe) for name in names}} if names else {}
    return said | by_type | ({"solutionConfig": config} if config else {})


def _automl() -> Part:
    return {
        "metricName": "precision_at_25",
        "recipeList": ["arn:aws:personalize:::recipe/aws-user-personalization"],
    }


def _config(d: Draws, recipe: Recipe) -> Part:
    return d.members(
        20,
        algorithmHyperParameters=(lambda: _parameters(d, recipe.hyper)) if recipe.hyper else None,
        featureTransformationParameters=(lambda: _parameters(d, recipe.features or {}))
        if recipe.features
        else None,
        hpoConfig=(lambda: _hpo(d, recipe)) if recipe.hpo else None,
        optimizationObjective=(
            lambda: {"itemAttribute": "PRICE", "objectiveSensitivity": d.of(("LOW", "HIGH"))}
        )
        if recipe.objective
        else None,
        eventsConfig=(lambda: _events(d)) if recipe.events else None,
    )


def _parameters(d: Draws, known: Mapping[str, Sequence[str]]) -> Part:
    return {name: d.of(values) for name, values in known.items() if d.chance(70)}


def _hpo(d: Draws, recipe: Recipe) -> Part:
    name = next(iter(recipe.hyper))
    ranges: Part = {
        "integerHyperParameterRanges": [{"name": name, "minValue": d.of((1, 2)), "maxValue": 100}]
    }
    if "bptt" in recipe.hyper:
        ranges |= {
            "integerHyperParameterRanges": [{"name": "bptt", "minValue": 2, "maxValue": 32}],
            "categoricalHyperParameterRanges": [{"name": "recency_mask", "values": ["true", "false"]}],
        }
    return {
        "hpoResourceConfig": {"maxNumberOfTrainingJobs": d.of(("2", "4")), "maxParallelTrainingJobs": "2"},
        "algorithmHyperParameterRanges": ranges,
    }


def _events(d: Draws) -> Part:
    some = [
        {
            "eventType": name,
            **d.members(50, weight=lambda: d.of((0.5, 1)), eventValueThreshold=lambda: d.of((0, 0.5))),
        }
        for name in ("Watch", *d.some(("View",)))
    ]
    return {"eventParametersList": some}


def training(d: Draws, recipe: Recipe) -> Part:
    """When it trains."""
    modes = ("FULL", "UPDATE") if recipe.updates else ("FULL",)
    return {
        **d.members(70, when=lambda: d.of(("imported", "initial", "never"))),
        **d.members(20, maxAge=lambda: d.of(("30d", "7d", "52w")), trainingMode=lambda: d.of(modes)),
    }


def campaign(d: Draws, recipe: Recipe) -> Part:
    """A campaign with a number or a band, and what the recipe of its solution takes."""
    sync = d.of(("", "version", "flag")) if d.chance(50) else ""
    config = d.members(
        80 if recipe.influence else 30,
        itemExplorationConfig=(lambda: exploration(d)) if recipe.exploration else None,
        rankingInfluence=(lambda: d.members(60, POPULARITY=0.5, FRESHNESS=1)) if recipe.influence else None,
        enableMetadataWithRecommendations=lambda: d.of((False, True)),
    )
    said = d.members(70, minTPS=lambda: d.of((1, 2, {"min": 1, "max": 3}, {"min": 2, "max": 4})))
    said |= d.members(15, tags=lambda: tags(d))
    if sync == "version":
        said["version"] = d.of(("sync", "latest"))
    elif sync:
        config["syncWithLatestSolutionVersion"] = d.of((True, False))
    return said | ({"campaignConfig": config} if config else {})


def recommender(d: Draws, domain: str) -> Part:
    """A recommender of the domain."""
    recipe = d.of(USE_CASES[domain])
    explores = recipe.endswith(("-you", "-picks"))
    config = d.members(
        30,
        minRecommendationRequestsPerSecond=lambda: d.of((1, 2)),
        itemExplorationConfig=(lambda: exploration(d)) if explores else None,
        trainingDataConfig=lambda: columns(d),
        enableMetadataWithRecommendations=lambda: d.of((False, True)),
    )
    prefix = "arn:aws:personalize:::recipe/" if d.chance(10) else ""
    return {
        "recipe": f"{prefix}{recipe}",
        **({"recommenderConfig": config} if config else {}),
        **d.members(40, running=lambda: d.of((True, False))),
        **d.members(15, tags=lambda: tags(d)),
    }
