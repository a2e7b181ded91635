"""What a client may rely on when it puts records one by one and asks for recommendations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from answers import code, refused
from botocore.exceptions import ClientError
from journey import BUCKET, interactions_csv

if TYPE_CHECKING:
    from journey import Journey

ITEMS = [("ITEM_ID", "string"), ("GENRE", ["string", "null"]), ("LENGTH_MINUTES", ["int", "null"])]
ITEMS_CSV = "ITEM_ID,GENRE,LENGTH_MINUTES\n" + "".join(
    f"i{n},{'Drama' if n % 2 else 'Comedy'},{n}\n" for n in range(60)
)
NOWHERE = "arn:aws:personalize:eu-west-1:123456789012:campaign/none"


def event(**more: Any) -> dict[str, Any]:
    return {"eventType": "watch", "itemId": "i1", "sentAt": 1800000000} | more


def tracker(journey: Journey, group: str) -> str:
    made = journey.personalize.create_event_tracker(name="t", datasetGroupArn=group)
    journey.wait(100)
    return str(made["trackingId"])


@pytest.mark.observed
def test_properties_that_are_no_json_are_refused(journey: Journey) -> None:
    group = journey.group()
    journey.dataset(group)
    put = {"trackingId": tracker(journey, group), "sessionId": "s", "eventList": [event(properties="{")]}
    assert refused(journey.events.put_events, **put) == (
        "InvalidInputException",
        "Error parsing properties json",
    )


@pytest.mark.assumed
def test_an_unknown_tracking_id_is_refused(journey: Journey) -> None:
    put = {"trackingId": "none", "sessionId": "s", "eventList": [event()]}
    assert code(journey.events.put_events, **put) == "InvalidInputException"


@pytest.mark.documented
def test_errors_of_the_rest_planes_carry_the_statuses_of_the_model(journey: Journey) -> None:
    with pytest.raises(ClientError) as caught:
        journey.runtime.get_recommendations(campaignArn=NOWHERE, userId="u")
    assert caught.value.response["Error"]["Code"] == "ResourceNotFoundException"
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404
    dataset = NOWHERE.replace("campaign/none", "dataset/g/ITEMS")
    with pytest.raises(ClientError) as caught:
        journey.events.put_items(datasetArn=dataset, items=[{"itemId": "i"}])
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


@pytest.mark.documented
def test_a_put_item_can_be_filtered_for_and_shows_its_metadata(journey: Journey) -> None:
    group = journey.imported()
    items = journey.dataset(group, "Items", ITEMS)
    journey.s3.put_object(Bucket=BUCKET, Key="items.csv", Body=ITEMS_CSV.encode())
    journey.start_import(items, "items.csv", "items", "arn:aws:iam::123456789012:role/Import")
    journey.wait(1200)
    campaign = journey.campaign(journey.version(journey.solution(group)))
    properties = json.dumps({"genre": "Western", "lengthMinutes": 7})
    journey.events.put_items(datasetArn=items, items=[{"itemId": "i9", "properties": properties}])
    western = journey.personalize.create_filter(
        name="w", datasetGroupArn=group, filterExpression="INCLUDE ItemID WHERE Items.GENRE IN ($GENRE)"
    )["filterArn"]
    journey.wait(100)
    answer = journey.runtime.get_recommendations(
        campaignArn=campaign,
        userId="u1",
        filterArn=western,
        filterValues={"GENRE": '"Western"'},
        metadataColumns={"ITEMS": ["GENRE", "LENGTH_MINUTES"]},
    )
    assert [(entry["itemId"], entry["metadata"]) for entry in answer["itemList"]] == [
        ("i9", {"genre": "Western", "length_minutes": "7"})
    ]
    without = code(journey.runtime.get_recommendations, campaignArn=campaign, userId="u1", filterArn=western)
    assert without == "InvalidInputException", "an INCLUDE filter needs every value"


@pytest.mark.documented
def test_a_recipe_names_the_field_it_requires(journey: Journey) -> None:
    *_, campaign = journey.serving()
    answer = refused(journey.runtime.get_recommendations, campaignArn=campaign, itemId="i1")
    assert answer == ("InvalidInputException", "Required fields for the provided recipe are userId")
    assert code(journey.runtime.get_recommendations, campaignArn=campaign, userId="u", numResults=501) == (
        "InvalidInputException"
    )


@pytest.mark.documented
def test_related_items_need_an_item_and_leave_it_out(journey: Journey) -> None:
    group = journey.imported()
    solution = journey.solution(group, recipeArn="arn:aws:personalize:::recipe/aws-similar-items")
    campaign = journey.campaign(journey.version(solution))
    found = journey.runtime.get_recommendations(campaignArn=campaign, itemId="i5", numResults=10)["itemList"]
    assert len(found) == 10
    assert "i5" not in {entry["itemId"] for entry in found}


@pytest.mark.documented
def test_new_events_let_automatic_training_run_again(journey: Journey) -> None:
    group = journey.imported()
    tracking = tracker(journey, group)
    recipe = "arn:aws:personalize:::recipe/aws-user-personalization-v2"
    solution = journey.personalize.create_solution(name="s", datasetGroupArn=group, recipeArn=recipe)[
        "solutionArn"
    ]
    journey.wait(8000)
    journey.events.put_events(trackingId=tracking, userId="u1", sessionId="s", eventList=[event()])
    journey.wait(8 * 86400)
    listed = journey.personalize.list_solution_versions(solutionArn=solution)["solutionVersions"]
    assert [version["trainingType"] for version in listed] == ["AUTOMATIC", "AUTOMATIC"]


@pytest.mark.documented
def test_an_incremental_import_adds_and_needs_a_thousand_interactions(journey: Journey) -> None:
    group = journey.imported()
    dataset = f"{group.replace('dataset-group', 'dataset')}/INTERACTIONS"
    role = "arn:aws:iam::123456789012:role/Import"
    for name, users in (("few", 2), ("many", 30)):
        journey.s3.put_object(Bucket=BUCKET, Key=f"{name}.csv", Body=interactions_csv(users).encode())
        journey.start_import(dataset, f"{name}.csv", name, role, importMode="INCREMENTAL")
    journey.wait(1200)
    jobs = journey.personalize.list_dataset_import_jobs(datasetArn=dataset)["datasetImportJobs"]
    assert {job["jobName"]: job["status"] for job in jobs} == {
        "first": "ACTIVE",
        "few": "CREATE FAILED",
        "many": "ACTIVE",
    }
