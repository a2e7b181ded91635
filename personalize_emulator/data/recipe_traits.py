"""What tells the recipes apart in training and answering, as data.

Source: https://docs.aws.amazon.com/personalize/latest/dg/working-with-predefined-recipes.html and
https://docs.aws.amazon.com/personalize/latest/dg/domain-use-cases.html.
"""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["user", "related", "popular", "trending"]


@dataclass(frozen=True, slots=True)
class RecipeTraits:
    """How a recipe answers, and the event type that it learns from by itself."""

    answer: Answer
    event_type: str | None = None
    hides_seen: bool = False
    needs_interactions: bool = True


_TRAITS = {
    "aws-popularity-count": RecipeTraits("popular"),
    "aws-trending-now": RecipeTraits("trending"),
    "aws-similar-items": RecipeTraits("related"),
    "aws-sims": RecipeTraits("related"),
    "aws-semantic-similarity": RecipeTraits("related", needs_interactions=False),
    "aws-ecomm-popular-items-by-views": RecipeTraits("popular", "View"),
    "aws-ecomm-popular-items-by-purchases": RecipeTraits("popular", "Purchase"),
    "aws-ecomm-frequently-bought-together": RecipeTraits("related", "Purchase"),
    "aws-ecomm-customers-who-viewed-x-also-viewed": RecipeTraits("related", "View", hides_seen=True),
    "aws-vod-because-you-watched-x": RecipeTraits("related", "Watch", hides_seen=True),
    "aws-vod-more-like-x": RecipeTraits("related", hides_seen=True),
    "aws-vod-most-popular": RecipeTraits("popular", "Watch"),
    "aws-vod-trending-now": RecipeTraits("trending"),
}


def traits_of(recipe: str) -> RecipeTraits:
    """The traits of a recipe, by name or ARN; those not listed personalize for a user."""
    return _TRAITS.get(recipe.rsplit("/", 1)[-1], RecipeTraits("user"))
