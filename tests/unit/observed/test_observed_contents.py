"""What stands in the way of a deletion is read before anything is deleted."""

from __future__ import annotations

import building as b
import pytest
from fake_reads import Account

from reconciler.errors import NotFoundError, ThrottledError
from reconciler.kinds import KINDS
from reconciler.model.address import parse_address

SHOP = b.shop()
PLAIN = b.settled(SHOP)


def campaign_of_somebody(account, solution="recs") -> str:
    body = {
        "campaignArn": b.arn("campaign/theirs"),
        "name": "theirs",
        "status": "ACTIVE",
        "solutionVersionArn": b.arn(f"solution/{solution}/00000001"),
    }
    return account.add("campaign", body)


ALL = [b.GROUP, b.DATASET, b.IMPORT, b.TRACKER, b.FILTER, b.SOLUTION, b.TRAINING, b.CAMPAIGN]


@pytest.mark.parametrize(
    ("without", "text"),
    [
        (ALL, b.GROUP),
        (ALL, b.DATASET),
        ([b.SOLUTION, b.TRAINING, b.CAMPAIGN], b.SOLUTION),
    ],
)
def test_a_campaign_of_somebody_elses_is_found_before_anything_is_deleted(without, text) -> None:
    account = Account(PLAIN)
    theirs = campaign_of_somebody(account)
    made = b.plan(b.shop(without=without), account.look(b.shop(without=without)))
    assert theirs in b.change(made, text).refusal.why


def test_everything_of_a_group_is_listed_only_when_it_is_to_go() -> None:
    account = Account(PLAIN)
    account.look(SHOP)
    assert account.calls["ListFilters"] == account.calls["ListCampaigns"] == 0
    state = Account(PLAIN).look(b.shop(without=ALL))
    assert set(state.contents[b.live(PLAIN, b.GROUP).arn]) == {
        b.live(PLAIN, text).arn for text in (b.DATASET, b.TRACKER, b.FILTER, b.SOLUTION, b.CAMPAIGN)
    }


def test_around_a_dataset_stand_filters_campaigns_and_for_interactions_the_tracker() -> None:
    more = b.shop(
        b.declared("schema/things", avro={**b.AVRO, "name": "Items"}),
        b.declared("dataset/shop/items", schema="things"),
    )
    account = Account(b.settled(more))
    state = account.look(b.shop(without=ALL))
    around = {key: {one.split(":")[-1].split("/")[0] for one in arns} for key, arns in state.contents.items()}
    assert around[b.live(PLAIN, b.DATASET).arn] == {"filter", "campaign", "event-tracker"}
    assert around[b.live(b.settled(more), "dataset/shop/items").arn] == {"filter", "campaign"}


@pytest.mark.parametrize(
    ("kind", "text"),
    [("recommender", b.GROUP), ("metric-attribution", b.GROUP), ("metric-attribution", b.DATASET)],
)
def test_recommenders_and_metric_attributions_stand_in_the_way_too(kind, text) -> None:
    account = Account(PLAIN)
    group = b.live(PLAIN, b.GROUP).arn
    body = {"datasetGroupArn": group, "name": "theirs", KINDS[kind].arn_member: b.arn(f"{kind}/theirs")}
    theirs = account.add(kind, body)
    desired = b.shop(without=ALL)
    assert theirs in b.change(b.plan(desired, account.look(desired)), text).refusal.why


def not_there(operation: str) -> NotFoundError:
    return NotFoundError("there is none", operation=operation, code="ResourceNotFoundException")


def test_what_a_list_still_shows_although_it_is_gone_stands_in_nobodys_way() -> None:
    account = Account(PLAIN)
    theirs, desired = campaign_of_somebody(account), b.shop(without=ALL)
    group = b.live(PLAIN, b.GROUP).arn
    assert theirs in account.look(desired).contents[group]
    account.refuse["DescribeCampaign", theirs] = not_there("DescribeCampaign")
    state = account.look(desired)
    assert theirs not in state.contents[group]
    assert b.live(PLAIN, b.CAMPAIGN).arn in state.contents[group]
    assert not state.problems


def test_what_is_listed_and_cannot_be_described_is_never_taken_for_gone() -> None:
    account = Account(PLAIN)
    theirs = campaign_of_somebody(account)
    account.refuse["DescribeCampaign", theirs] = ThrottledError(
        "Rate exceeded", operation="DescribeCampaign", code="ThrottlingException"
    )
    state = account.look(b.shop(without=ALL))
    assert theirs in state.contents[b.live(PLAIN, b.GROUP).arn]
    assert [one.operation for one in state.problems] == ["DescribeCampaign"]


def test_a_tracker_that_is_gone_and_still_listed_does_not_hide_its_successor() -> None:
    account = Account(PLAIN)
    live = b.live(PLAIN, b.TRACKER)
    old = {**live.body, "eventTrackerArn": b.arn("event-tracker/00000001")}
    new = {**live.body, "creationDateTime": "2026-06-01T00:00:00+00:00"}
    for body in (live.body, old):
        account.bodies.pop(str(body["eventTrackerArn"]), None)
    account.lag = {live.arn, account.add("event-tracker", old, {})}
    account.add("event-tracker", new, dict(live.tags or {}))
    account.bodies = dict(sorted(account.bodies.items()))
    (found,) = account.look(SHOP).resources[parse_address(b.TRACKER)]
    assert found.arn == live.arn


def test_a_group_that_only_a_recreation_brings_to_the_file_has_all_that_is_in_it_listed() -> None:
    desired = b.shop(b.declared(b.GROUP, domain="ECOMMERCE"))
    found = Account(PLAIN).look(desired).contents[b.live(PLAIN, b.GROUP).arn]
    inside = (b.DATASET, b.TRACKER, b.FILTER, b.SOLUTION, b.CAMPAIGN)
    assert set(found) == {b.live(PLAIN, text).arn for text in inside}


def test_the_campaigns_of_a_generation_that_no_longer_fits_are_listed_and_no_others() -> None:
    account = Account(PLAIN)
    theirs = campaign_of_somebody(account)
    body = {**b.live(PLAIN, b.SOLUTION).body, "name": "recs-v2", "solutionArn": b.arn("solution/recs-v2")}
    body["recipeArn"] = "arn:aws:personalize:::recipe/aws-sims"
    account.add("solution", body, dict(b.live(PLAIN, b.SOLUTION).tags or {}))
    state = account.look(b.shop(b.declared(b.SOLUTION, recipe="aws-sims")))
    assert state.contents == {b.live(PLAIN, b.SOLUTION).arn: (b.live(PLAIN, b.CAMPAIGN).arn, theirs)}
    assert account.calls["ListCampaigns"] == 1


def test_what_is_not_ours_is_not_looked_into() -> None:
    desired = b.shop(b.declared(b.GROUP, domain="ECOMMERCE"))
    assert Account(b.unowned(PLAIN, b.GROUP, owner="other")).look(desired).contents == {}
