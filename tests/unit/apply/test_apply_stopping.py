"""Timeouts, no waiting, stopping, and what polling costs."""

from __future__ import annotations

from dataclasses import replace
from queue import SimpleQueue

import pytest
from fake_account import Slow, arn
from making import GROUP, World, campaign, create, delete, ends, group, solution, training, update
from refusals import IN_USE, SLOWER

from reconciler.apply.events import StepStarted
from reconciler.apply.outcome import Ended
from reconciler.apply.stop import Stop
from reconciler.model.address import Address
from reconciler.plan.changes import Action, Call, Step


def long_run() -> tuple[Step, ...]:
    return (
        group(),
        solution("a", "create dataset-group/shop"),
        training("a", "create solution/a"),
        campaign("home", "a", "create solution/a/training"),
    )


def test_a_timeout_leaves_the_service_at_work() -> None:
    world = World({"solution-version": 36000})
    outcome = world.run(*long_run(), timeout=3600)
    assert list(ends(outcome).values()) == [Ended.DONE, Ended.DONE, Ended.IN_PROGRESS, Ended.NOT_STARTED]
    assert outcome.results[2].detail == "CREATE IN_PROGRESS"
    assert outcome.seconds == 3600
    assert outcome.exit_code == 3


def test_without_waiting_everything_that_can_start_is_started() -> None:
    world = World()
    world.own("solution", "b")
    world.api.fault("CreateDatasetGroup", SLOWER)
    outcome = world.run(*long_run(), training("b"), create("schema", "s", schema="{}"), wait=False)
    assert list(ends(outcome).values()) == [
        Ended.IN_PROGRESS,
        *[Ended.NOT_STARTED] * 3,
        Ended.IN_PROGRESS,
        Ended.DONE,
    ]


def test_without_waiting_a_refused_call_has_not_started() -> None:
    world = World()
    world.own("campaign", "home", minProvisionedTPS=1)
    world.api.fault("UpdateCampaign", IN_USE)
    result = world.only(update("campaign", "home", minProvisionedTPS=2), wait=False)
    assert (result.ended, result.detail) == (Ended.NOT_STARTED, IN_USE.what)


def test_stopping_starts_nothing_more() -> None:
    world, stop = World(), Stop()
    world.clock.at(90, stop.set)
    outcome = world.run(*long_run(), stop=stop)
    assert list(ends(outcome).values()) == [
        Ended.DONE,
        Ended.IN_PROGRESS,
        Ended.NOT_STARTED,
        Ended.NOT_STARTED,
    ]
    assert outcome.interrupted
    assert outcome.exit_code == 130
    assert outcome.seconds == 90


def test_one_list_answers_for_many_and_one_describe_for_one() -> None:
    many = World({"filter": 900})
    outcome = many.run(*(create("filter", f"f{n}", datasetGroupArn=GROUP) for n in range(10)))
    assert outcome.exit_code == 0
    assert many.api.count("DescribeFilter") == 0
    single = World({"filter": 900})
    single.run(create("filter", "f0", datasetGroupArn=GROUP))
    assert many.api.count("ListFilters") == single.api.count("DescribeFilter") < 40
    assert single.api.count("ListFilters") == 0


def test_a_failure_seen_in_a_list_is_described_once_for_its_reason() -> None:
    world = World()
    world.api.failing[arn("filter/f1")] = "bad expression"
    outcome = world.run(*(create("filter", f"f{n}", datasetGroupArn=GROUP) for n in range(3)))
    assert [result.detail for result in outcome.results] == ["", "bad expression", ""]
    assert world.api.count("DescribeFilter") == 1


def test_hours_of_waiting_cost_few_calls() -> None:
    world = World({"solution-version": 6 * 3600})
    world.own("solution", "a")
    assert world.only(training("a")).ended is Ended.DONE
    assert world.api.count("DescribeSolutionVersion") < 6 * 60 + 25


def test_stopped_while_a_list_is_read_nothing_more_is_described() -> None:
    world, stop = World(), Stop()
    hidden = arn("filter/f1")
    world.api.hidden.add(hidden)
    world.api.before["ListFilters"] = stop.set
    outcome = world.run(*(create("filter", f"f{n}", datasetGroupArn=GROUP) for n in range(3)), stop=stop)
    assert outcome.interrupted
    assert set(ends(outcome).values()) == {Ended.IN_PROGRESS}
    assert world.api.count("DescribeFilter") == 0


def test_what_a_list_does_not_show_is_described() -> None:
    world = World()
    hidden = arn("filter/f1")
    world.api.hidden.add(hidden)
    outcome = world.run(*(create("filter", f"f{n}", datasetGroupArn=GROUP) for n in range(3)))
    assert outcome.exit_code == 0
    assert {request["filterArn"] for _, name, request in world.api.calls if name == "DescribeFilter"} == {
        hidden
    }


def test_stop_wakes_whoever_waits() -> None:
    stop, items = Stop(), SimpleQueue[object]()
    stop.wake(items)
    stop.set()
    assert items.get_nowait() is None
    assert stop.is_set()


def test_a_stop_before_the_start_calls_nothing() -> None:
    world, stop = World(), Stop()
    stop.set()
    assert set(ends(world.run(*long_run(), stop=stop)).values()) == {Ended.NOT_STARTED}
    assert world.api.calls == []


def test_an_address_ends_as_its_gravest_step() -> None:
    world = World()
    where = world.own("filter", "f")
    world.api.failing[where] = "bad expression"
    outcome = world.run(
        delete("filter", "f", action=Action.RECREATE),
        create("filter", "f", "delete filter/f", datasetGroupArn=GROUP),
    )
    assert outcome.addresses() == {Address("filter", ("f",)): Ended.FAILED}


def test_a_call_in_flight_is_finished_when_stopping_and_nothing_follows_it() -> None:
    world, stop = World(), Stop()
    world.clock.at(1, stop.set)
    outcome = world.run(*long_run(), stop=stop, executor=Slow(world.clock))
    assert list(ends(outcome).values()) == [Ended.IN_PROGRESS, *[Ended.NOT_STARTED] * 3]
    assert outcome.results[0].calls == ("CreateDatasetGroup",)
    assert [name for _, name, _ in world.api.calls] == ["CreateDatasetGroup"]


def test_no_more_calls_are_in_flight_than_asked_for() -> None:
    world = World()
    slow = Slow(world.clock)
    steps = (create("filter", f"f{n}", datasetGroupArn=GROUP) for n in range(9))
    assert world.run(*steps, executor=slow, parallelism=3).exit_code == 0
    assert slow.most == 3


def test_lists_of_two_parents_are_two_calls() -> None:
    world = World()
    other = arn("dataset-group/other")
    steps = [create("filter", f"f{n}", datasetGroupArn=(GROUP, other)[n % 2]) for n in range(4)]
    assert world.run(*steps).exit_code == 0
    assert world.api.count("DescribeFilter") == 0
    asked = {request["datasetGroupArn"] for _, name, request in world.api.calls if name == "ListFilters"}
    assert asked == {GROUP, other}


def test_a_step_starts_only_when_its_call_can_be_made() -> None:
    world = World()
    steps = [create("schema", f"s{n}", schema="{}") for n in range(3)]
    world.run(*steps, executor=Slow(world.clock), parallelism=1)
    begun = [event.at.second for event in world.recorder.events if isinstance(event, StepStarted)]
    assert begun == [0, 2, 4]


def test_stopped_between_two_calls_of_a_step_it_is_in_progress_and_says_before_which() -> None:
    world, stop = World(), Stop()
    world.own("dataset-group", "shop")
    world.clock.at(1, stop.set)
    mark = Call(operation="TagResource", request={"resourceArn": GROUP, "tags": []})
    step = create("schema", "s", schema="{}")
    outcome = world.run(replace(step, calls=(mark, *step.calls)), stop=stop, executor=Slow(world.clock))
    result = outcome.results[0]
    assert (result.ended, result.detail) == (Ended.IN_PROGRESS, "stopped before CreateSchema")
    assert result.calls == ("TagResource",)


def test_cut_off_it_tells_calls_under_way_from_steps_that_only_wait() -> None:
    world = World({"dataset-group": 600})

    def cut_off() -> None:
        raise KeyboardInterrupt

    world.clock.at(4.5, cut_off)
    first, second, third = (create("schema", name, schema="{}") for name in "stu")
    outcome = world.run(first, group(), second, third, executor=Slow(world.clock), parallelism=1)
    assert (outcome.interrupted, outcome.exit_code) == (True, 130)
    over, waits, asks, rests = outcome.results
    assert (over.ended, over.calls) == (Ended.DONE, ("CreateSchema",))
    assert (waits.ended, waits.calls, waits.detail) == (Ended.IN_PROGRESS, ("CreateDatasetGroup",), "")
    assert (asks.ended, asks.calls) == (Ended.IN_PROGRESS, ())
    assert asks.detail == "cut off: CreateSchema may or may not have had its effect"
    assert rests.ended is Ended.NOT_STARTED


def test_a_lost_tag_write_that_nothing_tells_of_is_told_as_unknown() -> None:
    world = World()
    world.own("campaign", "home", minProvisionedTPS=1)
    world.api.fault("TagResource", *["lost"] * 9)
    result = world.only(update("campaign", "home", minProvisionedTPS=2))
    assert result.ended is Ended.FAILED
    assert result.calls == ("UpdateCampaign",)
    assert result.detail.endswith("What was started goes on; plan shows how it ended.")
    mark = replace(update("campaign", "home"), calls=(), until=None, action=Action.MARK)
    world.api.fault("TagResource", *["lost"] * 9)
    assert "TagResource may or may not have had its effect." in world.only(mark).detail


def test_a_mistake_of_ours_in_one_call_fails_its_step_and_not_the_report() -> None:
    world = World()
    world.api.fault("CreateDatasetGroup", RuntimeError("boom"))
    outcome = world.run(*long_run(), create("schema", "s", schema="{}"))
    assert list(ends(outcome).values()) == [Ended.FAILED, *[Ended.SKIPPED] * 3, Ended.DONE]
    assert outcome.results[0].detail.startswith("internal error: RuntimeError: boom (")


def test_a_mistake_of_ours_while_waiting_leaves_the_service_at_work_and_says_so() -> None:
    world = World()
    world.api.fault("DescribeDatasetGroup", RuntimeError("boom"))
    result = world.only(group())
    assert (result.ended, result.calls) == (Ended.FAILED, ("CreateDatasetGroup",))
    assert result.detail.endswith("What was started goes on; plan shows how it ended.")


class GoneError(BaseException):
    """The process is gone: nothing is reported."""


def test_what_is_no_error_of_a_call_ends_the_run() -> None:
    world = World()
    world.api.fault("CreateDatasetGroup", GoneError())
    with pytest.raises(GoneError):
        world.run(group())
