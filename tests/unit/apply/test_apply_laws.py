"""What holds for every plan: one end per step, needs first, siblings untouched, the same twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fake_account import arn
from hypothesis import given, settings
from hypothesis import strategies as st
from making import World, create, delete, stop_trainings, switch, wait
from refusals import IN_USE, SLOWER
from rows import rows  # noqa: F401  (a fixture)

from reconciler.apply.events import StepFinished, StepStarted
from reconciler.apply.outcome import Ended, Outcome
from reconciler.apply.stop import Stop
from reconciler.errors import InUseError, LimitError, NotFoundError, ThrottledError
from reconciler.plan.changes import Step, Until

pytestmark = pytest.mark.usefixtures("rows")

GROUP = arn("dataset-group/shop")


@st.composite
def dags(draw: st.DrawFn) -> tuple[tuple[Step, ...], frozenset[int]]:
    """Steps in a shuffled order, each needing some that come before it, and which of them fail."""
    size = draw(st.integers(1, 12))
    steps = []
    for number in range(size):
        needs = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        names = sorted(f"create filter/f{need}" for need in needs)
        steps.append(create("filter", f"f{number}", *names, datasetGroupArn=GROUP, filterExpression="x"))
    failing = draw(st.sets(st.integers(0, size - 1), max_size=2))
    return tuple(draw(st.permutations(steps))), frozenset(failing)


def refusals(operation: str) -> list[Any]:
    return [
        "ok",
        "lost",
        "never",
        ThrottledError("Rate exceeded", operation=operation, code="ThrottlingException"),
        InUseError("busy", operation=operation, code="ResourceInUseException"),
        LimitError(
            "5 resources with PENDING or IN_PROGRESS status.",
            operation=operation,
            code="LimitExceededException",
        ),
        NotFoundError("not yet", operation=operation, code="ResourceNotFoundException"),
    ]


faults = st.lists(st.sampled_from(refusals("CreateFilter")), max_size=8)


def world_with(failing: frozenset[int], refused: list[Any]) -> World:
    world = World()
    for number in failing:
        world.api.failing[arn(f"filter/f{number}")] = "no"
    world.api.fault("CreateFilter", *refused)
    return world


def check_order(world: World, steps: tuple[Step, ...], outcome: Outcome) -> None:
    assert [result.step for result in outcome.results] == [step.id for step in steps]
    done: set[str] = set()
    needs = {step.id: set(step.needs) for step in steps}
    finished = [event.step.id for event in world.recorder.events if isinstance(event, StepFinished)]
    assert sorted(finished) == sorted(needs)
    for event in world.recorder.events:
        if isinstance(event, StepStarted):
            assert needs[event.step.id] <= done
        elif isinstance(event, StepFinished) and event.result.ended is Ended.DONE:
            done.add(event.step.id)


@given(dags(), st.integers(1, 4))
def test_failures_take_their_dependents_and_nobody_else(
    drawn: tuple[tuple[Step, ...], frozenset[int]], parallelism: int
) -> None:
    steps, failing = drawn
    world = world_with(failing, [])
    outcome = world.run(*steps, parallelism=parallelism)
    check_order(world, steps, outcome)
    broken = {f"create filter/f{number}" for number in failing}
    while grown := {step.id for step in steps if set(step.needs) & broken} - broken:
        broken |= grown
    for result in outcome.results:
        assert (result.ended is Ended.DONE) == (result.step not in broken)
        if result.ended is Ended.SKIPPED:
            assert result.because in {f"create filter/f{number}" for number in failing}


@given(dags(), faults)
def test_refusals_and_lost_answers_delay_and_never_make_a_thing_twice(
    drawn: tuple[tuple[Step, ...], frozenset[int]], refused: list[Any]
) -> None:
    steps, _ = drawn
    world = world_with(frozenset(), refused)
    outcome = world.run(*steps)
    check_order(world, steps, outcome)
    for result in outcome.results:
        if result.ended is Ended.DONE:
            assert result.calls == ("CreateFilter",)
            assert result.arn in world.api.resources


@given(dags(), faults, st.floats(0, 400), st.sampled_from(["timeout", "stop", "no wait"]))
@settings(max_examples=60)
def test_stopped_anywhere_and_run_again_it_comes_to_the_same_end(
    drawn: tuple[tuple[Step, ...], frozenset[int]], refused: list[Any], moment: float, how: str
) -> None:
    steps, _ = drawn
    world, stop = world_with(frozenset(), refused), Stop()
    if how == "stop":
        world.clock.at(moment, stop.set)
    first = world.run(*steps, stop=stop, wait=how != "no wait", timeout=moment if how == "timeout" else None)
    check_order(world, steps, first)
    for result in first.results:
        if result.ended is Ended.NOT_STARTED:
            assert result.calls == ()
    world.api.faults.clear()
    again = [
        step for step, result in zip(steps, first.results, strict=True) if result.ended is not Ended.DONE
    ]
    left = {step.id for step in again}
    trimmed = [
        create(
            "filter",
            step.address.name,
            *(n for n in step.needs if n in left),
            datasetGroupArn=GROUP,
            filterExpression="x",
        )
        for step in again
    ]
    assert world.run(*trimmed).exit_code == 0
    assert len(world.api.resources) == len(steps)


SORTS = ("stop trainings", "delete solution", "start", "stop", "settle", "import")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, tuple[Step, ...]]:
    """Solutions in training, recommenders anyhow, a short queue, and a step of each of some sorts."""
    world = World({"solution-version": 5000, "stop": 90, "switch": 120, "dataset-import-job": 700})
    world.api.strict = True
    world.api.limits["dataset-import-job"] = 2
    steps: list[Step] = []
    for number, sort in enumerate(draw(st.lists(st.sampled_from(SORTS), min_size=1, max_size=6))):
        name = f"n{number}"
        if sort in {"stop trainings", "delete solution"}:
            where = world.own("solution", name)
            for version in range(draw(st.integers(0, 3))):
                born = draw(st.sampled_from([-1.0, -100.0, -9000.0]))
                world.api.add("solution-version", f"{where}/{version}", born=born, solutionArn=where)
            steps.append(stop_trainings(name))
            if sort == "delete solution":
                steps.append(delete("solution", name, stop_trainings(name).id))
        elif sort == "import":
            steps.append(create("dataset-import-job", name, datasetArn=arn(f"dataset/{name}/ITEMS")))
        else:
            where = world.own("recommender", name)
            phases = draw(st.sampled_from(PHASES))
            world.api.set_phases(where, *phases)
            if sort == "settle":
                steps.append(wait("recommender", name, Until.SETTLED))
            else:
                steps.append(switch(sort.capitalize(), name))
    return world, tuple(steps)


PHASES = (
    ((0, "ACTIVE"),),
    ((0, "INACTIVE"),),
    ((0, "STOP IN_PROGRESS"), (70, "INACTIVE")),
    ((0, "START PENDING"), (70, "ACTIVE")),
)
OPERATIONS = (
    "StopSolutionVersionCreation",
    "StopRecommender",
    "StartRecommender",
    "DeleteSolution",
)
trouble = st.dictionaries(
    st.sampled_from(OPERATIONS),
    st.lists(st.sampled_from(["ok", "lost", "never", IN_USE, SLOWER]), max_size=4),
)


def check_end(world: World, steps: tuple[Step, ...]) -> None:
    """What every sort of step promises, read from the account."""
    for step in steps:
        where = str(step.arn)
        if step.until is Until.IDLE:
            assert world.api.running("solution-version", f"{where}/") == 0
        elif step.until is Until.GONE:
            assert where not in world.api.resources
        elif step.until is not Until.SETTLED:
            assert world.api.status(where) == ("INACTIVE" if step.until is Until.STOPPED else "ACTIVE")


@given(worlds(), trouble)
@settings(max_examples=80)
def test_every_sort_of_step_comes_to_its_end_once(
    drawn: tuple[World, tuple[Step, ...]], troubles: dict[str, list[Any]]
) -> None:
    world, steps = drawn
    for operation, answers in troubles.items():
        world.api.fault(operation, *answers)
    outcome = world.run(*steps)
    check_order(world, steps, outcome)
    assert {result.ended for result in outcome.results} == {Ended.DONE}, outcome.results
    check_end(world, steps)
    assert world.api.most.get("dataset-import-job", 0) <= 2
    accepted = [call for result in outcome.results for call in result.calls]
    stoppable = sum(one.born > -5000 for one in world.api.lives if one.kind.name == "solution-version")
    assert accepted.count("StopSolutionVersionCreation") == stoppable
    assert not any(
        str(value).endswith("*") for _, _, request in world.api.calls for value in request.values()
    )


@given(worlds(), trouble, st.floats(0, 400), st.booleans())
@settings(max_examples=60)
def test_every_sort_of_step_goes_on_where_an_earlier_run_was_stopped(
    drawn: tuple[World, tuple[Step, ...]], troubles: dict[str, list[Any]], moment: float, waits: bool
) -> None:
    world, steps = drawn
    for operation, answers in troubles.items():
        world.api.fault(operation, *answers)
    first = world.run(*steps, timeout=moment, wait=waits)
    check_order(world, steps, first)
    assert Ended.FAILED not in {result.ended for result in first.results}
    for result in first.results:
        if result.ended is Ended.NOT_STARTED:
            assert result.calls == ()
    world.api.faults.clear()
    left = {r.step for r in first.results if r.ended is not Ended.DONE}
    again = tuple(
        replace(step, needs=tuple(need for need in step.needs if need in left))
        for step in steps
        if step.id in left
    )
    assert world.run(*again).exit_code == 0
    check_end(world, steps)


@given(dags(), faults)
@settings(max_examples=30)
def test_the_same_plan_in_the_same_world_gives_the_same_events(
    drawn: tuple[tuple[Step, ...], frozenset[int]], refused: list[Any]
) -> None:
    steps, failing = drawn
    first, second = world_with(failing, list(refused)), world_with(failing, list(refused))
    assert first.run(*steps) == second.run(*steps)
    assert first.recorder.events == second.recorder.events
