"""Options of campaigns and recommenders, and whether their recipes take them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reconciler.desired.findings import did_you_mean, error, listed, shown, warning
from reconciler.model.diagnostics import Severity
from reconciler.model.rules import Rule, Source

if TYPE_CHECKING:
    from reconciler.desired.recipe_uses import RecipeCheck, RecipeUse
    from reconciler.model.diagnostics import Diagnostic

_CAMPAIGN = Source(
    said="Amazon Personalize API reference, CampaignConfig; developer guide, 'Creating a campaign'",
    seen="2026-11-23",
)
_RECOMMENDER = Source(said="Amazon Personalize API reference, RecommenderConfig", seen="2026-11-23")
_SIMILAR = Source(said="Amazon Personalize developer guide, 'Semantic-Similarity recipe'", seen="2026-11-23")


def _campaign(recipe: str, config: str) -> str:
    """An example with a campaign."""
    return f"recipe: {recipe}\ncampaigns: {{home: {{minTPS: 1, campaignConfig: {{{config}}}}}}}\n"


def _recommender(recipe: str, config: str) -> str:
    """An example with a recommender."""
    return f"recommenders: {{best: {{recipe: {recipe}, recommenderConfig: {{{config}}}}}}}\n"


RULES = (
    Rule(
        id="campaign/segmentation",
        title="a solution for user segments has a campaign",
        why="User segments are made by batch segment jobs only; no campaign serves them.",
        fix="Remove the campaign.",
        source=Source(
            said="Amazon Personalize developer guide, 'Choosing a recipe' and the pages of the recipes",
            seen="2026-11-23",
        ),
        bad="recipe: aws-item-affinity\ncampaigns: {home: {minTPS: 1}}\n",
        good="recipe: aws-item-affinity\ncampaigns: {}\n",
    ),
    Rule(
        id="campaign/exploration",
        severity=Severity.WARNING,
        title="the recipe takes no itemExplorationConfig",
        why="The API asks for it with aws-user-personalization only; whether it is refused is not known.",
        fix="Remove it.",
        source=_CAMPAIGN,
        bad=_campaign("aws-user-personalization-v2", "itemExplorationConfig: {explorationWeight: 0.2}"),
        good=_campaign("aws-user-personalization", "itemExplorationConfig: {explorationWeight: 0.2}"),
    ),
    Rule(
        id="campaign/ranking-influence",
        severity=Severity.WARNING,
        title="the recipe takes no rankingInfluence",
        why="It is said of aws-semantic-similarity only; whether it is refused elsewhere is not known.",
        fix="Remove it.",
        source=_SIMILAR,
        bad=_campaign("aws-similar-items", "rankingInfluence: {POPULARITY: 0.5}"),
        good=_campaign("aws-semantic-similarity", "rankingInfluence: {POPULARITY: 0.5}"),
    ),
    Rule(
        id="campaign/influence-data",
        severity=Severity.WARNING,
        title="rankingInfluence counts what the datasets do not hold",
        why="Popularity is taken from interactions, freshness from CREATION_TIMESTAMP of the items.",
        fix="Declare the interactions, or add CREATION_TIMESTAMP to the schema of the items.",
        source=_SIMILAR,
        bad=(
            "schemas:\n"
            "  items:\n"
            "    avro:\n"
            "      type: record\n"
            "      name: Items\n"
            "      fields:\n"
            "        - {name: ITEM_ID, type: string}\n"
            "        - {name: TITLE, type: string, itemName: true}\n"
            "        - {name: PLOT, type: string, textual: true}\n"
            "datasetGroups:\n"
            "  shop:\n"
            "    datasets: {items: {schema: items}}\n"
            "    solutions:\n"
            "      likes:\n"
            "        recipe: aws-semantic-similarity\n"
            "        campaigns: {home: {minTPS: 1, campaignConfig: {rankingInfluence: {FRESHNESS: 0.5}}}}\n"
        ),
        good=_campaign("aws-semantic-similarity", "rankingInfluence: {FRESHNESS: 0.5}"),
    ),
    Rule(
        id="campaign/metadata",
        severity=Severity.WARNING,
        title="a campaign is to answer with metadata, and the group has no items",
        why="Metadata comes from the columns of the items.",
        fix="Declare datasets.items, or remove enableMetadataWithRecommendations.",
        source=_CAMPAIGN,
        bad=(
            "    datasets: {interactions: {schema: interactions}}\n"
            "    solutions:\n"
            "      likes:\n"
            "        recipe: aws-user-personalization\n"
            "        campaigns:\n"
            "          home: {minTPS: 1, campaignConfig: {enableMetadataWithRecommendations: true}}\n"
        ),
        good=_campaign("aws-user-personalization", "enableMetadataWithRecommendations: true"),
    ),
    Rule(
        id="recommender/exploration",
        severity=Severity.WARNING,
        title="the use case takes no itemExplorationConfig",
        why="The API asks for it with personalized use cases only; whether it is refused is not known.",
        fix="Remove it.",
        source=_RECOMMENDER,
        bad=_recommender(
            "aws-ecomm-popular-items-by-views", "itemExplorationConfig: {explorationWeight: 0.2}"
        ),
        good=_recommender("aws-ecomm-recommended-for-you", "itemExplorationConfig: {explorationWeight: 0.2}"),
    ),
    Rule(
        id="recommender/metadata",
        severity=Severity.WARNING,
        title="a recommender is to answer with metadata, and the group has no items",
        why="Metadata comes from the columns of the items.",
        fix="Declare datasets.items, or remove enableMetadataWithRecommendations.",
        source=_RECOMMENDER,
        bad=(
            "    datasets: {interactions: {schema: interactions}}\n"
            "    recommenders:\n"
            "      best:\n"
            "        recipe: aws-ecomm-recommended-for-you\n"
            "        recommenderConfig: {enableMetadataWithRecommendations: true}\n"
        ),
        good=_recommender("aws-ecomm-recommended-for-you", "enableMetadataWithRecommendations: true"),
    ),
    Rule(
        id="exploration/value",
        severity=Severity.WARNING,
        title="an exploration parameter is not one that there is, or not in its range",
        why="The weight lies between 0 and 1, the cut-off is a number of days.",
        fix="Write explorationWeight and explorationItemAgeCutOff, in their ranges.",
        source=_CAMPAIGN,
        bad=_campaign("aws-user-personalization", "itemExplorationConfig: {explorationWeight: 1.2}"),
        good=_campaign("aws-user-personalization", "itemExplorationConfig: {explorationItemAgeCutOff: 7.5}"),
    ),
)

_EXPLORATION = "itemExplorationConfig"
_INFLUENCE = ("campaignConfig", "rankingInfluence")
_METADATA = "enableMetadataWithRecommendations"


def _segmentation(use: RecipeUse) -> Iterator[Diagnostic]:
    if use.recipe is not None and not use.recipe.has_campaigns:
        yield error(
            "campaign/segmentation",
            f"{use.name} makes user segments, which no campaign serves",
            use.at(key=True),
            why="user segments are made by batch segment jobs only",
            fix="remove the campaign",
        )


def _explores(use: RecipeUse) -> Iterator[Diagnostic]:
    path = ("campaignConfig", _EXPLORATION)
    if use.refuses(_EXPLORATION) and use.mapping(".".join(path)):
        yield warning(
            "campaign/exploration",
            f"{use.name} takes no {_EXPLORATION}",
            use.at(*path, key=True),
            why="the API asks for it with aws-user-personalization only; whether it is refused is not known",
            fix="remove it",
        )


def _influence(use: RecipeUse) -> Iterator[Diagnostic]:
    said, items = use.mapping(".".join(_INFLUENCE)), use.schema("items")
    if said and use.refuses("rankingInfluence"):
        yield warning(
            "campaign/ranking-influence",
            f"{use.name} takes no rankingInfluence",
            use.at(*_INFLUENCE, key=True),
            why="it is said of aws-semantic-similarity only; whether it is refused elsewhere is not known",
            fix="remove it",
        )
        return
    no_date = items is not None and "CREATION_TIMESTAMP" not in items
    missing = {
        "POPULARITY": "an interactions dataset" if use.lacks("interactions") else "",
        "FRESHNESS": "a column CREATION_TIMESTAMP of the items" if no_date else "",
    }
    for name in said:
        if missing.get(name):
            yield warning(
                "campaign/influence-data",
                f"{name} needs {missing[name]}, which the group does not have",
                use.at(*_INFLUENCE, name, key=True),
                fix="add it, or remove the influence",
            )


def _campaign_metadata(use: RecipeUse) -> Iterator[Diagnostic]:
    if _without_items(use, "campaignConfig"):
        yield _no_items("campaign/metadata", use, "campaignConfig")


def _recommender_metadata(use: RecipeUse) -> Iterator[Diagnostic]:
    if _without_items(use, "recommenderConfig"):
        yield _no_items("recommender/metadata", use, "recommenderConfig")


def _without_items(use: RecipeUse, config: str) -> bool:
    return use.lacks("items") and use.said(f"{config}.{_METADATA}") is True


def _no_items(code: str, use: RecipeUse, config: str) -> Diagnostic:
    return warning(
        code,
        f"{_METADATA} needs an items dataset, which the group does not declare",
        use.at(config, _METADATA, key=True),
        fix=f"declare datasets.items, or remove {_METADATA}",
    )


def _use_case_explores(use: RecipeUse) -> Iterator[Diagnostic]:
    path = ("recommenderConfig", _EXPLORATION)
    if use.refuses("recommenderExploration") and use.mapping(".".join(path)):
        yield warning(
            "recommender/exploration",
            f"{use.name} takes no {_EXPLORATION}",
            use.at(*path, key=True),
            why="the API asks for it with personalized use cases only; whether it is refused is not known",
            fix="remove it",
        )


def _exploration_values(use: RecipeUse) -> Iterator[Diagnostic]:
    from reconciler.catalog.recipes import exploration  # noqa: PLC0415
    from reconciler.desired.recipe_uses import as_sent  # noqa: PLC0415

    kind = use.item.place.kind.name
    path, known = (f"{kind}Config", _EXPLORATION), exploration(kind)
    for name, value in use.mapping(".".join(path)).items():
        if name not in known:
            yield warning(
                "exploration/value",
                f"there is no exploration parameter {shown(name)}",
                use.at(*path, name, key=True),
                fix=did_you_mean(name, known) or f"there are {listed(list(known), 'and')}",
            )
        elif not known[name].takes(as_sent(value)):
            yield warning(
                "exploration/value",
                f"{name} is {known[name].expected}, not {shown(as_sent(value))}",
                use.at(*path, name),
                fix="write such a value",
            )


RECIPE_CHECKS: Mapping[str, tuple[RecipeCheck, ...]] = {
    "campaign": (_segmentation, _explores, _influence, _campaign_metadata, _exploration_values),
    "recommender": (_use_case_explores, _recommender_metadata, _exploration_values),
}
