"""Campaigns: what they come back as, and what is offered where the service refuses a move (design 4.7)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.address import parse_address
from reconciler.plan.campaign_options import as_it_was
from reconciler.plan.changes import Action
from reconciler.plan.marks import REFUSED

SHOP = b.shop()
PLAIN = b.settled(SHOP)
HOME = b.live(PLAIN, b.CAMPAIGN)
NEWER = b.version(9, created=b.ago(days=1))
WITH_NEWER = b.with_runs(PLAIN, b.TRAINING, NEWER, *b.runs(PLAIN, b.TRAINING))
NEWER_ID = NEWER.arn.rpartition("/")[2]
REFUSING = b.tagged(WITH_NEWER, b.CAMPAIGN, **{REFUSED: NEWER_ID})


def campaign(**fields):
    return b.declared(b.CAMPAIGN, **fields)


# A refused move


def test_what_was_refused_is_not_tried_again_and_a_recreation_is_offered() -> None:
    made = b.plan(SHOP, REFUSING)
    change = b.change(made, b.CAMPAIGN)
    assert made.steps == ()
    assert not made.refused
    assert "refused to move it" in change.unhealthy
    assert "consent: [{recreate: campaign/home" in " ".join(change.notes)


def test_the_rest_of_the_campaign_is_aligned_all_the_same() -> None:
    made = b.plan(b.shop(campaign(minTPS=5)), REFUSING)
    assert b.request(made, Action.UPDATE, b.CAMPAIGN) == {"campaignArn": HOME.arn, "minProvisionedTPS": 5}


def agreed(desired, state):
    (note,) = [one for one in b.change(b.plan(desired, state), b.CAMPAIGN).notes if "to agree" in one]
    return replace(desired, consent=(b.consent("recreate", b.CAMPAIGN, note.split('"')[1]),))


def test_under_consent_it_is_made_anew_on_the_version_that_was_refused() -> None:
    made = b.plan(agreed(SHOP, REFUSING), REFUSING)
    assert m.ids(made, "delete", "create") == [f"delete {b.CAMPAIGN}", f"create {b.CAMPAIGN}"]
    assert b.request(made, Action.CREATE, b.CAMPAIGN)["solutionVersionArn"] == NEWER.arn
    assert REFUSED not in {one["tagKey"] for one in b.request(made, Action.CREATE, b.CAMPAIGN)["tags"]}


def test_another_target_is_tried_and_the_mark_goes_with_its_success() -> None:
    newest = b.version(10, created=b.ago(hours=1))
    state = b.with_runs(REFUSING, b.TRAINING, newest, NEWER, *b.runs(PLAIN, b.TRAINING))
    move = b.step(b.plan(SHOP, state), Action.UPDATE, b.CAMPAIGN)
    assert move.calls[0].request["solutionVersionArn"] == newest.arn
    assert next((one.operation, one.request.get("tagKeys")) for one in move.marks) == (
        "UntagResource",
        [REFUSED],
    )


def test_a_mark_of_the_version_that_it_serves_means_nothing() -> None:
    served = str(HOME.body["solutionVersionArn"]).rpartition("/")[2]
    made = b.plan(SHOP, b.tagged(PLAIN, b.CAMPAIGN, **{REFUSED: served}))
    assert not b.change(made, b.CAMPAIGN).unhealthy


def test_only_a_move_to_another_solution_leaves_a_mark_where_it_is_refused() -> None:
    assert b.step(b.plan(SHOP, WITH_NEWER), Action.UPDATE, b.CAMPAIGN).refused == ()
    made = b.plan(b.shop(b.declared(b.SOLUTION, recipe="aws-sims")), PLAIN)
    (mark,) = b.step(made, Action.UPDATE, b.CAMPAIGN).refused
    assert mark.operation == "TagResource"


# Coming back

VALUE = {"name": "EVENT_VALUE", "type": ["null", "float"]}


def come_back(*changed, state=PLAIN, without=()):
    """The campaign's part in a recreation of the interactions."""
    desired = b.shop(m.events(VALUE), *changed, without=without)
    made = b.plan(m.agreeing(desired, state), state)
    assert not made.refused
    return made


def test_it_comes_back_on_what_it_served_and_then_moves() -> None:
    made = come_back()
    assert b.request(made, Action.CREATE, b.CAMPAIGN)["solutionVersionArn"] == HOME.body["solutionVersionArn"]
    assert f"run {b.TRAINING}" in m.before(made, b.step(made, Action.UPDATE, b.CAMPAIGN))


@pytest.mark.parametrize("state", [b.altered(PLAIN, b.CAMPAIGN, status="CREATE PENDING")])
def test_one_that_did_not_serve_serves_the_newest_version_until_the_next_is_trained(state) -> None:
    made = come_back(state=state)
    assert b.request(made, Action.CREATE, b.CAMPAIGN)["solutionVersionArn"] == HOME.body["solutionVersionArn"]
    assert f"run {b.TRAINING}" not in m.before(made, b.step(made, Action.CREATE, b.CAMPAIGN))
    assert f"run {b.TRAINING}" in m.before(made, b.step(made, Action.UPDATE, b.CAMPAIGN))


def test_one_that_is_missing_serves_the_newest_version_until_the_next_is_trained() -> None:
    state = b.gone(b.with_runs(PLAIN, b.IMPORT), b.CAMPAIGN)
    made = b.plan(b.shop(), state)
    assert b.request(made, Action.CREATE, b.CAMPAIGN)["solutionVersionArn"] == HOME.body["solutionVersionArn"]
    assert f"run {b.TRAINING}" in m.before(made, b.step(made, Action.UPDATE, b.CAMPAIGN))


def test_one_that_follows_by_itself_comes_back_following() -> None:
    state = b.altered(
        PLAIN,
        b.CAMPAIGN,
        solutionVersionArn=f"{b.arn('solution/recs')}/$LATEST",
        campaignConfig={"syncWithLatestSolutionVersion": True},
    )
    following = campaign(version="sync", campaignConfig__syncWithLatestSolutionVersion=True)
    made = come_back(following, state=state)
    assert b.request(made, Action.CREATE, b.CAMPAIGN)["solutionVersionArn"].endswith("/$LATEST")
    assert m.ids(made, f"update {b.CAMPAIGN}") == []


def test_one_that_moved_to_another_group_is_made_there_at_once() -> None:
    other = (
        b.declared("dataset-group/other"),
        b.declared("solution/new", group="other", recipe="aws-sims"),
        b.declared("solution/new/training", group="other"),
    )
    state = b.settled(b.shop(*other))
    desired = b.shop(*other, b.declared(b.CAMPAIGN, group="other", solution="new"))
    made = b.plan(m.agreeing(desired, state), state)
    assert m.ids(made, "create", "update") == [f"create {b.CAMPAIGN}"]
    version = b.request(made, Action.CREATE, b.CAMPAIGN)["solutionVersionArn"]
    assert version.startswith(b.arn("solution/new/"))


@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 20))
def test_inside_a_band_the_capacity_comes_back_as_an_autoscaler_left_it(low, high, now) -> None:
    low, high = sorted((low, high))
    live = replace(HOME, body={**HOME.body, "minProvisionedTPS": now})
    kept = as_it_was(campaign(minTPS={"min": low, "max": high}), live)
    assert kept.get("minProvisionedTPS") == (now if low <= now <= high else None)


def test_what_the_file_leaves_open_comes_back_as_it_was_and_what_it_says_does_not() -> None:
    live = replace(
        HOME,
        body={
            **HOME.body,
            "minProvisionedTPS": 7,
            "campaignConfig": {
                "enableMetadataWithRecommendations": True,
                "itemExplorationConfig": {"a": "1"},
            },
        },
    )
    declared = campaign(campaignConfig__itemExplorationConfig={"a": "2"})
    assert as_it_was(declared, live) == {
        "minProvisionedTPS": 7,
        "campaignConfig.enableMetadataWithRecommendations": True,
    }
    assert parse_address(b.CAMPAIGN) == live.address
