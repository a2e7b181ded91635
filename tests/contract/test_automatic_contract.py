"""What happens by itself: trainings on a schedule, campaigns that follow, records that replace others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from journey import BUCKET, RECIPE

if TYPE_CHECKING:
    from journey import Journey

DAY = 86400
ITEMS = [("ITEM_ID", "string"), ("GENRE", ["string", "null"])]


class Watchers:
    """A group whose users can be made to watch something new."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.group = journey.imported()
        made = journey.personalize.create_event_tracker(name="t", datasetGroupArn=self.group)
        self.tracking = made["trackingId"]
        self.count = 0
        journey.wait(100)

    def watch(self) -> None:
        self.count += 1
        event = {"eventType": "watch", "itemId": "i1", "sentAt": 1800000000 + self.count}
        self.journey.events.put_events(
            trackingId=self.tracking, userId="u1", sessionId="s", eventList=[event]
        )

    def solution(self, expression: str) -> str:
        made = self.journey.personalize.create_solution(
            name="s",
            datasetGroupArn=self.group,
            recipeArn=RECIPE,
            solutionConfig={"autoTrainingConfig": {"schedulingExpression": expression}},
        )
        self.journey.wait(1)
        return str(made["solutionArn"])

    def versions(self, solution: str) -> list[dict[str, Any]]:
        listed = self.journey.personalize.list_solution_versions(solutionArn=solution)
        found: list[dict[str, Any]] = listed["solutionVersions"]
        return found


@pytest.mark.documented
def test_trainings_come_within_the_hour_and_then_on_schedule_if_there_is_something_new(
    journey: Journey,
) -> None:
    watchers = Watchers(journey)
    solution = watchers.solution("rate(2 days)")
    journey.wait(3600)
    counts = [len(watchers.versions(solution))]
    for new in (True, False, True):
        journey.wait(DAY)
        if new:
            watchers.watch()
        counts.append(len(watchers.versions(solution)))
        journey.wait(DAY)
        counts.append(len(watchers.versions(solution)))
    assert counts == [1, 1, 2, 2, 2, 2, 3]
    assert {version["trainingType"] for version in watchers.versions(solution)} == {"AUTOMATIC"}


@pytest.mark.documented
def test_a_new_frequency_starts_a_training_within_the_hour(journey: Journey) -> None:
    watchers = Watchers(journey)
    solution = watchers.solution("rate(30 days)")
    journey.wait(7200)
    watchers.watch()
    journey.personalize.update_solution(
        solutionArn=solution,
        solutionUpdateConfig={"autoTrainingConfig": {"schedulingExpression": "rate(10 days)"}},
    )
    journey.wait(100)
    assert len(watchers.versions(solution)) == 1
    journey.wait(3700)
    assert len(watchers.versions(solution)) == 2


@pytest.mark.documented
def test_a_manual_training_within_that_hour_takes_its_place(journey: Journey) -> None:
    watchers = Watchers(journey)
    solution = watchers.solution("rate(30 days)")
    journey.wait(7200)
    journey.personalize.update_solution(
        solutionArn=solution,
        solutionUpdateConfig={"autoTrainingConfig": {"schedulingExpression": "rate(10 days)"}},
    )
    journey.wait(200)
    journey.personalize.create_solution_version(solutionArn=solution)
    journey.wait(600)
    watchers.watch()
    journey.wait(DAY)
    kinds = [version["trainingType"] for version in watchers.versions(solution)]
    assert kinds == ["AUTOMATIC", "MANUAL"]
    journey.wait(10 * DAY)
    kinds = [version["trainingType"] for version in watchers.versions(solution)]
    assert kinds == ["AUTOMATIC", "MANUAL", "AUTOMATIC"]


@pytest.mark.documented
def test_a_campaign_in_sync_takes_up_an_automatic_version_as_an_update(journey: Journey) -> None:
    watchers = Watchers(journey)
    solution = watchers.solution("rate(1 day)")
    journey.wait(7200)
    sync = {"syncWithLatestSolutionVersion": True}
    campaign = journey.campaign(f"{solution}/$LATEST", campaignConfig=sync)

    def describe() -> dict[str, Any]:
        found: dict[str, Any] = journey.personalize.describe_campaign(campaignArn=campaign)["campaign"]
        return found

    assert "latestCampaignUpdate" not in describe()
    watchers.watch()
    seen = []
    # The second training is due a day after the first and takes an hour.
    for wait in (85_210, 100, 300):
        journey.wait(wait)
        found = describe()
        listed = [version["solutionVersionArn"] for version in watchers.versions(solution)]
        update = found["latestCampaignUpdate"]
        arns = (found["solutionVersionArn"], update["solutionVersionArn"])
        seen.append((update["status"], *map(listed.index, arns)))
        assert journey.runtime.get_recommendations(campaignArn=campaign, userId="u1")["itemList"]
    assert seen == [("CREATE PENDING", 0, 1), ("CREATE IN_PROGRESS", 0, 1), ("ACTIVE", 1, 1)]


@pytest.mark.documented
def test_an_incremental_import_replaces_what_has_the_same_id_and_keeps_the_rest(journey: Journey) -> None:
    group = journey.imported()
    items = journey.dataset(group, "Items", ITEMS)
    role = "arn:aws:iam::123456789012:role/Import"
    files = {"full": "i1,Drama\ni2,Drama\n", "more": "i2,Comedy\ni3,Comedy\n", "again": "i4,Drama\n"}
    for name, rows in files.items():
        journey.s3.put_object(Bucket=BUCKET, Key=f"{name}.csv", Body=f"ITEM_ID,GENRE\n{rows}".encode())
    campaign = journey.campaign(journey.version(journey.solution(group)))
    expression = "INCLUDE ItemID WHERE Items.GENRE IN ($GENRE)"
    made = journey.personalize.create_filter(name="f", datasetGroupArn=group, filterExpression=expression)
    journey.wait(100)

    def of(genre: str) -> list[str]:
        answer = journey.runtime.get_recommendations(
            campaignArn=campaign, userId="u", filterArn=made["filterArn"], filterValues={"GENRE": genre}
        )
        return sorted(entry["itemId"] for entry in answer["itemList"])

    seen = []
    for name, mode in (("full", "FULL"), ("more", "INCREMENTAL"), ("again", "FULL")):
        journey.start_import(items, f"{name}.csv", name, role, importMode=mode)
        journey.wait(600)
        seen.append((of("Drama"), of("Comedy")))
    assert seen == [(["i1", "i2"], []), (["i1"], ["i2", "i3"]), (["i4"], [])]
