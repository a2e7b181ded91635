"""The recipes of the service as a table, with ListRecipes and DescribeRecipe.

Source: AWS developer guide, "Choosing a recipe" and the page of each recipe. Does not belong here: how a
recipe learns (see `data`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from personalize_emulator.errors import not_found

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json

_PREFIX = "arn:aws:personalize:::"
# Assumed: no date is published; the answer must hold one.
_SINCE = 1543622400.0
_HIDDEN = frozenset({"hidden_dimension", "bptt", "recency_mask"})
_HISTORY = frozenset({"min_user_history_length_percentile", "max_user_history_length_percentile"})
_SIMS_FEATURES = _HISTORY | {"min_item_interaction_count_percentile", "max_item_interaction_count_percentile"}
_INTERACTIONS = ("INTERACTIONS",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One recipe: what it takes and what it can do."""

    name: str
    type: str
    domain: str | None = None
    hyperparameters: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    tunable: bool = False
    needs: tuple[str, ...] = _INTERACTIONS
    retired: bool = False
    updates: bool = False
    objective: bool = False
    events_config: bool = False
    incremental: bool = False
    exploration: bool = False
    ranking_influence: bool = False
    inputs: tuple[str, ...] | None = None

    @property
    def arn(self) -> str:
        """The recipe's ARN, which has neither region nor account."""
        return f"{_PREFIX}recipe/{self.name}"

    @property
    def algorithm(self) -> str:
        """The algorithm's ARN, as it stands in the error about hyperparameters."""
        return f"{_PREFIX}algorithm/{self.name}"

    @property
    def serves(self) -> bool:
        """Whether a campaign can serve it; user segmentation is for batch jobs only."""
        return self.type != "USER_SEGMENTATION"

    @property
    def required_inputs(self) -> tuple[str, ...]:
        """What GetRecommendations must be told: `inputs`, or what follows from the type."""
        return _INPUTS.get(self.type, ()) if self.inputs is None else self.inputs


_INPUTS = {"USER_PERSONALIZATION": ("userId",), "RELATED_ITEMS": ("itemId",)}
_V2 = frozenset({"apply_recency_bias"})
_SIMILAR = frozenset({"popularity_discount_factor", "item_id_hidden_dim", "item_metadata_hidden_dim"})
_USER, _RANKING, _RELATED, _POPULAR = (
    "USER_PERSONALIZATION",
    "PERSONALIZED_RANKING",
    "RELATED_ITEMS",
    "POPULAR_ITEMS",
)
_SEGMENT = "USER_SEGMENTATION"

_CUSTOM = (
    Recipe(name="aws-user-personalization-v2", type=_USER, hyperparameters=_V2, events_config=True),
    Recipe(
        name="aws-user-personalization",
        type=_USER,
        hyperparameters=_HIDDEN,
        features=_HISTORY,
        tunable=True,
        updates=True,
        objective=True,
        exploration=True,
    ),
    Recipe(name="aws-personalized-ranking-v2", type=_RANKING, hyperparameters=_V2, events_config=True),
    Recipe(
        name="aws-personalized-ranking",
        type=_RANKING,
        hyperparameters=_HIDDEN,
        features=_HISTORY,
        tunable=True,
        objective=True,
    ),
    Recipe(name="aws-trending-now", type=_POPULAR, features=frozenset({"trend_discovery_frequency"})),
    Recipe(name="aws-popularity-count", type=_POPULAR),
    Recipe(name="aws-similar-items", type=_RELATED, hyperparameters=_SIMILAR, tunable=True),
    Recipe(
        name="aws-sims",
        type=_RELATED,
        hyperparameters=frozenset({"popularity_discount_factor", "min_cointeraction_count"}),
        features=_SIMS_FEATURES,
        tunable=True,
    ),
    Recipe(
        name="aws-semantic-similarity",
        type=_RELATED,
        needs=("ITEMS",),
        incremental=True,
        ranking_influence=True,
    ),
    Recipe(
        name="aws-next-best-action",
        type="PERSONALIZED_ACTIONS",
        features=frozenset({"action_optimization_period"}),
        needs=("INTERACTIONS", "ACTIONS"),
    ),
    Recipe(name="aws-item-affinity", type=_SEGMENT, hyperparameters=frozenset({"hidden_dimension"})),
    Recipe(
        name="aws-item-attribute-affinity",
        type=_SEGMENT,
        hyperparameters=frozenset({"hidden_dimension"}),
        needs=("INTERACTIONS", "ITEMS"),
    ),
    Recipe(name="aws-hrnn", type=_USER, retired=True),
    Recipe(name="aws-hrnn-metadata", type=_USER, retired=True),
    Recipe(name="aws-hrnn-coldstart", type=_USER, retired=True, updates=True),
)
_FOR_USER, _FOR_BOTH = ("userId",), ("userId", "itemId")
# Source: developer guide, "ECOMMERCE use cases" and "VIDEO_ON_DEMAND use cases".
_ECOMMERCE = (
    Recipe(name="aws-ecomm-popular-items-by-views", type=_POPULAR, inputs=_FOR_USER),
    Recipe(name="aws-ecomm-popular-items-by-purchases", type=_POPULAR, inputs=_FOR_USER),
    Recipe(name="aws-ecomm-frequently-bought-together", type=_RELATED),
    Recipe(name="aws-ecomm-customers-who-viewed-x-also-viewed", type=_RELATED, inputs=_FOR_BOTH),
    Recipe(name="aws-ecomm-recommended-for-you", type=_USER, exploration=True),
)
_VIDEO_ON_DEMAND = (
    Recipe(name="aws-vod-because-you-watched-x", type=_RELATED, inputs=_FOR_BOTH),
    Recipe(name="aws-vod-more-like-x", type=_RELATED, inputs=_FOR_BOTH, needs=("INTERACTIONS", "ITEMS")),
    Recipe(name="aws-vod-most-popular", type=_POPULAR, inputs=_FOR_USER),
    Recipe(name="aws-vod-trending-now", type=_POPULAR),
    Recipe(name="aws-vod-top-picks", type=_USER, exploration=True),
)
RECIPES: dict[str, Recipe] = {
    recipe.arn: recipe
    for recipe in (
        *_CUSTOM,
        *(replace(recipe, domain="ECOMMERCE") for recipe in _ECOMMERCE),
        *(replace(recipe, domain="VIDEO_ON_DEMAND") for recipe in _VIDEO_ON_DEMAND),
    )
}


def recipe_of(arn: str) -> Recipe:
    """The recipe; ResourceNotFoundException for an ARN that is none."""
    # China has its own partition in the ARN; the recipes are the same.
    if (found := RECIPES.get(arn.replace("arn:aws-cn:", "arn:aws:"))) is None:
        raise not_found("recipe", arn)
    return found


def describe_recipe(_realm: Realm, request: Json) -> Json:
    """DescribeRecipe."""
    recipe = recipe_of(request["recipeArn"])
    return {
        "recipe": _summary(recipe, domain=False)
        | {
            "algorithmArn": recipe.algorithm,
            # Assumed: the names of feature transformations are published for a few recipes only.
            "featureTransformationArn": f"{_PREFIX}feature-transformation/JSON-percentile-filtering",
            "recipeType": recipe.type,
            "description": f"The recipe {recipe.name} as emulated.",
        }
    }


def list_recipes(_realm: Realm, request: Json) -> Json:
    """ListRecipes; without a domain it lists the recipes of custom groups."""
    # Assumed: what a call without a domain lists. All fit on one page of 100.
    wanted = request.get("domain")
    chosen = [recipe for recipe in RECIPES.values() if recipe.domain == wanted and not recipe.retired]
    return {"recipes": [_summary(recipe, domain=True) for recipe in chosen]}


def _summary(recipe: Recipe, *, domain: bool) -> Json:
    shown: Json = {
        "name": recipe.name,
        "recipeArn": recipe.arn,
        "status": "ACTIVE",
        "creationDateTime": _SINCE,
        "lastUpdatedDateTime": _SINCE,
    }
    return shown | ({"domain": recipe.domain} if domain and recipe.domain else {})


OPERATIONS = {"DescribeRecipe": describe_recipe, "ListRecipes": list_recipes}
