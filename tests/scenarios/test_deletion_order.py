"""The order of deletion (and of creation) that the service demands, known as a rule, and shown to notice.

Every scenario is held against it by its runner (test_scenarios.py); here made-up calls show what it refuses.
"""

from __future__ import annotations

from typing import Any

import pytest
from order_rules import CLASS, created_too_early, deleted_too_early
from watched import Moment, Standing

PREFIX = "arn:aws:personalize:eu-west-1:123456789012:"
GROUP = f"{PREFIX}dataset-group/g"
PLACE = {"solution": "solution/s", "dataset": "dataset/g/INTERACTIONS", "solution-version": "solution/s/1"}


def one(kind: str, tail: str = "", **members: Any) -> Standing:
    """A resource of the group `g`."""
    arn = PREFIX + (tail or PLACE.get(kind, f"{kind}/x"))
    wire = {
        "dataset": {"datasetType": "INTERACTIONS", "schemaArn": f"{PREFIX}schema/x"},
        "metric-attribution": {"metrics": [{"expression": "SAMPLECOUNT()"}]},
    }.get(kind, {})
    given = {"arn": arn, "group": None if kind == "schema" else GROUP, "wire": wire} | members
    return Standing(kind=kind, **given)


GROUP_ITSELF = one("dataset-group", "dataset-group/g")
WHOLE = [GROUP_ITSELF if kind == "dataset-group" else one(kind) for kind in CLASS]
"""One of each kind, in the order in which they are to go."""


def delete(subject: Standing, *standing: Standing, run: int = 1, error: str | None = None) -> Moment:
    return Moment(
        run=run,
        time=0,
        operation="Delete" + subject.kind.title().replace("-", ""),
        kind=subject.kind,
        arn=subject.arn,
        error=error,
        standing=(subject, *standing),
    )


def create(kind: str, *standing: Standing, run: int = 1, tail: str = "", **request: Any) -> Moment:
    return Moment(
        run=run,
        time=0,
        operation="Create" + kind.title().replace("-", ""),
        kind=kind,
        arn=PREFIX + (tail or PLACE.get(kind, f"{kind}/x")),
        request=request,
        standing=standing,
    )


def torn_down(order: list[Standing]) -> list[Moment]:
    """Deletions in that order, each gone before the next."""
    return [delete(subject, *order[place + 1 :]) for place, subject in enumerate(order)]


def test_the_order_of_the_guide_passes() -> None:
    assert deleted_too_early(torn_down(WHOLE)) == []


@pytest.mark.parametrize(
    ("early", "late"),
    [(a, b) for a in WHOLE for b in WHOLE if CLASS[a.kind] > CLASS[b.kind]],
    ids=lambda standing: standing.kind,
)
def test_any_two_classes_the_other_way_round_are_refused(early: Standing, late: Standing) -> None:
    order = [other for other in WHOLE if other is not early]
    order.insert(order.index(late), early)
    assert any(f"{late.kind}" in text for text in deleted_too_early(torn_down(order)))


def test_what_is_still_leaving_is_not_gone() -> None:
    leaving = one("filter", status="DELETE PENDING")
    moments = [delete(one("filter"), one("dataset")), delete(one("dataset"), leaving)]
    assert deleted_too_early(moments) == [
        "DeleteDataset dataset/g/INTERACTIONS while filter/x was DELETE PENDING"
    ]


def test_asking_too_early_counts_even_if_the_service_refuses() -> None:
    moments = [
        delete(one("solution"), one("campaign", parent=one("solution").arn), error="ResourceInUseException"),
        delete(one("campaign"), one("solution")),
        delete(one("solution")),
    ]
    assert deleted_too_early(moments) == ["DeleteSolution solution/s while campaign/x was ACTIVE"]


def test_a_schema_may_be_tried_while_others_use_it() -> None:
    moments = [delete(one("schema"), one("dataset"), error="ResourceInUseException")]
    assert deleted_too_early(moments) == []


def test_another_group_and_another_run_have_their_own_order() -> None:
    other = one("campaign", "campaign/elsewhere", group=f"{PREFIX}dataset-group/h")
    assert deleted_too_early([delete(one("dataset"), other), delete(other)]) == []
    assert deleted_too_early([delete(one("filter")), delete(one("campaign"), run=2)]) == []


def test_where_nothing_is_torn_down_a_filter_may_go_before_a_campaign() -> None:
    assert deleted_too_early([delete(one("filter"), one("campaign")), delete(one("campaign"))]) == []


def test_a_solution_that_campaigns_come_back_on_may_go_after_the_dataset() -> None:
    solution, dataset = one("solution"), one("dataset")
    moments = [delete(dataset, solution), delete(solution)]
    assert deleted_too_early(moments) == ["DeleteDataset dataset/g/INTERACTIONS while solution/s was ACTIVE"]
    for version in ("1", "$LATEST"):
        back = create("campaign", solution, solutionVersionArn=f"{solution.arn}/{version}")
        assert deleted_too_early([moments[0], back, moments[1]]) == []
        sums = delete(one("metric-attribution"), dataset, solution)
        assert deleted_too_early([sums, moments[0], back, moments[1]]) == []
        elsewhere = create("campaign", solution, solutionVersionArn=f"{solution.arn}-other/{version}")
        assert deleted_too_early([moments[0], elsewhere, moments[1]]) != []


def test_a_solution_is_not_deleted_while_a_campaign_is_on_its_way_to_it() -> None:
    version = f"{one('solution').arn}/2"
    campaign = one("campaign", parent="elsewhere", update={"solutionVersionArn": version})
    moments = [delete(one("solution"), campaign), delete(campaign)]
    assert deleted_too_early(moments) == ["DeleteSolution solution/s while campaign/x was ACTIVE"]


@pytest.mark.parametrize(
    "inside",
    [
        one("filter"),
        one("event-tracker"),
        one("metric-attribution"),
        one("campaign"),
        one("recommender", status="CREATE IN_PROGRESS"),
        one("solution-version", status="CREATE PENDING"),
        one("dataset-import-job", status="CREATE IN_PROGRESS", parent=one("dataset").arn),
    ],
    ids=lambda standing: standing.kind,
)
def test_a_dataset_is_not_deleted_while_the_guides_list_stands_even_if_that_stays(inside: Standing) -> None:
    assert len(deleted_too_early([delete(one("dataset"), inside)])) == 1


@pytest.mark.parametrize(
    "inside",
    [
        one("solution"),
        one("solution-version"),
        one("recommender", status="INACTIVE"),
        one("campaign", status="CREATE FAILED"),
        one("dataset-import-job", parent=one("dataset").arn),
    ],
    ids=lambda standing: standing.kind,
)
def test_a_dataset_may_be_deleted_beside_what_the_guide_does_not_list(inside: Standing) -> None:
    assert deleted_too_early([delete(one("dataset"), inside)]) == []


DATASET, SOLUTION, SCHEMA = one("dataset"), one("solution"), one("schema")
IMPORTING = one("dataset-import-job", status="CREATE PENDING", parent=DATASET.arn)
TRAINING = create("solution-version", DATASET, SOLUTION, solutionArn=SOLUTION.arn)
IMPORT = create("dataset-import-job", DATASET, datasetArn=DATASET.arn)


@pytest.mark.parametrize(
    "moments",
    [
        [create("dataset", GROUP_ITSELF, datasetGroupArn=GROUP, schemaArn=SCHEMA.arn)],
        [create("dataset", one("dataset-group", "dataset-group/g", status="CREATE PENDING"),
                SCHEMA, datasetGroupArn=GROUP, schemaArn=SCHEMA.arn)],
        [create("dataset-import-job", datasetArn=DATASET.arn)],
        [create("event-tracker", GROUP_ITSELF, datasetGroupArn=GROUP)],
        [create("filter", GROUP_ITSELF, DATASET, datasetGroupArn=GROUP,
                filterExpression='EXCLUDE ItemID WHERE Items.GENRE IN ("a")')],
        [create("metric-attribution", GROUP_ITSELF, DATASET, datasetGroupArn=GROUP,
                metrics=[{"expression": "SUM(Items.PRICE)"}])],
        [create("solution-version", DATASET, SOLUTION, IMPORTING, solutionArn=SOLUTION.arn)],
        [create("solution-version", one("dataset", status="CREATE PENDING"), SOLUTION,
                solutionArn=SOLUTION.arn)],
        [TRAINING, IMPORT],
        [create("campaign", one("solution-version", status="CREATE IN_PROGRESS"),
                solutionVersionArn=f"{SOLUTION.arn}/1")],
        [create("recommender", GROUP_ITSELF, DATASET, IMPORTING, datasetGroupArn=GROUP)],
        [create("solution", GROUP_ITSELF, datasetGroupArn=GROUP),
         create("dataset", GROUP_ITSELF, SCHEMA, datasetGroupArn=GROUP, schemaArn=SCHEMA.arn)],
    ],
    ids=lambda moments: moments[0].operation,
)  # fmt: skip
def test_what_is_created_before_its_ground_is_ready_is_refused(moments: list[Moment]) -> None:
    assert len(created_too_early(moments)) == 1


def test_the_order_of_creation_passes() -> None:
    ready = [GROUP_ITSELF, SCHEMA, DATASET, SOLUTION, one("solution-version")]
    assert (
        created_too_early(
            [
                create("dataset", *ready[:2], datasetGroupArn=GROUP, schemaArn=SCHEMA.arn),
                create("event-tracker", *ready[:3], datasetGroupArn=GROUP),
                IMPORT,
                create("solution", *ready[:3], IMPORTING, datasetGroupArn=GROUP),
                TRAINING,
                create("campaign", *ready, solutionVersionArn=f"{SOLUTION.arn}/1"),
            ]
        )
        == []
    )
