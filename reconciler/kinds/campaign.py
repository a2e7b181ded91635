"""Campaign: serves recommendations from one solution version, billed for minTPS while it exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from reconciler.kinds.forms import BOOLEAN, STRING_MAP, closed
from reconciler.kinds.kind import Asks, Comparison, Field, Kind, Listing, Mutability, OnFixed, Overlay

if TYPE_CHECKING:
    from reconciler.model.values import Json

_TPS: Mapping[str, Json] = {"type": "integer", "minimum": 1}
_WEIGHT: Mapping[str, Json] = {"type": "number", "minimum": 0, "maximum": 1}
_SYNC = "campaignConfig.syncWithLatestSolutionVersion"


def _expand(said: Mapping[str, Json]) -> Mapping[str, Json]:
    """`version: sync` is two members of the API; the flag alone means `version: sync` as well."""
    config = said.get("campaignConfig")
    flag = config.get("syncWithLatestSolutionVersion") if isinstance(config, Mapping) else None
    if said.get("version") == "sync":
        return {**said, _SYNC: True}
    return {**said, "version": "sync"} if flag is True and "version" not in said else said


KIND = Kind(
    name="campaign",
    title="campaign",
    rank=90,
    place="datasetGroups.*.solutions.*.campaigns.*",
    about="Serves recommendations from one version of a solution; billed for minTPS as long as it exists.",
    create="CreateCampaign",
    describe="DescribeCampaign",
    update="UpdateCampaign",
    delete="DeleteCampaign",
    listing=Listing(operation="ListCampaigns", result="campaigns", parent="solution", narrows="solutionArn"),
    document="campaign",
    arn_member="campaignArn",
    resource="campaign/{name}",
    parents={"solution": ""},
    update_record="latestCampaignUpdate",
    overlay=Overlay.WHILE_IN_PROGRESS,
    leaves=1,
    on_fixed=OnFixed.RECREATE,
    companions={"campaignConfig": "solutionVersionArn"},
    asks=Asks.WHEN_ACTIVE,
    on_delete="requests to it fail from then on",
    expand=_expand,
    fields=(
        Field(
            key="version",
            member="solutionVersionArn",
            overlay="solutionVersionArn",
            mutability=Mutability.MUTABLE,
            comparison=Comparison.VERSION,
            flag=_SYNC,
            absent="latest",
            form={"type": "string", "pattern": r"^(latest|sync|[0-9a-f]{8})$"},
            about="latest (default), sync (the service follows by itself), or a version id.",
        ),
        Field(
            key="minTPS",
            member="minProvisionedTPS",
            overlay="minProvisionedTPS",
            mutability=Mutability.MUTABLE,
            comparison=Comparison.BAND,
            form={"oneOf": [_TPS, closed({"min": _TPS, "max": _TPS}, required=("min", "max"))]},
            about="Capacity and billing floor in requests per second, or {min, max} for an autoscaler.",
        ),
        Field(
            key=_SYNC,
            member=_SYNC,
            overlay=_SYNC,
            mutability=Mutability.MUTABLE,
            absent=False,
            default=False,
            form=BOOLEAN,
            about="The API's own flag behind `version: sync`; say one of the two.",
        ),
        Field(
            key="campaignConfig.itemExplorationConfig",
            member="campaignConfig.itemExplorationConfig",
            overlay="campaignConfig.itemExplorationConfig",
            mutability=Mutability.MUTABLE,
            comparison=Comparison.SUBSET,
            texts=True,
            form=STRING_MAP,
            about="explorationWeight and explorationItemAgeCutOff, for recipes that explore.",
        ),
        Field(
            key="campaignConfig.enableMetadataWithRecommendations",
            member="campaignConfig.enableMetadataWithRecommendations",
            overlay="campaignConfig.enableMetadataWithRecommendations",
            mutability=Mutability.MUTABLE,
            form=BOOLEAN,
            about="Whether answers can carry item metadata.",
        ),
        Field(
            key="campaignConfig.rankingInfluence",
            member="campaignConfig.rankingInfluence",
            overlay="campaignConfig.rankingInfluence",
            mutability=Mutability.MUTABLE,
            comparison=Comparison.SUBSET,
            form=closed({"POPULARITY": _WEIGHT, "FRESHNESS": _WEIGHT}),
            about="How much popularity and freshness count (aws-semantic-similarity).",
        ),
    ),
)
