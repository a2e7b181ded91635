"""Drawn solutions with a training and a campaign, and drawn recommenders: right, odd and wrong ones.

A case is drawn from its number, so that it is the same at every run. What is drawn is what a file says;
`wire` says the same as the service is asked it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

Json = dict[str, Any]
One = TypeVar("One")

_TEXT, _LONG = {"type": "string"}, {"type": "long"}
INTERACTIONS = [
    {"name": "USER_ID", **_TEXT},
    {"name": "ITEM_ID", **_TEXT},
    {"name": "TIMESTAMP", **_LONG},
    {"name": "EVENT_TYPE", **_TEXT},
    {"name": "EVENT_VALUE", "type": ["float", "null"]},
]
ITEMS = [
    {"name": "ITEM_ID", **_TEXT},
    {"name": "PRICE", "type": "float"},
    {"name": "CATEGORY_L1", **_TEXT, "categorical": True},
    {"name": "TITLE", **_TEXT, "itemName": True},
    {"name": "PRODUCT_DESCRIPTION", **_TEXT, "textual": True},
    {"name": "CREATION_TIMESTAMP", **_LONG},
]
ACTIONS = [{"name": "ACTION_ID", **_TEXT}, {"name": "KIND", **_TEXT, "categorical": True}]
SCHEMAS: dict[str, tuple[str, list[Json]]] = {
    "interactions": ("Interactions", INTERACTIONS),
    "items": ("Items", ITEMS),
    "actions": ("Actions", ACTIONS),
}
GROUPS: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "full": (None, ("interactions", "items", "actions")),
    "bare": (None, ("interactions",)),
    "goods": (None, ("items",)),
    "shop": ("ECOMMERCE", ("interactions", "items")),
    "video": ("VIDEO_ON_DEMAND", ("interactions",)),
}
"""A group's domain and datasets."""
CUSTOM = (
    "aws-user-personalization",
    "aws-user-personalization-v2",
    "aws-personalized-ranking",
    "aws-personalized-ranking-v2",
    "aws-trending-now",
    "aws-popularity-count",
    "aws-similar-items",
    "aws-sims",
    "aws-semantic-similarity",
    "aws-next-best-action",
    "aws-item-affinity",
    "aws-item-attribute-affinity",
    "aws-hrnn-coldstart",
    "aws-user-personalisation",
    "aws-ecomm-recommended-for-you",
)
USE_CASES = (
    "aws-ecomm-popular-items-by-views",
    "aws-ecomm-popular-items-by-purchases",
    "aws-ecomm-frequently-bought-together",
    "aws-ecomm-customers-who-viewed-x-also-viewed",
    "aws-ecomm-recommended-for-you",
    "aws-vod-because-you-watched-x",
    "aws-vod-more-like-x",
    "aws-vod-most-popular",
    "aws-vod-trending-now",
    "aws-vod-top-picks",
    "aws-vod-top-pick",
    "aws-similar-items",
)
_PARAMETERS = (
    "hidden_dimension",
    "bptt",
    "recency_mask",
    "apply_recency_bias",
    "popularity_discount_factor",
    "min_cointeraction_count",
    "item_id_hidden_dim",
    "training.bptt",
    "model.id_embedding_dim",
)
_FEATURES = (
    "min_user_history_length_percentile",
    "max_hist_length_percentile",
    "min_item_interaction_count_percentile",
    "trend_discovery_frequency",
    "action_optimization_period",
)
_VALUES = (50, "50", 1, "true", False, "2 hours", 0.5, "20", 1000)


@dataclass(frozen=True, slots=True)
class Case:
    """What a file says of one solution or recommender of a group."""

    number: int
    group: str
    kind: str
    said: Json

    def document(self) -> Json:
        """The whole file."""
        domain, datasets = GROUPS[self.group]
        of_domain = {"domain": domain} if domain else {}
        return {
            "version": 1,
            "stack": "drawn",
            "schemas": {kind: {"avro": schema(kind), **of_domain} for kind in datasets},
            "datasetGroups": {
                self.group: {
                    **of_domain,
                    "datasets": {kind: {"schema": kind} for kind in datasets},
                    f"{self.kind}s": {"drawn": self.said},
                }
            },
        }


def schema(kind: str) -> Json:
    """The Avro document of a dataset type."""
    name, fields = SCHEMAS[kind]
    namespace = "com.amazonaws.personalize.schema"
    return {"type": "record", "name": name, "namespace": namespace, "fields": fields, "version": "1.0"}


def case(number: int) -> Case:
    """The case of a number; every fourth is a recommender."""
    draw = Draws(Random(number))
    if number % 4 == 3:
        group = draw.of(("shop", "shop", "shop", "video", "video", "video", "full"))
        return Case(number, group, "recommender", _recommender(draw, group))
    return Case(
        number, draw.of(("full", "full", "full", "bare", "goods", "shop")), "solution", _solution(draw)
    )


class Draws:
    """Choices of one case."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def of(self, choices: Sequence[One]) -> One:
        return self._random.choice(choices)

    def chance(self, percent: int) -> bool:
        return self._random.randrange(100) < percent

    def mostly(self, right: Sequence[One], odd: Sequence[Any], percent: int = 2) -> Any:
        return self.of(odd) if self.chance(percent) else self.of(right)

    def some(self, choices: Sequence[One], most: int) -> list[One]:
        return self._random.sample(list(choices), self._random.randint(0, most))


def _solution(draw: Draws) -> Json:
    said: Json = {"recipe": draw.of(CUSTOM if draw.chance(30) else CUSTOM[:10])}
    if draw.chance(4):
        said = {"performAutoML": True, **(said if draw.chance(40) else {})}
    if draw.chance(8):
        said["performHPO"] = draw.chance(70)
    if draw.chance(7):
        said["performIncrementalUpdate"] = draw.chance(70)
    if draw.chance(8):
        said["eventType"] = "watch"
    config = _config(draw)
    if config:
        said["solutionConfig"] = config
    if draw.chance(9):
        said["training"] = {"trainingMode": draw.of(("FULL", "UPDATE", "UPDATE"))}
    if draw.chance(60):
        # Which recipe AutoML chooses, and so what its campaigns take, is documented nowhere.
        served = _served(draw) if "recipe" in said else {}
        said["campaigns"] = {"home": {"campaignConfig": served} if served else {}}
    return said


def _config(draw: Draws) -> Json:
    config: Json = {}
    if draw.chance(16):
        config["algorithmHyperParameters"] = {draw.of(_PARAMETERS): draw.of(_VALUES)}
    if draw.chance(12):
        config["featureTransformationParameters"] = {draw.of(_FEATURES): draw.of(_VALUES)}
    if draw.chance(12):
        config["hpoConfig"] = _hpo(draw)
    if draw.chance(7):
        objective = {"itemAttribute": draw.of(("PRICE", "PRICE", "CATEGORY_L1", "LENGTH"))}
        config["optimizationObjective"] = {**objective, "objectiveSensitivity": "LOW"}
    if draw.chance(7):
        events = [{"eventType": "watch", "weight": draw.of((0, 0.5, 1))}]
        config["eventsConfig"] = {"eventParametersList": events}
    if draw.chance(7):
        config["eventValueThreshold"] = draw.of((3.5, "3.5", "high"))
    if draw.chance(9):
        config["trainingDataConfig"] = _columns(draw)
    return config


def _hpo(draw: Draws) -> Json:
    ends = draw.of(((2, 32), (20, 40), (30, 30), (32, 2)))
    ranges: Json = {
        "integerHyperParameterRanges": [
            {"name": name, "minValue": ends[0], "maxValue": ends[1]} for name in draw.some(_PARAMETERS, 1)
        ],
        "continuousHyperParameterRanges": [],
        "categoricalHyperParameterRanges": [],
    }
    jobs = {"maxNumberOfTrainingJobs": draw.of(("4", "40", "41", "many"))}
    return {
        "algorithmHyperParameterRanges": ranges,
        **({"hpoResourceConfig": jobs} if draw.chance(50) else {}),
    }


def _columns(draw: Draws) -> Json:
    kind = draw.of(("INTERACTIONS", "Items", "ITEMS", "USERS", "ITEM"))
    names = draw.of(
        (["PRICE"], ["CATEGORY_L1", "TITLE"], ["EVENT_TYPE"], ["EVENT_VALUE"], ["USER_ID"], ["COLOUR"])
    )
    return {draw.of(("excludedDatasetColumns", "includedDatasetColumns")): {kind: names}}


def _served(draw: Draws) -> Json:
    config: Json = {}
    if draw.chance(15):
        config["itemExplorationConfig"] = _exploration(draw)
    if draw.chance(8):
        config["rankingInfluence"] = {draw.of(("POPULARITY", "FRESHNESS")): draw.of((0, 0.5, 1))}
    if draw.chance(20):
        config["enableMetadataWithRecommendations"] = draw.chance(70)
    return config


def _exploration(draw: Draws) -> Json:
    values = {"explorationWeight": (0.3, "0.3", 1, 1.5), "explorationItemAgeCutOff": (30, "7.0", -1, "days")}
    names = draw.some((*values, "explorationWait"), 2)
    return {name: draw.of(values.get(name, (1,))) for name in names}


def _recommender(draw: Draws, group: str) -> Json:
    mostly = [one for one in USE_CASES if one.startswith("aws-vod-" if group == "video" else "aws-ecomm-")]
    said: Json = {"recipe": draw.of(mostly if draw.chance(85) else USE_CASES)}
    config: Json = {}
    if draw.chance(20):
        config["itemExplorationConfig"] = _exploration(draw)
    if draw.chance(20):
        config["enableMetadataWithRecommendations"] = draw.chance(70)
    if draw.chance(15):
        config["trainingDataConfig"] = _columns(draw)
    return {**said, **({"recommenderConfig": config} if config else {})}


def wire(said: Json, config: str) -> Json:
    """A solution, campaign or recommender as the service is asked for it: parameters are texts there."""
    asked = {
        key: value for key, value in said.items() if key not in {"recipe", "training", "campaigns", config}
    }
    if "recipe" in said:
        asked["recipeArn"] = f"arn:aws:personalize:::recipe/{said['recipe']}"
    if config in said:
        asked[config] = {key: _texts(key, value) for key, value in said[config].items()}
    return asked


_OF_TEXTS = {"algorithmHyperParameters", "featureTransformationParameters", "itemExplorationConfig"}


def _texts(key: str, value: Any) -> Any:
    if key == "eventValueThreshold":
        return str(value)
    return {name: _text(one) for name, one in value.items()} if key in _OF_TEXTS else value


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
