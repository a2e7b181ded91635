"""What CreateRecommender and UpdateRecommender accept as use case and configuration.

Source: AWS API reference, RecommenderConfig; developer guide, "Choosing a use case". Texts are the emulator's
own unless a comment names a source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personalize_emulator.errors import invalid
from personalize_emulator.kinds.campaign_config import check_exploration, check_metadata
from personalize_emulator.kinds.solution_config import check_columns
from personalize_emulator.recipes import recipe_of

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.recipes import Recipe
    from personalize_emulator.resources import Json, Resource

_REQUESTS = "minRecommendationRequestsPerSecond"


def use_case(group: Resource, arn: str) -> Recipe:
    """The recipe; InvalidInputException unless it and the group have the same domain."""
    if not group.wire.get("domain"):
        # Observed (aws-samples amazon-personalize-samples issue 136). Assumed: InvalidInputException.
        raise invalid("Please use a domains-specific Dataset Group to create the Recommender")
    recipe = recipe_of(arn)
    if recipe.domain != group.wire["domain"]:
        # Assumed: the error; a use case belongs to one domain.
        raise invalid(f"The given recipe is not a use case of domain {group.wire['domain']}: {arn}")
    return recipe


def checked_config(realm: Realm, group: str, recipe: Recipe, given: Json) -> Json:
    """The configuration as DescribeRecommender shows it; InvalidInputException for what cannot be."""
    check_exploration(recipe, given.get("itemExplorationConfig") or {})
    check_columns(given.get("trainingDataConfig") or {})
    check_metadata(realm, group, given)
    # Recorded answers always hold a recommenderConfig. Assumed: it shows the documented default of 1.
    return {_REQUESTS: 1} | {member: value for member, value in given.items() if value is not None}


def columns_of(config: Json) -> dict[str, Any]:
    """The columns used in training, comparable: neither order nor empty lists nor case of types matter."""
    chosen: Json = config.get("trainingDataConfig") or {}
    return {
        f"{member} {kind.upper()}": sorted(names)
        for member, columns in chosen.items()
        for kind, names in (columns or {}).items()
        if names
    }
