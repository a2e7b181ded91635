"""`reconcile destroy`: everything of the stack, guarded as any deletion, and nothing of anybody else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from installed import ARN, Checkout, Server, pasted, tags

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Serve

GROUP = f"{ARN}dataset-group/user-videos"
TITLE = "DESTROY: everything that stack user-videos owns in this account and region"


@pytest.fixture
def server(serve: Serve) -> Server:
    return serve(applied=True)


@pytest.fixture
def checkout(server: Server, folder: Path) -> Checkout:
    return Checkout(folder, server)


def left(server: Server) -> dict[str, list[str]]:
    """What exists but for import jobs: records that outlive their dataset, and which nobody can delete."""
    return {kind: names for kind, names in server.names().items() if kind != "dataset_import_jobs"}


def agree(checkout: Checkout) -> None:
    """Paste what a refused destroy asks for, until it asks for no more."""
    while (ran := checkout.reconcile("destroy")).out.count("refused: "):
        checkout.edit(("consent: []\n", pasted(ran.out)))


def test_it_is_refused_without_consent_and_changes_nothing(untouched: Server, folder: Path) -> None:
    checkout = Checkout(folder, untouched)
    ran = checkout.reconcile("destroy", "--yes").ended(1)
    assert ran.out.splitlines()[0] == TITLE
    assert "x dataset-group/user-videos" in ran.out
    assert 'consent: [{delete: dataset-group/user-videos, change: "' in ran.out
    assert "Refused: destroy changes nothing at all" in ran.out
    assert "nothing was changed" in ran.err


def test_without_yes_and_terminal_it_shows_the_plan_and_changes_nothing(
    untouched: Server, folder: Path
) -> None:
    checkout = Checkout(folder, untouched)
    agree(checkout)
    ran = checkout.reconcile("destroy").ended(1)
    assert "11 to delete, 0 to adopt, 0 to run, 0 refused." in ran.out
    assert "read the plan above, then pass --yes to carry it out" in ran.err


def test_with_consent_all_of_the_stack_is_gone_and_nothing_else(server: Server, checkout: Checkout) -> None:
    client = server.client()
    client.create_dataset_group(name="not-ours")
    client.create_dataset_group(name="theirs", tags=tags(**{"reconcile:stack": "other"}))
    server.advance(3600)
    agree(checkout)
    ran = checkout.reconcile("destroy", "--yes").ended(0)
    assert "Destroy: 11 done, 0 failed" in ran.out
    assert left(server) == {"dataset_groups": ["dataset-group/not-ours", "dataset-group/theirs"]}

    server.forget_calls()
    again = checkout.reconcile("destroy").ended(0)
    assert "Nothing to destroy: stack user-videos owns nothing here." in again.out
    assert server.changes() == []


def test_a_filter_of_somebody_else_in_the_group_refuses_it_and_is_named(
    server: Server, checkout: Checkout
) -> None:
    server.client().create_filter(
        name="theirs",
        datasetGroupArn=GROUP,
        filterExpression='INCLUDE ItemID WHERE Items.GENRES IN ("Drama")',
    )
    server.advance(3600)
    server.forget_calls()
    ran = checkout.reconcile("destroy", "--yes").ended(1)
    assert f"which this stack does not own: {ARN}filter/theirs" in ran.out
    assert server.changes() == []


def test_stopped_half_way_it_goes_on_where_it_stopped(server: Server, checkout: Checkout) -> None:
    agree(checkout)
    started = checkout.reconcile("destroy", "--yes", "--no-wait", "--format", "json").ended(3)
    document = json.loads(started.out)
    assert (document["scope"], document["verdict"]) == ("destroy", "in-progress")
    assert left(server)
    server.advance(3600)
    checkout.reconcile("destroy", "--yes").ended(0)
    assert left(server) == {}
