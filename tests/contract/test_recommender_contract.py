"""What a client may rely on when it creates, updates, stops and deletes recommenders of domain groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code, refused
from journey import interactions_csv
from recommenders import PREFIX, TOP_PICKS, VIDEO, active, describe, start

if TYPE_CHECKING:
    from journey import Journey


@pytest.mark.documented
def test_a_recommender_passes_pending_and_in_progress_and_then_answers(journey: Journey) -> None:
    arn = start(journey, journey.imported(domain=VIDEO), tags=[{"tagKey": "a", "tagValue": "b"}])
    seen = []
    for wait in (400, 3200, 0):
        seen.append(describe(journey, arn)["status"])
        journey.wait(wait)
    assert arn == "arn:aws:personalize:eu-west-1:123456789012:recommender/top"
    assert seen == ["CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"]
    assert "latestRecommenderUpdate" not in describe(journey, arn)
    found = journey.runtime.get_recommendations(recommenderArn=arn, userId="u1", numResults=5)
    assert len(found["itemList"]) == 5
    assert journey.personalize.list_tags_for_resource(resourceArn=arn)["tags"] == [
        {"tagKey": "a", "tagValue": "b"}
    ]


@pytest.mark.observed
def test_describe_always_carries_a_configuration_and_list_does_too(journey: Journey) -> None:
    arn = start(journey, journey.imported(domain=VIDEO))
    found = describe(journey, arn)
    assert found["recommenderConfig"] == {"minRecommendationRequestsPerSecond": 1}
    listed = journey.personalize.list_recommenders(datasetGroupArn=found["datasetGroupArn"])["recommenders"]
    assert [(entry["recommenderArn"], entry["recommenderConfig"]) for entry in listed] == [
        (arn, found["recommenderConfig"])
    ]
    assert listed[0].keys().isdisjoint({"latestRecommenderUpdate", "failureReason", "modelMetrics"})


@pytest.mark.observed
def test_a_custom_group_has_no_recommenders(journey: Journey) -> None:
    call, group = journey.personalize.create_recommender, journey.group()
    assert refused(call, name="r", datasetGroupArn=group, recipeArn=TOP_PICKS) == (
        "InvalidInputException",
        "Please use a domains-specific Dataset Group to create the Recommender",
    )


@pytest.mark.assumed
@pytest.mark.parametrize(
    ("recipe", "config"),
    [
        ("aws-ecomm-recommended-for-you", {}),
        ("aws-user-personalization-v2", {}),
        ("aws-vod-more-like-x", {}),
        ("aws-vod-most-popular", {"itemExplorationConfig": {"explorationWeight": "0.3"}}),
        ("aws-vod-top-picks", {"itemExplorationConfig": {"explorationWeight": "3"}}),
        ("aws-vod-top-picks", {"enableMetadataWithRecommendations": True}),
        (
            "aws-vod-top-picks",
            {"trainingDataConfig": {"excludedDatasetColumns": {"INTERACTIONS": ["EVENT_TYPE"]}}},
        ),
    ],
)
def test_a_recommender_that_cannot_be_is_refused(
    journey: Journey, recipe: str, config: dict[str, Any]
) -> None:
    group = journey.group(domain=VIDEO)
    journey.dataset(group, domain=VIDEO)
    call = journey.personalize.create_recommender
    wanted = {"name": "r", "datasetGroupArn": group, "recipeArn": PREFIX + recipe}
    assert code(call, **wanted, recommenderConfig=config) == "InvalidInputException"


@pytest.mark.documented
def test_the_sixth_recommender_of_a_group_is_over_the_quota_and_names_are_the_account_s(
    journey: Journey,
) -> None:
    group = journey.imported(domain=VIDEO)
    for number in range(5):
        start(journey, group, f"r{number}")
    wanted = {"datasetGroupArn": group, "recipeArn": TOP_PICKS}
    assert code(journey.personalize.create_recommender, name="r9", **wanted) == "LimitExceededException"
    assert code(journey.personalize.create_recommender, name="r1", **wanted) == (
        "ResourceAlreadyExistsException"
    )


@pytest.mark.documented
def test_too_few_events_of_the_use_case_s_type_fail_with_the_reason(journey: Journey) -> None:
    group = journey.group(domain="ECOMMERCE")
    dataset = journey.dataset(group, domain="ECOMMERCE")
    journey.bucket(interactions=interactions_csv())
    journey.start_import(dataset, "interactions.csv", "first", journey.role())
    journey.wait(1200)
    names = ("popular-items-by-views", "popular-items-by-purchases", "frequently-bought-together")
    arns = [start(journey, group, f"r-{name}", f"{PREFIX}aws-ecomm-{name}") for name in names]
    journey.wait(3600)
    found = [describe(journey, arn) for arn in arns]
    assert {entry["status"] for entry in found} == {"CREATE FAILED"}
    told = "Dataset has fewer than 1000 interactions after filtering by event type: "
    assert [entry["failureReason"] for entry in found] == [
        told + "View",
        told + "Purchase",
        told + "Purchase",
    ]
    journey.personalize.delete_recommender(recommenderArn=arns[0])


@pytest.mark.documented
def test_the_old_configuration_serves_until_an_update_is_active(journey: Journey) -> None:
    arn = active(journey)
    journey.personalize.update_recommender(
        recommenderArn=arn, recommenderConfig={"minRecommendationRequestsPerSecond": 3}
    )
    during = describe(journey, arn)
    assert during["status"] == "ACTIVE"
    assert during["recommenderConfig"]["minRecommendationRequestsPerSecond"] == 1
    assert during["latestRecommenderUpdate"]["status"] == "CREATE PENDING"
    assert journey.runtime.get_recommendations(recommenderArn=arn, userId="u1")["itemList"]
    journey.wait(300)
    after = describe(journey, arn)
    assert after["recommenderConfig"]["minRecommendationRequestsPerSecond"] == 3
    assert after["latestRecommenderUpdate"]["status"] == "ACTIVE"


@pytest.mark.assumed
def test_an_update_replaces_the_whole_configuration_and_takes_one_at_a_time(journey: Journey) -> None:
    exploring = {"itemExplorationConfig": {"explorationWeight": "0.5"}}
    arn = active(journey, recommenderConfig=exploring | {"minRecommendationRequestsPerSecond": 4})
    journey.personalize.update_recommender(recommenderArn=arn, recommenderConfig=exploring)
    for call, more in (
        (journey.personalize.update_recommender, {"recommenderConfig": {}}),
        (journey.personalize.stop_recommender, {}),
        (journey.personalize.delete_recommender, {}),
    ):
        assert code(call, recommenderArn=arn, **more) == "ResourceInUseException"
    journey.wait(300)
    after = {"minRecommendationRequestsPerSecond": 1} | exploring
    assert describe(journey, arn)["recommenderConfig"] == after


@pytest.mark.documented
def test_other_columns_for_training_take_a_retraining_and_the_same_ones_do_not(journey: Journey) -> None:
    columns = {"trainingDataConfig": {"includedDatasetColumns": {"INTERACTIONS": ["USER_ID", "ITEM_ID"]}}}
    same = {"trainingDataConfig": {"includedDatasetColumns": {"INTERACTIONS": ["ITEM_ID", "USER_ID"]}}}
    arn = active(journey)
    seen = []
    for config in (columns, same):
        journey.personalize.update_recommender(recommenderArn=arn, recommenderConfig=config)
        for wait in (400, 3200):
            journey.wait(wait)
            seen.append(describe(journey, arn)["latestRecommenderUpdate"]["status"])
    assert seen == ["CREATE IN_PROGRESS", "ACTIVE", "ACTIVE", "ACTIVE"]


@pytest.mark.documented
def test_a_recommender_can_be_stopped_and_started(journey: Journey) -> None:
    arn = active(journey)
    seen = []
    for switch in (journey.personalize.stop_recommender, journey.personalize.start_recommender):
        assert switch(recommenderArn=arn)["recommenderArn"] == arn
        for wait in (100, 200, 0):
            seen.append(describe(journey, arn)["status"])
            journey.wait(wait)
    assert seen == [
        *("STOP PENDING", "STOP IN_PROGRESS", "INACTIVE"),
        *("START PENDING", "START IN_PROGRESS", "ACTIVE"),
    ]
    assert journey.runtime.get_recommendations(recommenderArn=arn, userId="u1")["itemList"]


@pytest.mark.assumed
def test_a_stopped_recommender_neither_answers_nor_takes_updates(journey: Journey) -> None:
    arn = active(journey)
    journey.personalize.stop_recommender(recommenderArn=arn)
    assert code(journey.personalize.start_recommender, recommenderArn=arn) == "ResourceInUseException"
    assert code(journey.personalize.delete_recommender, recommenderArn=arn) == "ResourceInUseException"
    journey.wait(300)
    for call, more in (
        (journey.runtime.get_recommendations, {"userId": "u1"}),
        (journey.personalize.stop_recommender, {}),
        (journey.personalize.update_recommender, {"recommenderConfig": {}}),
    ):
        assert code(call, recommenderArn=arn, **more) == "InvalidInputException"


@pytest.mark.observed
def test_a_stopped_recommender_can_be_deleted(journey: Journey) -> None:
    arn = active(journey)
    journey.personalize.stop_recommender(recommenderArn=arn)
    journey.wait(300)
    journey.personalize.delete_recommender(recommenderArn=arn)
    assert describe(journey, arn)["status"] == "DELETE PENDING"
    journey.wait(100)
    assert code(journey.personalize.describe_recommender, recommenderArn=arn) == "ResourceNotFoundException"
    assert code(journey.runtime.get_recommendations, recommenderArn=arn, userId="u") == (
        "ResourceNotFoundException"
    )
