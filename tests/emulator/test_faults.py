"""Faults: what goes wrong when asked to."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import pytest
from answers import code, refused
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError
from everything import KINDS, Made, make

from personalize_emulator.faults import Fault

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


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in {"campaign", "recommender"}])
def test_what_failed_in_its_creation_can_be_deleted(
    journey: Journey, personalize_emulator: Emulator, kind: str
) -> None:
    made = make(journey, kind)
    made.call(journey, "delete")
    journey.wait(60)
    personalize_emulator.faults.add("fail", operation="Create*", reason="no luck", times=1)
    again = next(value for key, value in made.create(journey).items() if key.endswith("Arn"))
    failed = Made(made.kind, again, made.again)
    journey.wait(3600)
    (found,) = (value for key, value in failed.call(journey, "describe").items() if key != "ResponseMetadata")
    assert found["status"] == "CREATE FAILED"
    without = {"dataset", "solution", "event_tracker"}
    assert found.get("failureReason") == (None if made.kind in without else "no luck")
    failed.call(journey, "delete")
    journey.wait(60)
    assert code(failed.call, journey=journey, verb="describe") == "ResourceNotFoundException"


def test_a_campaign_that_failed_keeps_no_dataset_but_its_solution_and_can_be_mended(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    group = journey.imported()
    solution = journey.solution(group)
    version = journey.version(solution)
    personalize_emulator.faults.add("fail", operation="CreateCampaign", reason="no luck", times=2)
    broken, mended = journey.campaign(version, "broken"), journey.campaign(version, "mended")
    assert code(journey.personalize.delete_solution, solutionArn=solution) == "ResourceInUseException"
    journey.personalize.update_campaign(campaignArn=mended, minProvisionedTPS=2)
    journey.wait(300)
    found = journey.personalize.describe_campaign(campaignArn=mended)["campaign"]
    assert (found["status"], "failureReason" in found) == ("ACTIVE", False)
    dataset = f"{group.replace(':dataset-group/', ':dataset/')}/INTERACTIONS"
    assert code(journey.personalize.delete_dataset, datasetArn=dataset) == "ResourceInUseException"
    journey.personalize.delete_campaign(campaignArn=mended)
    journey.wait(60)
    journey.personalize.delete_dataset(datasetArn=dataset)
    journey.personalize.delete_campaign(campaignArn=broken)
    journey.wait(60)
    journey.personalize.delete_solution(solutionArn=solution)


def test_a_failed_update_of_a_dataset_or_a_solution_leaves_it_as_it_was_and_free_to_change(
    journey: Journey, personalize_emulator: Emulator
) -> None:
    fields = [("USER_ID", "string"), ("AGE", ["int", "null"])]
    group = journey.group()
    dataset = journey.dataset(group, "Users", fields)
    wider = journey.schema("wider", "Users", [*fields, ("CITY", ["string", "null"])])
    solution = journey.solution(group)
    personalize_emulator.faults.add("fail", operation="Update*", reason="no luck", times=2)
    journey.personalize.update_dataset(datasetArn=dataset, schemaArn=wider)
    journey.personalize.update_solution(solutionArn=solution, performAutoTraining=True)
    journey.wait(7200)
    shown = journey.personalize.describe_dataset(datasetArn=dataset)["dataset"]
    assert (shown["schemaArn"] == wider, shown["latestDatasetUpdate"]["failureReason"]) == (False, "no luck")
    update = journey.personalize.describe_solution(solutionArn=solution)["solution"]["latestSolutionUpdate"]
    assert (update["status"], update["failureReason"]) == ("CREATE FAILED", "no luck")
    assert journey.personalize.list_solution_versions(solutionArn=solution)["solutionVersions"] == []
    journey.personalize.delete_schema(schemaArn=wider)
    journey.personalize.delete_solution(solutionArn=solution)
    journey.personalize.delete_dataset(datasetArn=dataset)


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
        {
            "fault": "refuse",
            "operation": "UpdateCampaign",
            "request": "*:solution/other/*",
            "code": "InvalidInputException",
            "message": "no",
        }
    )
    change = journey.personalize.update_campaign
    sync = {"syncWithLatestSolutionVersion": True}
    latest = {"solutionVersionArn": other.rpartition("/")[0] + "/$LATEST", "campaignConfig": sync}
    for move in ({"solutionVersionArn": other}, latest):
        assert refused(change, campaignArn=campaign, **move) == ("InvalidInputException", "no")
    found = journey.personalize.describe_campaign(campaignArn=campaign)["campaign"]
    assert (found["solutionVersionArn"], "latestCampaignUpdate" in found) == (first, False)
    for wanted in ({"solutionVersionArn": newer}, {"minProvisionedTPS": 2}):
        change(campaignArn=campaign, **wanted)
        journey.wait(300)
        found = journey.personalize.describe_campaign(campaignArn=campaign)["campaign"]
        assert found["latestCampaignUpdate"]["status"] == "ACTIVE"
    # A new campaign is no move, so it may serve what the old one may not move to.
    journey.personalize.create_campaign(name="again", solutionVersionArn=other)


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
    with pytest.raises(TypeError, match="times must be a whole number"):
        personalize_emulator.faults.add_json({"fault": "fail", "times": "x"})


def test_a_burst_is_what_may_come_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    now = monotonic() + 1000.0
    monkeypatch.setattr("personalize_emulator.faults.time.monotonic", lambda: now)
    strict, generous, usual = (Fault(fault="throttle", rate=10.0, burst=burst) for burst in (0.0, 3.0, None))

    def accepted(fault: Fault) -> int:
        return sum(not fault.over_rate() for _ in range(20))

    assert [accepted(fault) for fault in (strict, generous, usual)] == [1, 3, 10]
    now += 0.06
    assert accepted(strict) == 0
    now += 0.06
    assert [accepted(fault) for fault in (strict, generous, usual)] == [1, 1, 1]
    now += 60.0
    assert [accepted(fault) for fault in (strict, generous, usual)] == [1, 3, 10]
