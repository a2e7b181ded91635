"""What a client may rely on when it updates a solution, with trainings going on, and when it stops one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code
from journey import RECIPE

if TYPE_CHECKING:
    from journey import Journey

PREFIX = "arn:aws:personalize:::recipe/"
EVENTS = {"eventParametersList": [{"eventType": "watch", "weight": 0.5}]}
OTHER_EVENTS = {"eventParametersList": [{"eventType": "click", "weight": 1.0}]}


def describe(journey: Journey, solution: str) -> dict[str, Any]:
    found: dict[str, Any] = journey.personalize.describe_solution(solutionArn=solution)["solution"]
    return found


def start(journey: Journey, solution: str) -> str:
    return str(journey.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"])


def version(journey: Journey, arn: str) -> dict[str, Any]:
    found: dict[str, Any] = journey.personalize.describe_solution_version(solutionVersionArn=arn)
    shown: dict[str, Any] = found["solutionVersion"]
    return shown


@pytest.mark.documented
def test_an_update_runs_beside_trainings_which_keep_the_old_configuration(journey: Journey) -> None:
    group = journey.imported()
    solution = journey.solution(group, solutionConfig={"eventsConfig": EVENTS})
    before = start(journey, solution)
    journey.personalize.update_solution(
        solutionArn=solution, solutionUpdateConfig={"eventsConfig": OTHER_EVENTS}
    )
    during = start(journey, solution)
    seen = []
    for wait in (60, 60):
        seen.append(describe(journey, solution)["latestSolutionUpdate"]["status"])
        journey.wait(wait)
    seen.append(describe(journey, solution)["latestSolutionUpdate"]["status"])
    assert seen == ["CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"]
    after = start(journey, solution)
    shown = [version(journey, arn)["solutionConfig"]["eventsConfig"] for arn in (before, during, after)]
    assert shown == [EVENTS, EVENTS, OTHER_EVENTS]


@pytest.mark.assumed
def test_the_top_level_keeps_what_the_creation_said_and_the_record_what_the_last_update_said(
    journey: Journey,
) -> None:
    solution = journey.solution(
        journey.group(), performAutoTraining=True, solutionConfig={"eventsConfig": EVENTS}
    )
    assert "latestSolutionUpdate" not in describe(journey, solution)
    journey.personalize.update_solution(solutionArn=solution, performAutoTraining=False)
    journey.wait(120)
    journey.personalize.update_solution(
        solutionArn=solution, solutionUpdateConfig={"eventsConfig": OTHER_EVENTS}
    )
    journey.wait(120)
    found = describe(journey, solution)
    assert (found["performAutoTraining"], found["solutionConfig"]) == (True, {"eventsConfig": EVENTS})
    update = found["latestSolutionUpdate"]
    assert (update["status"], update["solutionUpdateConfig"]) == ("ACTIVE", {"eventsConfig": OTHER_EVENTS})
    assert "performAutoTraining" not in update


@pytest.mark.assumed
def test_a_second_update_during_the_first_is_refused_as_in_use(journey: Journey) -> None:
    solution = journey.solution(journey.group())
    change = journey.personalize.update_solution
    for _ in range(2):
        change(solutionArn=solution, performAutoTraining=False)
        assert code(change, solutionArn=solution, performAutoTraining=True) == "ResourceInUseException"
        journey.wait(120)


@pytest.mark.documented
@pytest.mark.parametrize(
    "wanted",
    [
        {"solutionUpdateConfig": {"autoTrainingConfig": {"schedulingExpression": "rate(31 days)"}}},
        {"solutionUpdateConfig": {"eventsConfig": EVENTS}},
        {"performIncrementalUpdate": True},
    ],
)
def test_an_update_that_the_recipe_cannot_have_is_refused(journey: Journey, wanted: dict[str, Any]) -> None:
    solution = journey.solution(journey.group(), recipeArn=f"{PREFIX}aws-sims")
    answer = code(journey.personalize.update_solution, solutionArn=solution, **wanted)
    assert answer == "InvalidInputException"


@pytest.mark.documented
def test_turning_automatic_training_off_ends_it_and_turning_it_on_starts_one_within_the_hour(
    journey: Journey,
) -> None:
    solution = journey.solution(journey.imported(), performAutoTraining=True)

    def count() -> int:
        listed = journey.personalize.list_solution_versions(solutionArn=solution)
        return len(listed["solutionVersions"])

    journey.personalize.update_solution(solutionArn=solution, performAutoTraining=False)
    journey.wait(40 * 86_400)
    assert count() == 0
    journey.personalize.update_solution(solutionArn=solution, performAutoTraining=True)
    journey.wait(120)
    assert count() == 0
    journey.wait(3600)
    assert count() == 1


@pytest.mark.documented
def test_a_solution_is_kept_while_a_version_is_pending_in_progress_or_stopping(journey: Journey) -> None:
    solution = journey.solution(journey.imported())
    arn = start(journey, solution)
    seen = []
    for step in (
        lambda: journey.wait(1000),
        lambda: journey.personalize.stop_solution_version_creation(solutionVersionArn=arn),
        lambda: journey.wait(60),
    ):
        seen.append(version(journey, arn)["status"])
        assert code(journey.personalize.delete_solution, solutionArn=solution) == "ResourceInUseException"
        step()
    assert seen == ["CREATE PENDING", "CREATE IN_PROGRESS", "CREATE STOPPING"]
    assert version(journey, arn)["status"] == "CREATE STOPPED"
    journey.personalize.delete_solution(solutionArn=solution)


@pytest.mark.documented
def test_while_one_training_stops_another_starts_and_a_stopped_one_serves_nothing(journey: Journey) -> None:
    solution = journey.solution(journey.imported())
    first = start(journey, solution)
    journey.wait(1000)
    journey.personalize.stop_solution_version_creation(solutionVersionArn=first)
    second = start(journey, solution)
    journey.wait(3600)
    assert [version(journey, arn)["status"] for arn in (first, second)] == ["CREATE STOPPED", "ACTIVE"]
    call = journey.personalize.create_campaign
    assert code(call, name="c", solutionVersionArn=first) == "InvalidInputException"
    call(name="c", solutionVersionArn=second)


@pytest.mark.assumed
def test_only_what_runs_can_be_stopped_and_what_stops_keeps_the_datasets(journey: Journey) -> None:
    group = journey.imported()
    solution = journey.solution(group)
    stop = journey.personalize.stop_solution_version_creation
    arn = start(journey, solution)
    journey.wait(1000)
    stop(solutionVersionArn=arn)
    assert code(stop, solutionVersionArn=arn) == "InvalidInputException"
    dataset = f"{group.replace(':dataset-group/', ':dataset/')}/INTERACTIONS"
    assert code(journey.personalize.delete_dataset, datasetArn=dataset) == "ResourceInUseException"
    journey.wait(60)
    assert code(stop, solutionVersionArn=arn) == "InvalidInputException"
    journey.personalize.delete_dataset(datasetArn=dataset)


@pytest.mark.observed
def test_some_names_in_a_configuration_come_back_rewritten(journey: Journey) -> None:
    ranges = {
        "integerHyperParameterRanges": [{"name": "bptt", "minValue": 2, "maxValue": 22}],
        "continuousHyperParameterRanges": [],
        "categoricalHyperParameterRanges": [{"name": "recency_mask", "values": ["true", "false"]}],
    }
    config = {
        "featureTransformationParameters": {"min_user_history_length_percentile": "0.01"},
        "hpoConfig": {"algorithmHyperParameterRanges": ranges},
        "algorithmHyperParameters": {"hidden_dimension": "64"},
    }
    recipe = f"{PREFIX}aws-user-personalization"
    solution = journey.solution(journey.group(), recipeArn=recipe, performHPO=True, solutionConfig=config)
    shown = describe(journey, solution)["solutionConfig"]
    assert shown["featureTransformationParameters"] == {"min_hist_length_percentile": "0.01"}
    assert shown["algorithmHyperParameters"] == {"hidden_dimension": "64"}
    found = shown["hpoConfig"]["algorithmHyperParameterRanges"]
    assert [entry["name"] for entries in found.values() for entry in entries] == [
        "training.bptt",
        "data.recency_mask",
    ]
    assert found["integerHyperParameterRanges"][0]["maxValue"] == 22


@pytest.mark.documented
def test_a_training_that_is_due_by_itself_may_run_beside_one_by_hand(journey: Journey) -> None:
    group = journey.imported()
    solution = journey.solution(group, performAutoTraining=True, recipeArn=RECIPE)
    journey.wait(3600)
    start(journey, solution)
    listed = journey.personalize.list_solution_versions(solutionArn=solution)["solutionVersions"]
    assert sorted(entry["trainingType"] for entry in listed) == ["AUTOMATIC", "MANUAL"]
    assert {entry["status"] for entry in listed} <= {"CREATE PENDING", "CREATE IN_PROGRESS"}
