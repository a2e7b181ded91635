"""What a client may rely on when it asks a recommender."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answers import code
from journey import BUCKET
from recommenders import PREFIX, VIDEO, active, describe, start

if TYPE_CHECKING:
    from journey import Journey

MOST_POPULAR = f"{PREFIX}aws-vod-most-popular"
VIDEOS = [
    ("ITEM_ID", "string"),
    ("CREATION_TIMESTAMP", "long"),
    ("GENRES", "string", {"categorical": True}),
]


@pytest.mark.documented
def test_use_cases_name_what_they_require_and_hide_what_was_watched(journey: Journey) -> None:
    group = journey.imported(domain=VIDEO)
    popular = start(journey, group, "popular", MOST_POPULAR)
    watched = start(journey, group, "watched", f"{PREFIX}aws-vod-because-you-watched-x")
    journey.wait(3600)
    get = journey.runtime.get_recommendations
    assert code(get, recommenderArn=popular) == "InvalidInputException"
    assert code(get, recommenderArn=watched, userId="u1") == "InvalidInputException"
    assert code(get, recommenderArn=watched, campaignArn=popular, userId="u1") == "InvalidInputException"
    found = get(recommenderArn=watched, userId="u1", itemId="i5")["itemList"]
    seen = {f"i{(1 + step) % 60}" for step in range(40)}
    assert found
    assert not seen & {entry["itemId"] for entry in found}


@pytest.mark.documented
def test_filters_work_and_metadata_must_be_turned_on(journey: Journey) -> None:
    group = journey.imported(domain=VIDEO)
    items = journey.dataset(group, "Items", VIDEOS, domain=VIDEO)
    rows = "".join(f"i{n},1700000000,{'Drama' if n % 2 else 'Comedy'}\n" for n in range(60))
    journey.s3.put_object(
        Bucket=BUCKET, Key="i.csv", Body=b"ITEM_ID,CREATION_TIMESTAMP,GENRES\n" + rows.encode()
    )
    journey.start_import(items, "i.csv", "items", "arn:aws:iam::123456789012:role/Import")
    journey.wait(1200)
    plain = start(journey, group, "plain", MOST_POPULAR)
    told = start(
        journey,
        group,
        "told",
        f"{PREFIX}aws-vod-more-like-x",
        recommenderConfig={"enableMetadataWithRecommendations": True},
    )
    drama = journey.personalize.create_filter(
        name="d", datasetGroupArn=group, filterExpression='INCLUDE ItemID WHERE Items.GENRES IN ("Drama")'
    )["filterArn"]
    journey.wait(3600)
    asked = {"userId": "new", "itemId": "i5", "filterArn": drama, "metadataColumns": {"ITEMS": ["GENRES"]}}
    answer = journey.runtime.get_recommendations(recommenderArn=told, **asked)["itemList"]
    assert {entry["metadata"]["genres"] for entry in answer} == {"Drama"}
    without = code(journey.runtime.get_recommendations, recommenderArn=plain, **asked)
    assert without == "InvalidInputException"


@pytest.mark.documented
def test_the_service_retrains_every_seven_days_unless_it_is_stopped(journey: Journey) -> None:
    arn = active(journey, recipe=MOST_POPULAR)
    group = describe(journey, arn)["datasetGroupArn"]
    tracking = journey.personalize.create_event_tracker(name="t", datasetGroupArn=group)["trackingId"]
    journey.wait(100)

    def top() -> str:
        found = journey.runtime.get_recommendations(recommenderArn=arn, userId="u1", numResults=1)
        return str(found["itemList"][0]["itemId"])

    for user in range(60):
        event = {"eventType": "Watch", "itemId": "new-hit", "sentAt": 1800000000 + user}
        journey.events.put_events(trackingId=tracking, userId=f"v{user}", sessionId="s", eventList=[event])
    before = top()
    journey.personalize.stop_recommender(recommenderArn=arn)
    journey.wait(8 * 86400)
    journey.personalize.start_recommender(recommenderArn=arn)
    journey.wait(300)
    assert top() == before != "new-hit"
    journey.wait(7 * 86400)
    assert top() == "new-hit"
