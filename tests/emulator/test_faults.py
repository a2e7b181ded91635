"""Faults: what goes wrong when asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answers import code, refused
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError

if TYPE_CHECKING:
    from journey import Journey

    from personalize_emulator.emulator import Emulator

ONCE = Config(retries={"total_max_attempts": 1})


def test_a_refused_call_has_the_code_asked_for_and_no_effect(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    personalize_emulator.faults.add(
        "refuse", operation="CreateDatasetGroup", code="ResourceInUseException", message="not now", times=1
    )
    answer = refused(journey.personalize.create_dataset_group, name="g")
    assert answer == ("ResourceInUseException", "not now")
    assert journey.personalize.list_dataset_groups()["datasetGroups"] == []
    journey.personalize.create_dataset_group(name="g")


def test_a_failed_creation_shows_the_reason(journey: Journey, personalize_emulator: Emulator) -> None:
    personalize_emulator.faults.add("fail", operation="Create*", name="bad*", reason="no luck")
    bad, good = journey.group("bad-one"), journey.group("good")
    group = journey.personalize.describe_dataset_group(datasetGroupArn=bad)["datasetGroup"]
    assert (group["status"], group["failureReason"]) == ("CREATE FAILED", "no luck")
    fine = journey.personalize.describe_dataset_group(datasetGroupArn=good)["datasetGroup"]
    assert fine["status"] == "ACTIVE"


def test_a_failed_update_leaves_the_campaign_as_it_was(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    *_, campaign = journey.serving()
    personalize_emulator.faults.add("fail", operation="UpdateCampaign", reason="no luck")
    journey.personalize.update_campaign(campaignArn=campaign, minProvisionedTPS=9)
    journey.wait(1000)
    found = journey.personalize.describe_campaign(campaignArn=campaign)["campaign"]
    assert (found["status"], found["minProvisionedTPS"]) == ("ACTIVE", 1)
    update = found["latestCampaignUpdate"]
    assert (update["status"], update["failureReason"]) == ("CREATE FAILED", "no luck")


def test_moving_a_campaign_to_another_solution_can_be_refused_and_all_else_goes_on(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    group, solution, first, campaign = journey.serving()
    other = journey.version(journey.solution(group, "other"))
    newer = journey.version(solution)
    personalize_emulator.faults.add_json(
        {"fault": "refuse", "operation": "UpdateCampaign", "request": "*:solution/other/*", "message": "no"}
    )
    change = journey.personalize.update_campaign
    assert refused(change, campaignArn=campaign, solutionVersionArn=other) == ("ResourceInUseException", "no")
    found = journey.personalize.describe_campaign(campaignArn=campaign)["campaign"]
    assert (found["solutionVersionArn"], "latestCampaignUpdate" in found) == (first, False)
    change(campaignArn=campaign, solutionVersionArn=newer)


def test_a_fault_strikes_what_the_call_is_about_whichever_arn_comes_first(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    _, _, version, campaign = journey.serving()
    personalize_emulator.faults.add("refuse", operation="UpdateCampaign", name="home", message="no")
    for arns in (
        {"campaignArn": campaign, "solutionVersionArn": version},
        {"solutionVersionArn": version, "campaignArn": campaign},
    ):
        assert refused(journey.personalize.update_campaign, **arns) == ("ResourceInUseException", "no")


def test_the_update_of_a_recommender_can_fail_and_it_serves_as_before(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    group = journey.imported(domain="VIDEO_ON_DEMAND")
    arn = journey.personalize.create_recommender(
        name="r", datasetGroupArn=group, recipeArn="arn:aws:personalize:::recipe/aws-vod-top-picks"
    )["recommenderArn"]
    journey.wait(3600)
    request = '*"minRecommendationRequestsPerSecond": 9*'
    personalize_emulator.faults.add("fail", operation="UpdateRecommender", request=request, reason="no luck")
    for requests in (9, 2):
        journey.personalize.update_recommender(
            recommenderArn=arn, recommenderConfig={"minRecommendationRequestsPerSecond": requests}
        )
        journey.wait(300)
        found = journey.personalize.describe_recommender(recommenderArn=arn)["recommender"]
        update = found["latestRecommenderUpdate"]
        assert (update["status"], update.get("failureReason")) == (
            ("CREATE FAILED", "no luck") if requests == 9 else ("ACTIVE", None)
        )
        assert found["status"] == "ACTIVE"
        assert found["recommenderConfig"]["minRecommendationRequestsPerSecond"] == (1 if requests == 9 else 2)
        assert journey.runtime.get_recommendations(recommenderArn=arn, userId="u1")["itemList"]


def test_a_lost_response_had_its_effect_in_process(journey: Journey, personalize_emulator: Emulator) -> None:
    personalize_emulator.faults.add("lose-response", operation="CreateDatasetGroup", times=1)
    once = journey.client("personalize", config=ONCE)
    with pytest.raises(ConnectionClosedError):
        once.create_dataset_group(name="g")
    assert code(journey.personalize.create_dataset_group, name="g") == "ResourceAlreadyExistsException"


def test_a_lost_response_had_its_effect_over_http(over_http: Journey) -> None:
    server = over_http.wait.__self__  # type: ignore[attr-defined]  # the step function is the server's own
    server.faults.add("lose-response", operation="CreateDatasetGroup", times=1)
    once = over_http.client("personalize", config=ONCE)
    with pytest.raises(ConnectionClosedError):
        once.create_dataset_group(name="g")
    assert [group["name"] for group in over_http.personalize.list_dataset_groups()["datasetGroups"]] == ["g"]
    assert server.calls.since()[0].status == 0


def test_a_held_status_stays_and_goes_on_from_there(journey: Journey, personalize_emulator: Emulator) -> None:
    fault = personalize_emulator.faults.add("hold", kind="dataset-group", status="CREATE IN_PROGRESS")
    arn = journey.group("g")

    def status() -> str:
        found = journey.personalize.describe_dataset_group(datasetGroupArn=arn)["datasetGroup"]
        return str(found["status"])

    journey.wait(10_000)
    assert status() == "CREATE IN_PROGRESS"
    personalize_emulator.faults.remove(fault.id)
    journey.wait(1)
    assert status() == "ACTIVE"


def test_throttling_answers_with_the_code_that_clients_retry(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    personalize_emulator.faults.add("throttle", operation="ListSchemas", times=2)
    once = journey.client("personalize", config=ONCE)
    assert code(once.list_schemas) == "ThrottlingException"
    once.list_dataset_groups()
    assert code(once.list_schemas) == "ThrottlingException"
    once.list_schemas()


def test_a_fault_that_makes_no_sense_is_refused(personalize_emulator: Emulator) -> None:
    with pytest.raises(ValueError, match="unknown fault 'explode'"):
        personalize_emulator.faults.add("explode")
    with pytest.raises(ValueError, match="unknown member 'nmae'"):
        personalize_emulator.faults.add_json({"fault": "fail", "nmae": "x"})
    with pytest.raises(TypeError, match="times must be a number"):
        personalize_emulator.faults.add_json({"fault": "fail", "times": "x"})
