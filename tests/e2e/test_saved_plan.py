"""A plan in a file is carried out as it was reviewed, or not at all."""

from __future__ import annotations

import json
import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest
from installed import ARN, Checkout, Ran, Server

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Serve

CAMPAIGN = f"{ARN}campaign/home-page"


@pytest.fixture(scope="module")
def saved(shared: Server, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A plan of minTPS 1 → 2 as the command saves it."""
    checkout = Checkout(tmp_path_factory.mktemp("saved"), shared)
    checkout.edit(("minTPS: 1", "minTPS: 2"))
    checkout.reconcile("plan", "--out", "p.json").ended(0)
    return (checkout.folder / "p.json").read_bytes()


@pytest.fixture
def checkout(saved: bytes, untouched: Server, folder: Path) -> Checkout:
    made = Checkout(folder, untouched)
    made.edit(("minTPS: 1", "minTPS: 2"))
    (folder / "p.json").write_bytes(saved)
    return made


def assert_refused(ran: Ran, *parts: str) -> None:
    ran.ended(1)
    for part in (*parts, "to do: "):
        assert part in ran.err, ran.err


def test_a_saved_plan_is_its_owners_alone_and_replaces_the_old_one_whole(checkout: Checkout) -> None:
    path = checkout.folder / "out.json"
    path.write_text("old")
    path.chmod(0o644)
    ran = checkout.reconcile("plan", "--out", "out.json").ended(0)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text())["steps"]
    assert sorted(one.name for one in checkout.folder.iterdir()) == [
        "out.json",
        "p.json",
        "personalize.yaml",
        "specs",
    ]
    assert "saved: reconcile apply out.json" in ran.err


@pytest.mark.parametrize("where", ["there/is/no/such/folder/p.json", "specs", "/proc/p.json"])
def test_where_nothing_can_be_written_the_plan_is_shown_and_the_error_says_so(
    where: str, checkout: Checkout
) -> None:
    ran = checkout.reconcile("plan", "--out", where).ended(1)
    assert "~ campaign/home-page" in ran.out
    assert f"the plan cannot be saved as {where}: " in ran.err


@pytest.mark.skipif(sys.gettrace() is not None, reason="coverage loads and writes files of its own")
def test_on_a_full_disk_the_old_file_stays_and_nothing_is_left_beside_it(checkout: Checkout) -> None:
    before = (checkout.folder / "p.json").read_bytes()
    limited = f"ulimit -f 0; exec {checkout.program('reconcile')} plan --out p.json"
    ran = checkout.run("/bin/bash", "-c", f"trap '' XFSZ; {limited}").ended(1)
    assert "the plan cannot be saved as p.json: " in ran.err
    assert (checkout.folder / "p.json").read_bytes() == before
    assert [one.name for one in checkout.folder.iterdir() if one.name.startswith(".")] == []


def test_a_changed_file_refuses_the_plan(checkout: Checkout) -> None:
    checkout.edit(("minTPS: 2", "minTPS: 3"))
    ran = checkout.reconcile("apply", "p.json", "--yes")
    assert_refused(ran, "p.json is out of date; nothing was changed", "the file or the account has changed")


def test_a_changed_schema_file_refuses_the_plan(checkout: Checkout) -> None:
    schema = checkout.folder / "specs/avro/items.avsc"
    schema.write_text(schema.read_text() + "\n")
    assert_refused(checkout.reconcile("apply", "p.json", "--yes"), "p.json is out of date")


def edited(change: Callable[[Any], Any]) -> Callable[[str], str]:
    def edit(text: str) -> str:
        document = json.loads(text)
        change(document)
        return json.dumps(document)

    return edit


def raise_the_bill(document: Any) -> None:
    call = next(call for step in document["steps"] for call in step["calls"] if step["calls"])
    call["request"]["minProvisionedTPS"] = 500


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        pytest.param(edited(raise_the_bill), "p.json does not say what a plan made now says", id="request"),
        pytest.param(
            edited(lambda plan: plan.update(fingerprint="0" * 64)), "p.json is out of date", id="fingerprint"
        ),
        pytest.param(
            edited(lambda plan: plan.update(tool_version="9.9.9")),
            "p.json was made by reconcile 9.9.9",
            id="tool version",
        ),
        pytest.param(
            edited(lambda plan: plan["environment"].update(account="210987654321")),
            "p.json is a plan for account 210987654321, this is 123456789012",
            id="account",
        ),
        pytest.param(
            edited(lambda plan: plan["environment"].update(region="us-east-1")),
            "p.json is a plan for region us-east-1, this is eu-west-1",
            id="region",
        ),
        pytest.param(
            edited(lambda plan: plan.pop("steps")), "p.json is not a plan that can be", id="no steps"
        ),
        pytest.param(
            edited(lambda plan: plan["steps"].clear()), "p.json does not say what a plan", id="steps emptied"
        ),
        pytest.param(lambda text: text[: len(text) // 2], "p.json is not a plan: it is not JSON", id="half"),
        pytest.param(lambda _: "", "p.json is not a plan: it is not JSON", id="empty"),
        pytest.param(lambda _: "stack: x\n", "p.json is not a plan: it is not JSON", id="YAML"),
        pytest.param(lambda _: "[" * 100_000, "p.json is not a plan: it is not JSON", id="deep"),
        pytest.param(lambda _: "[]", "p.json is not a plan that can be applied", id="a list"),
        pytest.param(lambda _: "{}", "p.json is not a plan that can be applied", id="an empty object"),
    ],
)
def test_a_plan_file_that_is_not_what_was_saved_is_refused(
    edit: Callable[[str], str], says: str, checkout: Checkout
) -> None:
    path = checkout.folder / "p.json"
    path.write_text(edit(path.read_text()))
    assert_refused(checkout.reconcile("apply", "p.json", "--yes"), says)


@pytest.mark.parametrize("name", ["nothing.json", "specs"])
def test_a_plan_file_that_cannot_be_read_is_one_clear_error(name: str, checkout: Checkout) -> None:
    assert_refused(checkout.reconcile("apply", name, "--yes"), f"{name} cannot be read: ")


@pytest.mark.parametrize("what", [(), ("p.json",)])
def test_without_a_terminal_and_without_yes_nothing_is_changed(
    what: tuple[str, ...], checkout: Checkout
) -> None:
    ran = checkout.reconcile("apply", *what)
    assert_refused(ran, "there is no terminal to ask on", "pass --yes")
    assert "~ campaign/home-page" in ran.out


def test_a_plan_is_refused_when_the_account_changed_and_carried_out_when_it_is_as_it_was(
    serve: Serve, folder: Path
) -> None:
    server = serve(applied=True)
    checkout = Checkout(folder, server)
    checkout.edit(("minTPS: 1", "minTPS: 2"))
    checkout.reconcile("plan", "--out", "p.json").ended(0)
    client = server.client()
    client.update_campaign(campaignArn=CAMPAIGN, minProvisionedTPS=4)
    server.advance(3600)
    server.forget_calls()
    assert_refused(checkout.reconcile("apply", "p.json", "--yes"), "p.json is out of date")
    assert server.changes() == []

    checkout.reconcile("plan", "--out", "p.json").ended(0)
    checkout.reconcile("apply", "p.json", "--yes").ended(0)
    assert client.describe_campaign(campaignArn=CAMPAIGN)["campaign"]["minProvisionedTPS"] == 2
    assert_refused(checkout.reconcile("apply", "p.json", "--yes"), "p.json is out of date")
    checkout.converged()
