"""What applying leaves needs nothing more, and undeclared things never matter."""

from __future__ import annotations

from dataclasses import replace

import botocore.session
import building as b
import pytest
from botocore.validate import ParamValidator
from hypothesis import given
from hypothesis import strategies as st

from reconciler.kinds import KINDS
from reconciler.model.address import parse_address
from reconciler.model.observed import ReadProblem
from reconciler.model.values import resolved
from reconciler.plan.changes import Action
from reconciler.plan.document import to_document
from reconciler.plan.drift import drift_report

RICH = (
    b.declared(
        b.SOLUTION,
        recipe="aws-user-personalization",
        performHPO=False,
        performIncrementalUpdate=False,
        eventType="watch",
        autoTraining=True,
        autoTraining__schedule="rate(7 days)",
        solutionConfig__eventValueThreshold=0.5,
        solutionConfig__algorithmHyperParameters={"hidden_dimension": 149, "recency_mask": True},
        solutionConfig__eventsConfig={"eventParametersList": [{"eventType": "watch", "weight": 0.5}]},
        solutionConfig__trainingDataConfig={"excludedDatasetColumns": {"ITEMS": ["B", "A"]}},
    ),
    b.declared(
        b.CAMPAIGN,
        minTPS={"min": 2, "max": 5},
        campaignConfig__itemExplorationConfig={"explorationWeight": 0.3},
        campaignConfig__enableMetadataWithRecommendations=True,
        tags={"team": "video"},
    ),
)
FILES = {
    "plain": b.shop(),
    "rich": b.shop(*RICH),
    "sync": b.shop(
        b.declared(b.CAMPAIGN, version="sync", campaignConfig__syncWithLatestSolutionVersion=True)
    ),
    "domain": b.shop(
        b.declared(b.SCHEMA, avro=b.AVRO, domain="ECOMMERCE"), b.declared(b.GROUP, domain="ECOMMERCE")
    ),
}


@pytest.mark.parametrize("desired", FILES.values(), ids=FILES)
def test_what_applying_leaves_is_as_the_file_says(desired) -> None:
    made = b.plan(desired, b.settled(desired))
    assert b.actions(made) == {}
    assert made.steps == ()
    assert not made.has_differences
    assert drift_report(made).findings == ()


@pytest.mark.parametrize("desired", FILES.values(), ids=FILES)
def test_everything_on_an_empty_account_is_created_or_run_once(desired) -> None:
    made = b.plan(desired, b.nothing())
    assert {str(one.address) for one in made.changes} == {step.id.split(" ")[1] for step in made.steps}
    assert {one.action for one in made.changes} == {Action.CREATE, Action.RUN}
    assert len({step.id for step in made.steps}) == len(made.steps)


def test_every_request_of_a_first_apply_is_valid_for_the_service_model() -> None:
    """Numbers in string maps travel as text, tags stay within their alphabet."""

    model = botocore.session.get_session().get_service_model("personalize")
    made = b.plan(FILES["rich"], b.nothing())
    arns = dict.fromkeys((step.address for step in made.steps), b.arn("solution/recs/00000001"))
    for step in made.steps:
        for call in step.calls:
            shape = model.operation_model(call.operation).input_shape
            found = ParamValidator().validate(resolved(call.request, arns), shape)
            assert not found.has_errors(), found.generate_report()


@given(
    st.sampled_from([b.GROUP, b.DATASET, b.FILTER, b.SOLUTION, b.CAMPAIGN]),
    st.dictionaries(
        st.text("abcXYZ", min_size=5), st.one_of(st.none(), st.booleans(), st.text()), max_size=3
    ),
)
def test_undeclared_live_members_never_matter(address, extra) -> None:
    desired = b.shop()
    assert b.plan(desired, b.altered(b.settled(desired), address, **extra)).steps == ()


def test_server_filled_defaults_are_no_difference() -> None:
    desired = b.shop()
    state = b.altered(
        b.settled(desired),
        b.SOLUTION,
        performHPO=False,
        performAutoML=False,
        solutionConfig={"autoTrainingConfig": {"schedulingExpression": "rate(7 days)"}},
    )
    state = b.altered(state, b.CAMPAIGN, campaignConfig={"enableMetadataWithRecommendations": True})
    assert b.plan(desired, state).steps == ()


@pytest.mark.parametrize("key", ["performHPO", "performAutoML", "performIncrementalUpdate"])
def test_a_flag_that_the_service_leaves_out_is_off(key) -> None:
    desired = b.shop(b.declared(b.SOLUTION, recipe="aws-user-personalization-v2", **{key: False}))
    state = b.settled(desired)
    assert key not in b.live(state, b.SOLUTION).body
    assert b.plan(desired, state).steps == ()


def test_the_services_own_renamings_are_no_difference() -> None:
    """Source of both: boto3 issue 3514, and the sample of the developer guide on HPO."""
    ranges = {"integerHyperParameterRanges": [{"name": "bptt", "minValue": 2, "maxValue": 22}]}
    shown = {"integerHyperParameterRanges": [{"name": "training.bptt", "minValue": 2, "maxValue": 22}]}
    desired = b.shop(
        b.declared(
            b.SOLUTION,
            recipe="aws-user-personalization",
            performHPO=True,
            solutionConfig__hpoConfig={"algorithmHyperParameterRanges": ranges},
            solutionConfig__featureTransformationParameters={"min_user_history_length_percentile": 0.01},
        )
    )
    config = {
        "hpoConfig": {"algorithmHyperParameterRanges": shown},
        "featureTransformationParameters": {"min_hist_length_percentile": "0.01"},
    }
    state = b.altered(b.settled(desired), b.SOLUTION, solutionConfig=config)
    assert b.plan(desired, state).steps == ()
    other = {**config, "featureTransformationParameters": {"min_hist_length_percentile": "0.02"}}
    made = b.plan(desired, b.altered(state, b.SOLUTION, solutionConfig=other))
    assert b.change(made, b.SOLUTION).action is Action.REPLACE


@pytest.mark.parametrize("desired", FILES.values(), ids=FILES)
def test_the_order_of_files_and_answers_never_changes_a_byte_of_the_document(desired) -> None:

    for observed in (b.nothing(), b.settled(desired), b.gone(b.settled(desired), b.FILTER, b.CAMPAIGN)):
        first = to_document(b.plan(desired, observed))
        backwards = replace(
            desired,
            resources={
                key: replace(one, tags=dict(reversed(list(one.tags.items()))))
                for key, one in reversed(list(desired.resources.items()))
            },
        )
        mirrored = replace(
            observed,
            resources=dict(reversed(list(observed.resources.items()))),
            runs=dict(reversed(list(observed.runs.items()))),
            schemas=dict(reversed(list(observed.schemas.items()))),
        )
        assert to_document(b.plan(backwards, mirrored)) == first


@pytest.mark.parametrize("without", [(), (b.FILTER,), (b.DATASET, b.GROUP), (b.CAMPAIGN, b.TRACKER)])
@pytest.mark.parametrize("desired", FILES.values(), ids=FILES)
def test_steps_come_after_all_they_need_and_things_after_their_parents(desired, without) -> None:
    made = b.plan(desired, b.gone(b.settled(desired), *without) if without else b.nothing())
    places = {step.id: place for place, step in enumerate(made.steps)}
    assert all(places[need] < places[step.id] for step in made.steps for need in step.needs)
    ready = {step.address: step for step in made.steps if step.action in {Action.CREATE, Action.RUN}}
    for address, step in ready.items():
        for parent in desired.resources[address].parents.values():
            assert parent not in ready or places[ready[parent].id] < places[step.id]


def test_deletions_go_against_the_order_of_creation() -> None:
    desired = b.shop()
    state = b.settled(desired)
    empty = b.file(b.declared(b.SCHEMA, avro=b.AVRO))
    asked = b.plan(empty, state)
    agreed = replace(
        empty,
        consent=tuple(
            b.consent("delete", str(one.address), one.change_id) for one in asked.changes if one.change_id
        ),
    )
    made = b.plan(agreed, state)
    deleted = [step.address for step in made.steps]
    assert {one.kind for one in deleted} == {
        "campaign", "solution", "filter", "event-tracker", "dataset", "dataset-group",
    }  # fmt: skip
    turns = [KINDS[one.kind].leaves for one in deleted]
    assert turns == sorted(turns)


def test_a_failed_read_leaves_a_plan_without_steps() -> None:

    made = b.plan(b.shop(), b.nothing(problems=(ReadProblem(what="no", operation="DescribeFilter"),)))
    assert made.steps == ()
    assert made.problems


def test_a_refused_step_leaves_a_plan_without_steps_but_whole() -> None:
    state = b.unowned(b.settled(b.shop()), b.FILTER)
    made = b.plan(b.shop(b.declared(b.CAMPAIGN, minTPS=2)), state)
    assert made.steps == ()
    assert b.change(made, b.FILTER).refusal is not None
    assert b.change(made, b.CAMPAIGN).action is Action.UPDATE


def test_a_whole_new_dataset_in_an_existing_group_touches_nothing_else() -> None:
    state = b.settled(b.shop())
    more = b.shop(
        b.declared("schema/things", avro={**b.AVRO, "name": "Items"}),
        b.declared("dataset/shop/items", schema="things"),
    )
    assert b.actions(b.plan(more, state)) == {"schema/things": "create", "dataset/shop/items": "create"}


def test_addresses_of_the_shop_are_what_the_other_tests_say() -> None:
    texts = (b.SCHEMA, b.GROUP, b.DATASET, b.IMPORT, b.TRACKER, b.FILTER, b.SOLUTION, b.TRAINING, b.CAMPAIGN)
    assert set(b.shop().resources) == {parse_address(text) for text in texts}


def test_a_label_of_a_dataset_is_never_a_difference() -> None:
    for desired in (b.shop(b.declared(b.DATASET, schema="events", name="another")), b.shop()):
        assert not b.plan(desired, b.altered(b.settled(b.shop()), b.DATASET, name="old")).has_differences
