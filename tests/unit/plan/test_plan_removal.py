"""What leaves the file: deletion, consent, the guard, and what stands in the way (design 4.3, 4.5, 4.11)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.address import parse_address
from reconciler.plan.changes import Action, Effect, Until
from reconciler.plan.decision import change_id
from reconciler.plan.drift import DriftClass, drift_report

PLAIN = b.settled(b.shop())
ALL = [b.GROUP, b.DATASET, b.IMPORT, b.TRACKER, b.FILTER, b.SOLUTION, b.TRAINING, b.CAMPAIGN]
BESIDE = [b.IMPORT, b.TRACKER, b.FILTER, b.SOLUTION, b.TRAINING, b.CAMPAIGN]


def agreed(desired, state, *texts, **more):
    """The file with the lines pasted that the plan prints, for these addresses or for all."""
    asked = b.plan(desired, state)
    lines = tuple(
        b.consent("delete", str(one.address), one.change_id)
        for one in asked.changes
        if one.change_id and (not texts or str(one.address) in texts)
    )
    return replace(desired, consent=lines, **more)


@pytest.mark.parametrize("text", [b.FILTER])
def test_what_holds_no_data_and_serves_nobody_is_deleted_without_consent(text) -> None:
    made = b.plan(b.shop(without=[text]), PLAIN)
    step = b.step(made, Action.DELETE, text)
    assert step.until is Until.GONE
    assert step.destructive
    assert step.expects == b.live(PLAIN, text).body["creationDateTime"]


WITHOUT = {b.TRACKER: [b.TRACKER], b.CAMPAIGN: [b.CAMPAIGN], b.DATASET: [b.DATASET, *BESIDE], b.GROUP: ALL}


@pytest.mark.parametrize("text", WITHOUT)
def test_what_holds_data_or_is_embedded_or_serves_needs_consent_and_says_the_line(text) -> None:
    made = b.plan(b.shop(without=WITHOUT[text]), PLAIN)
    change = b.change(made, text)
    assert change.refusal is not None
    assert change.refusal.rule == "consent"
    assert f'{{delete: {text}, change: "{change.change_id}"' in change.refusal.paste
    assert made.steps == ()


@pytest.mark.parametrize("text", WITHOUT)
def test_the_pasted_lines_lift_every_refusal(text) -> None:
    desired = b.shop(without=WITHOUT[text])
    made = b.plan(agreed(desired, PLAIN), PLAIN)
    assert not made.refused
    assert b.step(made, Action.DELETE, text)


def test_a_campaign_that_does_not_serve_goes_without_consent() -> None:
    for status in ("CREATE FAILED", "CREATE IN_PROGRESS"):
        made = b.plan(b.shop(without=[b.CAMPAIGN]), b.altered(PLAIN, b.CAMPAIGN, status=status))
        assert not made.refused
    assert Effect.INTERRUPTS in b.change(b.plan(b.shop(without=[b.CAMPAIGN]), PLAIN), b.CAMPAIGN).effects


@pytest.mark.parametrize("status", ["UPDATE IN_PROGRESS", "UPDATE PENDING", "REBALANCING"])
def test_what_serves_behind_an_update_or_an_unknown_word_needs_consent(status) -> None:
    made = b.plan(b.shop(without=[b.CAMPAIGN]), b.altered(PLAIN, b.CAMPAIGN, status=status))
    assert [str(one.address) for one in made.refused] == [b.CAMPAIGN]
    assert Effect.INTERRUPTS in made.refused[0].effects


def test_deleting_a_group_covers_its_content() -> None:
    desired = b.shop(without=ALL)
    made = b.plan(agreed(desired, PLAIN, b.GROUP), PLAIN)
    assert not made.refused
    assert {step.address.kind for step in made.steps} == {
        "campaign", "solution", "filter", "event-tracker", "dataset", "dataset-group",
    }  # fmt: skip


def test_a_group_that_comes_back_covers_its_content_but_a_tracker_that_left_the_file() -> None:
    desired = b.shop(b.declared(b.GROUP, domain="ECOMMERCE"), without=[b.TRACKER, b.FILTER])
    asked = {str(one.address): one for one in b.plan(desired, PLAIN).changes}
    group = b.consent("recreate", b.GROUP, asked[b.GROUP].change_id)
    refused = [
        str(one.address) for one in b.plan(replace(desired, consent=(group,)), PLAIN).changes if one.refusal
    ]
    assert refused == [b.TRACKER]
    tracker = b.consent("delete", b.TRACKER, asked[b.TRACKER].change_id)
    assert not b.plan(replace(desired, consent=(group, tracker)), PLAIN).refused


def test_consent_to_a_dataset_covers_nothing_beside_it() -> None:
    desired = b.shop(without=[b.DATASET, *BESIDE])
    made = b.plan(agreed(desired, PLAIN, b.DATASET), PLAIN)
    assert {str(one.address) for one in made.refused} == {b.TRACKER, b.CAMPAIGN}


def test_a_consent_is_for_one_life_of_one_thing() -> None:
    desired = agreed(b.shop(without=[b.TRACKER]), PLAIN)
    assert not b.plan(desired, PLAIN).refused
    other = replace(b.live(PLAIN, b.TRACKER), created=b.NOW)
    state = replace(PLAIN, resources={**PLAIN.resources, other.address: (other,)})
    refusal = b.change(b.plan(desired, state), b.TRACKER).refusal
    assert refusal is not None
    assert "another change" in refusal.why


ADDRESSES = st.sampled_from([parse_address(text) for text in (b.GROUP, b.DATASET, b.TRACKER, b.CAMPAIGN)])
TEXTS = st.text(max_size=4)


@given(ADDRESSES, ADDRESSES, TEXTS, TEXTS, st.sampled_from([Action.DELETE, Action.RECREATE]))
def test_a_change_id_is_six_digits_and_another_one_for_any_other_change(
    one, other, before, after, action
) -> None:
    world = b.world(b.shop(), PLAIN)
    first = change_id(action, one, "", before, after, "today", world)
    assert len(first) == 6
    same = (other, before) == (one, after)
    assert same or (change_id(action, other, "", after, before, "today", world) == first) == (
        other == one and before == after
    )
    elsewhere = replace(PLAIN, environment=replace(b.HERE, region="eu-central-1"))
    assert change_id(action, one, "", before, after, "today", b.world(b.shop(), elsewhere)) != first
    assert change_id(action, one, "", before, after, "later", world) != first


def test_a_consent_with_nothing_left_to_do_is_a_warning() -> None:
    made = b.plan(b.shop(consent=(b.consent("delete", b.TRACKER, "000000"),)), PLAIN)
    assert "nothing left to do" in made.warnings[0]


# What the service wants gone first


def test_what_stands_in_the_way_of_a_datasets_deletion_goes_and_comes_back() -> None:
    items = (
        b.declared("schema/things", avro={**b.AVRO, "name": "Items"}),
        b.declared("dataset/shop/items", schema="things"),
    )
    state = b.settled(b.shop(*items))
    made = b.plan(agreed(b.shop(), state), state)
    assert not made.refused
    gone = b.step(made, Action.DELETE, "dataset/shop/items")
    for text in (b.CAMPAIGN, b.FILTER):
        assert f"delete {text}" in gone.needs
        assert f"delete {text}" in b.step(made, Action.CREATE, text).needs
    assert b.TRACKER not in b.actions(made)


@pytest.mark.parametrize("text", [b.CAMPAIGN, b.FILTER])
def test_what_is_missing_is_not_made_in_the_way_of_a_dataset_that_goes(text) -> None:
    """So a deletion that was stopped in the middle is finished, and something new does not hinder one."""
    items = (
        b.declared("schema/things", avro={**b.AVRO, "name": "Items"}),
        b.declared("dataset/shop/items", schema="things"),
    )
    state = b.gone(b.settled(b.shop(*items)), text)
    made = b.plan(agreed(b.shop(), state), state)
    assert "delete dataset/shop/items" in b.step(made, Action.CREATE, text).waits_for


@pytest.mark.parametrize("text", [b.GROUP, b.DATASET, b.SOLUTION])
def test_anything_of_somebody_else_in_the_way_refuses_the_step_by_name(text) -> None:
    desired = b.shop(without=ALL)
    theirs = b.arn("campaign/theirs")
    state = replace(PLAIN, contents={b.live(PLAIN, text).arn: (theirs, b.arn("filter/unseen"))})
    made = b.plan(agreed(desired, state, b.GROUP), state)
    assert theirs in b.change(made, text).refusal.why
    assert "filter/unseen" not in b.change(made, text).refusal.why
    assert made.steps == ()


def test_what_is_forgotten_in_this_plan_stands_in_the_way_like_anybody_elses() -> None:
    """Else the group's data would be gone before the service refuses the last step."""
    desired = b.shop(without=ALL, forget=(b.forget(b.FILTER),))
    state = replace(PLAIN, contents={b.live(PLAIN, b.GROUP).arn: (b.arn("filter/unseen"),)})
    made = b.plan(agreed(desired, state, b.GROUP), state)
    assert "filter/unseen" in b.change(made, b.GROUP).refusal.why


def renamed(**training):
    """The solution's key changed: another solution, the campaign moved, the old one left over."""
    return b.shop(
        b.declared("solution/new", recipe="aws-sims"),
        b.declared("solution/new/training", **training),
        b.declared(b.CAMPAIGN, solution="new", minTPS=1),
        without=[b.SOLUTION, b.TRAINING],
    )


def test_a_renamed_solution_goes_only_after_its_campaign_has_moved() -> None:
    """Deleted at once it would be refused while the campaign serves from it, for ever if training fails."""
    made = b.plan(renamed(), PLAIN)
    assert f"update {b.CAMPAIGN}" in b.step(made, Action.DELETE, b.SOLUTION).needs
    assert "run solution/new/training" in b.step(made, Action.UPDATE, b.CAMPAIGN).needs


def test_a_renamed_solution_stays_while_its_campaign_cannot_move() -> None:
    made = b.plan(renamed(when="never"), PLAIN)
    assert b.SOLUTION not in b.actions(made)
    assert b.CAMPAIGN in b.change(made, b.SOLUTION).notes[0]
    assert made.has_differences
    assert DriftClass.EXTRA in {one.drift for one in drift_report(made).findings}


def test_a_solution_that_a_campaign_is_being_updated_to_stays_too() -> None:
    record = {"status": "UPDATE IN_PROGRESS", "solutionVersionArn": b.arn("solution/old/00000007")}
    before = b.shop(b.declared("solution/old", recipe="aws-sims"), b.declared("solution/old/training"))
    made = b.plan(
        b.shop(b.declared(b.CAMPAIGN, minTPS=1, version="00000001")),
        b.altered(b.settled(before), b.CAMPAIGN, latestCampaignUpdate=record),
    )
    assert f"update {b.CAMPAIGN}" in b.step(made, Action.DELETE, "solution/old").needs


# Schemas go with the last dataset


def test_schemas_that_we_made_go_after_every_dataset_that_lists_them() -> None:
    two = b.shop(
        b.declared("schema/things", avro={**b.AVRO, "name": "Items"}),
        b.declared("dataset/shop/items", schema="events"),
    )
    state = b.settled(two)
    desired = b.file(b.declared(b.GROUP))
    made = b.plan(agreed(desired, state), state)
    step = b.step(made, Action.DELETE, b.SCHEMA)
    assert step.keeps_if_in_use
    assert {f"delete {b.DATASET}", "delete dataset/shop/items"} <= set(step.needs)


def test_a_dataset_lists_the_next_generation_before_it_goes_so_that_a_stop_in_between_forgets_none() -> None:
    wider = {**b.AVRO, "fields": [*b.AVRO["fields"], {"name": "EVENT_VALUE", "type": ["null", "float"]}]}
    desired, state = b.shop(b.declared(b.SCHEMA, avro=wider)), replace(PLAIN, schema_names=("events",))
    lines = tuple(
        b.consent("recreate", str(one.address), one.change_id)
        for one in b.plan(desired, state).changes
        if one.change_id
    )
    made = b.plan(replace(desired, consent=lines), state)
    mark, create = b.step(made, Action.CREATE, b.SCHEMA).calls
    assert mark.request == {
        "resourceArn": b.live(PLAIN, b.DATASET).arn,
        "tags": [{"tagKey": "reconcile:schemas", "tagValue": "events:1-2"}],
    }
    assert create.operation == "CreateSchema"
    assert b.step(made, Action.DELETE, b.DATASET)


def test_a_schema_that_the_file_keeps_or_that_is_in_no_tag_stays() -> None:
    kept = b.file(b.declared(b.SCHEMA, avro=b.AVRO), b.declared(b.GROUP))
    assert b.SCHEMA not in b.actions(b.plan(agreed(kept, PLAIN), PLAIN))
    state = b.tagged(PLAIN, b.DATASET, **{"reconcile:schemas": None})
    bare = b.file(b.declared(b.GROUP))
    assert b.SCHEMA not in b.actions(b.plan(agreed(bare, state), state))


# What is already going, and how much may go


def test_what_is_already_being_deleted_is_waited_for_and_no_drift() -> None:
    made = b.plan(b.shop(without=[b.FILTER]), b.altered(PLAIN, b.FILTER, status="DELETE PENDING"))
    assert b.actions(made) == {b.FILTER: "wait"}
    assert drift_report(made).findings == ()


def test_a_wrong_file_is_pointed_out_even_when_its_own_group_is_among_what_is_left_over() -> None:
    other = b.file(b.declared("dataset-group/another"))
    assert any("right file" in text for text in b.plan(other, PLAIN).warnings)
    assert b.plan(b.shop(), PLAIN).warnings == ()


def test_an_empty_file_deletes_nothing_without_consent() -> None:
    made = b.plan(b.file(), PLAIN)
    assert made.refused
    assert made.steps == ()
