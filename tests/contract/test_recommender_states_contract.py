"""What a client may do to a recommender in each of its states: a table, read row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answers import code
from journey import interactions_csv
from recommenders import PREFIX, VIDEO, active, describe, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from journey import Journey

CALLS = ("start", "stop", "update", "delete")
IN_USE, INVALID, DONE = "ResourceInUseException", "InvalidInputException", "done"
COLUMNS = {"trainingDataConfig": {"includedDatasetColumns": {"INTERACTIONS": ["USER_ID", "ITEM_ID"]}}}


def attempt(journey: Journey, recommender: str, verb: str) -> str:
    """What a call gets to hear."""
    more = {"recommenderConfig": {}} if verb == "update" else {}
    call = getattr(journey.personalize, f"{verb}_recommender")
    try:
        call(recommenderArn=recommender, **more)
    except journey.personalize.exceptions.ClientError as error:
        return str(error.response["Error"]["Code"])
    return DONE


def pending(journey: Journey) -> str:
    return start(journey, journey.imported(domain=VIDEO))


def training(journey: Journey) -> str:
    arn = pending(journey)
    journey.wait(1000)
    return arn


def failed(journey: Journey) -> str:
    group = journey.group(domain="ECOMMERCE")
    journey.dataset(group, domain="ECOMMERCE")
    arn = start(journey, group, recipe=f"{PREFIX}aws-ecomm-recommended-for-you")
    journey.wait(3600)
    return arn


def updating(journey: Journey) -> str:
    arn = active(journey)
    journey.personalize.update_recommender(recommenderArn=arn, recommenderConfig={})
    return arn


def stopping(journey: Journey) -> str:
    arn = active(journey)
    journey.personalize.stop_recommender(recommenderArn=arn)
    return arn


def inactive(journey: Journey) -> str:
    arn = stopping(journey)
    journey.wait(300)
    return arn


def starting(journey: Journey) -> str:
    arn = inactive(journey)
    journey.personalize.start_recommender(recommenderArn=arn)
    return arn


def leaving(journey: Journey) -> str:
    arn = active(journey)
    journey.personalize.delete_recommender(recommenderArn=arn)
    return arn


# Documented: which state each call is for. Assumed: the errors, and that only an ACTIVE one can be updated.
@pytest.mark.assumed
@pytest.mark.parametrize(
    ("state", "reached", "answers"),
    [
        ("CREATE PENDING", pending, (IN_USE, IN_USE, IN_USE, IN_USE)),
        ("CREATE IN_PROGRESS", training, (IN_USE, IN_USE, IN_USE, IN_USE)),
        ("CREATE FAILED", failed, (INVALID, INVALID, INVALID, DONE)),
        ("ACTIVE", active, (INVALID, DONE, IN_USE, IN_USE)),
        ("ACTIVE", updating, (INVALID, IN_USE, IN_USE, IN_USE)),
        ("STOP PENDING", stopping, (IN_USE, IN_USE, IN_USE, IN_USE)),
        ("INACTIVE", inactive, (DONE, IN_USE, IN_USE, IN_USE)),
        ("START PENDING", starting, (IN_USE, IN_USE, IN_USE, IN_USE)),
        ("DELETE PENDING", leaving, (IN_USE, IN_USE, IN_USE, IN_USE)),
    ],
)
def test_each_state_takes_its_own_calls(
    journey: Journey, state: str, reached: Callable[[Journey], str], answers: tuple[str, ...]
) -> None:
    recommender = reached(journey)
    assert describe(journey, recommender)["status"] == state
    # One after the other: what is done changes the state, which the calls after it then meet.
    assert tuple(attempt(journey, recommender, verb) for verb in CALLS) == answers


@pytest.mark.documented
@pytest.mark.parametrize("reached", [active, inactive, failed])
def test_active_stopped_and_failed_ones_can_be_deleted_and_the_name_used_again(
    journey: Journey, reached: Callable[[Journey], str]
) -> None:
    recommender = reached(journey)
    found = describe(journey, recommender)
    journey.personalize.delete_recommender(recommenderArn=recommender)
    journey.wait(60)
    assert start(journey, found["datasetGroupArn"], recipe=found["recipeArn"]) == recommender


@pytest.mark.assumed
def test_a_retraining_keeps_the_datasets_and_an_active_recommender_does_not(journey: Journey) -> None:
    recommender = active(journey)
    group = describe(journey, recommender)["datasetGroupArn"]
    dataset = f"{group.replace(':dataset-group/', ':dataset/')}/INTERACTIONS"
    journey.personalize.update_recommender(recommenderArn=recommender, recommenderConfig=COLUMNS)
    for wait in (600, 3000):
        assert code(journey.personalize.delete_dataset, datasetArn=dataset) == IN_USE
        journey.wait(wait)
    journey.personalize.delete_dataset(datasetArn=dataset)


@pytest.mark.documented
def test_a_retraining_that_lacks_data_fails_and_the_old_configuration_stays(journey: Journey) -> None:
    recommender = active(journey)
    group = describe(journey, recommender)["datasetGroupArn"]
    dataset = f"{group.replace(':dataset-group/', ':dataset/')}/INTERACTIONS"
    header, *rows = interactions_csv().splitlines()
    few = "\n".join([header, *(row.replace("u2", "u1") for row in rows)]).replace("u1", "u0")
    journey.s3.put_object(Bucket="user-videos-data", Key="few.csv", Body=few.encode())
    journey.start_import(dataset, "few.csv", "few", "arn:aws:iam::123456789012:role/Import")
    journey.wait(600)
    journey.personalize.update_recommender(recommenderArn=recommender, recommenderConfig=COLUMNS)
    journey.wait(3600)
    found = describe(journey, recommender)
    update = found["latestRecommenderUpdate"]
    assert (found["status"], update["status"]) == ("ACTIVE", "CREATE FAILED")
    assert "fewer than 25 users" in update["failureReason"]
    assert "trainingDataConfig" not in found["recommenderConfig"]
    answer = journey.runtime.get_recommendations(recommenderArn=recommender, userId="u5")
    assert answer["itemList"], "the old model goes on serving"
