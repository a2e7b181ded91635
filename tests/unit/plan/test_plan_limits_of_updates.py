"""What no update can do: refusals with a way out, moves between solutions and groups, failed things."""

from __future__ import annotations

import building as b
import pytest

from reconciler.model.health import Health
from reconciler.plan.changes import Action, Origin, Until

SYNC = "campaignConfig.syncWithLatestSolutionVersion"
PLAIN = b.settled(b.shop())


# What cannot change in place is refused, with a way out, until a later version


@pytest.mark.parametrize(
    ("text", "desired"),
    [
        (b.SOLUTION, b.shop(b.declared(b.SOLUTION, recipe="aws-sims"))),
        (b.FILTER, b.shop(b.declared(b.FILTER, expression="INCLUDE ItemID WHERE Items.A = 1"))),
        (b.GROUP, b.shop(b.declared(b.GROUP, domain="ECOMMERCE"))),
        (b.DATASET, b.shop(b.declared(b.SCHEMA, avro={**b.AVRO, "doc": "another"}))),
    ],
    ids=["recipe", "expression", "domain", "schema"],
)
def test_what_cannot_change_in_place_is_refused_and_nothing_is_applied(text, desired) -> None:
    made = b.plan(desired, PLAIN)
    refusal = b.change(made, text).refusal
    assert refusal is not None
    assert refusal.rule == "unsupported"
    assert refusal.fix
    assert made.steps == ()


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


def test_a_campaign_moves_to_no_other_group_in_place() -> None:
    other = (
        b.declared("dataset-group/other"),
        b.declared("solution/new", group="other", recipe="aws-sims"),
        b.declared("solution/new/training", group="other"),
    )
    state = b.settled(b.shop(*other))
    made = b.plan(b.shop(*other, b.declared(b.CAMPAIGN, group="other", solution="new")), state)
    assert b.change(made, b.CAMPAIGN).refusal is not None


def test_a_filter_moves_to_no_other_group_in_place() -> None:
    other = b.declared("dataset-group/other")
    expression = b.shop().resources[b.live(PLAIN, b.FILTER).address].fields["expression"]
    made = b.plan(
        b.shop(other, b.declared(b.FILTER, group="other", expression=expression)), b.settled(b.shop(other))
    )
    assert "dataset-group" in b.change(made, b.FILTER).refusal.why


@pytest.mark.xfail(
    strict=True, reason="requests.update_call: no catalog of what a recipe takes (design 4.4, last sentence)"
)
def test_configuration_that_the_new_recipe_does_not_take_is_dropped_on_a_move() -> None:
    desired, state = moved("latest")
    config = {"itemExplorationConfig": {"explorationWeight": "0.3"}, "syncWithLatestSolutionVersion": True}
    made = b.plan(desired, b.altered(state, b.CAMPAIGN, campaignConfig=config))
    body = b.request(made, Action.UPDATE, b.CAMPAIGN)
    assert "itemExplorationConfig" not in body["campaignConfig"]


# Failed things


def test_what_was_never_active_is_made_again_without_consent() -> None:
    for text in (b.CAMPAIGN, b.DATASET, b.FILTER):
        made = b.plan(b.shop(), b.altered(PLAIN, text, status="CREATE FAILED", failureReason="no room"))
        assert b.change(made, text).refusal is None
        assert b.step(made, Action.CREATE, text).needs[0] == f"delete {text}"
        assert b.change(made, text).unhealthy == "no room"


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
