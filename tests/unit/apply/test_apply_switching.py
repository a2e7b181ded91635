"""Starting and stopping recommenders, settling as it comes, and updates without a record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fake_account import arn
from making import World, create, switch, update, wait
from refusals import IN_USE, SLOWER
from rows import rows  # noqa: F401  (a fixture)

from reconciler.apply.outcome import Ended
from reconciler.apply.pace import BRIEF_TRIES
from reconciler.errors import InvalidError
from reconciler.plan.changes import Call, Step, Until

pytestmark = pytest.mark.usefixtures("rows")

WHERE = arn("recommender/r")
OPPOSITE = {"Start": "Stop", "Stop": "Start"}
RESTS = {"Start": "ACTIVE", "Stop": "INACTIVE"}


def world_to(verb: str) -> World:
    """A recommender that is what the other verb leads to."""
    world = World({"switch": 120})
    world.own("recommender", "r")
    world.api.set_phases(WHERE, (0, RESTS[OPPOSITE[verb]]))
    return world


@pytest.mark.parametrize("verb", ["Start", "Stop"])
def test_a_recommender_is_switched_and_waited_for(verb: str) -> None:
    world = world_to(verb)
    result = world.only(switch(verb, "r"))
    assert (result.ended, result.calls, result.detail) == (Ended.DONE, (f"{verb}Recommender",), "")
    assert world.api.status(WHERE) == RESTS[verb]
    assert result.seconds >= 120


@pytest.mark.parametrize(
    ("verb", "said"), [("Start", "was running already"), ("Stop", "was stopped already")]
)
def test_what_is_so_already_is_not_switched(verb: str, said: str) -> None:
    world = world_to(OPPOSITE[verb])
    result = world.only(switch(verb, "r"))
    assert (result.ended, result.calls, result.detail) == (Ended.DONE, (), said)
    assert world.api.mutations() == []


@pytest.mark.parametrize("verb", ["Start", "Stop"])
def test_what_is_on_its_way_is_waited_for(verb: str) -> None:
    world = world_to(verb)
    world.api.set_phases(WHERE, (0, f"{verb.upper()} PENDING"), (50, RESTS[verb]))
    result = world.only(switch(verb, "r"))
    assert (result.ended, result.calls) == (Ended.DONE, ())
    assert result.seconds >= 50


@pytest.mark.parametrize("verb", ["Start", "Stop"])
def test_what_is_on_its_way_elsewhere_is_switched_once_it_is_there(verb: str) -> None:
    world = world_to(verb)
    other = OPPOSITE[verb]
    world.api.set_phases(WHERE, (0, f"{other.upper()} IN_PROGRESS"), (50, RESTS[other]))
    result = world.only(switch(verb, "r"))
    assert (result.ended, result.calls) == (Ended.DONE, (f"{verb}Recommender",))
    assert world.api.count(f"{verb}Recommender") == 1


@pytest.mark.parametrize("verb", ["Start", "Stop"])
@pytest.mark.parametrize(("fault", "sent"), [("lost", 1), ("never", 2)])
def test_a_switch_without_an_answer_is_sent_again_only_if_it_had_no_effect(
    verb: str, fault: str, sent: int
) -> None:
    world = world_to(verb)
    world.api.fault(f"{verb}Recommender", fault)
    result = world.only(switch(verb, "r"))
    assert (result.ended, result.calls) == (Ended.DONE, (f"{verb}Recommender",))
    assert world.api.count(f"{verb}Recommender") == sent


@pytest.mark.parametrize("verb", ["Start", "Stop"])
def test_a_refusal_because_it_is_so_already_is_no_failure(verb: str) -> None:
    world = world_to(verb)
    already = InvalidError("it is so", operation=f"{verb}Recommender", code="InvalidInputException")
    world.api.fault(f"{verb}Recommender", IN_USE, SLOWER, already)
    # somebody else switches it while ours is being refused
    world.api.set_phases(WHERE, (0, RESTS[OPPOSITE[verb]]), (1.5, RESTS[verb]))
    result = world.only(switch(verb, "r"))
    assert (result.ended, result.calls) == (Ended.DONE, ())


def test_a_refusal_for_another_reason_fails() -> None:
    world = world_to("Stop")
    refusal = InvalidError("not of a domain", operation="StopRecommender", code="InvalidInputException")
    world.api.fault("StopRecommender", refusal)
    result = world.only(switch("Stop", "r"))
    assert result.ended is Ended.FAILED
    assert "not of a domain" in result.detail
    assert world.api.count("StopRecommender") == 1


@pytest.mark.parametrize("verb", ["Start", "Stop"])
def test_a_switch_that_shows_late_is_waited_for_and_one_that_never_shows_fails(verb: str) -> None:
    late, never = world_to(verb), world_to(verb)
    late.api.lag = 40.0
    assert late.only(switch(verb, "r")).ended is Ended.DONE
    never.api.fault(f"{verb}Recommender", "ignored")
    result = never.only(switch(verb, "r"))
    assert result.ended is Ended.FAILED
    assert "no sign" in result.detail


def test_a_recommender_that_is_being_deleted_is_not_stopped() -> None:
    world = world_to("Stop")
    world.api.resources[WHERE].doomed = 1e9
    result = world.only(switch("Stop", "r"))
    assert (result.ended, result.detail) == (Ended.FAILED, "it is being deleted (DELETE IN_PROGRESS)")


def test_without_waiting_a_switch_is_sent_and_left_to_the_service() -> None:
    result = world_to("Stop").only(switch("Stop", "r"), wait=False)
    assert (result.ended, result.calls) == (Ended.IN_PROGRESS, ("StopRecommender",))


def test_a_creation_that_was_stopped_is_no_start_that_is_late() -> None:
    world = World()
    world.own("solution", "a")
    step = create("solution-version", "a", solutionArn=arn("solution/a"))
    world.api.set_phases(arn("solution-version/00000001"), (0, "CREATE IN_PROGRESS"), (30, "CREATE STOPPED"))
    result = world.only(step)
    assert (result.ended, result.detail) == (Ended.FAILED, "its status is CREATE STOPPED")


@pytest.mark.parametrize("last", ["ACTIVE", "INACTIVE", "CREATE FAILED", "CREATE STOPPED"])
def test_whatever_settles_ends_a_wait_for_settling(last: str) -> None:
    world = World()
    world.own("recommender", "r")
    world.api.set_phases(WHERE, (0, "CREATE IN_PROGRESS"), (100, last))
    result = world.only(wait("recommender", "r", Until.SETTLED))
    assert result.ended is Ended.DONE
    assert result.seconds >= 100


def test_what_is_gone_or_being_updated_settles_too() -> None:
    gone = World()
    gone.own("recommender", "r")
    gone.api.resources[WHERE].doomed = 100.0
    assert gone.only(wait("recommender", "r", Until.SETTLED)).seconds >= 100
    assert World().only(wait("recommender", "r", Until.SETTLED)).ended is Ended.DONE
    changing = World({"update campaign": 200})
    changing.own("campaign", "home", minProvisionedTPS=1)
    changing.api.call("UpdateCampaign", {"campaignArn": arn("campaign/home"), "minProvisionedTPS": 2})
    assert changing.only(wait("campaign", "home", Until.SETTLED)).seconds >= 200


ONE = {"metricName": "one", "eventType": "watch", "expression": "SAMPLECOUNT()"}
TWO = {"metricName": "two", "eventType": "watch", "expression": "SAMPLECOUNT()"}


def metrics(**request: Any) -> tuple[World, Step]:
    world = World()
    where = world.own("metric-attribution", "m", metrics=[ONE])
    step = update("metric-attribution", "m", metricAttributionArn=where, **request)
    return world, replace(step, until=Until.READY, marks=())


@pytest.mark.parametrize("fault", ["ok", "lost", "never"])
@pytest.mark.parametrize("request_", [{"addMetrics": [TWO]}, {"removeMetrics": ["one"]}])
def test_metrics_are_added_and_removed_whatever_becomes_of_the_answer(
    request_: dict[str, Any], fault: str
) -> None:
    world, step = metrics(**request_)
    world.api.fault("UpdateMetricAttribution", fault)
    result = world.only(step)
    assert (result.ended, result.calls) == (Ended.DONE, ("UpdateMetricAttribution",))
    live = world.api.resources[arn("metric-attribution/m")].body["metrics"]
    assert live == ([ONE, TWO] if "addMetrics" in request_ else [])


def test_a_metric_of_the_same_name_and_other_content_is_a_failure() -> None:
    world, step = metrics(addMetrics=[{**ONE, "expression": "SUM(Items.PRICE)"}])
    assert world.only(step).ended is Ended.FAILED


def test_an_invalid_update_is_not_excused_by_metrics_that_are_there() -> None:
    output = {"roleArn": "arn:aws:iam::123456789012:role/other"}
    world, step = metrics(addMetrics=[ONE], metricsOutputConfig=output)
    assert world.only(step).ended is Ended.FAILED


def test_metrics_that_stand_there_already_are_no_failure_and_need_no_call() -> None:
    world, step = metrics(addMetrics=[ONE])
    result = world.only(step)
    assert (result.ended, result.calls, result.detail) == (Ended.DONE, (), "was so already")


def test_an_invalid_update_is_not_excused_by_a_metric_that_is_still_to_go() -> None:
    world, step = metrics(removeMetrics=["one"])
    world.api.fault(
        "UpdateMetricAttribution",
        InvalidError("no", operation="UpdateMetricAttribution", code="InvalidInputException"),
    )
    assert world.only(step).ended is Ended.FAILED


def test_a_lost_metric_attribution_is_found_with_its_metrics() -> None:
    for live, ended in (([ONE], Ended.DONE), ([TWO], Ended.FAILED)):
        world = World()
        world.own("metric-attribution", "m", metrics=live)
        step = create("metric-attribution", "m", datasetGroupArn=arn("dataset-group/shop"), metrics=[ONE])
        if ended is Ended.DONE:
            world.api.resources[arn("metric-attribution/m")].body["datasetGroupArn"] = arn(
                "dataset-group/shop"
            )
        assert world.only(step).ended is ended


def test_a_step_may_change_and_then_start() -> None:
    world = world_to("Start")
    step = switch("Start", "r")
    config = {"recommenderConfig": {"minRecommendationRequestsPerSecond": 2}}
    first = Call(operation="UpdateRecommender", request={"recommenderArn": WHERE, **config})
    result = world.only(replace(step, calls=(first, *step.calls)))
    assert (result.ended, result.calls) == (Ended.DONE, ("UpdateRecommender", "StartRecommender"))


def test_a_switch_that_is_never_answered_is_given_up() -> None:
    world = world_to("Start")
    world.api.fault("StartRecommender", *["never"] * 50)
    result = world.only(switch("Start", "r"))
    assert result.ended is Ended.FAILED
    assert world.api.count("StartRecommender") == BRIEF_TRIES + 1
