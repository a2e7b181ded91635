"""Order, overlap and isolation of steps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_account import arn, plan
from making import World, campaign, create, ends, group, solution, training

from reconciler.apply.events import StepFinished, StepStarted, StepWaiting
from reconciler.apply.executors import Threads
from reconciler.apply.outcome import Ended
from reconciler.apply.run import apply_plan
from reconciler.errors import InvalidError, ReconcilerError
from reconciler.model.observed import ReadProblem
from reconciler.plan.changes import Step

REFUSED = InvalidError("no such domain", operation="CreateDatasetGroup", code="InvalidInputException")


def chain() -> tuple[Step, ...]:
    return (
        group(),
        solution("a", "create dataset-group/shop"),
        training("a", "create solution/a"),
        campaign("home", "a", "create solution/a", "create solution/a/training"),
    )


def test_a_chain_runs_in_order_and_unknowns_become_arns() -> None:
    world = World()
    outcome = world.run(*chain())
    assert set(ends(outcome).values()) == {Ended.DONE}
    assert world.api.mutations() == [
        "CreateDatasetGroup",
        "CreateSolution",
        "CreateSolutionVersion",
        "CreateCampaign",
    ]
    version = outcome.results[2].arn
    assert version is not None
    assert world.api.resources[arn("campaign/home")].body["solutionVersionArn"] == version
    assert outcome.exit_code == 0


def test_results_are_in_plan_order_whatever_the_order_of_work() -> None:
    steps = tuple(reversed(chain()))
    assert [result.step for result in World().run(*steps).results] == [step.id for step in steps]


def test_independent_trainings_overlap() -> None:
    world = World({"solution-version": 3600})
    for name in "ab":
        world.own("solution", name, datasetGroupArn=arn("dataset-group/shop"))
    outcome = world.run(training("a"), training("b"))
    assert outcome.exit_code == 0
    assert 3600 <= outcome.seconds < 3600 + 61


def test_a_step_starts_at_once_although_a_sibling_still_waits() -> None:
    world = World({"dataset-group": 10, "filter": 3600, "solution": 5})
    world.run(
        group(),
        create("filter", "slow", "create dataset-group/shop", datasetGroupArn=arn("dataset-group/shop")),
        solution("quick", "create dataset-group/shop"),
        training("quick", "create solution/quick"),
    )
    begun = {event.step.id: event.at for event in world.recorder.events if isinstance(event, StepStarted)}
    assert (begun["create solution/quick/training"] - begun["create dataset-group/shop"]).total_seconds() < 30


def test_a_failure_skips_dependents_and_no_sibling() -> None:
    world = World()
    world.own("dataset-group", "shop")
    world.api.failing[arn("solution/a")] = "no such column"
    outcome = world.run(
        solution("a"),
        training("a", "create solution/a"),
        campaign("home", "a", "create solution/a/training"),
        solution("b"),
    )
    results = {result.step: result for result in outcome.results}
    assert results["create solution/a"].ended is Ended.FAILED
    assert results["create solution/a"].detail == "no such column"
    for step in ("create solution/a/training", "create campaign/home"):
        assert results[step].ended is Ended.SKIPPED
        assert results[step].detail == "skipped because create solution/a failed"
        assert results[step].because == "create solution/a"
    assert results["create solution/b"].ended is Ended.DONE
    assert outcome.exit_code == 1


def test_every_step_that_starts_finishes_once() -> None:
    world = World()
    world.run(*chain())
    finished = [event.step.id for event in world.recorder.events if isinstance(event, StepFinished)]
    assert sorted(finished) == sorted(step.id for step in chain())


def test_a_status_word_is_told_once_per_change() -> None:
    world = World({"dataset-group": 100})
    world.run(group())
    words = [event.status for event in world.recorder.events if isinstance(event, StepWaiting)]
    assert words == ["CREATE PENDING", "CREATE IN_PROGRESS"]


def test_the_same_plan_twice_gives_the_same_events() -> None:
    first, second = World(), World()
    first.run(*chain())
    second.run(*chain())
    assert first.recorder.events == second.recorder.events


def test_threads_give_the_same_results() -> None:
    world = World(dict.fromkeys(("dataset-group", "solution", "solution-version", "campaign"), 0))
    names = [f"s{number}" for number in range(20)]
    steps = (group(), *(solution(name, "create dataset-group/shop") for name in names))

    world.clock.threads = True
    outcome = world.run(*steps, executor=Threads(4), parallelism=4)
    assert outcome.exit_code == 0
    assert world.api.count("CreateSolution") == 20


def test_a_plan_with_failed_reads_is_not_applied() -> None:
    world = World()
    problem = ReadProblem(what="denied", operation="ListTagsForResource")
    with pytest.raises(ReconcilerError):
        apply_plan(plan(group(), problems=(problem,)), world.api, clock=world.clock, events=world.recorder)
    assert world.api.calls == []


def test_steps_that_wait_for_each_other_are_refused_before_the_first_call() -> None:
    world = World()
    with pytest.raises(ReconcilerError, match="wait for each other"):
        world.run(group("a", "create dataset-group/b"), group("b", "create dataset-group/a"))
    with pytest.raises(ReconcilerError, match="do not fit"):
        world.run(group("a", "create dataset-group/nobody"))
    assert world.api.calls == []


@pytest.mark.parametrize("fails", [False, True])
def test_what_only_follows_a_step_starts_after_it_whether_it_succeeded_or_not(fails) -> None:
    world = World({"dataset-group": 60})
    if fails:
        world.api.fault("CreateDatasetGroup", REFUSED)
    first = group("first")
    behind = replace(group("second"), follows=(first.id,))
    outcome = world.run(first, behind)
    assert ends(outcome)[behind.id] is Ended.DONE
    assert ends(outcome)[first.id] is (Ended.FAILED if fails else Ended.DONE)
    assert world.api.mutations()[-1] == "CreateDatasetGroup"


def test_what_follows_a_skipped_step_still_starts() -> None:
    world = World()
    world.api.fault("CreateDatasetGroup", REFUSED)
    first, skipped = group("first"), group("middle", "create dataset-group/first")
    behind = replace(group("last"), follows=(skipped.id,))
    outcome = world.run(first, skipped, behind)
    assert ends(outcome)[skipped.id] is Ended.SKIPPED
    assert ends(outcome)[behind.id] is Ended.DONE
