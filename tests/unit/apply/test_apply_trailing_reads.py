"""Reads that trail what was done: nothing is made twice, and nothing is given up too early."""

from __future__ import annotations

import pytest
from fake_account import arn
from making import (
    GROUP,
    World,
    create,
    ends,
    ours,
    training,
)

from reconciler.apply.outcome import Ended
from reconciler.catalog.time_outs import HOUR
from reconciler.errors import AlreadyExistsError, NotFoundError, ServiceError
from reconciler.kinds import KINDS
from reconciler.model.address import Address


def missing(operation: str = "DescribeFilter") -> ServiceError:
    return NotFoundError("there is none", operation=operation, code="ResourceNotFoundException")


def taken() -> ServiceError:
    return AlreadyExistsError(
        "Another resource with Arn x already exists.",
        operation="CreateFilter",
        code="ResourceAlreadyExistsException",
    )


def filter_(name: str = "f", *needs: str):
    return create("filter", name, *needs, datasetGroupArn=GROUP)


def test_what_was_just_made_may_be_missing_for_minutes_and_is_made_once() -> None:
    world = World({"filter": 60})
    world.api.fault("DescribeFilter", *[missing()] * 10)
    result = world.only(filter_())
    assert (result.ended, result.calls) == (Ended.DONE, ("CreateFilter",))
    assert world.api.mutations() == ["CreateFilter"]


def test_what_was_just_made_and_never_shows_is_not_made_again() -> None:
    world = World()
    world.api.fault("DescribeFilter", *[missing()] * 100)
    result = world.only(filter_())
    assert result.ended is Ended.FAILED
    assert result.detail == (
        "the service accepted its creation, and for 300 s nothing has been shown of it: it was deleted by"
        " someone else, or shows very late. It is not made again: run plan again"
    )
    assert world.api.mutations() == ["CreateFilter"]


def test_one_look_that_misses_what_was_seen_before_means_nothing() -> None:
    world = World({"filter": 600})
    world.api.fault("DescribeFilter", "ok", missing(), missing(), "ok")
    assert world.only(filter_()).ended is Ended.DONE


def test_a_name_taken_by_what_does_not_show_yet_is_ours_once_it_shows() -> None:
    world = World()
    world.api.add("filter", arn("filter/f"), tags=ours(Address("filter", ("f",))), name="f")
    world.api.fault("DescribeFilter", *[missing()] * 6)
    result = world.only(filter_())
    assert (result.ended, result.calls) == (Ended.DONE, ())
    assert "found as an earlier run had made it" in result.detail
    assert len(world.api.resources) == 1


def test_a_name_that_is_not_free_yet_is_waited_for() -> None:
    world = World()
    world.api.fault("CreateFilter", taken(), taken(), taken())
    result = world.only(filter_())
    assert (result.ended, result.calls) == (Ended.DONE, ("CreateFilter",))


def test_a_name_taken_by_what_never_shows_fails_within_minutes() -> None:
    world = World()
    world.api.fault("CreateFilter", *[taken()] * 100)
    result = world.only(filter_())
    assert result.ended is Ended.FAILED
    assert "For 300 s nothing has been shown that has this name" in result.detail
    assert 300 < result.seconds < 450


def test_a_name_taken_by_somebody_else_fails_at_once() -> None:
    world = World()
    world.api.add("filter", arn("filter/f"), tags={}, name="f")
    result = world.only(filter_())
    assert "is not what this step would make" in result.detail
    assert result.seconds < 1


def test_a_training_whose_start_had_no_answer_is_looked_for_until_it_shows() -> None:
    world = World({"solution-version": HOUR})
    world.own("solution", "s")
    world.api.fault("CreateSolutionVersion", "lost")
    world.api.hidden = {arn("solution-version/00000001")}
    world.clock.at(100, world.api.hidden.clear)
    result = world.only(training("s"))
    assert (result.ended, result.calls) == (Ended.DONE, ("CreateSolutionVersion",))
    assert world.api.count("CreateSolutionVersion") == 1


@pytest.mark.parametrize("shows_after", [0, 100])
def test_a_training_that_only_its_solution_tells_of_is_taken_over(shows_after: float) -> None:
    world = World({"solution-version": HOUR})
    running = {"solutionVersionArn": arn("solution/s/1"), "status": "CREATE IN_PROGRESS"}
    world.own("solution", "s", latestSolutionVersion=running)
    world.api.add(
        "solution-version", arn("solution/s/1"), solutionArn=arn("solution/s"), born=world.clock.elapsed()
    )
    world.api.hidden = {arn("solution/s/1")}
    world.clock.at(shows_after, world.api.hidden.clear)
    result = world.only(training("s"))
    assert (result.ended, result.arn, result.calls) == (Ended.DONE, arn("solution/s/1"), ())
    assert "somebody else had started it" in result.detail


@pytest.mark.parametrize("kind", ["filter", "campaign"])
def test_a_list_that_does_not_show_a_step_yet_is_made_up_for_by_a_describe(kind: str) -> None:
    world = World()
    parent = {"datasetGroupArn": GROUP} if kind == "filter" else {"solutionVersionArn": arn("solution/s/1")}
    world.api.hidden = {arn(f"{kind}/b")}
    outcome = world.run(create(kind, "a", **parent), create(kind, "b", **parent))
    assert set(ends(outcome).values()) == {Ended.DONE}
    assert world.api.count(KINDS[kind].create) == 2


def test_a_training_whose_solution_is_gone_by_then_is_looked_for_in_vain() -> None:
    world = World()
    world.own("solution", "s")
    world.api.fault("CreateSolutionVersion", "never")
    world.api.fault("DescribeSolution", *[missing("DescribeSolution")] * 50)
    assert world.only(training("s")).ended is Ended.FAILED
    assert world.api.mutations() == ["CreateSolutionVersion"]
