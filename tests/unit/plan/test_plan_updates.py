"""Updates in place: what is compared, what one call says, who changed what (design 4.3, 4.4)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.plan.changes import Action, Until

SYNC = "campaignConfig.syncWithLatestSolutionVersion"
PLAIN = b.settled(b.shop())


def campaign(**fields):
    return b.shop(b.declared(b.CAMPAIGN, **{"minTPS": 1, **fields}))


def solution(**fields):
    return b.shop(b.declared(b.SOLUTION, recipe="aws-user-personalization-v2", **fields))


def sent(desired, state=PLAIN, text=b.CAMPAIGN):
    """What the one Update call says, without the ARN of what it is about."""
    body = dict(b.request(b.plan(desired, state), Action.UPDATE, text))
    del body["campaignArn" if text == b.CAMPAIGN else "solutionArn"]
    return body


def test_only_top_level_members_that_change_are_sent() -> None:
    assert sent(campaign(minTPS=3)) == {"minProvisionedTPS": 3}
    assert sent(solution(autoTraining=True), text=b.SOLUTION) == {"performAutoTraining": True}


def test_a_structure_is_the_live_one_overlaid_with_what_is_declared() -> None:
    live = {"itemExplorationConfig": {"explorationWeight": "0.1", "explorationItemAgeCutOff": "9"}}
    state = b.altered(PLAIN, b.CAMPAIGN, campaignConfig={**live, "enableMetadataWithRecommendations": True})
    body = sent(campaign(campaignConfig__itemExplorationConfig={"explorationWeight": 0.4}), state)
    assert body["campaignConfig"]["itemExplorationConfig"] == {
        "explorationWeight": "0.4",
        "explorationItemAgeCutOff": "9",
    }
    assert body["campaignConfig"]["enableMetadataWithRecommendations"] is True
    assert "minProvisionedTPS" not in body


def test_the_version_goes_with_the_configuration_and_not_with_the_capacity() -> None:
    served = b.live(PLAIN, b.CAMPAIGN).body["solutionVersionArn"]
    body = sent(campaign(campaignConfig__enableMetadataWithRecommendations=True))
    assert body["solutionVersionArn"] == served
    assert "solutionVersionArn" not in sent(campaign(minTPS=3))


def test_sync_is_turned_on_with_the_services_word_and_off_with_a_version() -> None:
    on = campaign(version="sync", **{SYNC.replace(".", "__"): True})
    body = sent(on)
    assert body["campaignConfig"]["syncWithLatestSolutionVersion"] is True
    assert body["solutionVersionArn"].endswith("/recs/$LATEST")
    body = sent(campaign(), b.settled(on))
    assert body["campaignConfig"]["syncWithLatestSolutionVersion"] is False
    assert body["solutionVersionArn"].endswith("/recs/00000001")


@pytest.mark.parametrize("shown", ["$LATEST", "00000001"])
def test_under_sync_the_service_may_show_either_form(shown) -> None:
    on = campaign(version="sync", **{SYNC.replace(".", "__"): True})
    state = b.altered(b.settled(on), b.CAMPAIGN, solutionVersionArn=b.arn(f"solution/recs/{shown}"))
    assert b.plan(on, state).steps == ()


def test_all_changes_to_one_campaign_are_one_call_and_one_line_each() -> None:
    made = b.plan(campaign(minTPS=3, campaignConfig__enableMetadataWithRecommendations=True), PLAIN)
    step = b.step(made, Action.UPDATE, b.CAMPAIGN)
    assert [call.operation for call in step.calls] == ["UpdateCampaign"]
    assert {one.field for one in b.change(made, b.CAMPAIGN).fields} == {
        "minTPS",
        "campaignConfig.enableMetadataWithRecommendations",
    }


def test_the_digest_is_written_only_once_the_update_has_settled() -> None:
    step = b.step(b.plan(campaign(minTPS=3), PLAIN), Action.UPDATE, b.CAMPAIGN)
    assert step.until is Until.UPDATED
    assert [call.operation for call in step.marks] == ["TagResource"]


@given(st.integers(1, 20), st.integers(1, 20), st.integers(1, 20))
def test_a_band_moves_to_its_nearest_bound_and_sends_nothing_inside(one, other, live) -> None:
    low, high = sorted((one, other))
    desired = campaign(minTPS={"min": low, "max": high})
    state = b.altered(b.settled(desired), b.CAMPAIGN, minProvisionedTPS=live)
    if low <= live <= high:
        assert b.plan(desired, state).steps == ()
    else:
        assert sent(desired, state) == {"minProvisionedTPS": low if live < low else high}


def test_a_band_is_created_with_its_lower_bound() -> None:
    made = b.plan(campaign(minTPS={"min": 2, "max": 9}), b.nothing())
    assert b.request(made, Action.CREATE, b.CAMPAIGN)["minProvisionedTPS"] == 2


def test_a_bands_capacity_is_not_touched_when_something_else_of_the_campaign_changes() -> None:
    desired = campaign(minTPS={"min": 2, "max": 9}, campaignConfig__enableMetadataWithRecommendations=True)
    state = b.altered(b.settled(campaign(minTPS={"min": 2, "max": 9})), b.CAMPAIGN, minProvisionedTPS=5)
    assert "minProvisionedTPS" not in sent(desired, state)


def test_a_campaign_without_a_capacity_gets_the_lower_bound() -> None:
    desired = campaign(minTPS={"min": 2, "max": 9})
    assert sent(desired, b.altered(b.settled(desired), b.CAMPAIGN, minProvisionedTPS=None)) == {
        "minProvisionedTPS": 2
    }


EVENTS = {"eventParametersList": [{"eventType": "watch", "weight": 0.5}]}


def test_a_schedule_and_events_travel_in_the_solutions_update_structure_and_stay_together() -> None:
    before = solution(
        autoTraining=True,
        autoTraining__schedule="rate(7 days)",
        solutionConfig__eventsConfig=EVENTS,
    )
    after = solution(autoTraining=True, autoTraining__schedule="rate(3 days)")
    assert sent(after, b.settled(before), b.SOLUTION) == {
        "performAutoTraining": True,
        "solutionUpdateConfig": {
            "autoTrainingConfig": {"schedulingExpression": "rate(3 days)"},
            "eventsConfig": EVENTS,
        },
    }


# latest…Update


UPDATING = {
    "status": "UPDATE IN_PROGRESS",
    "minProvisionedTPS": 3,
    "creationDateTime": "2026-01-30T00:00:00Z",
}


def test_a_campaigns_update_stands_for_it_only_while_it_runs() -> None:
    desired = campaign(minTPS=3)
    running = b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate=UPDATING)
    made = b.plan(desired, running)
    assert b.actions(made) == {b.CAMPAIGN: "wait"}
    assert made.has_differences
    for status in ("ACTIVE", "CREATE FAILED", "UPDATE FAILED"):
        ended = b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate={**UPDATING, "status": status})
        assert b.actions(b.plan(desired, ended)) == {b.CAMPAIGN: "update"}


def test_a_solutions_update_stands_for_it_until_it_fails() -> None:
    desired = solution(autoTraining=True)
    for status, found in (("UPDATE PENDING", "wait"), ("ACTIVE", "mark"), ("CREATE FAILED", "update")):
        record = {"status": status, "performAutoTraining": True}
        made = b.plan(desired, b.altered(PLAIN, b.SOLUTION, latestSolutionUpdate=record))
        assert b.actions(made)[b.SOLUTION] == found


def test_a_change_waits_for_the_update_that_runs() -> None:
    made = b.plan(campaign(minTPS=9), b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate=UPDATING))
    assert b.step(made, Action.UPDATE, b.CAMPAIGN).needs == (f"wait {b.CAMPAIGN}",)


def test_a_failed_update_that_is_still_wanted_is_sent_again_and_told() -> None:
    record = {**UPDATING, "status": "CREATE FAILED", "failureReason": "no capacity"}
    made = b.plan(campaign(minTPS=3), b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate=record))
    assert "no capacity" in b.change(made, b.CAMPAIGN).unhealthy
    assert b.step(made, Action.UPDATE, b.CAMPAIGN)


def test_a_failed_update_that_nobody_wants_any_more_is_no_finding_for_ever() -> None:
    record = {**UPDATING, "status": "CREATE FAILED", "failureReason": "no capacity"}
    made = b.plan(campaign(minTPS=1), b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate=record))
    assert not made.has_differences


def test_a_dataset_being_moved_to_the_declared_schema_is_waited_for_and_not_refused() -> None:
    wider = {**b.AVRO, "fields": [*b.AVRO["fields"], {"name": "X", "type": ["null", "string"]}]}
    desired = b.shop(b.declared(b.SCHEMA, avro=wider), without=[b.IMPORT, b.TRAINING, b.CAMPAIGN])
    old = b.settled(b.shop(without=[b.IMPORT, b.TRAINING, b.CAMPAIGN]))
    (schema,) = old.schemas.values()
    new = replace(schema, name="events-v2", arn=b.arn("schema/events-v2"), content=wider)
    state = replace(old, schemas={**old.schemas, new.name: new})
    record = {"status": "UPDATE IN_PROGRESS", "schemaArn": new.arn}
    made = b.plan(desired, b.altered(state, b.DATASET, latestDatasetUpdate=record))
    assert b.actions(made) == {b.DATASET: "wait"}


def test_something_still_being_created_is_waited_for() -> None:
    made = b.plan(b.shop(), b.altered(PLAIN, b.FILTER, status="CREATE IN_PROGRESS"))
    assert b.actions(made) == {b.FILTER: "wait"}
    assert b.step(made, Action.WAIT, b.FILTER).until is Until.READY


def test_a_wait_is_told_even_where_a_mark_follows() -> None:
    state = b.altered(
        b.tagged(PLAIN, b.FILTER, **{"reconcile:digest": "1"}), b.FILTER, status="CREATE PENDING"
    )
    made = b.plan(b.shop(), state)
    assert b.actions(made) == {b.FILTER: "wait"}
    assert [step.action for step in made.steps] == [Action.WAIT, Action.MARK]
