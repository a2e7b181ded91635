"""What a client may rely on when it creates, updates and deletes campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from journey import Journey


def code(caught: pytest.ExceptionInfo[ClientError]) -> str:
    return str(caught.value.response["Error"]["Code"])


def describe(journey: Journey, campaign: str) -> dict[str, Any]:
    found: dict[str, Any] = journey.personalize.describe_campaign(campaignArn=campaign)["campaign"]
    return found


@pytest.mark.observed
def test_a_campaign_passes_pending_and_in_progress_before_it_is_active(journey: Journey) -> None:
    version = journey.version(journey.solution(journey.imported()))
    arn = journey.personalize.create_campaign(name="home", solutionVersionArn=version)["campaignArn"]
    seen = [describe(journey, arn)["status"]]
    for _ in range(3):
        journey.wait(200)
        seen.append(describe(journey, arn)["status"])
    assert seen == ["CREATE PENDING", "CREATE IN_PROGRESS", "CREATE IN_PROGRESS", "ACTIVE"]
    assert "latestCampaignUpdate" not in describe(journey, arn)


@pytest.mark.documented
def test_the_old_configuration_serves_until_an_update_is_active(journey: Journey) -> None:
    *_, campaign = journey.serving()
    journey.personalize.update_campaign(campaignArn=campaign, minProvisionedTPS=7)
    during = describe(journey, campaign)
    assert (during["status"], during["minProvisionedTPS"]) == ("ACTIVE", 1)
    assert during["latestCampaignUpdate"]["minProvisionedTPS"] == 7
    assert during["latestCampaignUpdate"]["status"] == "CREATE PENDING"
    journey.wait(1000)
    after = describe(journey, campaign)
    assert after["minProvisionedTPS"] == 7
    assert after["latestCampaignUpdate"]["status"] == "ACTIVE"


@pytest.mark.assumed
def test_a_second_update_during_the_first_is_refused_as_in_use(journey: Journey) -> None:
    *_, campaign = journey.serving()
    journey.personalize.update_campaign(campaignArn=campaign, minProvisionedTPS=2)
    with pytest.raises(ClientError) as caught:
        journey.personalize.update_campaign(campaignArn=campaign, minProvisionedTPS=3)
    assert code(caught) == "ResourceInUseException"


@pytest.mark.observed
def test_a_bare_solution_arn_is_no_version(journey: Journey) -> None:
    _, solution, *_ = journey.serving()
    with pytest.raises(ClientError) as caught:
        journey.personalize.create_campaign(name="other", solutionVersionArn=solution)
    assert code(caught) == "ResourceNotFoundException"


@pytest.mark.documented
def test_a_campaign_in_sync_takes_up_the_next_version_by_itself(journey: Journey) -> None:
    _, solution, first, _ = journey.serving()
    sync = {"syncWithLatestSolutionVersion": True}
    arn = journey.campaign(f"{solution}/$LATEST", "synced", campaignConfig=sync)
    assert describe(journey, arn)["solutionVersionArn"] == first
    second = journey.version(solution)
    journey.wait(1000)
    synced = describe(journey, arn)
    assert synced["solutionVersionArn"] == second
    assert synced["latestCampaignUpdate"]["solutionVersionArn"] == second


@pytest.mark.documented
def test_sync_and_latest_need_each_other(journey: Journey) -> None:
    _, solution, version, _ = journey.serving()
    for arn, config in ((f"{solution}/$LATEST", {}), (version, {"syncWithLatestSolutionVersion": True})):
        with pytest.raises(ClientError) as caught:
            journey.personalize.create_campaign(name="x", solutionVersionArn=arn, campaignConfig=config)
        assert code(caught) == "InvalidInputException"


@pytest.mark.documented
def test_the_sixth_campaign_of_a_group_is_over_the_quota(journey: Journey) -> None:
    _, _, version, _ = journey.serving()
    for number in range(4):
        journey.personalize.create_campaign(name=f"c{number}", solutionVersionArn=version)
    with pytest.raises(ClientError, match=r"More than 5 resources in ACTIVE state") as caught:
        journey.personalize.create_campaign(name="c9", solutionVersionArn=version)
    assert code(caught) == "LimitExceededException"


@pytest.mark.documented
def test_a_deleted_campaign_is_described_until_it_is_gone(journey: Journey) -> None:
    *_, campaign = journey.serving()
    journey.personalize.delete_campaign(campaignArn=campaign)
    assert describe(journey, campaign)["status"] == "DELETE PENDING"
    journey.wait(600)
    with pytest.raises(ClientError) as caught:
        describe(journey, campaign)
    assert code(caught) == "ResourceNotFoundException"


@pytest.mark.assumed
def test_a_campaign_moves_to_a_version_of_another_solution_of_its_group(journey: Journey) -> None:
    group, _, _, campaign = journey.serving()
    other = journey.version(journey.solution(group, "second"))
    journey.personalize.update_campaign(campaignArn=campaign, solutionVersionArn=other)
    journey.wait(1000)
    assert describe(journey, campaign)["solutionVersionArn"] == other


@pytest.mark.documented
def test_recommendations_and_events_change_each_other(journey: Journey) -> None:
    group, _, _, campaign = journey.serving()
    answer = journey.runtime.get_recommendations(campaignArn=campaign, userId="u1", numResults=5)
    assert len(answer["itemList"]) == 5
    tracker = journey.personalize.create_event_tracker(name="t", datasetGroupArn=group)
    journey.wait(100)
    for item in ("i50", "i51"):
        event = {"eventType": "watch", "itemId": item, "sentAt": 1800000000}
        journey.events.put_events(
            trackingId=tracker["trackingId"], userId="new", sessionId="s", eventList=[event]
        )
    before = journey.runtime.get_recommendations(campaignArn=campaign, userId="stranger")["itemList"]
    after = journey.runtime.get_recommendations(campaignArn=campaign, userId="new")["itemList"]
    assert [entry["itemId"] for entry in before] != [entry["itemId"] for entry in after]


@pytest.mark.documented
def test_a_filter_keeps_out_what_the_user_has_watched(journey: Journey) -> None:
    group, _, _, campaign = journey.serving()
    expression = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'
    arn = journey.personalize.create_filter(
        name="unseen", datasetGroupArn=group, filterExpression=expression
    )["filterArn"]
    journey.wait(100)
    found = journey.runtime.get_recommendations(
        campaignArn=campaign, userId="u1", filterArn=arn, numResults=50
    )
    watched = {f"i{(1 + step) % 60}" for step in range(40)}
    assert found["itemList"]
    assert not watched & {entry["itemId"] for entry in found["itemList"]}
