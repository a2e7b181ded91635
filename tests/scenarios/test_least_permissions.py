"""Nothing that `reconcile iam` prints can be left out: without any one permission a scenario breaks.

That it suffices is shown by every scenario (test_scenarios.py). Here each permission, one action of one
statement, is taken away from the role that plans, the role that applies, the role that Personalize takes on,
or the bucket, and a scenario that needs it is gone through: a command fails and names what is missing.
What may be left out is printed as optional, and the scenario shows what is lost.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from enforcement import Enforcement, Removed, permissions
from passing_time import PassingTime
from start import LOCKS, start_of
from test_scenarios import arrange
from watched import WatchedEmulator
from world import World, load_yaml

HERE = Path(__file__).parent
BASES = HERE / "bases"
FILES = {
    "example": HERE.parents[1] / "personalize.yaml",
    "shop": BASES / "shop" / "personalize.yaml",
    "two-groups": BASES / "two-groups" / "personalize.yaml",
}
"""Together they declare every kind. A file after the first is asked for what those before it do not need."""
LOCK = f"lock: {{bucket: {LOCKS}}}\n"
NEVER_ASKED = {"s3:PutObject", "cloudwatch:PutMetricData"}
"""What Personalize needs to report metrics: it does so by itself, and the emulator does not.
Source: AWS developer guide, 'Metric attribution requirements and limits'."""
NEEDED_BY = {
    "example": {
        "plan": "edit-min-tps",
        "apply": "first-apply",
        "access-policy": "first-apply",
        "access-trust": "first-apply",
        "bucket": "first-apply",
        "personalize:DescribeDatasetImportJob": "imported-outside",
        "personalize:DescribeMetricAttribution": "kinds-that-left-the-file",
        "personalize:DescribeRecommender": "kinds-that-left-the-file",
        "personalize:ListSchemas": "schema-column-added",
        "personalize:ListDatasets": "kinds-that-left-the-file",
        "personalize:ListEventTrackers": "kinds-that-left-the-file",
        "personalize:ListFilters": "filter-expression-changed",
        "personalize:ListMetricAttributions": "kinds-that-left-the-file",
        "personalize:ListMetricAttributionMetrics": "kinds-that-left-the-file",
        "personalize:ListSolutions": "hyperparameter-changed",
        "personalize:ListSolutionVersions": "training-fails",
        "personalize:ListCampaigns": "hyperparameter-changed",
        "personalize:ListRecommenders": "kinds-that-left-the-file",
        "personalize:ListTagsForResource": "edit-tag",
        "personalize:DeleteDatasetGroup": "destroy-with-consents",
        "personalize:UpdateDataset": "schema-column-added",
        "personalize:DeleteDataset": "destroy-with-consents",
        "personalize:DeleteEventTracker": "destroy-with-consents",
        "personalize:DeleteFilter": "filter-expression-changed",
        "personalize:UpdateSolution": "edit-auto-training",
        "personalize:DeleteSolution": "hyperparameter-changed",
        "personalize:UpdateCampaign": "edit-min-tps",
        "personalize:DeleteCampaign": "destroy-with-consents",
        "personalize:DeleteRecommender": "kinds-that-left-the-file",
        "personalize:StopSolutionVersionCreation": "solution-deleted-while-it-trains",
        "personalize:DeleteSchema": "destroy-with-consents",
        "personalize:DeleteMetricAttribution": "kinds-that-left-the-file",
        "personalize:UntagResource": "forgotten-filter",
        "s3:GetObject": "object-changed-in-s3",
        "s3:ListBucket": "prefix-object-changed",
        "Lock": "applied-with-a-lock",
        "LockBucket": "applied-with-a-lock",
    },
    "shop": {
        "apply": "first-apply-of-a-shop",
        "personalize:DescribeSolution": "kinds-that-left-a-shops-file",
        "personalize:DescribeCampaign": "kinds-that-left-a-shops-file",
        "personalize:DescribeRecommender": "recommender-reconfigured",
        "personalize:DescribeMetricAttribution": "recommender-reconfigured",
        "personalize:ListMetricAttributionMetrics": "recommender-reconfigured",
        "personalize:ListSolutionVersions": "kinds-that-left-a-shops-file",
        "personalize:UpdateMetricAttribution": "metric-added",
        "personalize:DeleteMetricAttribution": "metric-attribution-removed",
        "personalize:UpdateSolution": "kinds-that-left-a-shops-file",
        "personalize:DeleteSolution": "kinds-that-left-a-shops-file",
        "personalize:DeleteCampaign": "kinds-that-left-a-shops-file",
        "personalize:UpdateRecommender": "recommender-reconfigured",
        "personalize:StartRecommender": "recommender-started",
        "personalize:DeleteRecommender": "destroy-of-a-shop",
        "personalize:StopSolutionVersionCreation": "kinds-that-left-a-shops-file",
    },
    "two-groups": {
        "personalize:ListDatasetGroups": "first-apply-of-two-groups",
        "personalize:DescribeEventTracker": "tracker-of-another-file",
        "personalize:DeleteEventTracker": "tracker-of-another-file",
    },
}
"""The scenario that needs a permission, by its Sid, else its action, else its part."""


def printed(text: str, folder: Path) -> dict[str, Any]:
    """What `reconcile iam` prints for this text, beside its schemas."""
    command = [sys.executable, "-m", "reconciler.cli.main", "iam", "-f", "-"]
    run = subprocess.run(command, input=text, cwd=folder, capture_output=True, text=True, check=True)
    document: dict[str, Any] = json.loads(run.stdout)
    return document


def collected() -> Iterator[tuple[str, Removed]]:
    """Every permission of the example with a lock, and those of other files that it does not need."""
    shown: set[tuple[str, ...]] = set()
    for name, file in FILES.items():
        text = file.read_text() + (LOCK if name == "example" else "")
        document = printed(text, file.parent)
        lost = {
            (one["part"], said["action"]): said["lost"]
            for one in document["documents"]
            for said in one["optional"]
        }
        found = {
            one: (one[0], one[2], lost.get((one[0], one[2]), ""))
            for one in permissions(document)
            if one[2] not in NEVER_ASKED or one[1] == "Lock"
        }
        yield from ((name, one) for one, told in found.items() if told not in shown)
        shown |= set(found.values())


EVERY = list(collected())


def scenario_of(name: str, removed: Removed) -> Path:
    """Where this permission is needed."""
    part, sid, action = removed
    table = NEEDED_BY[name]
    if part in {"plan", "apply"}:
        return HERE / table.get(sid, table.get(action, table.get(part, "nobody says which")))
    return HERE / table[part]


@pytest.mark.parametrize(("name", "removed"), EVERY, ids=["-".join((one[0], *one[1])) for one in EVERY])
def test_without_any_one_permission_something_is_lost(
    name: str,
    removed: Removed,
    emulator: WatchedEmulator,
    time: PassingTime,
    enforcement: Enforcement,
    tmp_path: Path,
) -> None:
    part, _, action = removed
    folder = scenario_of(name, removed)
    given = load_yaml(folder / "given" / "account.yaml") or {}
    assert given.get("base", "example") == name
    world = World(emulator, time, tmp_path, start_of(given.get("base")), enforcement)
    arrange(world, given, load_yaml(folder / "given" / "edits.yaml") or [])
    enforcement.removed = removed
    broken, said = play_until_broken(world, folder)
    refused = enforcement.denied
    assert {use.action for use in refused} == {action}, f"{folder.name} does without {removed}"
    if part == "plan" and action.startswith("s3:"):
        assert not broken
        assert "may not be read by this role" in said
        assert "0 due." in said
    elif part in {"plan", "apply"}:
        assert broken, said
        assert action in said
        assert refused[0].resource in said
    else:
        assert broken, said
        assert "Insufficient privileges" in said


def play_until_broken(world: World, folder: Path) -> tuple[bool, str]:
    """Go through a scenario until a command that was refused something fails; whether so, and its words."""
    assert world.enforcement is not None
    said = ""
    for entry in load_yaml(folder / "when.yaml"):
        if not isinstance(entry, str):
            world.step(entry)
            continue
        code, out, err = world.run(entry, number=1)
        said += out + err
        if code == 1 and world.enforcement.denied:
            return True, said
    return False, said
