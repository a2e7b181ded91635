"""What no update can do: moves between solutions and groups, failed things."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest

from reconciler.model.health import Health
from reconciler.plan.changes import Action, Origin, Until

SYNC = "campaignConfig.syncWithLatestSolutionVersion"
PLAIN = b.settled(b.shop())


# Moving a campaign to another solution


def moved(version: str):
    flag = {SYNC.replace(".", "__"): version == "sync"}
    other = (b.declared("solution/new", recipe="aws-sims"), b.declared("solution/new/training"))
    before = b.shop(*other, b.declared(b.CAMPAIGN, version=version, **flag))
    after = b.shop(*other, b.declared(b.CAMPAIGN, solution="new", version=version, **flag))
    return after, b.settled(before)


@pytest.mark.parametrize("version", ["latest", "sync"])
def test_a_campaign_moves_to_another_solution_of_its_group_by_an_update(version) -> None:
    desired, state = moved(version)
    made = b.plan(desired, state)
    ending = "$LATEST" if version == "sync" else "00000002"
    body = b.request(made, Action.UPDATE, b.CAMPAIGN)
    assert body["solutionVersionArn"] == b.arn(f"solution/new/{ending}")
    change = b.field(made, b.CAMPAIGN, "version")
    assert str(change.before).startswith("recs/")
    assert str(change.after).startswith("new/")


def test_a_move_is_an_edit_and_no_deployment_that_is_due() -> None:
    desired, state = moved("latest")
    made = b.plan(desired, state)
    assert b.field(made, b.CAMPAIGN, "version").origin is Origin.PENDING
    assert not b.change(made, b.CAMPAIGN).due


def test_a_campaign_moves_to_another_group_only_by_a_recreation_under_consent() -> None:
    other = (
        b.declared("dataset-group/other"),
        b.declared("solution/new", group="other", recipe="aws-sims"),
        b.declared("solution/new/training", group="other"),
    )
    state = b.settled(b.shop(*other))
    desired = b.shop(*other, b.declared(b.CAMPAIGN, group="other", solution="new"))
    asked = b.change(b.plan(desired, state), b.CAMPAIGN)
    assert asked.action is Action.RECREATE
    assert asked.refusal is not None
    agreed = replace(desired, consent=(b.consent("recreate", b.CAMPAIGN, asked.change_id),))
    made = b.plan(agreed, state)
    assert b.step(made, Action.CREATE, b.CAMPAIGN).needs[0] == f"delete {b.CAMPAIGN}"


def test_a_filter_that_moves_to_another_group_is_proven_there_and_recreated() -> None:
    other = b.declared("dataset-group/other")
    expression = b.shop().resources[b.live(PLAIN, b.FILTER).address].fields["expression"]
    made = b.plan(
        b.shop(other, b.declared(b.FILTER, group="other", expression=expression)), b.settled(b.shop(other))
    )
    steps = [step.id for step in made.steps if step.kind == "filter"]
    assert steps == [
        f"create {b.FILTER} (unseen-next)",
        f"delete {b.FILTER}",
        f"create {b.FILTER}",
        f"delete {b.FILTER} (unseen-next)",
    ]
    assert b.request(made, Action.CREATE, b.FILTER)["datasetGroupArn"] == b.arn("dataset-group/other")


def test_configuration_that_the_new_recipe_does_not_take_is_dropped_on_a_move() -> None:
    desired, state = moved("latest")
    config = {"itemExplorationConfig": {"explorationWeight": "0.3"}, "syncWithLatestSolutionVersion": True}
    made = b.plan(desired, b.altered(state, b.CAMPAIGN, campaignConfig=config))
    body = b.request(made, Action.UPDATE, b.CAMPAIGN)
    assert "itemExplorationConfig" not in body["campaignConfig"]


# Failed things


def test_what_was_never_active_is_made_again_without_consent() -> None:
    for text, beside in ((b.CAMPAIGN, ()), (b.FILTER, ()), (b.DATASET, (b.CAMPAIGN, b.FILTER, b.TRACKER))):
        state = b.altered(b.gone(PLAIN, *beside), text, status="CREATE FAILED", failureReason="no room")
        made = b.plan(b.shop(), state)
        assert b.change(made, text).refusal is None
        assert b.step(made, Action.CREATE, text).needs[0] == f"delete {text}"
        assert b.change(made, text).unhealthy == "no room"


def test_a_dataset_that_was_never_active_takes_along_what_stands_in_its_way() -> None:
    """Nothing is lost with it; a campaign that serves goes along only under consent, a filter without."""
    failed = b.altered(b.gone(PLAIN, b.TRACKER), b.DATASET, status="CREATE FAILED", failureReason="no room")
    refused = b.change(b.plan(b.shop(), failed), b.DATASET)
    assert refused.refusal is not None
    assert b.CAMPAIGN in refused.refusal.why
    assert refused.effects == ()
    consent = b.consent("recreate", b.DATASET, refused.change_id)
    made = b.plan(b.shop(consent=(consent,)), failed)
    assert b.change(made, b.DATASET).unhealthy == "no room"
    assert {f"delete {b.CAMPAIGN}", f"delete {b.FILTER}"} <= set(b.step(made, Action.DELETE, b.DATASET).needs)
    without = b.plan(b.shop(without=[b.CAMPAIGN]), b.gone(failed, b.CAMPAIGN))
    assert b.change(without, b.DATASET).refusal is None
    assert b.actions(without)[b.FILTER] == "recreate"


@pytest.mark.parametrize("status", ["DELETE FAILED", "UPDATE FAILED", "START FAILED"])
@pytest.mark.parametrize("text", [b.DATASET, b.GROUP, b.CAMPAIGN, b.FILTER])
def test_what_failed_after_it_had_worked_is_never_deleted_unasked(text, status) -> None:
    made = b.plan(b.shop(), b.altered(PLAIN, text, status=status))
    assert not [step for step in made.steps if step.action is Action.DELETE]
    assert status in b.change(made, text).unhealthy
    assert b.change(made, text).refusal is None


def test_a_namesake_on_its_way_out_is_waited_for_and_then_made_anew() -> None:
    made = b.plan(b.shop(), b.altered(PLAIN, b.FILTER, status="DELETE IN_PROGRESS"))
    assert b.live(PLAIN, b.FILTER).health is Health.READY
    assert b.step(made, Action.CREATE, b.FILTER).needs[0] == f"wait {b.FILTER}"
    assert b.step(made, Action.WAIT, b.FILTER).until is Until.GONE
