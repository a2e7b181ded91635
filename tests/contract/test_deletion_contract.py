"""What keeps datasets, groups, solutions and schemas from being deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from answers import refused
from journey import interactions_csv

if TYPE_CHECKING:
    from journey import Journey

ITEMS = [("ITEM_ID", "string"), ("PRICE", ["float", "null"])]
USERS = [("USER_ID", "string"), ("AGE", ["int", "null"])]
ROLE = "arn:aws:iam::123456789012:role/Import"


def kept(journey: Journey, kind: str, arn: str) -> str:
    """Why a resource cannot be deleted."""
    member = kind.title().replace("_", "")
    call = getattr(journey.personalize, f"delete_{kind}")
    code, message = refused(call, **{f"{member[0].lower()}{member[1:]}Arn": arn})
    assert code == "ResourceInUseException"
    return message


def part(group: str, kind: str) -> str:
    return f"{group.replace(':dataset-group/', ':dataset/')}/{kind}"


def attribution(journey: Journey, group: str, expression: str) -> str:
    metric = {"eventType": "watch", "metricName": "m", "expression": expression}
    made = journey.personalize.create_metric_attribution(
        name="m", datasetGroupArn=group, metrics=[metric], metricsOutputConfig={"roleArn": ROLE}
    )
    journey.wait(60)
    return str(made["metricAttributionArn"])


@pytest.mark.documented
def test_any_filter_of_the_group_keeps_every_dataset(journey: Journey) -> None:
    group = journey.group()
    journey.dataset(group)
    users = journey.dataset(group, "Users", USERS)
    expression = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'
    made = journey.personalize.create_filter(name="f", datasetGroupArn=group, filterExpression=expression)
    journey.wait(100)
    assert made["filterArn"] in kept(journey, "dataset", users)


@pytest.mark.documented
def test_the_tracker_keeps_the_interactions_only(journey: Journey) -> None:
    group = journey.group()
    interactions, users = journey.dataset(group), journey.dataset(group, "Users", USERS)
    made = journey.personalize.create_event_tracker(name="t", datasetGroupArn=group)
    assert made["eventTrackerArn"] in kept(journey, "dataset", interactions)
    journey.personalize.delete_dataset(datasetArn=users)


@pytest.mark.documented
@pytest.mark.parametrize(
    ("expression", "referenced"),
    [("SAMPLECOUNT()", ["INTERACTIONS"]), ("SUM(Items.PRICE)", ["INTERACTIONS", "ITEMS"])],
)
def test_a_metric_attribution_keeps_the_datasets_that_it_references(
    journey: Journey, expression: str, referenced: list[str]
) -> None:
    group = journey.group()
    journey.dataset(group)
    journey.dataset(group, "Items", ITEMS)
    made = attribution(journey, group, expression)
    for kind in referenced:
        assert made in kept(journey, "dataset", part(group, kind))
    journey.personalize.delete_metric_attribution(metricAttributionArn=made)
    journey.wait(100)
    for kind in ("INTERACTIONS", "ITEMS"):
        journey.personalize.delete_dataset(datasetArn=part(group, kind))


@pytest.mark.documented
def test_a_running_import_keeps_its_own_dataset(journey: Journey) -> None:
    group = journey.group()
    interactions, users = journey.dataset(group), journey.dataset(group, "Users", USERS)
    journey.bucket(interactions=interactions_csv())
    job = journey.start_import(interactions, "interactions.csv", "j", journey.role())
    for _ in range(2):
        assert job in kept(journey, "dataset", interactions)
        journey.wait(300)
    journey.personalize.delete_dataset(datasetArn=users)
    journey.wait(300)
    journey.personalize.delete_dataset(datasetArn=interactions)


@pytest.mark.documented
def test_a_running_training_and_then_a_campaign_keep_every_dataset(journey: Journey) -> None:
    group = journey.imported()
    users = journey.dataset(group, "Users", USERS)
    solution = journey.solution(group)
    version = journey.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    for wait in (600, 3000):
        for dataset in (users, part(group, "INTERACTIONS")):
            assert version in kept(journey, "dataset", dataset)
        assert version in kept(journey, "solution", solution)
        journey.wait(wait)
    campaign = journey.personalize.create_campaign(name="c", solutionVersionArn=version)["campaignArn"]
    for _ in range(3):
        for dataset in (users, part(group, "INTERACTIONS")):
            assert campaign in kept(journey, "dataset", dataset)
        assert campaign in kept(journey, "solution", solution)
        journey.wait(400)
    journey.personalize.delete_campaign(campaignArn=campaign)
    assert campaign in kept(journey, "solution", solution)
    journey.wait(100)
    journey.personalize.delete_dataset(datasetArn=users)
    journey.personalize.delete_solution(solutionArn=solution)


@pytest.mark.documented
def test_a_recommender_in_training_keeps_every_dataset_and_an_active_one_does_not(journey: Journey) -> None:
    group = journey.imported(domain="VIDEO_ON_DEMAND")
    users = journey.dataset(group, "Users", USERS, domain="VIDEO_ON_DEMAND")
    made = journey.personalize.create_recommender(
        name="r", datasetGroupArn=group, recipeArn="arn:aws:personalize:::recipe/aws-vod-top-picks"
    )["recommenderArn"]
    for wait in (400, 3200):
        for dataset in (users, part(group, "INTERACTIONS")):
            assert made in kept(journey, "dataset", dataset)
        journey.wait(wait)
    journey.personalize.delete_dataset(datasetArn=users)
    assert made in kept(journey, "dataset_group", group)


@pytest.mark.documented
def test_a_solution_that_is_being_updated_or_that_a_campaign_moves_to_is_kept(journey: Journey) -> None:
    group, first, _, campaign = journey.serving()
    second = journey.solution(group, "second")
    version = journey.version(second)
    journey.personalize.update_solution(solutionArn=second, performAutoTraining=False)
    assert "being updated" in kept(journey, "solution", second)
    journey.wait(200)
    journey.personalize.update_campaign(campaignArn=campaign, solutionVersionArn=version)
    for solution in (first, second):
        assert campaign in kept(journey, "solution", solution)
    journey.wait(300)
    journey.personalize.delete_solution(solutionArn=first)
    assert campaign in kept(journey, "solution", second)


@pytest.mark.documented
def test_a_group_goes_last_of_all_that_is_inside(journey: Journey) -> None:
    group = journey.group()
    dataset = journey.dataset(group)
    made = {"metric_attribution": attribution(journey, group, "SAMPLECOUNT()")}
    tracker = journey.personalize.create_event_tracker(name="t", datasetGroupArn=group)
    expression = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("watch")'
    only = journey.personalize.create_filter(name="f", datasetGroupArn=group, filterExpression=expression)
    solution = journey.solution(group)
    journey.wait(100)
    made |= {"event_tracker": tracker["eventTrackerArn"], "filter": only["filterArn"]}
    made |= {"solution": solution, "dataset": dataset}
    for kind in ("solution", "event_tracker", "metric_attribution", "filter", "dataset"):
        assert made[kind] in kept(journey, "dataset_group", group)
        member = kind.title().replace("_", "")
        delete = getattr(journey.personalize, f"delete_{kind}")
        delete(**{f"{member[0].lower()}{member[1:]}Arn": made[kind]})
        assert made[kind] in kept(journey, "dataset_group", group), "until it is gone"
        journey.wait(100)
    journey.personalize.delete_dataset_group(datasetGroupArn=group)
    assert "already being deleted" in kept(journey, "dataset_group", group)


@pytest.mark.documented
def test_a_schema_is_kept_by_the_dataset_that_has_it_or_is_getting_it(journey: Journey) -> None:
    dataset = journey.dataset(journey.group(), "Items", ITEMS)
    old = journey.personalize.describe_dataset(datasetArn=dataset)["dataset"]["schemaArn"]
    new = journey.schema("wider", "Items", [*ITEMS, ("YEAR", ["int", "null"])])
    journey.personalize.update_dataset(datasetArn=dataset, schemaArn=new)
    for schema in (old, new):
        assert dataset in kept(journey, "schema", schema)
    journey.wait(300)
    assert dataset in kept(journey, "schema", new)
    journey.personalize.delete_schema(schemaArn=old)
    journey.personalize.delete_dataset(datasetArn=dataset)
    assert dataset in kept(journey, "schema", new), "until the dataset is gone"
    journey.wait(100)
    journey.personalize.delete_schema(schemaArn=new)


@pytest.mark.assumed
def test_a_campaign_keeps_every_dataset_until_it_is_gone(journey: Journey) -> None:
    group, *_, campaign = journey.serving()
    journey.personalize.delete_campaign(campaignArn=campaign)
    for _ in range(2):
        assert campaign in kept(journey, "dataset", part(group, "INTERACTIONS"))
        journey.wait(30)
    journey.personalize.delete_dataset(datasetArn=part(group, "INTERACTIONS"))


@pytest.mark.documented
def test_filters_and_trainings_keep_actions_and_their_interactions_too(journey: Journey) -> None:
    group = journey.imported()
    actions = journey.dataset(group, "Actions", [("ACTION_ID", "string"), ("VALUE", ["long", "null"])])
    names = ("USER_ID", "ACTION_ID", "EVENT_TYPE")
    fields = [*((name, "string") for name in names), ("TIMESTAMP", "long")]
    deeds = journey.dataset(group, "Action_Interactions", fields)
    expression = "EXCLUDE ActionID WHERE Actions.VALUE > 3"
    made = journey.personalize.create_filter(name="f", datasetGroupArn=group, filterExpression=expression)
    tracker = journey.personalize.create_event_tracker(name="t", datasetGroupArn=group)
    journey.wait(60)
    for dataset in (actions, deeds):
        assert made["filterArn"] in kept(journey, "dataset", dataset)
    journey.personalize.delete_filter(filterArn=made["filterArn"])
    journey.wait(60)
    solution = journey.solution(group, recipeArn="arn:aws:personalize:::recipe/aws-next-best-action")
    version = journey.personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
    for dataset in (actions, deeds):
        assert version in kept(journey, "dataset", dataset)
    journey.wait(3600)
    for dataset in (actions, deeds):
        journey.personalize.delete_dataset(datasetArn=dataset)
    assert tracker["eventTrackerArn"] in kept(journey, "dataset", part(group, "INTERACTIONS"))


@pytest.mark.documented
def test_neither_a_failed_training_nor_an_update_that_has_ended_keeps_a_solution(journey: Journey) -> None:
    group = journey.group()
    journey.dataset(group)
    solution = journey.solution(group)
    journey.version(solution)
    journey.personalize.update_solution(solutionArn=solution, performAutoTraining=False)
    journey.wait(120)
    journey.personalize.delete_solution(solutionArn=solution)
