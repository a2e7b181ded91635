"""What a client may rely on in the deletion of any kind, and when a name is free again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code
from everything import KINDS, Made, make
from journey import BUCKET, interactions_csv

if TYPE_CHECKING:
    from journey import Journey

ROLE = "arn:aws:iam::123456789012:role/Import"


def status(journey: Journey, made: Made) -> str:
    (found,) = (
        value
        for key, value in made.call(journey, "describe").items()
        if isinstance(value, dict) and key != "ResponseMetadata"
    )
    return str(found["status"])


@pytest.mark.documented
@pytest.mark.parametrize("kind", KINDS)
def test_a_deletion_takes_its_time_is_asked_for_once_and_ends_in_not_found(
    journey: Journey, kind: str
) -> None:
    made = make(journey, kind)
    assert status(journey, made) == "ACTIVE"
    made.call(journey, "delete")
    seen = []
    for _ in range(2):
        seen.append(status(journey, made))
        assert code(made.call, journey=journey, verb="delete") == "ResourceInUseException"
        journey.wait(30)
    # Groups and filters have no DELETE IN_PROGRESS in the service model's list of statuses.
    last = "DELETE PENDING" if made.kind in {"dataset_group", "filter"} else "DELETE IN_PROGRESS"
    assert seen == ["DELETE PENDING", last]
    for verb in ("describe", "delete"):
        assert code(made.call, journey=journey, verb=verb) == "ResourceNotFoundException"


@pytest.mark.assumed
@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_free_when_the_deletion_has_ended_and_not_before(journey: Journey, kind: str) -> None:
    made = make(journey, kind)
    made.call(journey, "delete")
    assert code(made.create, journey=journey) == "ResourceAlreadyExistsException"
    journey.wait(59)
    assert code(made.create, journey=journey) == "ResourceAlreadyExistsException"
    journey.wait(1)
    arn = next(value for key, value in made.create(journey).items() if key.endswith("Arn"))
    # Names make the ARN; a tracker's is drawn by lot.
    assert (arn == made.arn) == (made.kind != "event_tracker")


@pytest.mark.documented
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_deleted_while_it_is_being_created(journey: Journey, kind: str) -> None:
    made = make(journey, kind)
    made.call(journey, "delete")
    journey.wait(60)
    arn = next(value for key, value in made.create(journey).items() if key.endswith("Arn"))
    again = Made(made.kind, str(arn), made.again)
    if made.kind != "solution":  # which is ACTIVE within a second
        journey.wait(10)
    assert status(journey, again).startswith("CREATE ")
    assert code(again.call, journey=journey, verb="delete") == "ResourceInUseException"


@pytest.mark.documented
def test_a_new_tracker_has_another_id_and_keeps_the_events_of_the_old_one(journey: Journey) -> None:
    group, *_, campaign = journey.serving()
    wanted = {"name": "t", "datasetGroupArn": group}
    first = journey.personalize.create_event_tracker(**wanted)
    journey.wait(30)
    event = {"eventType": "watch", "itemId": "i7", "sentAt": 1800000000}
    journey.events.put_events(trackingId=first["trackingId"], userId="u", sessionId="s", eventList=[event])
    before = journey.runtime.get_recommendations(campaignArn=campaign, userId="u")["itemList"]
    journey.personalize.delete_event_tracker(eventTrackerArn=first["eventTrackerArn"])
    journey.wait(60)
    second = journey.personalize.create_event_tracker(**wanted)
    journey.wait(30)
    assert second["trackingId"] != first["trackingId"]
    assert second["eventTrackerArn"] != first["eventTrackerArn"]
    assert journey.runtime.get_recommendations(campaignArn=campaign, userId="u")["itemList"] == before
    call = journey.events.put_events
    old = {"trackingId": first["trackingId"], "sessionId": "s", "eventList": [event]}
    assert code(call, userId="u", **old) == "InvalidInputException"


class Recreated:
    """An interactions dataset that was filled, deleted and created again."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.group = journey.imported()
        self.arn = f"{self.group.replace(':dataset-group/', ':dataset/')}/INTERACTIONS"
        schema = self.describe()["schemaArn"]
        self.created = self.describe()["creationDateTime"]
        journey.personalize.delete_dataset(datasetArn=self.arn)
        journey.wait(60)
        made = journey.personalize.create_dataset(
            name="d", datasetGroupArn=self.group, datasetType="INTERACTIONS", schemaArn=schema
        )
        assert made["datasetArn"] == self.arn
        journey.wait(30)

    def describe(self) -> dict[str, Any]:
        found: dict[str, Any] = self.journey.personalize.describe_dataset(datasetArn=self.arn)["dataset"]
        return found


@pytest.mark.documented
def test_a_dataset_created_again_is_empty(journey: Journey) -> None:
    dataset = Recreated(journey)
    version = journey.version(journey.solution(dataset.group))
    found = journey.personalize.describe_solution_version(solutionVersionArn=version)["solutionVersion"]
    assert found["status"] == "CREATE FAILED"
    assert "fewer than 1000 interactions" in found["failureReason"]


@pytest.mark.assumed
def test_import_jobs_outlive_their_dataset_and_are_listed_for_its_successor(journey: Journey) -> None:
    dataset = Recreated(journey)
    jobs = journey.personalize.list_dataset_import_jobs(datasetArn=dataset.arn)["datasetImportJobs"]
    assert [(job["jobName"], job["status"]) for job in jobs] == [("first", "ACTIVE")]
    assert jobs[0]["creationDateTime"] < dataset.describe()["creationDateTime"]
    assert dataset.created < jobs[0]["creationDateTime"]
    found = journey.personalize.describe_dataset_import_job(
        datasetImportJobArn=jobs[0]["datasetImportJobArn"]
    )
    assert found["datasetImportJob"]["datasetArn"] == dataset.arn
    source = {"dataSource": {"dataLocation": f"s3://{BUCKET}/interactions.csv"}, "roleArn": ROLE}
    call = journey.personalize.create_dataset_import_job
    wanted = {"datasetArn": dataset.arn, **source}
    assert code(call, jobName="first", **wanted) == "ResourceAlreadyExistsException"
    incremental = code(call, jobName="second", importMode="INCREMENTAL", **wanted)
    assert incremental == "InvalidInputException", "the import of the old dataset does not count"
    call(jobName="second", **wanted)
    journey.wait(600)
    call(jobName="third", importMode="INCREMENTAL", **wanted)


@pytest.mark.documented
def test_an_import_of_a_prefix_takes_the_files_of_the_first_level(journey: Journey) -> None:
    dataset = journey.dataset(journey.group())
    header, *rows = interactions_csv().splitlines(keepends=True)
    journey.bucket()
    parts = {"in/1.csv": rows[:600], "in/2.csv": rows[600:], "in/below/3.csv": ["broken\n"], "in.csv": []}
    for key, body in parts.items():
        journey.s3.put_object(Bucket=BUCKET, Key=key, Body="".join([header, *body]).encode())
    role = journey.role()
    jobs = [journey.start_import(dataset, key, f"j{n}", role) for n, key in enumerate(("in/", "in", "none/"))]
    journey.wait(600)
    found = [
        journey.personalize.describe_dataset_import_job(datasetImportJobArn=job)["datasetImportJob"]
        for job in jobs
    ]
    assert [job["status"] for job in found] == ["ACTIVE", "CREATE FAILED", "CREATE FAILED"]
    assert {job.get("failureReason") for job in found} == {None, "Invalid Data location."}
