"""What a client may rely on when a campaign changes: by hand, by itself, to another solution, and anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code

if TYPE_CHECKING:
    from journey import Journey

SYNC = {"syncWithLatestSolutionVersion": True}
EXPLORING = "arn:aws:personalize:::recipe/aws-user-personalization"
WEIGHT = {"itemExplorationConfig": {"explorationWeight": "0.7"}}


def describe(journey: Journey, campaign: str) -> dict[str, Any]:
    found: dict[str, Any] = journey.personalize.describe_campaign(campaignArn=campaign)["campaign"]
    return found


@pytest.mark.documented
def test_a_campaign_in_sync_follows_by_an_update_during_which_all_else_is_refused(journey: Journey) -> None:
    _, solution, *_ = journey.serving()
    synced = journey.campaign(f"{solution}/$LATEST", "synced", campaignConfig=SYNC)
    second = journey.version(solution)
    during = describe(journey, synced)
    assert (during["status"], during["solutionVersionArn"]) == ("ACTIVE", second)
    third = journey.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    journey.wait(3600)
    seen = []
    for wait in (100, 200, 0):
        found = describe(journey, synced)
        update = found["latestCampaignUpdate"]
        seen.append((found["status"], found["solutionVersionArn"] == third, update["status"]))
        if update["status"] != "ACTIVE":
            assert update["solutionVersionArn"] == third
            for call, more in (
                (journey.personalize.update_campaign, {"minProvisionedTPS": 2}),
                (journey.personalize.delete_campaign, {}),
            ):
                assert code(call, campaignArn=synced, **more) == "ResourceInUseException"
        journey.wait(wait)
    assert seen == [
        ("ACTIVE", False, "CREATE PENDING"),
        ("ACTIVE", False, "CREATE IN_PROGRESS"),
        ("ACTIVE", True, "ACTIVE"),
    ]


@pytest.mark.assumed
def test_sync_is_turned_on_with_latest_and_off_with_a_version(journey: Journey) -> None:
    _, solution, first, campaign = journey.serving()
    second = journey.version(solution)
    change = journey.personalize.update_campaign
    assert code(change, campaignArn=campaign, campaignConfig=SYNC) == "InvalidInputException"
    change(campaignArn=campaign, solutionVersionArn=f"{solution}/$LATEST", campaignConfig=SYNC)
    journey.wait(300)
    assert describe(journey, campaign)["solutionVersionArn"] == second
    assert code(change, campaignArn=campaign, solutionVersionArn=first) == "InvalidInputException"
    change(campaignArn=campaign, solutionVersionArn=first, campaignConfig={})
    journey.wait(300)
    journey.version(solution)
    journey.wait(300)
    assert describe(journey, campaign)["solutionVersionArn"] == first


@pytest.mark.assumed
def test_a_configuration_that_is_sent_replaces_the_whole_and_one_that_is_not_stays(journey: Journey) -> None:
    group = journey.imported()
    version = journey.version(journey.solution(group, recipeArn=EXPLORING))
    config = WEIGHT | {"syncWithLatestSolutionVersion": False}
    campaign = journey.campaign(version, campaignConfig=config, minProvisionedTPS=3)
    seen = []
    for wanted in ({"minProvisionedTPS": 2}, {"campaignConfig": WEIGHT}):
        journey.personalize.update_campaign(campaignArn=campaign, **wanted)
        journey.wait(300)
        found = describe(journey, campaign)
        seen.append((found["minProvisionedTPS"], found["campaignConfig"]))
    assert seen == [(2, config), (2, WEIGHT)]


@pytest.mark.assumed
def test_a_move_to_a_recipe_that_does_not_take_the_live_configuration_must_replace_it(
    journey: Journey,
) -> None:
    group = journey.imported()
    campaign = journey.campaign(
        journey.version(journey.solution(group, recipeArn=EXPLORING)), campaignConfig=WEIGHT
    )
    other = journey.version(journey.solution(group, "other"))
    move = {"campaignArn": campaign, "solutionVersionArn": other}
    assert code(journey.personalize.update_campaign, **move) == "InvalidInputException"
    journey.personalize.update_campaign(**move, campaignConfig={})


@pytest.mark.assumed
def test_a_campaign_moves_within_its_group_and_never_to_another_one(journey: Journey) -> None:
    group, _, first, campaign = journey.serving()
    sibling = journey.version(journey.solution(group, "sibling"))
    elsewhere = journey.group("elsewhere")
    dataset = journey.dataset(elsewhere)
    role = "arn:aws:iam::123456789012:role/Import"
    journey.start_import(dataset, "interactions.csv", "second", role)
    journey.wait(600)
    foreign = journey.version(journey.solution(elsewhere, "foreign"))
    change = journey.personalize.update_campaign
    assert code(change, campaignArn=campaign, solutionVersionArn=foreign) == "InvalidInputException"
    assert "latestCampaignUpdate" not in describe(journey, campaign)
    change(campaignArn=campaign, solutionVersionArn=sibling)
    assert describe(journey, campaign)["solutionVersionArn"] == first
    journey.wait(300)
    assert describe(journey, campaign)["solutionVersionArn"] == sibling
    listed = journey.personalize.list_campaigns(solutionArn=sibling.rpartition("/")[0])["campaigns"]
    assert [entry["campaignArn"] for entry in listed] == [campaign]


@pytest.mark.documented
def test_only_an_active_version_can_be_served(journey: Journey) -> None:
    group, solution, first, campaign = journey.serving()
    running = journey.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    change = journey.personalize.update_campaign
    assert code(change, campaignArn=campaign, solutionVersionArn=running) == "ResourceInUseException"
    assert code(change, campaignArn=campaign, solutionVersionArn=f"{first}0") == "ResourceNotFoundException"
    retired = journey.solution(group, "retired")
    version = journey.version(retired)
    journey.personalize.delete_solution(solutionArn=retired)
    assert code(change, campaignArn=campaign, solutionVersionArn=version) == "ResourceInUseException"


@pytest.mark.documented
def test_a_campaign_created_again_has_the_same_arn_and_nothing_of_the_old_one(journey: Journey) -> None:
    _, _, version, campaign = journey.serving()
    journey.personalize.update_campaign(campaignArn=campaign, minProvisionedTPS=2)
    journey.wait(300)
    created = describe(journey, campaign)["creationDateTime"]
    journey.personalize.delete_campaign(campaignArn=campaign)
    wanted = {"name": "home", "solutionVersionArn": version}
    for _ in range(2):
        assert code(journey.personalize.create_campaign, **wanted) == "ResourceAlreadyExistsException"
        journey.wait(30)
    assert journey.campaign(version) == campaign
    again = describe(journey, campaign)
    assert (again["minProvisionedTPS"], "latestCampaignUpdate" in again) == (1, False)
    assert again["creationDateTime"] > created


@pytest.mark.assumed
def test_a_campaign_comes_back_on_an_old_version_although_the_dataset_is_a_new_one(journey: Journey) -> None:
    group, _, version, campaign = journey.serving()
    before = journey.runtime.get_recommendations(campaignArn=campaign, userId="u1")["itemList"]
    journey.personalize.delete_campaign(campaignArn=campaign)
    journey.wait(100)
    dataset = f"{group.replace(':dataset-group/', ':dataset/')}/INTERACTIONS"
    schema = journey.personalize.describe_dataset(datasetArn=dataset)["dataset"]["schemaArn"]
    journey.personalize.delete_dataset(datasetArn=dataset)
    journey.wait(100)
    journey.personalize.create_dataset(
        name="d", datasetGroupArn=group, datasetType="Interactions", schemaArn=schema
    )
    journey.wait(60)
    assert journey.campaign(version) == campaign
    assert describe(journey, campaign)["status"] == "ACTIVE"
    assert journey.runtime.get_recommendations(campaignArn=campaign, userId="u1")["itemList"] == before
