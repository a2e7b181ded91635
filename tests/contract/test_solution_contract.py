"""What a client may rely on for solutions and solution versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from answers import code, refused
from journey import RECIPE

if TYPE_CHECKING:
    from journey import Journey

PREFIX = "arn:aws:personalize:::recipe/"


def describe(journey: Journey, solution: str) -> dict[str, Any]:
    found: dict[str, Any] = journey.personalize.describe_solution(solutionArn=solution)["solution"]
    return found


def versions(journey: Journey, solution: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = journey.personalize.list_solution_versions(solutionArn=solution)[
        "solutionVersions"
    ]
    return found


@pytest.mark.observed
def test_a_solution_is_active_a_second_after_its_creation(journey: Journey) -> None:
    group = journey.group()
    arn = journey.personalize.create_solution(name="s", datasetGroupArn=group, recipeArn=RECIPE)[
        "solutionArn"
    ]
    journey.wait(1)
    found = describe(journey, arn)
    assert (found["status"], found["performHPO"], found["performAutoML"]) == ("ACTIVE", False, False)
    assert "latestSolutionVersion" not in found


@pytest.mark.documented
def test_without_saying_otherwise_a_solution_trains_by_itself_within_the_hour(journey: Journey) -> None:
    group = journey.imported()
    arn = journey.personalize.create_solution(name="s", datasetGroupArn=group, recipeArn=RECIPE)[
        "solutionArn"
    ]
    journey.wait(3700)
    assert describe(journey, arn)["performAutoTraining"] is True
    assert [version["trainingType"] for version in versions(journey, arn)] == ["AUTOMATIC"]
    journey.wait(8 * 86400)
    assert len(versions(journey, arn)) == 1, "no new interactions, no new training"


@pytest.mark.documented
def test_a_manual_training_within_the_hour_replaces_the_automatic_one(journey: Journey) -> None:
    group = journey.imported()
    arn = journey.personalize.create_solution(name="s", datasetGroupArn=group, recipeArn=RECIPE)[
        "solutionArn"
    ]
    journey.wait(60)
    journey.version(arn)
    assert [version["trainingType"] for version in versions(journey, arn)] == ["MANUAL"]


@pytest.mark.documented
def test_automatic_training_can_be_turned_off_in_time(journey: Journey) -> None:
    group = journey.imported()
    arn = journey.personalize.create_solution(name="s", datasetGroupArn=group, recipeArn=RECIPE)[
        "solutionArn"
    ]
    journey.wait(10)
    journey.personalize.update_solution(solutionArn=arn, performAutoTraining=False)
    update = describe(journey, arn)["latestSolutionUpdate"]
    assert (update["status"], update["performAutoTraining"]) == ("CREATE PENDING", False)
    assert code(journey.personalize.delete_solution, solutionArn=arn) == "ResourceInUseException"
    journey.wait(7200)
    assert describe(journey, arn)["latestSolutionUpdate"]["status"] == "ACTIVE"
    assert versions(journey, arn) == []


@pytest.mark.observed
def test_a_solution_version_is_named_after_its_solution_and_eight_hex_digits(journey: Journey) -> None:
    solution = journey.solution(journey.imported())
    arn = journey.version(solution)
    found = journey.personalize.describe_solution_version(solutionVersionArn=arn)["solutionVersion"]
    assert arn.startswith(f"{solution}/")
    assert found["name"] == "recommendations/" + arn[-8:]
    assert (found["status"], found["trainingMode"], found["trainingType"]) == ("ACTIVE", "FULL", "MANUAL")
    assert found["trainingHours"] > 0
    assert describe(journey, solution)["latestSolutionVersion"]["solutionVersionArn"] == arn


@pytest.mark.documented
def test_training_on_too_little_fails_with_the_reason(journey: Journey) -> None:
    group = journey.group()
    journey.dataset(group)
    arn = journey.version(journey.solution(group))
    found = journey.personalize.describe_solution_version(solutionVersionArn=arn)["solutionVersion"]
    assert found["status"] == "CREATE FAILED"
    assert "fewer than 1000 interactions" in found["failureReason"]


@pytest.mark.documented
def test_a_training_can_be_stopped(journey: Journey) -> None:
    solution = journey.solution(journey.imported())
    seen = []
    for wait in (0, 1800):
        arn = journey.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
        journey.wait(wait)
        journey.personalize.stop_solution_version_creation(solutionVersionArn=arn)
        for _ in range(2):
            found = journey.personalize.describe_solution_version(solutionVersionArn=arn)
            seen.append(found["solutionVersion"]["status"])
            journey.wait(100)
    assert seen == ["CREATE STOPPED", "CREATE STOPPED", "CREATE STOPPING", "CREATE STOPPED"]


@pytest.mark.observed
def test_an_unknown_hyperparameter_names_the_algorithm(journey: Journey) -> None:
    answer = refused(
        journey.personalize.create_solution,
        name="s",
        datasetGroupArn=journey.group(),
        recipeArn=f"{PREFIX}aws-similar-items",
        solutionConfig={"algorithmHyperParameters": {"model.id_embedding_dim": "3"}},
    )
    algorithm = "arn:aws:personalize:::algorithm/aws-similar-items"
    expected = f"Provide a hyperparameter that is used in the algorithm: {algorithm}"
    assert answer == ("InvalidInputException", expected)


@pytest.mark.documented
@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"recipeArn": f"{PREFIX}no-such"}, "ResourceNotFoundException"),
        ({}, "InvalidInputException"),
        ({"recipeArn": RECIPE, "solutionConfig": {"eventValueThreshold": "1"}}, "InvalidInputException"),
        ({"recipeArn": RECIPE, "performIncrementalUpdate": True}, "InvalidInputException"),
        ({"recipeArn": RECIPE, "performHPO": True}, "InvalidInputException"),
        ({"recipeArn": f"{PREFIX}aws-vod-top-picks"}, "InvalidInputException"),
        (
            {
                "recipeArn": RECIPE,
                "solutionConfig": {"autoTrainingConfig": {"schedulingExpression": "rate(31 days)"}},
            },
            "InvalidInputException",
        ),
    ],
)
def test_a_solution_that_cannot_be_is_refused(journey: Journey, settings: dict[str, Any], error: str) -> None:
    group = journey.group()
    answer = code(journey.personalize.create_solution, name="s", datasetGroupArn=group, **settings)
    assert answer == error


@pytest.mark.documented
def test_a_solution_goes_after_its_campaigns_and_takes_its_versions_along(journey: Journey) -> None:
    _, solution, version, campaign = journey.serving()
    assert code(journey.personalize.delete_solution, solutionArn=solution) == "ResourceInUseException"
    journey.personalize.delete_campaign(campaignArn=campaign)
    journey.wait(100)
    journey.personalize.delete_solution(solutionArn=solution)
    journey.wait(100)
    answer = code(journey.personalize.describe_solution_version, solutionVersionArn=version)
    assert answer == "ResourceNotFoundException"


@pytest.mark.documented
def test_no_campaign_serves_a_segmentation_recipe(journey: Journey) -> None:
    solution = journey.solution(journey.imported(), recipeArn=f"{PREFIX}aws-item-affinity")
    version = journey.version(solution)
    answer = code(journey.personalize.create_campaign, name="c", solutionVersionArn=version)
    assert answer == "InvalidInputException"


@pytest.mark.documented
def test_recipes_can_be_listed_and_described(journey: Journey) -> None:
    listed = {recipe["recipeArn"] for recipe in journey.personalize.list_recipes()["recipes"]}
    assert RECIPE in listed
    found = journey.personalize.describe_recipe(recipeArn=RECIPE)["recipe"]
    assert (found["status"], found["recipeType"]) == ("ACTIVE", "USER_PERSONALIZATION")


@pytest.mark.documented
@pytest.mark.parametrize("jobs", [{"maxNumberOfTrainingJobs": "41"}, {"maxParallelTrainingJobs": "11"}])
def test_a_search_has_forty_training_jobs_at_most_and_ten_at_a_time(
    journey: Journey, jobs: dict[str, str]
) -> None:
    most = {"maxNumberOfTrainingJobs": "40", "maxParallelTrainingJobs": "10"}
    group = journey.group()
    for number, (said, taken) in enumerate([(most, True), (most | jobs, False)]):
        asked = {"name": f"s{number}", "datasetGroupArn": group, "recipeArn": f"{PREFIX}aws-sims"}
        asked |= {"performHPO": True, "solutionConfig": {"hpoConfig": {"hpoResourceConfig": said}}}
        if taken:
            assert journey.personalize.create_solution(**asked)["solutionArn"]
        else:
            assert code(journey.personalize.create_solution, **asked) == "InvalidInputException"


@pytest.mark.assumed
def test_a_range_of_a_hyperparameter_begins_below_its_end(journey: Journey) -> None:
    ranges = {
        "integerHyperParameterRanges": [{"name": "min_cointeraction_count", "minValue": 9, "maxValue": 3}],
        "continuousHyperParameterRanges": [],
        "categoricalHyperParameterRanges": [],
    }
    asked = {"name": "s", "datasetGroupArn": journey.group(), "recipeArn": f"{PREFIX}aws-sims"}
    asked["solutionConfig"] = {"hpoConfig": {"algorithmHyperParameterRanges": ranges}}
    assert code(journey.personalize.create_solution, performHPO=True, **asked) == "InvalidInputException"
