"""Stopping trainings, and deleting solutions that the service trains again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from fake_account import arn
from fake_life import MISSING_SOLUTION, LivelyAccount
from making import World, campaign, delete, stop_trainings, training, wait
from refusals import IN_USE, SLOWER

from reconciler.apply.outcome import Ended
from reconciler.apply.pace import PATIENCE
from reconciler.errors import InvalidError
from reconciler.plan.changes import Call, Until

SOLUTION = arn("solution/a")
STOP = "StopSolutionVersionCreation"
ENDED = InvalidError("it has ended", operation=STOP, code="InvalidInputException")


def world_with(*versions: str, born: float = -10.0, takes: float = 36000) -> World:
    """Solution a with these versions in training, for ten hours from ten seconds ago."""
    world = World({"solution-version": takes, "stop": 100})
    world.own("solution", "a")
    for version in versions:
        add(world.api, version, born)
    return world


def add(api: LivelyAccount, version: str, born: float) -> str:
    return api.add("solution-version", f"{SOLUTION}/{version}", born=born, solutionArn=SOLUTION)


def test_running_trainings_are_stopped_once_each_and_waited_for() -> None:
    world = world_with("1", "2")
    add(world.api, "old", -1e6)
    result = world.only(stop_trainings("a"))
    assert (result.ended, result.calls) == (Ended.DONE, (STOP, STOP))
    assert result.detail == "trainings 1, 2 were stopped"
    assert [world.api.status(f"{SOLUTION}/{one}") for one in ("1", "2", "old")] == [
        "CREATE STOPPED",
        "CREATE STOPPED",
        "ACTIVE",
    ]
    assert 100 <= result.seconds < 130


def test_a_training_that_has_not_begun_is_stopped_at_once() -> None:
    world = world_with("1", born=-1.0)
    result = world.only(stop_trainings("a"))
    assert (result.ended, result.detail) == (Ended.DONE, "training 1 was stopped")
    assert result.seconds < 5


def test_nothing_is_stopped_where_nothing_runs() -> None:
    world = world_with("1", born=-1e6)
    result = world.only(stop_trainings("a"))
    assert (result.ended, result.calls, result.detail) == (Ended.DONE, (), "no training was running")
    assert [name for _, name, _ in world.api.calls] == ["ListSolutionVersions"]


def test_what_is_stopping_already_is_only_waited_for() -> None:
    world = world_with("1")
    world.api.set_phases(f"{SOLUTION}/1", (0, "CREATE STOPPING"), (50, "CREATE STOPPED"))
    result = world.only(stop_trainings("a"))
    assert (result.ended, result.calls, result.detail) == (Ended.DONE, (), "it was stopping already")
    assert result.seconds >= 50


def test_a_word_that_nobody_knows_is_waited_for_and_not_stopped() -> None:
    world = world_with("1")
    world.api.set_phases(f"{SOLUTION}/1", (0, "CREATE QUEUED"), (50, "ACTIVE"))
    assert (world.only(stop_trainings("a")).calls, world.api.count(STOP)) == ((), 0)


@pytest.mark.parametrize("born", [-1.0, -10.0])
def test_a_training_that_ends_before_the_stop_arrives_is_no_failure(born: float) -> None:
    world = world_with("1", born=born)
    world.api.fault(STOP, ENDED)
    world.api.set_phases(f"{SOLUTION}/1", (0, "CREATE IN_PROGRESS"), (0.5, "ACTIVE"))
    result = world.only(stop_trainings("a"))
    assert (result.ended, result.calls, result.detail) == (Ended.DONE, (), "the training ended by itself")


def test_a_stop_that_is_refused_again_and_again_fails_with_the_services_words() -> None:
    world = world_with("1")
    world.api.fault(STOP, *[ENDED] * 9)
    result = world.only(stop_trainings("a"))
    assert result.ended is Ended.FAILED
    assert "it has ended" in result.detail
    assert world.api.count(STOP) == 5


@pytest.mark.parametrize(("fault", "sent"), [("lost", 1), ("never", 2)])
def test_a_stop_without_an_answer_is_sent_again_only_if_it_had_no_effect(fault: str, sent: int) -> None:
    world = world_with("1")
    world.api.fault(STOP, fault)
    result = world.only(stop_trainings("a"))
    assert (result.ended, result.calls) == (Ended.DONE, (STOP,))
    assert result.detail == "training 1 was stopped"
    assert world.api.count(STOP) == sent


def test_a_stop_that_shows_nowhere_fails_after_a_while() -> None:
    world = world_with("1")
    world.api.fault(STOP, "ignored")
    result = world.only(stop_trainings("a"))
    assert result.ended is Ended.FAILED
    assert "no sign" in result.detail
    assert world.api.count(STOP) == 1


def test_a_changing_or_throttling_service_delays_a_stop() -> None:
    world = world_with("1")
    world.api.fault(STOP, IN_USE, SLOWER, IN_USE)
    world.api.fault("ListSolutionVersions", SLOWER, "never")
    assert world.only(stop_trainings("a")).calls == (STOP,)


def test_what_the_service_starts_meanwhile_is_stopped_too() -> None:
    world = world_with("1")
    world.clock.at(60, lambda: add(world.api, "2", 60.0))
    result = world.only(stop_trainings("a"))
    assert (result.ended, result.calls) == (Ended.DONE, (STOP, STOP))
    assert world.api.status(f"{SOLUTION}/2") == "CREATE STOPPED"


def test_a_solution_that_does_not_exist_has_no_trainings() -> None:
    world = World()
    world.api.fault("ListSolutionVersions", MISSING_SOLUTION)
    result = world.only(stop_trainings("a"))
    assert (result.ended, result.calls) == (Ended.DONE, ())


def test_without_waiting_the_stop_is_sent_and_left_to_the_service() -> None:
    world = world_with("1")
    result = world.only(stop_trainings("a"), wait=False)
    assert (result.ended, result.calls) == (Ended.IN_PROGRESS, (STOP,))


def test_a_wait_until_nothing_is_trained_stops_nothing() -> None:
    world = world_with("1", takes=900)
    result = world.only(wait("solution-version", "a", Until.IDLE, SOLUTION))
    assert (result.ended, result.detail) == (Ended.DONE, "the training ended by itself")
    assert world.api.status(f"{SOLUTION}/1") == "ACTIVE"


def test_a_call_for_everything_is_never_sent_as_it_is() -> None:
    for step in (
        replace(stop_trainings("a"), until=Until.SETTLED),
        replace(stop_trainings("a"), until=None),
        replace(
            delete("solution", "a"),
            calls=(Call(operation="DeleteSolution", request={"solutionArn": f"{SOLUTION}/*"}),),
        ),
    ):
        world = world_with("1")
        assert world.only(step).ended is Ended.FAILED
        assert world.api.mutations() == []


def test_the_step_that_stops_does_not_stand_for_a_version() -> None:
    world = world_with("1")
    outcome = world.run(stop_trainings("a"), campaign("home", "a", stop_trainings("a").id))
    assert outcome.results[1].ended is Ended.FAILED
    assert "nothing has made solution/a/training yet" in outcome.results[1].detail


def test_a_solution_that_is_trained_again_is_stopped_again_and_deleted() -> None:
    world = world_with("1")
    world.api.strict = True
    start_another_after_the_last_look(world)
    outcome = world.run(stop_trainings("a"), delete("solution", "a", stop_trainings("a").id))
    assert outcome.exit_code == 0
    assert [result.calls for result in outcome.results] == [(STOP,), (STOP, "DeleteSolution")]
    assert SOLUTION not in world.api.resources


def start_another_after_the_last_look(world: World) -> None:
    """Between the last look of the stop and the deletion the service starts version 2."""
    look = world.api.pages

    def pages(operation: str, request: Mapping[str, Any], result: str) -> Sequence[Mapping[str, Any]]:
        items = look(operation, request, result)
        one, two = f"{SOLUTION}/1", f"{SOLUTION}/2"
        if world.api.status(one) == "CREATE STOPPED" and two not in world.api.resources:
            add(world.api, "2", world.clock.elapsed() - 10)
        return items

    world.api.pages = pages  # type: ignore[method-assign]


def test_a_deletion_stops_nothing_that_the_plan_did_not() -> None:
    world = world_with("1", takes=600)
    world.api.strict = True
    result = world.only(delete("solution", "a"))
    assert (result.ended, result.calls) == (Ended.DONE, ("DeleteSolution",))
    assert result.seconds >= 590
    assert world.api.count(STOP) == world.api.count("ListSolutionVersions") == 0


def test_what_is_being_made_is_deleted_once_it_has_settled() -> None:
    world = World({"filter": 300})
    world.api.strict = True
    world.own("filter", "f")
    world.api.resources[arn("filter/f")].born = 0.0
    result = world.only(delete("filter", "f"))
    assert (result.ended, result.calls) == (Ended.DONE, ("DeleteFilter",))
    assert world.api.count("DeleteFilter") == 1
    unhurried = World({"filter": 300})
    unhurried.own("filter", "f")
    unhurried.api.resources[arn("filter/f")].born = 0.0
    result = unhurried.only(delete("filter", "f"), wait=False)
    assert (result.ended, result.detail) == (Ended.NOT_STARTED, "CREATE PENDING")


def test_a_deletion_that_the_service_gives_up_fails_with_its_reason() -> None:
    world = World()
    where = world.own("filter", "f")
    world.api.fault("DeleteFilter", "ignored")
    world.api.set_phases(where, (0, "ACTIVE"), (1, "DELETE IN_PROGRESS"), (30, "DELETE FAILED"))
    world.api.resources[where].body["failureReason"] = "still attached"
    assert (world.only(delete("filter", "f")).detail) == "still attached"


def test_marks_on_another_resource_follow_a_deletion_even_of_what_was_gone() -> None:
    for there in (True, False):
        world = World()
        group = world.own("dataset-group", "shop")
        if there:
            world.own("filter", "f")
        untag = Call(
            operation="UntagResource", request={"resourceArn": group, "tagKeys": ["reconcile:digest"]}
        )
        assert world.only(replace(delete("filter", "f"), marks=(untag,))).ended is Ended.DONE
        assert "reconcile:digest" not in world.api.resources[group].tags


def test_untagging_what_is_gone_is_done() -> None:
    world = World()
    world.own("filter", "f")
    untag = Call(operation="UntagResource", request={"resourceArn": arn("filter/g"), "tagKeys": ["x"]})
    result = world.only(replace(delete("filter", "f"), marks=(untag,)))
    assert (result.ended, result.detail) == (Ended.DONE, "what was to be untagged is gone")
    assert world.api.count("UntagResource") == 1


def test_tag_writes_wait_while_their_resource_changes() -> None:
    world = World()
    group = world.own("dataset-group", "shop")
    world.own("filter", "f")
    world.api.fault("UntagResource", IN_USE, IN_USE)
    untag = Call(operation="UntagResource", request={"resourceArn": group, "tagKeys": ["x"]})
    assert world.only(replace(delete("filter", "f"), marks=(untag,))).ended is Ended.DONE


def test_a_stop_that_cannot_look_for_long_is_given_up() -> None:
    world = World()
    world.own("solution", "s")
    world.api.fault("ListSolutionVersions", *[SLOWER] * 400)
    result = world.only(stop_trainings("s"))
    assert result.ended is Ended.FAILED
    assert world.clock.elapsed() >= PATIENCE


def test_a_lost_training_without_tags_is_told_by_its_newness_alone() -> None:
    world = World({"solution-version": 60})
    world.own("solution", "s")
    step = training("s")
    (call,) = step.calls
    bare = replace(step, calls=(replace(call, request={"solutionArn": call.request["solutionArn"]}),))
    world.api.fault("CreateSolutionVersion", "lost")
    result = world.only(bare)
    assert (result.ended, result.calls) == (Ended.DONE, ("CreateSolutionVersion",))
    assert world.api.mutations() == ["CreateSolutionVersion"]
