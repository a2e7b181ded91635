"""How many calls the example costs, operation by operation: the service allows one a second of each.

A number that rises here makes every plan slower for everybody; one that falls is a gift: pin it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

sys.path.append(str(Path(__file__).parents[1] / "scenarios"))
from passing_time import PassingTime, VirtualClock
from start import start_of
from watched import WatchedEmulator
from world import World

from personalize_emulator.clock import Clock
from personalize_emulator.mock import mock_personalize
from reconciler.apply.executors import Inline

BEGIN = 1_767_225_600.0  # 2026-01-01T00:00:00Z
STEADY = {
    "GetCallerIdentity": 1,
    "GetResources": 1,
    "DescribeDatasetGroup": 1,
    "DescribeDataset": 3,
    "DescribeSchema": 3,
    "DescribeEventTracker": 1,
    "DescribeFilter": 1,
    "DescribeSolution": 1,
    "DescribeCampaign": 1,
    "ListDatasetImportJobs": 3,
    "HeadObject": 3,
}
"""One read per thing that exists, one List per import, one look at each imported object."""
EMPTY = {
    "GetCallerIdentity": 1,
    "GetResources": 1,
    "DescribeDatasetGroup": 1,
    "DescribeFilter": 1,
    "DescribeSolution": 1,
    "DescribeCampaign": 1,
    "ListSchemas": 1,
    "HeadObject": 3,
    "GetObject": 3,
}
"""What is to be imported is looked at, by one call for a file.

Names are unique per account, so they are asked for; what is inside an absent group is not.
"""
AROUND_A_DATASET = {
    **STEADY,
    "ListEventTrackers": 1,
    "ListFilters": 1,
    "ListMetricAttributions": 1,
    "ListSolutions": 1,
    "ListCampaigns": 1,
    "ListSchemas": 1,
}
"""A dataset that would have to go: what stands around it, whoever owns it, and a free name for its schema."""
MADE = {
    "CreateSchema": 3,
    "CreateDatasetGroup": 1,
    "CreateDataset": 3,
    "CreateEventTracker": 1,
    "CreateFilter": 1,
    "CreateDatasetImportJob": 3,
    "CreateSolution": 1,
    "CreateSolutionVersion": 1,
    "CreateCampaign": 1,
}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    emulator = WatchedEmulator(clock=Clock(speed=0, start=BEGIN))
    time = PassingTime(emulator)
    monkeypatch.setattr("reconciler.aws.clock.SystemClock", type("Moving", (VirtualClock,), {"time": time}))
    monkeypatch.setattr("reconciler.apply.run.Threads", lambda _limit: Inline())
    with mock_personalize(emulator):
        yield World(emulator, time, tmp_path, start_of(None))


def told(account: World, command: str, expected: int = 0) -> Counter[str]:
    """The calls of one command, S3's by the API's names."""
    account.emulator.calls.clear()
    code, out, err = account.run(command)
    assert code == expected, out + err
    return Counter(
        f"{call.operation[:4].strip().capitalize()}Object"
        if call.operation.startswith(("HEAD ", "GET "))
        else call.operation
        for call in account.emulator.calls
    )


def test_a_free_lock_costs_two_calls_of_an_apply_one_more_with_changes_and_none_of_a_plan(
    account: World,
) -> None:
    told(account, "apply --yes")
    storage = boto3.client("s3", region_name="eu-west-1")
    storage.create_bucket(Bucket="locks", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    account.edit([{"from": "version: 1\n", "to": "version: 1\nlock: {bucket: locks}\n"}])
    path = "/reconcile/123456789012/eu-west-1/user-videos.lock"
    taken = Counter({f"PUT {path}": 1, f"DELETE {path}": 1})
    assert told(account, "apply --yes") == Counter(STEADY) + taken
    for command in ("plan", "drift"):
        assert told(account, command) == STEADY
    account.edit([{"from": "minTPS: 1", "to": "minTPS: 2"}])
    changing = told(account, "apply --yes")
    assert {name: count for name, count in changing.items() if path in name} == {
        f"PUT {path}": 2,
        f"DELETE {path}": 1,
    }


def test_a_plan_for_an_empty_account_asks_only_for_what_could_be_there(account: World) -> None:
    assert told(account, "plan") == EMPTY
    assert account.emulator.calls.mutating() == []


def test_a_steady_account_costs_one_read_per_thing_whatever_the_command(account: World) -> None:
    made = told(account, "apply --yes")
    assert {name: count for name, count in made.items() if name.startswith("Create")} == MADE
    assert not [name for name in made if name.startswith(("Update", "Delete", "Tag", "Untag"))]
    for command in ("plan", "plan --detailed-exitcode", "drift", "plan --format json", "apply --yes"):
        assert told(account, command) == STEADY, command
        assert account.emulator.calls.mutating() == [], command


def test_a_refused_plan_and_its_apply_change_nothing(account: World) -> None:
    told(account, "apply --yes")
    account.edit(
        [
            {
                "file": "specs/avro/interactions.avsc",
                "from": '{"name": "TIMESTAMP", "type": "long"}',
                "to": '{"name": "TIMESTAMP", "type": "long"}, {"name": "DEVICE", "type": ["null", "string"]}',
            }
        ]
    )
    for command in ("plan", "apply --yes"):
        assert told(account, command, expected=1) == AROUND_A_DATASET
        assert account.emulator.calls.mutating() == []


def test_one_edit_is_one_update_and_one_mark(account: World) -> None:
    told(account, "apply --yes")
    account.edit([{"from": "minTPS: 1", "to": "minTPS: 2"}])
    told(account, "apply --yes")
    assert [call.operation for call in account.emulator.calls.mutating()] == ["UpdateCampaign", "TagResource"]
