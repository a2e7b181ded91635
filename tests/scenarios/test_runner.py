"""What the runner of the scenarios checks by itself can fail; its steps do what they say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from passing_time import PassingTime
from probe import ARN, Probe
from start import DATA, Start, start_of
from tables import with_columns
from watched import WatchedEmulator
from world import World

from personalize_emulator.clock import Clock
from personalize_emulator.mock import mock_personalize

ROLE = "arn:aws:iam::123456789012:role/AmazonPersonalizeAccessRole"
GROUP = f"{ARN}dataset-group/films"


@pytest.fixture
def time() -> Iterator[PassingTime]:
    emulator = WatchedEmulator(clock=Clock(speed=0, start=0))
    with mock_personalize(emulator):
        yield PassingTime(emulator)


@pytest.fixture
def world(time: PassingTime, tmp_path: Path) -> World:
    assert isinstance(time.emulator, WatchedEmulator)
    return World(time.emulator, time, tmp_path, start_of("two-groups"))


def serve(world: World) -> str:
    """A campaign `home`, made with plain calls; its solution version."""
    client = boto3.client("personalize", "eu-west-1")
    schema = (world.folder / "specs" / "avro" / "interactions.avsc").read_text()
    create = [
        {"CreateDatasetGroup": {"name": "films"}},
        {"CreateSchema": {"name": "viewing", "schema": schema}},
        {
            "CreateDataset": {
                "name": "d",
                "datasetGroupArn": GROUP,
                "datasetType": "Interactions",
                "schemaArn": f"{ARN}schema/viewing",
            }
        },
        {
            "CreateDatasetImportJob": {
                "jobName": "job",
                "datasetArn": f"{ARN}dataset/films/INTERACTIONS",
                "dataSource": {"dataLocation": "s3://two-groups-data/interactions.csv"},
                "roleArn": ROLE,
            }
        },
        {
            "CreateSolution": {
                "name": "s",
                "datasetGroupArn": GROUP,
                "recipeArn": "arn:aws:personalize:::recipe/aws-user-personalization-v2",
                "performAutoTraining": False,
            }
        },
        {"CreateSolutionVersion": {"solutionArn": f"{ARN}solution/s"}},
    ]
    world.outside(create)
    found = client.list_solution_versions(solutionArn=f"{ARN}solution/s")["solutionVersions"]
    version = str(found[0]["solutionVersionArn"])
    world.outside([{"CreateCampaign": {"name": "home", "solutionVersionArn": version}}])
    return version


def test_the_probe_asks_once_a_minute_and_counts_what_was_answered(world: World) -> None:
    serve(world)
    probe = Probe(world.time, ["home"])
    world.time.advance(600)
    assert probe.text == "served: 11 requests, 0 failed\n"


def test_the_probe_notices_a_campaign_that_is_gone_for_minutes(world: World) -> None:
    version = serve(world)
    probe = Probe(world.time, ["home"])
    world.outside(
        [
            {"DeleteCampaign": {"campaignArn": f"{ARN}campaign/home"}, "settle": 120},
            {"CreateCampaign": {"name": "home", "solutionVersionArn": version}},
        ]
    )
    assert 0 < len(probe.failed) < probe.requests


def test_the_probe_waits_for_the_first_active(world: World) -> None:
    probe = Probe(world.time, ["home"])
    world.time.advance(3600)
    assert probe.requests == 0


def test_only_what_a_numbered_run_does_is_held_against_the_order(world: World) -> None:
    serve(world)
    assert world.emulator.moments == []
    world.emulator.run = 1
    world.outside([{"DeleteCampaign": {"campaignArn": f"{ARN}campaign/home"}}])
    (moment,) = world.emulator.moments
    assert (moment.operation, moment.subject and moment.subject.group) == ("DeleteCampaign", GROUP)


def test_an_edit_takes_the_change_id_that_was_printed_last(world: World) -> None:
    world.outputs += [
        'consent: [{recreate: dataset/films/items, change: "aaaaaa", because: "…"}]',
        'consent: [{recreate: dataset/films/items, change: "bbbbbb", because: "…"}]',
        "No differences",
    ]
    world.edit([{"from": "consent: []", "to": "consent: [{change dataset/films/items}]"}])
    assert "consent: [bbbbbb]" in (world.folder / "personalize.yaml").read_text()
    with pytest.raises(AssertionError, match="dataset/films/users"):
        world.edit([{"from": "consent: [bbbbbb]", "to": "{change dataset/films/users}"}])


def test_an_edit_that_finds_nothing_fails(world: World) -> None:
    with pytest.raises(AssertionError, match="0 times"):
        world.step({"edit": [{"from": "not there", "to": ""}]})


def test_columns_are_taken_left_out_ordered_and_filled() -> None:
    assert with_columns("A,B\n1,2\n3,4\n", ["B", "C"], {"C": 9}) == "B,C\n2,9\n4,9\n"


@pytest.mark.parametrize("name", [None, *DATA])
def test_every_start_can_be_checked_out_and_has_the_data_it_imports(name: str | None, tmp_path: Path) -> None:
    start: Start = start_of(name)
    start.check_out(tmp_path)
    text = (tmp_path / "personalize.yaml").read_text()
    assert all(f"s3://{start.bucket}/{key}" in text for key in start.objects)
    assert all(f"specs/avro/{path.name}" in text for path in (tmp_path / "specs" / "avro").iterdir())
