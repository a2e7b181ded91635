"""What leaves the file is deleted: what is ours, under consent where it hurts, in the service's order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from installed import ARN, Checkout, Server, pasted, tags

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve

HEAD = 'version: 1\nstack: user-videos\naccount: "123456789012"\nregion: eu-west-1\n'
GROUP = f"{ARN}dataset-group/user-videos"
ASKS = (
    "dataset-group/user-videos",
    "dataset/user-videos/interactions",
    "dataset/user-videos/items",
    "dataset/user-videos/users",
    "event-tracker/user-videos",
    "campaign/home-page",
)
"""What is not deleted without consent. A filter and a solution can be made again without loss."""


@pytest.fixture
def server(serve: Serve) -> Server:
    return serve(applied=True)


@pytest.fixture
def checkout(server: Server, folder: Path) -> Checkout:
    return emptied(folder, server)


def emptied(folder: Path, server: Server) -> Checkout:
    """A file that declares nothing any more."""
    made = Checkout(folder, server)
    made.write(HEAD)
    return made


def test_all_goes_under_the_printed_consents_in_the_services_order_and_nothing_foreign(
    server: Server, checkout: Checkout
) -> None:
    client = server.client()
    client.create_dataset_group(name="not-ours")
    client.create_dataset_group(name="theirs", tags=tags(**{"reconcile:stack": "other"}))
    client.create_schema(
        name="user-videos-other", schema=(checkout.folder / "specs/avro/users.avsc").read_text()
    )
    server.advance(3600)
    before = server.names()
    server.forget_calls()

    refused = checkout.reconcile("plan").ended(1)
    for address in ASKS:
        assert re.search(rf"^!? +x {address} +delete: no longer in the file", refused.out, re.MULTILINE)
    assert "apply changes nothing at all" in refused.out
    checkout.reconcile("apply", "--yes").ended(1)
    assert (server.changes(), server.names()) == ([], before)

    checkout.write(HEAD + pasted(refused.out))
    checkout.reconcile("apply", "--yes").ended(0)
    done = server.changes()
    assert sorted(done) == sorted(
        ["DeleteCampaign", "DeleteDatasetGroup", "DeleteEventTracker", "DeleteFilter", "DeleteSolution"]
        + ["DeleteDataset", "DeleteSchema"] * 3
    )
    assert done.index("DeleteCampaign") < done.index("DeleteSolution") < done.index("DeleteDatasetGroup")
    first = done.index("DeleteDataset")
    assert {"DeleteFilter", "DeleteEventTracker", "DeleteCampaign"} <= set(done[:first])
    assert first < done.index("DeleteSchema")
    assert all(call["status"] == 200 for call in server.calls() if call["operation"] in set(done))
    left = server.names()
    assert left["schemas"] == ["schema/user-videos-other"]
    assert left["dataset_groups"] == ["dataset-group/not-ours", "dataset-group/theirs"]
    assert not {"datasets", "event_trackers", "filters", "solutions", "campaigns"} & set(left)

    after = checkout.reconcile("plan", "--detailed-exitcode").ended(0)
    assert after.out.count("has nothing left to do; the line can go") == 1, "the consent is used up"


def test_several_refusals_offer_one_block_for_the_file(serve: Serve, folder: Path) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    without_campaign(checkout)
    checkout.edit(
        ("    eventTracker: user-videos-tracker # takes live events; clients embed its trackingId\n", "")
    )
    block = pasted(checkout.reconcile("apply", "--yes").ended(1).out)
    assert server.changes() == []
    checkout.edit(("consent: []\n", block))
    checkout.reconcile("apply", "--yes").ended(0)
    assert sorted(server.changes()) == ["DeleteCampaign", "DeleteEventTracker"]
    assert not {"campaigns", "event_trackers"} & set(server.names())
    checkout.converged()


def test_consent_to_the_group_covers_its_content(untouched: Server, folder: Path) -> None:
    checkout = emptied(folder, untouched)
    line = pasted(checkout.reconcile("plan").ended(1).out)
    assert line.startswith("consent: [{delete: dataset-group/user-videos, change: ")
    checkout.write(HEAD + line)
    plan = checkout.reconcile("plan").ended(0)
    assert "11 to delete, 0 to adopt, 0 to run, 0 refused." in plan.out


def test_a_consent_is_for_this_very_change(untouched: Server, folder: Path) -> None:
    checkout = emptied(folder, untouched)
    line = '{delete: dataset-group/user-videos, change: "abcdef", because: "of last year"}'
    checkout.write(f"{HEAD}consent: [{line}]\n")
    ran = checkout.reconcile("apply", "--yes").ended(1)
    assert "the consent in the file is for another change (abcdef)" in ran.out


def without_campaign(checkout: Checkout) -> None:
    lines = checkout.text.splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.strip() == "campaigns:")
    checkout.write("".join(lines[:start] + lines[start + 4 :]))


def test_a_foreign_filter_in_the_group_refuses_the_groups_deletion_and_is_named(
    server: Server, checkout: Checkout
) -> None:
    server.client().create_filter(
        name="theirs",
        datasetGroupArn=GROUP,
        filterExpression='INCLUDE ItemID WHERE Items.GENRES IN ("Drama")',
    )
    server.advance(3600)
    server.forget_calls()
    ran = checkout.reconcile("apply", "--yes").ended(1)
    assert "x dataset-group/user-videos" in ran.out
    assert f"which this stack does not own: {ARN}filter/theirs" in ran.out
    assert server.changes() == []


def test_max_deletes_refuses_more(untouched: Server, folder: Path) -> None:
    checkout = emptied(folder, untouched)
    line = pasted(checkout.reconcile("plan").ended(1).out)
    checkout.write(f"{HEAD}policy: {{maxDeletes: 3}}\n{line}")
    ran = checkout.reconcile("apply", "--yes").ended(1)
    assert "policy.maxDeletes allows 3" in ran.out


def test_a_group_that_cannot_go_does_not_send_the_reader_to_a_consent_that_does_not_help(
    server: Server, checkout: Checkout
) -> None:
    server.client().create_filter(
        name="theirs",
        datasetGroupArn=GROUP,
        filterExpression='INCLUDE ItemID WHERE Items.GENRES IN ("Drama")',
    )
    server.advance(3600)
    out = checkout.reconcile("plan").ended(1).out
    assert "consent: [{delete: dataset-group" in out or "consent to deleting dataset-group" not in out
