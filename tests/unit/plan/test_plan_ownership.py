"""Whose a resource is, and what may be done to it: adoption, hand-over, forgetting (design 4.3, 4.5)."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest

from reconciler.model.address import parse_address
from reconciler.model.observed import ObservedSchema
from reconciler.plan.changes import Action
from reconciler.plan.drift import DriftClass, drift_report

TAGGABLE = [b.GROUP, b.DATASET, b.TRACKER, b.FILTER, b.SOLUTION, b.CAMPAIGN]
PLAIN = b.settled(b.shop())


@pytest.mark.parametrize("text", TAGGABLE)
@pytest.mark.parametrize(("owner", "rule"), [(None, "unowned"), ("other", "foreign")])
def test_what_is_not_ours_is_refused_with_the_line_that_would_allow_it(text, owner, rule) -> None:
    made = b.plan(b.shop(), b.unowned(PLAIN, text, owner=owner))
    refusal = b.change(made, text).refusal
    assert refusal is not None
    assert refusal.rule == rule
    assert text in refusal.paste
    assert made.steps == ()


@pytest.mark.parametrize("text", TAGGABLE)
def test_an_adopted_resource_that_is_as_declared_is_only_tagged(text) -> None:
    made = b.plan(b.shop(adopt=(b.adopt(text),)), b.unowned(PLAIN, text))
    (step,) = made.steps
    assert step.id == f"adopt {text}"
    (call,) = step.calls
    assert call.operation == "TagResource"
    assert {one["tagKey"] for one in call.request["tags"]} == {
        "reconcile:stack",
        "reconcile:address",
        "reconcile:digest",
    }


def test_a_whole_group_is_adopted_by_one_line() -> None:
    state = b.unowned(PLAIN, *TAGGABLE)
    made = b.plan(b.shop(adopt=(b.adopt(b.GROUP, subtree=True),)), state)
    assert b.actions(made) == dict.fromkeys(TAGGABLE, "adopt")


def test_an_adopted_line_does_not_reach_another_group() -> None:
    desired = b.shop(
        b.declared("dataset-group/other"),
        b.declared("filter/theirs", group="other", expression="x"),
        adopt=(b.adopt("dataset-group/other", subtree=True),),
    )
    made = b.plan(desired, b.unowned(b.settled(desired), b.FILTER, "filter/theirs"))
    assert b.change(made, b.FILTER).refusal is not None
    assert b.change(made, "filter/theirs").refusal is None


def test_differences_of_an_adopted_resource_are_ordinary_changes_after_it() -> None:
    desired = b.shop(b.declared(b.CAMPAIGN, minTPS=4), adopt=(b.adopt(b.CAMPAIGN),))
    made = b.plan(desired, b.unowned(PLAIN, b.CAMPAIGN))
    first, second = made.steps
    assert (first.id, second.id) == (f"adopt {b.CAMPAIGN}", f"update {b.CAMPAIGN}")
    assert second.needs == (first.id,)
    assert made.counts()["adopt"] == made.counts()["update"] == 1


def test_the_digest_of_an_adopted_resource_does_not_run_ahead_of_its_change() -> None:
    """Else an update that fails would read as a change made outside."""
    desired = b.shop(b.declared(b.CAMPAIGN, minTPS=4), adopt=(b.adopt(b.CAMPAIGN),))
    first, second = b.plan(desired, b.unowned(PLAIN, b.CAMPAIGN)).steps
    assert "digest" not in str(first.calls)
    assert "digest" in str(second.marks)


def test_adopting_a_campaign_does_not_wait_for_the_version_that_is_to_be_trained() -> None:
    old = b.ago(days=40)
    state = b.with_runs(b.unowned(PLAIN, b.CAMPAIGN), b.TRAINING, b.version(1, created=old))
    desired = b.shop(b.declared(b.TRAINING, when="imported", maxAge="1d"), adopt=(b.adopt(b.CAMPAIGN),))
    made = b.plan(desired, state)
    assert "Unknown" not in repr(b.step(made, Action.ADOPT, b.CAMPAIGN))


def test_adoption_starts_no_run_that_something_already_satisfies() -> None:
    (ours,) = b.runs(PLAIN, b.IMPORT)
    by_hand = b.job("by-hand", created=ours.created, location=b.DATA)
    state = b.with_runs(b.unowned(PLAIN, *TAGGABLE), b.IMPORT, by_hand)
    made = b.plan(b.shop(adopt=(b.adopt(b.GROUP, subtree=True),)), state)
    assert "run" not in b.actions(made).values()


def test_a_hand_over_needs_the_name_of_the_old_owner() -> None:
    state = b.unowned(PLAIN, b.FILTER, owner="other")
    for entry, allowed in (
        (b.adopt(b.FILTER), False),
        (b.adopt(b.FILTER, from_stack="another"), False),
        (b.adopt(b.FILTER, from_stack="other"), True),
    ):
        made = b.plan(b.shop(adopt=(entry,)), state)
        assert (b.change(made, b.FILTER).refusal is None) is allowed


def test_the_nearest_adopt_line_decides() -> None:
    state = b.unowned(b.unowned(PLAIN, *TAGGABLE), b.FILTER, owner="other")
    lines = (b.adopt(b.GROUP, subtree=True), b.adopt(b.FILTER, from_stack="other"))
    assert not b.plan(b.shop(adopt=lines), state).refused


def test_ours_of_another_address_is_marked_anew_and_not_refused() -> None:
    made = b.plan(b.shop(), b.tagged(PLAIN, b.FILTER, **{"reconcile:address": "filter/old-name"}))
    assert b.actions(made) == {b.FILTER: "mark"}


def test_a_failed_creation_of_somebody_else_is_not_ours_to_delete_even_when_adopted() -> None:
    state = b.altered(b.unowned(PLAIN, b.FILTER), b.FILTER, status="CREATE FAILED")
    made = b.plan(b.shop(adopt=(b.adopt(b.FILTER),)), state)
    assert b.change(made, b.FILTER).refusal.rule == "failed"
    assert {one.drift for one in drift_report(made).findings} == {DriftClass.UNHEALTHY}


def _things(fields, **more):
    avro = {**b.AVRO, "name": "Items", "fields": fields}
    return b.shop(
        b.declared("schema/things", avro=avro), b.declared("dataset/shop/items", schema="things"), **more
    )


def test_a_dataset_that_is_handed_over_changes_in_place_to_a_schema_made_for_it() -> None:
    wider = [*b.AVRO["fields"], {"name": "LEVEL", "type": ["null", "string"]}]
    state = replace(b.settled(_things(b.AVRO["fields"])), schema_names=("events", "things"))
    state = b.unowned(state, "dataset/shop/items", owner="other")
    desired = _things(wider, adopt=(b.adopt("dataset/shop/items", from_stack="other"),))
    made = b.plan(desired, state)
    assert b.step(made, Action.CREATE, "schema/things")
    (call,) = b.step(made, Action.UPDATE, "dataset/shop/items").calls
    assert call.request["schemaArn"] == b.arn("schema/things-v2")


@pytest.mark.parametrize("owner", [None, "other"])
def test_of_a_dataset_that_is_taken_over_and_made_anew_by_the_next_plan_nothing_is_made_or_imported(
    owner,
) -> None:
    wider = {**b.AVRO, "fields": [*b.AVRO["fields"], {"name": "EVENT_VALUE", "type": ["null", "float"]}]}
    desired = b.shop(b.declared(b.SCHEMA, avro=wider), adopt=(b.adopt(b.DATASET, from_stack=owner),))
    state = replace(b.unowned(PLAIN, b.DATASET, owner=owner), schema_names=("events",))
    made = b.plan(desired, replace(state, objects=b.objects(etag="e2", days="1")))
    assert b.actions(made) == {b.DATASET: "adopt"}
    assert "next plan" in b.change(made, b.IMPORT).notes[0]


def test_an_adopt_line_with_nothing_left_to_do_is_a_warning() -> None:
    made = b.plan(b.shop(adopt=(b.adopt(b.FILTER), b.adopt(b.GROUP, subtree=True))), PLAIN)
    assert len(made.warnings) == 2
    assert all("can go" in text for text in made.warnings)
    assert not made.has_differences


# forget


def test_what_is_forgotten_is_untagged_and_stays() -> None:
    made = b.plan(b.shop(without=[b.FILTER], forget=(b.forget(b.FILTER),)), PLAIN)
    (step,) = made.steps
    (call,) = step.calls
    assert call.operation == "UntagResource"
    assert set(call.request["tagKeys"]) == {"reconcile:stack", "reconcile:address", "reconcile:digest"}


@pytest.mark.parametrize("text", [b.DATASET, b.CAMPAIGN, b.TRACKER])
def test_forgetting_needs_no_consent(text) -> None:
    without = {b.DATASET: [b.DATASET, b.IMPORT, b.TRACKER], b.TRACKER: [b.TRACKER], b.CAMPAIGN: [b.CAMPAIGN]}
    forget = tuple(b.forget(one) for one in without[text] if one != b.IMPORT)
    made = b.plan(b.shop(without=without[text], forget=forget), PLAIN)
    assert not made.refused
    assert set(b.actions(made).values()) == {"forget"}


def test_what_is_of_another_stack_is_never_extra() -> None:
    state = b.unowned(PLAIN, b.FILTER, owner="other")
    made = b.plan(b.shop(without=[b.FILTER]), state)
    assert parse_address(b.FILTER) not in {one.address for one in made.changes}


# schemas: no tags, reused when equal, numbered when not


def named(name, content=b.AVRO, domain=None):

    return ObservedSchema(arn=b.arn(f"schema/{name}"), name=name, domain=domain, content=content)


def schema_plan(*schemas, desired=None):
    state = b.nothing(
        schemas={one.name: one for one in schemas}, schema_names=frozenset(one.name for one in schemas)
    )
    made = b.plan(desired or b.shop(), state)
    return b.request(made, Action.CREATE, b.DATASET)["schemaArn"].rsplit("/")[-1], b.actions(made)


OTHER = {**b.AVRO, "doc": "another"}


@pytest.mark.parametrize(
    ("schemas", "used", "made"),
    [
        ((), "events", True),
        ((named("events"),), "events", False),
        ((named("events", OTHER),), "events-v2", True),
        ((named("events", OTHER), named("events-v2")), "events-v2", False),
        ((named("events"), named("events-v2")), "events-v2", False),
        ((named("events", OTHER), named("events-v4", OTHER)), "events-v5", True),
        ((named("events-v3", OTHER),), "events-v4", True),
        ((named("events", domain="ECOMMERCE"),), "events-v2", True),
        ((named("events2", OTHER),), "events", True),
    ],
)
def test_an_equal_generation_is_reused_and_another_one_takes_the_next_number(schemas, used, made) -> None:
    name, actions = schema_plan(*schemas)
    assert name == used
    assert (b.SCHEMA in actions) is made


def test_a_reused_schema_is_not_listed_as_made_by_us() -> None:
    state = b.nothing(schemas={"events": named("events")}, schema_names=frozenset({"events"}))
    tags = b.request(b.plan(b.shop(), state), Action.CREATE, b.DATASET)["tags"]
    assert "reconcile:schemas" not in {one["tagKey"] for one in tags}


def test_a_schema_that_no_dataset_uses_is_not_made() -> None:
    made = b.plan(b.file(b.declared(b.SCHEMA, avro=b.AVRO)), b.nothing())
    assert made.steps == ()
    assert b.change(made, b.SCHEMA).notes


def test_a_generations_name_fits_the_service_however_long_its_base() -> None:
    long = "e" * 63
    desired = b.file(
        b.declared(f"schema/{long}", avro=b.AVRO), b.declared(b.GROUP), b.declared(b.DATASET, schema=long)
    )
    state = b.nothing(schemas={long: named(long, OTHER)}, schema_names=frozenset({long}))
    assert len(b.request(b.plan(desired, state), Action.CREATE, f"schema/{long}")["name"]) <= 63


def test_a_second_dataset_lists_the_schema_that_was_made_for_the_first() -> None:
    both = b.shop(
        b.declared("dataset-group/other"), b.declared("dataset/other/interactions", schema="events")
    )
    made = b.plan(both, b.settled(b.shop()))
    tags = b.request(made, Action.CREATE, "dataset/other/interactions")["tags"]
    assert "reconcile:schemas" in {one["tagKey"] for one in tags}


def test_a_later_name_without_a_mark_is_told_of_where_a_solution_is_made() -> None:
    later = frozenset({"recs-v7", "recs-v9"})
    state = replace(
        b.gone(PLAIN, b.SOLUTION),
        solution_names=later | {"recs-v8", "others"},
        unmarked_solutions=later,
    )
    (note,) = b.change(b.plan(b.shop(), state), b.SOLUTION).notes
    assert note == (
        "recs-v7, recs-v9 are not marked as this one; to take over what is there: adopt: [solution/recs]"
    )


def test_a_later_name_of_something_else_only_tells_why_a_solution_is_called_otherwise() -> None:
    state = replace(b.gone(PLAIN, b.SOLUTION), solution_names=frozenset({"recs-v7", "others"}))
    (note,) = b.change(b.plan(b.shop(), state), b.SOLUTION).notes
    assert note == "it is called recs-v8, since recs-v7 is not this one"
    state = replace(b.gone(PLAIN, b.SOLUTION), solution_names=frozenset({"others"}))
    assert b.change(b.plan(b.shop(), state), b.SOLUTION).notes == ()
