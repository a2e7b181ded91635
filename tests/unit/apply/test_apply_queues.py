"""Full quotas: those that empty by themselves queue, the others are explained."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_account import arn
from making import World, create, solution
from refusals import QUEUE

from reconciler.apply.events import StepDelayed
from reconciler.apply.limits import queue_words, quota_words
from reconciler.apply.outcome import Ended
from reconciler.errors import LimitError
from reconciler.plan.changes import Step

CREATE = "CreateDatasetImportJob"


def imports(number: int) -> tuple[Step, ...]:
    return tuple(
        create("dataset-import-job", f"j{one}", datasetArn=arn(f"dataset/g{one}/ITEMS"))
        for one in range(number)
    )


def delays(world: World) -> list[tuple[str, str]]:
    return [
        (event.step.address.name, event.why)
        for event in world.recorder.events
        if isinstance(event, StepDelayed)
    ]


def test_seven_imports_queue_for_five_places_and_all_end_well() -> None:
    world = World({"dataset-import-job": 600})
    world.api.limits["dataset-import-job"] = 5
    outcome = world.run(*imports(7))
    assert {result.ended for result in outcome.results} == {Ended.DONE}
    assert world.api.most["dataset-import-job"] == 5
    assert delays(world) == [
        (name, "5 imports are in progress in this region, the most that the service allows")
        for name in ("j5", "j6")
    ]
    # two rounds of ten minutes, each seen at most a quarter late, a minute at most
    assert outcome.seconds < 2 * 660 + 60


def test_waiting_in_the_queue_costs_few_calls() -> None:
    world = World({"dataset-import-job": 1800})
    world.api.limits["dataset-import-job"] = 5
    outcome = world.run(*imports(20))
    assert outcome.exit_code == 0
    assert outcome.seconds < 4 * 1860 + 60
    # one in the queue tries at a time: once a minute, and more often in the first minutes of each wait
    assert world.api.count(CREATE) < 20 + outcome.seconds / 60 + 3 * 25


def test_room_that_one_of_ours_makes_is_taken_at_once() -> None:
    world = World({"dataset-import-job": 600, "filter": 7})
    world.api.limits["dataset-import-job"] = 1
    # the second starts a little later, so that its timer never fires when the first is looked at
    first, second = imports(2)
    later = create("filter", "f", datasetGroupArn=arn("dataset-group/shop"))
    outcome = world.run(first, later, replace(second, needs=(later.id,)))
    made = [at for at, name, _ in world.api.calls if name == CREATE]
    assert outcome.exit_code == 0
    assert made[-1] == outcome.results[0].seconds


def test_room_that_others_make_is_found_by_trying_again() -> None:
    world = World({"dataset-import-job": 600})
    world.api.limits["dataset-import-job"] = 1
    world.api.add("dataset-import-job", arn("dataset-import-job/theirs"), born=0.0, datasetArn="x")
    outcome = world.run(*imports(2))
    assert outcome.exit_code == 0
    assert outcome.seconds < 3 * 660


def test_who_waits_in_a_queue_has_not_started() -> None:
    world = World()
    world.api.limits["dataset-import-job"] = 1
    outcome = world.run(*imports(3), wait=False)
    assert [result.ended for result in outcome.results] == [
        Ended.IN_PROGRESS,
        Ended.NOT_STARTED,
        Ended.NOT_STARTED,
    ]
    late = World({"dataset-import-job": 600})
    late.api.limits["dataset-import-job"] = 1
    outcome = late.run(*imports(3), timeout=100)
    assert [result.ended for result in outcome.results] == [
        Ended.IN_PROGRESS,
        Ended.NOT_STARTED,
        Ended.NOT_STARTED,
    ]


def test_a_failure_at_the_head_of_a_queue_lets_the_next_one_try() -> None:
    world = World({"dataset-import-job": 600})
    quota = LimitError("no more.", operation=CREATE, code="LimitExceededException")
    world.api.fault(CREATE, QUEUE, QUEUE, quota)
    first, second = world.run(*imports(2)).results
    assert (first.ended, second.ended) == (Ended.FAILED, Ended.DONE)
    assert second.seconds < 660


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (
            "CreateRecommender",
            (
                'The quota "Maximum number of recommenders per dataset group" is full at 5 and cannot be '
                "raised (code L-4D685096): delete recommenders that are not needed"
            ),
        ),
        (
            "CreateSolution",
            (
                'The quota "Active solutions per dataset group" (10 unless raised; the developer guide says '
                "10, the general reference 20) is full: delete solutions that are not needed, or ask for "
                "more in Service Quotas (code L-D9DD83B7)"
            ),
        ),
        (
            "UpdateSolution",
            "A quota of the service is full: delete what is not needed, or ask for more in Service Quotas",
        ),
    ],
)
def test_a_full_quota_is_named_with_what_makes_room(operation: str, words: str) -> None:
    assert quota_words(operation) == words


def test_a_queue_is_told_with_the_number_that_the_service_says() -> None:
    raised = LimitError("More than 40 resources with PENDING or IN_PROGRESS status.", operation="X", code="X")
    assert queue_words(raised, "CreateSolutionVersion").startswith("40 trainings are in progress")
    assert queue_words(QUEUE, "CreateBatchInferenceJob") == QUEUE.what


def test_a_solution_that_waits_for_no_queue_fails_at_once() -> None:
    world = World()
    full = LimitError("full", operation="CreateSolution", code="LimitExceededException")
    world.api.fault("CreateSolution", full)
    assert world.only(solution("a")).ended is Ended.FAILED
    assert world.api.count("CreateSolution") == 1
