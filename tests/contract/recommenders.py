"""Steps towards a recommender of a video group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from journey import Journey

PREFIX = "arn:aws:personalize:::recipe/"
TOP_PICKS = f"{PREFIX}aws-vod-top-picks"
VIDEO = "VIDEO_ON_DEMAND"


def start(journey: Journey, group: str, name: str = "top", recipe: str = TOP_PICKS, **more: Any) -> str:
    made = journey.personalize.create_recommender(name=name, datasetGroupArn=group, recipeArn=recipe, **more)
    return str(made["recommenderArn"])


def active(journey: Journey, **more: Any) -> str:
    arn = start(journey, journey.imported(domain=VIDEO), **more)
    journey.wait(3600)
    assert describe(journey, arn)["status"] == "ACTIVE"
    return arn


def describe(journey: Journey, arn: str) -> dict[str, Any]:
    found: dict[str, Any] = journey.personalize.describe_recommender(recommenderArn=arn)["recommender"]
    return found
