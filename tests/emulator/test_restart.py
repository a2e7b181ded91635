"""Whatever is under way when the emulator stops ends after a restart as it would have without one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from journey import Journey, interactions_csv

from personalize_emulator.served import Served

if TYPE_CHECKING:
    from pathlib import Path

TOP = "arn:aws:personalize:::recipe/aws-vod-top-picks"
USERS = [("USER_ID", "string"), ("AGE", ["int", "null"])]
YEAR = ("YEAR", ["int", "null"])
SYNC = {"syncWithLatestSolutionVersion": True}
COUNT = {"eventType": "watch", "metricName": "m", "expression": "SAMPLECOUNT()"}
# Half a minute in, every update and switch is in progress; five hours in, all has ended.
MOMENTS = (0.0, 31.0, 90.0, 400.0, 4000.0, 18_000.0)


class World:
    """A server with something of everything under way, restarted at will."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.served = Served(state_dir=state)
        journey = self.journey
        self.group = journey.imported(domain="VIDEO_ON_DEMAND")
        self.users = journey.dataset(self.group, "Users", USERS, domain="VIDEO_ON_DEMAND")
        self.solution = journey.solution(self.group)
        self.version = journey.version(self.solution)
        journey.campaign(f"{self.solution}/$LATEST", "synced", campaignConfig=SYNC)
        for name in ("r1", "r2"):
            journey.personalize.create_recommender(name=name, datasetGroupArn=self.group, recipeArn=TOP)
        metrics = {"metrics": [COUNT], "metricsOutputConfig": {"roleArn": "arn:aws:iam::123456789012:role/I"}}
        journey.personalize.create_metric_attribution(name="m", datasetGroupArn=self.group, **metrics)
        journey.wait(2600)
        begun = journey.personalize.create_solution_version(solutionArn=self.solution)
        self.stopped = begun["solutionVersionArn"]
        journey.wait(1000)

    @property
    def journey(self) -> Journey:
        return Journey(self.served.advance, self.served.url)

    def begin(self) -> None:
        """Start whatever takes time."""
        api = self.journey.personalize
        wider = self.journey.schema("wider", "Users", [*USERS, YEAR], domain="VIDEO_ON_DEMAND")
        api.update_dataset(datasetArn=self.users, schemaArn=wider)
        api.update_solution(solutionArn=self.solution, performAutoTraining=True)
        home = api.create_campaign(name="home", solutionVersionArn=self.version)["campaignArn"]
        api.create_solution_version(solutionArn=self.solution)
        prefix = home.rpartition(":campaign/")[0]
        config = {"minRecommendationRequestsPerSecond": 2}
        api.update_recommender(recommenderArn=f"{prefix}:recommender/r1", recommenderConfig=config)
        api.stop_recommender(recommenderArn=f"{prefix}:recommender/r2")
        api.create_event_tracker(name="t", datasetGroupArn=self.group)
        api.delete_metric_attribution(metricAttributionArn=f"{prefix}:metric-attribution/m")
        api.stop_solution_version_creation(solutionVersionArn=self.stopped)

    def restart(self) -> None:
        """Stop and start again on the same state, with the file where it was."""
        self.served.stop()
        self.served = Served(state_dir=self.state)
        self.journey.bucket(interactions=interactions_csv())
        self.journey.role()

    def shown(self) -> dict[str, Any]:
        """Status, update and version of everything that can be listed, without what is drawn by lot."""
        api, seen = self.journey.personalize, {}
        numbers = {
            entry["solutionVersionArn"]: f"version {number}"
            for number, entry in enumerate(api.list_solution_versions()["solutionVersions"])
        }
        for change in self.served.emulator.store.every():
            update = None if change.update is None else change.update["status"]
            served = numbers.get(change.wire.get("solutionVersionArn", ""))
            name = "tracker" if change.kind == "event-tracker" else numbers.get(change.arn, change.arn)
            seen[name] = (change.status, update, served)
        return seen


def lived(state: Path, *, restarts: bool) -> list[dict[str, Any]]:
    """What was shown at each moment; moto's buckets are the process's, so one world at a time."""
    world = World(state)
    world.begin()
    seen = []
    for wait in MOMENTS:
        world.served.advance(wait)
        if restarts:
            world.restart()
        seen.append(world.shown())
    world.served.stop()
    return seen


def test_restarts_change_nothing_of_what_happens(tmp_path: Path) -> None:
    steady = lived(tmp_path / "steady", restarts=False)
    assert lived(tmp_path / "restarted", restarts=True) == steady
    assert len({repr(moment) for moment in steady}) >= 4, "the moments were to differ"
    last = set(steady[-1].values())
    assert ("ACTIVE", "ACTIVE", "version 2") in last, "the campaign in sync followed"
    assert ("INACTIVE", None, None) in last
    assert ("CREATE STOPPED", None, None) in last
