"""The AWS CLI against the emulator: what a user types, and what the service would answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from installed import ARN, Checkout, Server

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve

CAMPAIGN = f"{ARN}campaign/home-page"
GROUP = f"{ARN}dataset-group/user-videos"
SOLUTION = f"{ARN}solution/video-recommendations"
REFUSED = {254, 255}
"""The service refused: 254 of the second AWS CLI, 255 of the first, which is the one that pip installs."""


@pytest.fixture
def server(serve: Serve) -> Server:
    """The example, applied; its clock stands still but for `advance`."""
    return serve(applied=True, speed=0)


@pytest.fixture
def shell(server: Server, folder: Path) -> Checkout:
    return Checkout(folder, server)


def answer(shell: Checkout, *arguments: str) -> Any:
    """What a command that succeeds prints."""
    out = shell.run("aws", "personalize", *arguments).ended(0).out
    return json.loads(out) if out else None


def refused(shell: Checkout, code: str, *arguments: str) -> str:
    """The message of a command that the service refuses."""
    ran = shell.run("aws", "personalize", *arguments)
    assert ran.code in REFUSED, ran
    assert f"({code}) when calling" in ran.err, ran.err
    assert ran.out == ""
    return ran.err


def test_what_the_reconciler_made_is_listed_described_and_paged(untouched: Server, folder: Path) -> None:
    shell = Checkout(folder, untouched)
    listed = answer(shell, "list-campaigns")["campaigns"]
    assert [(one["name"], one["campaignArn"], one["status"]) for one in listed] == [
        ("home-page", CAMPAIGN, "ACTIVE")
    ]
    campaign = answer(shell, "describe-campaign", "--campaign-arn", CAMPAIGN)["campaign"]
    assert campaign["minProvisionedTPS"] == 1
    assert campaign["solutionVersionArn"].startswith(SOLUTION + "/")

    page = answer(shell, "list-datasets", "--max-items", "2")
    assert len(page["datasets"]) == 2
    rest = answer(shell, "list-datasets", "--max-items", "2", "--starting-token", page["NextToken"])
    assert len(rest["datasets"]) == 1
    assert "NextToken" not in rest
    assert len({one["datasetArn"] for one in page["datasets"] + rest["datasets"]}) == 3
    assert len(answer(shell, "list-datasets", "--page-size", "1")["datasets"]) == 3


def test_a_group_is_created_once_becomes_active_and_goes(shell: Checkout, server: Server) -> None:
    made = answer(shell, "create-dataset-group", "--name", "other", "--tags", "tagKey=team,tagValue=music")
    arn = made["datasetGroupArn"]
    assert arn == f"{ARN}dataset-group/other"
    describe = ("describe-dataset-group", "--dataset-group-arn", arn)
    assert answer(shell, *describe)["datasetGroup"]["status"].startswith("CREATE ")
    refused(shell, "ResourceAlreadyExistsException", "create-dataset-group", "--name", "other")
    refused(shell, "InvalidInputException", "create-dataset-group", "--name=-no-")
    server.advance(3600)
    assert answer(shell, *describe)["datasetGroup"]["status"] == "ACTIVE"
    tags = answer(shell, "list-tags-for-resource", "--resource-arn", arn)["tags"]
    assert tags == [{"tagKey": "team", "tagValue": "music"}]

    delete = ("delete-dataset-group", "--dataset-group-arn", arn)
    assert answer(shell, *delete) is None
    assert answer(shell, *describe)["datasetGroup"]["status"].startswith("DELETE ")
    refused(shell, "ResourceInUseException", *delete)
    server.advance(3600)
    refused(shell, "ResourceNotFoundException", *describe)
    refused(shell, "ResourceNotFoundException", *delete)


WRONG_ORDER = {
    "a group with content": ("delete-dataset-group", "--dataset-group-arn", GROUP),
    "a solution with a campaign": ("delete-solution", "--solution-arn", SOLUTION),
    "a dataset with a tracker and filters": (
        "delete-dataset",
        "--dataset-arn",
        f"{ARN}dataset/user-videos/INTERACTIONS",
    ),
    "a schema that a dataset uses": (
        "delete-schema",
        "--schema-arn",
        f"{ARN}schema/user-videos-interactions",
    ),
}


def test_deletions_in_the_wrong_order_are_refused_and_delete_nothing(shell: Checkout, server: Server) -> None:
    before = server.names()
    for what, command in WRONG_ORDER.items():
        assert refused(shell, "ResourceInUseException", *command), what
    server.advance(3600)
    assert server.names() == before
    refused(shell, "ResourceNotFoundException", "delete-filter", "--filter-arn", f"{ARN}filter/none")
