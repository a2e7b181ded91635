"""What every row of the table promises to the stages that read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from reconciler.kinds import KINDS
from reconciler.kinds.kind import UNMANAGED, Asks, Comparison, Kind, Mutability, OnFixed

ROWS = list(KINDS.values())


def named(kind: Kind) -> str:
    return kind.name


def test_kinds_come_in_the_order_of_creation_without_ties() -> None:
    ranks = [kind.rank for kind in ROWS]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_what_a_kind_refers_to_is_created_before_it(kind: Kind) -> None:
    for other in {*kind.parents, *(need.partition("/")[0] for need in kind.needs)}:
        assert KINDS[other].rank < kind.rank


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_no_two_fields_share_a_key_or_a_word_of_the_digest(kind: Kind) -> None:
    keys = [field.key for field in kind.fields]
    assert len(set(keys)) == len(keys)
    told = [key.rsplit(".", 1)[-1] for key in keys]
    assert len(set(told)) == len(told)
    assert not any(" " in word or "=" in word for word in told)


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_what_is_managed_unsaid_may_be_said(kind: Kind) -> None:
    for field in kind.fields:
        Draft202012Validator.check_schema(field.form)
        # None is managed as "not there", which is said by saying nothing.
        if field.absent is not UNMANAGED and field.absent is not None and field.form:
            Draft202012Validator(field.form).validate(field.absent)


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_every_field_is_explained_and_policies_stay_with_us(kind: Kind) -> None:
    for field in kind.fields:
        assert field.about
        assert (field.mutability in {Mutability.POLICY, Mutability.SWITCH}) == (not field.member)


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_fields_that_change_in_place_belong_to_kinds_with_an_update(kind: Kind) -> None:
    if any(field.mutability is Mutability.MUTABLE for field in kind.fields):
        assert kind.update
        # Of a metric attribution the service keeps no record of updates.
        assert kind.update_record or kind.name == "metric-attribution"


@pytest.mark.parametrize("kind", ROWS, ids=named)
def test_strings_on_the_wire_may_be_written_as_numbers_only_where_they_become_text(kind: Kind) -> None:
    for field in kind.fields:
        values = field.form.get("additionalProperties") if field.form.get("type") == "object" else None
        if isinstance(values, dict) and "number" in values.get("type", ()):
            assert field.texts, f"{field.key} would send a number where the service takes text"


def test_exactly_the_kinds_of_the_design_ask_for_consent() -> None:
    asks = {kind.name: kind.asks for kind in ROWS if kind.asks is not Asks.NEVER}
    assert asks == {
        "dataset-group": Asks.ALWAYS,
        "dataset": Asks.ALWAYS,
        "event-tracker": Asks.ALWAYS,
        "campaign": Asks.WHEN_ACTIVE,
        "recommender": Asks.WHEN_ACTIVE,
    }


def test_only_schemas_and_solutions_have_generations() -> None:
    assert {kind.name for kind in ROWS if kind.versioned} == {"schema", "solution"}


def test_every_kind_but_runs_says_what_a_fixed_field_leads_to() -> None:
    assert {kind.name for kind in ROWS if kind.on_fixed is None} == {kind.name for kind in ROWS if kind.run}
    beside = {OnFixed.REPLACE, OnFixed.SUPERSEDE}
    assert {kind.name for kind in ROWS if kind.on_fixed in beside} == {
        kind.name for kind in ROWS if kind.versioned
    }
    assert {kind.name for kind in ROWS if kind.on_fixed is OnFixed.PROVE} == {"filter"}


def test_a_kind_keyed_by_a_field_requires_it_as_a_name() -> None:
    for kind in ROWS:
        if kind.keyed_by:
            field = kind.field(kind.keyed_by)
            assert field.required
            assert field.member == kind.name_member
            assert not kind.place.endswith("*")


def test_paid_and_correct_defaults_are_managed_although_unsaid() -> None:
    managed = {
        (kind.name, field.key): field.absent
        for kind in ROWS
        for field in kind.fields
        if field.absent is not UNMANAGED
    }
    assert managed["solution", "autoTraining"] is False
    assert managed["campaign", "version"] == "latest"
    assert managed["dataset-import-job", "when"] == "initial"
    assert managed["solution-version", "when"] == "initial"
    assert managed["recommender", "running"] is True


def test_what_only_the_account_knows_is_sensitive() -> None:
    assert KINDS["filter"].field("expression").sensitive


def test_a_field_that_no_kind_has_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        KINDS["filter"].field("colour")


@given(st.sampled_from(ROWS), st.data())
def test_expanding_what_the_file_may_say_never_fails(kind: Kind, data: st.DataObject) -> None:
    said = {}
    for field in kind.fields:
        if field.file and "enum" in field.form and data.draw(st.booleans()):
            said[field.key] = data.draw(st.sampled_from(field.form["enum"]))
    for form in (
        {},
        {"autoTraining": {"schedule": "rate(7 days)"}},
        {"version": "sync"},
        {"campaignConfig": {}},
    ):
        expanded = kind.expand({**said, **form})
        assert {**expanded, **said}.keys() >= said.keys()


def test_a_schedule_and_sync_are_two_members_of_the_api() -> None:
    solution = KINDS["solution"].expand({"autoTraining": {"schedule": "rate(7 days)"}})
    assert solution["autoTraining"] is True
    assert solution["autoTraining.schedule"] == "rate(7 days)"
    flag = "campaignConfig.syncWithLatestSolutionVersion"
    assert KINDS["campaign"].expand({"version": "sync"})[flag] is True
    alone = {"campaignConfig": {"syncWithLatestSolutionVersion": True}}
    assert KINDS["campaign"].expand(alone)["version"] == "sync"


def test_versions_and_bands_are_the_campaigns_alone() -> None:
    special = {Comparison.VERSION, Comparison.BAND}
    assert {kind.name for kind in ROWS for field in kind.fields if field.comparison in special} == {
        "campaign"
    }
