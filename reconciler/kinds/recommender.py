"""Recommender: a use case of a domain group, trained and served by itself; billed while it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconciler.kinds.forms import BOOLEAN, RECIPE, STRING_MAP, TRAINING_DATA
from reconciler.kinds.kind import Asks, Comparison, Field, Kind, Listing, Mutability, OnFixed, Overlay

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reconciler.model.values import Json


def _config(
    key: str,
    about: str,
    form: Mapping[str, Json],
    comparison: Comparison = Comparison.EXACT,
) -> Field:
    path = f"recommenderConfig.{key}"
    return Field(
        key=path,
        member=path,
        overlay=path,
        mutability=Mutability.MUTABLE,
        comparison=comparison,
        texts=form is STRING_MAP,
        form=form,
        about=about,
    )


KIND = Kind(
    name="recommender",
    title="recommender",
    rank=95,
    place="datasetGroups.*.recommenders.*",
    about="Serves one use case of a domain group; the service trains it. Billed for as long as it runs.",
    create="CreateRecommender",
    describe="DescribeRecommender",
    update="UpdateRecommender",
    delete="DeleteRecommender",
    start="StartRecommender",
    stop="StopRecommender",
    listing=Listing(
        operation="ListRecommenders", result="recommenders", parent="dataset-group", narrows="datasetGroupArn"
    ),
    document="recommender",
    arn_member="recommenderArn",
    resource="recommender/{name}",
    parents={"dataset-group": "datasetGroupArn"},
    # It learns from what the datasets hold when it is made.
    needs=("dataset", "dataset-import-job"),
    update_record="latestRecommenderUpdate",
    overlay=Overlay.WHILE_IN_PROGRESS,
    leaves=1,
    on_fixed=OnFixed.RECREATE,
    asks=Asks.WHEN_ACTIVE,
    on_delete="requests to it fail from then on, and what it learned is lost",
    fields=(
        Field(
            key="recipe",
            member="recipeArn",
            mutability=Mutability.CREATE_ONLY,
            prefix="arn:{partition}:personalize:::recipe/",
            required=True,
            form=RECIPE,
            about="A use case of the group's domain, e.g. aws-vod-top-picks, or its ARN.",
        ),
        _config(
            "minRecommendationRequestsPerSecond",
            "Capacity and billing floor in requests per second; the service's default is 1.",
            {"type": "integer", "minimum": 1},
        ),
        _config(
            "itemExplorationConfig",
            "explorationWeight and explorationItemAgeCutOff, for use cases that explore.",
            STRING_MAP,
            Comparison.SUBSET,
        ),
        _config(
            "trainingDataConfig",
            "Columns to train on or to leave out, per dataset type; a change trains it anew.",
            TRAINING_DATA,
            Comparison.SUBSET,
        ),
        _config(
            "enableMetadataWithRecommendations",
            "Whether answers can carry item metadata; billed extra.",
            BOOLEAN,
        ),
        Field(
            key="running",
            read="status",
            mutability=Mutability.SWITCH,
            comparison=Comparison.RUNNING,
            absent=True,
            form=BOOLEAN,
            about="true (default), or false: stopped, which pauses its bill and its training.",
        ),
    ),
)
