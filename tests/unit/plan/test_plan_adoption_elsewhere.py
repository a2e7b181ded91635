"""Taking over what does not stand where the file has it, and what of it waits for the next plan."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest

from reconciler.plan.changes import Action

PLAIN = b.settled(b.shop())
WHOLE = b.adopt(b.GROUP, subtree=True)
MOVED = {"datasetGroupArn": b.arn("dataset-group/other")}
OTHER_RECIPE = b.declared(b.SOLUTION, recipe="aws-user-personalization")


@pytest.mark.parametrize(
    ("owner", "why"),
    [(None, " exists and no stack owns it"), ("old", " belongs to stack old")],
)
@pytest.mark.parametrize("text", [b.FILTER, b.SOLUTION])
def test_a_group_is_not_taken_over_with_what_is_in_another_one(text, owner, why) -> None:
    state = b.altered(b.unowned(PLAIN, text, owner=owner), text, **MOVED)
    made = b.plan(b.shop(adopt=(replace(WHOLE, from_stack=owner),)), state)
    refusal = b.change(made, text).refusal
    assert refusal is not None
    assert refusal.why.endswith(f"{why}; it is in dataset-group/other")


def test_a_group_is_not_taken_over_with_a_campaign_on_a_solution_that_nobody_declared() -> None:
    served = b.arn("solution/theirs/a0000001")
    state = b.altered(b.unowned(PLAIN, b.CAMPAIGN), b.CAMPAIGN, solutionVersionArn=served)
    refusal = b.change(b.plan(b.shop(adopt=(WHOLE,)), state), b.CAMPAIGN).refusal
    assert refusal is not None
    assert refusal.why.endswith("; it serves solution/theirs, which is none of the file's")
    own = b.plan(b.shop(adopt=(b.adopt(b.CAMPAIGN),)), state)
    assert b.actions(own)[b.CAMPAIGN] == Action.ADOPT.value


def test_what_does_not_say_where_it_is_is_taken_over_with_its_group() -> None:
    state = b.altered(b.unowned(PLAIN, b.CAMPAIGN), b.CAMPAIGN, solutionVersionArn=None)
    assert b.actions(b.plan(b.shop(adopt=(WHOLE,)), state))[b.CAMPAIGN] == Action.ADOPT.value


@pytest.mark.parametrize("text", [b.FILTER, b.SOLUTION])
def test_what_is_in_another_group_is_taken_over_by_its_own_address(text) -> None:
    state = b.altered(b.unowned(PLAIN, text), text, **MOVED)
    made = b.plan(b.shop(adopt=(b.adopt(text),)), state)
    assert b.actions(made)[text] == Action.ADOPT.value


def test_a_solution_that_the_next_plan_replaces_is_not_trained_in_the_one_that_takes_it_over() -> None:
    desired = b.shop(OTHER_RECIPE, b.declared(b.TRAINING, when="imported"), adopt=(b.adopt(b.SOLUTION),))
    state = replace(b.unowned(PLAIN, b.SOLUTION), objects=b.objects(etag="e2"))
    made = b.plan(desired, state)
    assert b.actions(made)[b.IMPORT] == Action.RUN.value
    assert b.actions(made)[b.SOLUTION] == Action.ADOPT.value
    assert b.TRAINING not in b.actions(made)
    assert b.change(made, b.TRAINING).notes == ("waits for the next plan, in which its solution is replaced",)


def test_one_that_is_as_declared_is_trained_in_the_plan_that_takes_it_over() -> None:
    desired = b.shop(b.declared(b.TRAINING, when="imported"), adopt=(b.adopt(b.SOLUTION),))
    state = replace(b.unowned(PLAIN, b.SOLUTION), objects=b.objects(etag="e2"))
    assert b.actions(b.plan(desired, state))[b.TRAINING] == Action.RUN.value


def test_nothing_is_trained_on_a_dataset_that_the_next_plan_makes_anew() -> None:
    wider = {**b.AVRO, "fields": [*b.AVRO["fields"], {"name": "EVENT_VALUE", "type": ["null", "float"]}]}
    due = b.declared(b.TRAINING, when="imported", maxAge="1h")
    state = replace(b.unowned(PLAIN, b.DATASET), schema_names=frozenset({"events"}))
    adopt = (b.adopt(b.DATASET),)
    assert b.TRAINING in b.actions(b.plan(b.shop(due, adopt=adopt), state))
    made = b.plan(b.shop(due, b.declared(b.SCHEMA, avro=wider), adopt=adopt), state)
    assert b.actions(made) == {b.DATASET: "adopt"}
    (note,) = b.change(made, b.TRAINING).notes
    assert note == "waits for the next plan, in which dataset/shop/interactions is made anew"
