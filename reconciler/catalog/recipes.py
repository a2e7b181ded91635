"""What the recipes take, read on 2026-11-23.

Source: developer guide, 'Choosing a recipe' and the pages of the single recipes, 'Creating a campaign'.
"""

from __future__ import annotations

from collections.abc import Mapping

_KNOWN = frozenset(
    {
        "aws-item-affinity",
        "aws-item-attribute-affinity",
        "aws-next-best-action",
        "aws-personalized-ranking",
        "aws-personalized-ranking-v2",
        "aws-popularity-count",
        "aws-semantic-similarity",
        "aws-similar-items",
        "aws-sims",
        "aws-trending-now",
        "aws-user-personalization",
        "aws-user-personalization-v2",
    }
)

_CAMPAIGN_OPTIONS: Mapping[str, frozenset[str]] = {
    "campaignConfig.itemExplorationConfig": frozenset({"aws-user-personalization"}),
    "campaignConfig.rankingInfluence": frozenset({"aws-semantic-similarity"}),
}
"""A campaign's option to the recipes that take it; every recipe takes the others."""


def unfit_options(recipe: str) -> frozenset[str]:
    """The campaign options that a recipe does not take; empty for a recipe that is not known here."""
    if recipe not in _KNOWN:
        return frozenset()
    return frozenset(option for option, takers in _CAMPAIGN_OPTIONS.items() if recipe not in takers)
