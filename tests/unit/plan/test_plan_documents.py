"""The plan as a document and back; the fingerprint of what it was made from."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import building as b
import market as m
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reconciler.model.address import Address
from reconciler.model.observed import ReadProblem
from reconciler.model.values import Unknown, UnknownText
from reconciler.plan.changes import Action, Change, FieldChange
from reconciler.plan.document import DocumentError, decoded, encoded, from_document, to_document
from reconciler.plan.fingerprint import fingerprint

PLAIN = b.settled(b.shop())
ADDRESS = Address("solution-version", ("recs",))
KEYS = st.one_of(st.sampled_from(["$unknown", "$template", "$", "$$", "$$unknown"]), st.text(max_size=4))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.just(Unknown(ADDRESS))
    | st.builds(UnknownText, st.text(max_size=8), st.just(ADDRESS)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
def test_every_value_comes_back_whatever_its_keys_begin_with(value) -> None:
    assert decoded(json.loads(json.dumps(encoded(value)))) == value


REFUSING = b.shop(b.declared(b.SOLUTION, recipe="aws-sims"))
WIDER = m.market(m.events({"name": "EVENT_VALUE", "type": ["null", "float"]}))
OPEN = m.opened(m.market())
PLANS = {
    "empty": b.plan(b.shop(), PLAIN),
    "first": b.plan(b.shop(), b.nothing()),
    "refused": b.plan(b.shop(without=[b.TRACKER]), b.unowned(PLAIN, b.FILTER)),
    "updates": b.plan(b.shop(b.declared(b.CAMPAIGN, minTPS={"min": 4, "max": 9})), PLAIN),
    "problems": b.plan(
        b.shop(),
        b.nothing(problems=(ReadProblem(what="no", operation="ListFilters", address=ADDRESS),)),
    ),
    "replacement": b.plan(REFUSING, PLAIN),
    "recreation": b.plan(m.agreeing(WIDER, OPEN), OPEN),
    "destroy": b.plan(m.agreeing(m.market().emptied(), OPEN), OPEN),
    "stop": b.plan(m.market(m.recommender(running=False)), OPEN),
}


@pytest.mark.parametrize("made", PLANS.values(), ids=PLANS)
def test_a_plan_comes_back_from_its_document_as_it_was(made) -> None:
    document = json.loads(json.dumps(to_document(made)))
    again = from_document(document)
    assert again.changes == made.changes
    assert to_document(again) == document
    assert [step.id for step in again.steps] == [step.id for step in made.steps]


@pytest.mark.parametrize(
    ("name", "member"),
    [
        ("replacement", "refused"),
        ("recreation", "follows"),
        ("destroy", "keeps_if_in_use"),
        ("destroy", "expects"),
        ("stop", "until"),
    ],
)
def test_what_only_some_steps_have_comes_back_too(name, member) -> None:
    again = from_document(json.loads(json.dumps(to_document(PLANS[name]))))
    before = [getattr(step, member) for step in PLANS[name].steps]
    assert any(before)
    assert [getattr(step, member) for step in again.steps] == before


@pytest.mark.parametrize("made", PLANS.values(), ids=PLANS)
def test_a_document_is_what_the_schema_says(made) -> None:

    root = Path(__file__).parents[3]
    schema = json.loads((root / "specs/plan.schema.json").read_text())
    Draft202012Validator(schema).validate(json.loads(json.dumps(to_document(made))))


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(JUNK)
def test_what_is_no_plan_is_a_document_error(junk) -> None:
    with pytest.raises(DocumentError):
        from_document(junk)


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(PLANS)), JUNK)
def test_a_plan_with_a_piece_torn_out_or_replaced_is_read_or_is_a_document_error(dice, name, junk) -> None:
    document = json.loads(json.dumps(to_document(PLANS[name])))
    _damage(document, dice, junk)
    with suppress(DocumentError):
        from_document(document)


def _damage(node, dice: random.Random, junk) -> None:
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        if not keys:
            return
        key = dice.choice(keys)
        if isinstance(node[key], dict | list) and node[key] and dice.random() < 0.8:
            node = node[key]
        elif dice.random() < 0.5:
            node[key] = junk
            return
        else:
            del node[key]
            return


def test_a_document_that_is_deeper_than_any_plan_is_a_document_error() -> None:
    document = to_document(PLANS["updates"])
    deep: object = 1
    for _ in range(20_000):
        deep = [deep]
    document["changes"][0]["fields"] = [
        {"field": "x", "member": "", "before": deep, "after": 1, "origin": "drift", "sensitive": False}
    ]
    with pytest.raises(DocumentError):
        from_document(document)


@pytest.mark.parametrize("version", ["2.0", "1", None, 1.0])
def test_another_format_is_refused_by_name(version) -> None:
    with pytest.raises(DocumentError, match="format_version"):
        from_document({**to_document(PLANS["empty"]), "format_version": version})


# Impossible values


def test_impossible_changes_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="without a field change"):
        Change(address=ADDRESS, action=Action.UPDATE, reason="")
    with pytest.raises(ValueError, match="does not change"):
        FieldChange(field="x", before=1, after=1)
    with pytest.raises(ValueError, match="extra"):
        Change(address=ADDRESS, action=Action.CREATE, reason="", extra=True)
    assert FieldChange(field="x", before=1, after=True)


# Fingerprint


def print_of(state=PLAIN, desired=None, tool="1") -> str:
    return fingerprint(desired or b.shop(), state, tool)


def test_the_same_world_has_the_same_fingerprint_in_any_order() -> None:
    mirrored = replace(PLAIN, resources=dict(reversed(list(PLAIN.resources.items()))))
    assert print_of(mirrored) == print_of()


def test_the_time_of_the_last_look_is_not_in_it() -> None:
    assert print_of(b.altered(PLAIN, b.FILTER, lastUpdatedDateTime="2026-01-30")) == print_of()
    record = {"status": "ACTIVE", "lastUpdatedDateTime": "2026-01-30"}
    one = b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate=record)
    other = b.altered(PLAIN, b.CAMPAIGN, latestCampaignUpdate={**record, "lastUpdatedDateTime": "x"})
    assert print_of(one) == print_of(other)


(OLD,) = b.runs(PLAIN, b.TRAINING)
WORLDS = {
    "a member": b.altered(PLAIN, b.CAMPAIGN, minProvisionedTPS=2),
    "a tag": b.tagged(PLAIN, b.CAMPAIGN, other="x"),
    "a status": b.altered(PLAIN, b.CAMPAIGN, status="CREATE PENDING"),
    "a resource gone": b.gone(PLAIN, b.FILTER),
    "a run": b.with_runs(PLAIN, b.TRAINING),
    "a run's status": b.with_runs(PLAIN, b.TRAINING, replace(OLD, status="CREATE FAILED")),
    "an object": replace(PLAIN, objects=b.objects(etag="e2")),
    "objects unreadable": replace(PLAIN, objects={b.DATA: None}),
    "a schema": replace(PLAIN, schemas={}),
    "a schema's name taken": replace(PLAIN, schema_names=frozenset({"events"})),
    "a solution's name taken": replace(PLAIN, solution_names=frozenset({"recs-v2"})),
    "a solution that may be taken over": replace(PLAIN, unmarked_solutions=frozenset({"recs-v2"})),
    "room for one filter less": replace(PLAIN, filter_counts={"shop": 9}),
    "something foreign in the way": replace(PLAIN, contents={b.live(PLAIN, b.GROUP).arn: ("arn:theirs",)}),
    "another account": replace(PLAIN, environment=replace(b.HERE, account="210987654321")),
    "another region": replace(PLAIN, environment=replace(b.HERE, region="eu-central-1")),
    "a named environment": replace(PLAIN, environment=replace(b.HERE, name="staging")),
    "another named environment": replace(PLAIN, environment=replace(b.HERE, name="production")),
}


@pytest.mark.parametrize("state", WORLDS.values(), ids=WORLDS)
def test_everything_that_a_plan_depends_on_is_in_it(state) -> None:
    assert print_of(state) != print_of()


def test_the_file_the_stack_and_the_tool_are_in_it() -> None:
    assert print_of(desired=replace(b.shop(), digest="e" * 64)) != print_of()
    assert print_of(desired=replace(b.shop(), stack="other")) != print_of()
    assert print_of(tool="2") != print_of()


def test_all_fingerprints_differ_from_each_other() -> None:
    prints = [print_of(state) for state in WORLDS.values()]
    assert len(set(prints)) == len(prints)


@pytest.mark.parametrize(
    ("torn", "said"),
    [
        (lambda step: step.update(arn=7), "has no ARN"),
        (lambda step: step["calls"][0].update(request=["a"]), "has no request"),
    ],
)
def test_a_step_without_a_target_or_a_request_is_a_document_error_that_names_it(torn, said) -> None:
    document = json.loads(json.dumps(to_document(PLANS["updates"])))
    torn(next(one for one in document["steps"] if one["calls"]))
    with pytest.raises(DocumentError, match=said):
        from_document(document)
