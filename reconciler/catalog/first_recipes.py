"""Recipes that a first file may begin with: those that need interactions alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class FirstRecipe(NamedTuple):
    """What it is good for, and what a solution or recommender of it may be called."""

    purpose: str
    name: str


FIRST_RECIPES: Mapping[str | None, Mapping[str, FirstRecipe]] = {
    None: {
        "aws-user-personalization-v2": FirstRecipe("items for a user", "for-you"),
        "aws-personalized-ranking-v2": FirstRecipe("a list in the order that suits a user", "ranking"),
        "aws-similar-items": FirstRecipe("items like another one", "similar"),
        "aws-trending-now": FirstRecipe("items that gain interest fastest", "trending"),
        "aws-popularity-count": FirstRecipe("the most popular items, to compare with", "popular"),
    },
    "ECOMMERCE": {
        "aws-ecomm-recommended-for-you": FirstRecipe("items for a user", "for-you"),
        "aws-ecomm-popular-items-by-views": FirstRecipe("what is viewed most; needs View events", "viewed"),
        "aws-ecomm-popular-items-by-purchases": FirstRecipe(
            "what is bought most; needs Purchase events", "bought"
        ),
    },
    "VIDEO_ON_DEMAND": {
        "aws-vod-top-picks": FirstRecipe("videos for a user", "for-you"),
        "aws-vod-trending-now": FirstRecipe("videos that gain interest fastest", "trending"),
        "aws-vod-most-popular": FirstRecipe("what is watched most; needs Watch events", "popular"),
    },
}
"""By domain, None being a custom group; the first is the usual choice."""
