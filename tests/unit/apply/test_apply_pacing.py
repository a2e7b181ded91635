"""Calls of a paced operation take turns among themselves, not in front of everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from fake_account import arn
from making import World, create

from reconciler.apply.executors import Finished, Inline
from reconciler.apply.outcome import Ended
from reconciler.apply.stop import Stop
from reconciler.errors import ThrottledError, UnknownOutcomeError
from reconciler.plan.changes import Step

GROUP = arn("dataset-group/shop")


def filters(number: int) -> list[Step]:
    return [create("filter", f"f{one}", datasetGroupArn=GROUP) for one in range(number)]


def solutions(number: int) -> list[Step]:
    return [create("solution", f"s{one}", datasetGroupArn=GROUP) for one in range(number)]


class Counting(Inline):
    """Notes the operations in the order in which they were sent."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.first: list[str] = []

    def submit(self, token: int, call: Callable[[], Any], finished: SimpleQueue[Any]) -> None:
        super().submit(token, call, finished)
        self.first.append(self.world.api.calls[-1][1])


def test_calls_of_a_paced_operation_leave_room_for_others() -> None:
    world = World()
    world.api.slow = {"CreateFilter"}
    calls = Counting(world)
    outcome = world.run(*filters(20), *solutions(5), executor=calls, parallelism=10)
    assert {result.ended for result in outcome.results} == {Ended.DONE}
    assert Counter(calls.first[:7]) == {"CreateFilter": 2, "CreateSolution": 5}


def test_calls_that_are_not_paced_go_in_the_order_of_the_plan() -> None:
    world = World()
    calls = Counting(world)
    world.run(*filters(20), *solutions(5), executor=calls, parallelism=10)
    assert Counter(calls.first[:10]) == {"CreateFilter": 10}


def test_stopping_lets_go_of_calls_that_wait_for_their_turn() -> None:
    world, stop = World(), Stop()
    world.clock.at(30, stop.set)
    world.run(*filters(3), stop=stop)
    assert world.api.let_go_of == 1


def test_a_run_to_the_end_lets_nothing_go() -> None:
    world = World()
    world.run(*filters(3))
    assert world.api.let_go_of == 0


def test_a_call_let_go_has_not_started() -> None:
    """The answer of a call that was not sent is that of one refused for its rate: nothing has happened."""
    world, stop = World(), Stop()

    class Waiting(Inline):
        def submit(self, token: int, call: Callable[[], Any], finished: SimpleQueue[Any]) -> None:
            stop.set()
            error = ThrottledError("it was not its turn yet", operation="CreateFilter", code="NotSent")
            finished.put(Finished(token, error=error))

    outcome = world.run(*filters(2), executor=Waiting(), stop=stop)
    assert [result.ended for result in outcome.results] == [Ended.NOT_STARTED] * 2
    assert world.api.calls == []


def test_a_look_let_go_does_not_hide_why_the_step_waits() -> None:
    world, stop = World(), Stop()
    fails = [UnknownOutcomeError("x cannot be reached", operation="DescribeFilter", code="Gone")]

    class Unanswered(Inline):
        def submit(self, token: int, call: Callable[[], Any], finished: SimpleQueue[Any]) -> None:
            if not world.api.calls:
                super().submit(token, call, finished)
            elif fails:
                finished.put(Finished(token, error=fails.pop()))
            else:
                stop.set()
                error = ThrottledError("it was not its turn yet", operation="DescribeFilter", code="NotSent")
                finished.put(Finished(token, error=error))

    (result,) = world.run(*filters(1), executor=Unanswered(), stop=stop).results
    assert result.ended is Ended.IN_PROGRESS
    assert "x cannot be reached" in result.detail
