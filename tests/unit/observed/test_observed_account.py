"""Reading an account: what comes out, with how many calls, and what a failed read means."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import building as b
import pytest
from fake_reads import Account
from hypothesis import given
from hypothesis import strategies as st

from reconciler.errors import DeniedError
from reconciler.model.address import parse_address
from reconciler.model.health import Health
from reconciler.observed.documents import moment, resource, run, schema
from reconciler.plan.marks import ADDRESS, STACK

SHOP = b.shop()
PLAIN = b.settled(SHOP)
DENIED = DeniedError("not allowed.", operation="x", code="AccessDeniedException")


def actions(desired, account, **more):
    return b.actions(b.plan(desired, account.look(desired), **more))


def test_a_settled_account_is_read_as_it_is() -> None:
    state = Account(PLAIN).look(SHOP)
    assert state.resources.keys() == PLAIN.resources.keys()
    for address, (found,) in PLAIN.resources.items():
        (read,) = state.resources[address]
        assert (read.arn, read.tags, read.health) == (found.arn, found.tags, found.health)
    assert state.schemas == PLAIN.schemas
    assert state.objects == PLAIN.objects
    assert {key: [one.arn for one in runs] for key, runs in state.runs.items()} == {
        key: [one.arn for one in runs] for key, runs in PLAIN.runs.items()
    }
    assert b.plan(SHOP, state).steps == ()


def test_an_empty_account_is_absent_everywhere() -> None:
    state = Account(b.nothing()).look(SHOP)
    assert state.resources == {}
    assert state.problems == ()
    assert len(b.plan(SHOP, state).steps) == len(SHOP.resources)


# How many calls


def test_a_steady_account_costs_one_read_per_thing() -> None:
    account = Account(PLAIN)
    account.look(SHOP)
    assert account.calls == Counter(
        {
            "GetResources": 1,
            "DescribeDatasetGroup": 1,
            "DescribeDataset": 1,
            "DescribeEventTracker": 1,
            "DescribeFilter": 1,
            "DescribeSolution": 1,
            "DescribeCampaign": 1,
            "DescribeSchema": 1,
            "ListDatasetImportJobs": 1,
            "objects": 1,
        }
    )


def test_an_empty_account_is_asked_only_for_what_could_be_there() -> None:
    account = Account(b.nothing())
    account.look(SHOP)
    assert account.calls == Counter(
        {
            "GetResources": 1,
            "DescribeDatasetGroup": 1,
            "DescribeFilter": 1,
            "DescribeSolution": 1,
            "DescribeCampaign": 1,
            "ListSchemas": 1,
            "objects": 1,
        }
    )


def test_imports_that_are_never_due_are_not_asked_for() -> None:
    account = Account(PLAIN)
    account.look(b.shop(b.declared(b.IMPORT, **{"from": b.DATA, "role": b.ROLE, "when": "never"})))
    assert account.calls["ListDatasetImportJobs"] == account.calls["objects"] == 0


def test_objects_are_not_asked_for_once_an_initial_import_is_done() -> None:
    desired = b.shop(b.declared(b.IMPORT, **{"from": b.DATA, "role": b.ROLE}))
    account = Account(b.settled(desired))
    account.look(desired)
    assert account.calls["objects"] == 0


def test_objects_are_asked_for_while_an_import_runs_which_may_be_of_others() -> None:
    running = b.job("x", status="CREATE IN_PROGRESS", created=b.NOW)
    account = Account(b.with_runs(PLAIN, b.IMPORT, running))
    assert account.look(SHOP).objects == PLAIN.objects


def test_versions_are_listed_only_when_the_newest_is_not_active() -> None:
    bad = b.version(9, status="CREATE FAILED", created=b.NOW, failure_reason="why")
    (good,) = b.runs(PLAIN, b.TRAINING)
    account = Account(b.with_runs(PLAIN, b.TRAINING, bad, good))
    state = account.look(SHOP)
    assert account.calls["ListSolutionVersions"] == 1
    assert [one.arn for one in b.runs(state, b.TRAINING)] == [bad.arn, good.arn]
    assert b.runs(state, b.TRAINING)[0].failure_reason == "why"


@pytest.mark.parametrize("status", ["ACTIVE", "CREATE IN_PROGRESS"])
def test_a_job_of_somebody_elses_is_described_and_one_of_ours_tells_by_its_name(status) -> None:
    theirs = b.job("by-hand", status=status, created=b.NOW, location="s3://elsewhere/x.csv")
    account = Account(b.with_runs(PLAIN, b.IMPORT, theirs))
    state = account.look(SHOP)
    assert account.calls["DescribeDatasetImportJob"] == 1
    assert b.runs(state, b.IMPORT)[0].location == "s3://elsewhere/x.csv"


# The inventory lags, lists what is gone, and may be told lies


def test_what_the_inventory_does_not_list_yet_is_asked_for_its_tags() -> None:
    account = Account(PLAIN)
    account.lag = set(account.tags)
    assert b.plan(SHOP, account.look(SHOP)).steps == ()
    assert account.calls["ListTagsForResource"] == 6
    assert account.calls["ListEventTrackers"] == 1


def test_what_the_inventory_lists_counts_only_if_it_is_there() -> None:
    account = Account(b.gone(PLAIN, b.FILTER))
    account.stale = {b.live(PLAIN, b.FILTER).arn: dict(b.live(PLAIN, b.FILTER).tags or {})}
    assert actions(SHOP, account) == {b.FILTER: "create"}
    assert actions(b.shop(without=[b.FILTER]), account) == {}


def test_tags_that_show_something_to_be_done_are_read_again() -> None:
    desired = b.shop(b.declared(b.GROUP, tags={"team": "video"}))
    account = Account(b.settled(desired))
    where = b.live(PLAIN, b.GROUP).arn
    account.stale = {where: {**account.tags[where], "team": "old"}}
    assert actions(desired, account) == {}
    assert account.calls["ListTagsForResource"] == 1


def test_what_is_to_be_deleted_is_ours_by_its_own_tags_and_not_by_the_inventorys() -> None:
    account = Account(b.unowned(PLAIN, b.FILTER, owner="other"))
    account.stale = {b.live(PLAIN, b.FILTER).arn: dict(b.live(PLAIN, b.FILTER).tags or {})}
    assert actions(b.shop(without=[b.FILTER]), account) == {}


@pytest.mark.parametrize("said", [b.FILTER, "filter/else", "campaign/home", "filter", "", "x/y/z/w"])
def test_marks_copied_to_another_resource_are_not_believed(said) -> None:
    account = Account(PLAIN)
    body = {"filterArn": b.arn("filter/theirs"), "name": "theirs", "status": "ACTIVE"}
    account.add("filter", body, {STACK: "shop", ADDRESS: said})
    assert actions(SHOP, account) == {}


def test_another_generation_of_ours_is_read_with_the_first() -> None:
    account = Account(PLAIN)
    body = dict(b.live(PLAIN, b.SOLUTION).body)
    body |= {"solutionArn": b.arn("solution/recs-v2"), "name": "recs-v2"}
    account.add("solution", body, {STACK: "shop", ADDRESS: b.SOLUTION})
    assert len(account.look(SHOP).resources[parse_address(b.SOLUTION)]) == 2


def test_what_another_stack_hands_over_is_found_and_what_it_keeps_is_left_alone() -> None:
    state = b.unowned(PLAIN, b.FILTER, b.TRACKER, owner="other")
    desired = b.shop(adopt=(b.adopt(b.FILTER, from_stack="other"), b.adopt(b.TRACKER, from_stack="other")))
    assert actions(desired, Account(state)) == {b.FILTER: "adopt", b.TRACKER: "adopt"}
    assert actions(b.shop(without=[b.FILTER, b.TRACKER]), Account(state)) == {}


# Documents


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_every_time_has_a_zone(value) -> None:
    found = moment(value.isoformat())
    assert found is not None
    assert found.tzinfo is not None


@given(st.text())
def test_a_resource_of_any_status_is_read(status) -> None:
    body = {"filterArn": "x", "status": status}
    assert resource(parse_address(b.FILTER), body, None).health in Health


@given(st.text())
def test_a_schema_of_any_text_is_read(text) -> None:
    assert schema({"schemaArn": "x", "name": "x", "schema": text}).name == "x"


def test_a_run_without_times_or_name_is_read() -> None:
    found = run("solution-version", {"solutionVersionArn": "a/b", "status": "ACTIVE"})
    assert found.name == "b"
    assert found.updated == found.created


def test_a_plan_made_twice_of_one_account_is_the_same_plan() -> None:
    account = Account(replace(PLAIN, objects=b.objects(etag="e2")))
    assert b.plan(SHOP, account.look(SHOP)) == b.plan(SHOP, account.look(SHOP))
