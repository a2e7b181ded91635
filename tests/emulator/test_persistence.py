"""State survives a restart, and a kill at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answers import code
from journey import INTERACTIONS, Journey, interactions_csv
from program import Program

from personalize_emulator import Emulator
from personalize_emulator.errors import StartError

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNT, REGION = "123456789012", "eu-west-1"


def create_group(emulator: Emulator, name: str) -> str:
    reply = emulator.call("personalize", "CreateDatasetGroup", {"name": name}, account=ACCOUNT, region=REGION)
    return str(reply.body.get("datasetGroupArn"))


def status(emulator: Emulator, arn: str) -> str:
    reply = emulator.call(
        "personalize", "DescribeDatasetGroup", {"datasetGroupArn": arn}, account=ACCOUNT, region=REGION
    )
    return str(reply.body["datasetGroup"]["status"])


def test_what_was_under_way_goes_on_after_a_restart(tmp_path: Path) -> None:
    first = Emulator(speed=0, state_dir=tmp_path)
    arn = create_group(first, "g")
    first.advance(30)
    first.close()
    second = Emulator(speed=0, state_dir=tmp_path)
    assert status(second, arn) == "CREATE IN_PROGRESS"
    second.advance(30)
    assert status(second, arn) == "ACTIVE"
    second.close()


def test_time_never_goes_backward_over_a_restart(tmp_path: Path) -> None:
    first = Emulator(speed=0, state_dir=tmp_path)
    later = first.advance(1_000_000)
    first.close()
    second = Emulator(speed=0, state_dir=tmp_path)
    assert second.clock.now() >= later
    second.close()


def test_a_state_serves_one_emulator_at_a_time(tmp_path: Path) -> None:
    first = Emulator(speed=0, state_dir=tmp_path)
    with pytest.raises(StartError, match="cannot use the state"):
        Emulator(speed=0, state_dir=tmp_path)
    first.close()


def test_a_refused_call_leaves_no_trace(tmp_path: Path) -> None:
    emulator = Emulator(speed=0, state_dir=tmp_path)
    many = [{"tagKey": f"k{number}", "tagValue": ""} for number in range(51)]
    reply = emulator.call(
        "personalize", "CreateDatasetGroup", {"name": "g", "tags": many}, account=ACCOUNT, region=REGION
    )
    assert reply.error == "TooManyTagsException"
    assert create_group(emulator, "g").endswith("dataset-group/g")
    emulator.close()


def test_nothing_that_was_answered_is_lost_when_the_process_is_killed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/interactions.csv").write_text(interactions_csv())
    seed = tmp_path / "seed.yaml"
    seed.write_text("buckets: {user-videos-data: data}\nroles: [Import]\n")
    options = ("--state", str(tmp_path / "state"), "--seed", str(seed), "--speed", "0")
    program = Program(*options)
    journey = Journey(program.wait, program.url)
    group = journey.group()
    dataset = journey.dataset(group)
    role = "arn:aws:iam::123456789012:role/Import"
    job = journey.start_import(dataset, "interactions.csv", "first", role)
    program.kill()

    program = Program(*options)
    journey = Journey(program.wait, program.url)
    again = code(
        journey.personalize.create_dataset,
        name="d",
        datasetGroupArn=group,
        datasetType="INTERACTIONS",
        schemaArn=journey.schema("other", "Interactions", INTERACTIONS),
    )
    assert again == "ResourceAlreadyExistsException"
    journey.wait(1200)
    found = journey.personalize.describe_dataset_import_job(datasetImportJobArn=job)["datasetImportJob"]
    assert found["status"] == "ACTIVE", found
    solution = journey.solution(group)
    version = journey.version(solution)
    campaign = journey.campaign(version)
    before = journey.runtime.get_recommendations(campaignArn=campaign, userId="u1")["itemList"]
    program.kill()

    program = Program(*options)
    journey = Journey(program.wait, program.url)
    assert journey.runtime.get_recommendations(campaignArn=campaign, userId="u1")["itemList"] == before
    assert program.stop() == (0, "", "")
