"""Design 4.9 on imports: when one is due, under which name it goes, what a failure means."""

from __future__ import annotations

import re
from dataclasses import replace

import building as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconciler.model.address import parse_address
from reconciler.model.observed import ObservedObject
from reconciler.plan.changes import Action
from reconciler.plan.runs import decide_import, inputs_of_name

CHANGED = b.shop(without=[b.TRAINING, b.CAMPAIGN])
STATE = b.settled(CHANGED)
(OURS,) = b.runs(STATE, b.IMPORT)
READ_BY_HAND = b.job("by-hand", created=b.ago(days=5), location=b.DATA)


def policy(when: str = "changed", **more):
    fields = {"from": b.DATA, "role": b.ROLE, "when": when, **more}
    return b.shop(b.declared(b.IMPORT, **fields), without=[b.TRAINING, b.CAMPAIGN])


def decided(when: str = "changed", *runs, desired=None, state=STATE, objects=None, **more):
    """What is decided of the shop's import with these runs, newest first."""
    desired = desired or policy(when)
    state = b.with_runs(state, b.IMPORT, *runs)
    if objects is not None:
        state = replace(state, objects=objects)
    return decide_import(desired.resources[parse_address(b.IMPORT)], b.world(desired, state, **more))


def failed(run=OURS, **more):
    return b.job(run.name, status="CREATE FAILED", failure_reason="bad row", created=b.ago(days=1), **more)


def earlier(run=READ_BY_HAND, **more):
    return replace(run, created=b.ago(days=9), updated=b.ago(days=9), **more)


NEW_OBJECT = b.objects(etag="e2", days="0.5")


@pytest.mark.parametrize("when", ["initial", "changed"])
def test_an_import_is_due_where_nothing_has_been_imported(when) -> None:
    found = decided(when)
    assert found.due
    assert found.first


@pytest.mark.parametrize("status", ["ACTIVE", "CREATE PENDING"])
@pytest.mark.parametrize("run", [OURS, READ_BY_HAND], ids=["ours", "somebody's"])
def test_initial_is_satisfied_by_any_job_whoever_made_it(run, status) -> None:
    assert not decided("initial", b.job(run.name, status=status, created=run.created)).due


def test_initial_is_not_due_when_objects_change() -> None:
    assert not decided("initial", OURS, objects=NEW_OBJECT).due


def test_never_is_never_due_and_never_unhealthy() -> None:
    for runs in ((), (OURS,), (failed(),)):
        found = decided("never", *runs, retry_failed=True)
        assert not found.due
        assert found.unhealthy is None


def test_changed_is_due_exactly_when_its_inputs_differ() -> None:
    assert not decided("changed", OURS).due
    assert decided("changed", OURS, objects=NEW_OBJECT).due


@pytest.mark.parametrize(
    ("job", "due"),
    [
        (READ_BY_HAND, False),
        (replace(READ_BY_HAND, location="s3://elsewhere/x.csv"), True),
        (replace(READ_BY_HAND, location=None), True),
        (replace(READ_BY_HAND, created=b.ago(days=70)), True),
    ],
    ids=["same place, newer", "another place", "unknown place", "older than the object"],
)
def test_a_job_of_somebody_else_counts_by_place_and_time(job, due) -> None:
    old = replace(b.live(STATE, b.DATASET), created=b.ago(days=99))
    state = replace(STATE, resources={**STATE.resources, old.address: (old,)})
    assert decided("changed", job, state=state).due is due


def test_only_jobs_younger_than_the_dataset_count() -> None:
    assert decided("initial", replace(OURS, created=b.ago(days=99))).due


def test_only_the_newest_job_that_did_not_fail_decides() -> None:
    other = b.job("dataset-shop-interactions-import-0123456789ab-1", created=b.ago(days=1))
    assert decided("changed", other, OURS).due
    assert not decided("changed", replace(OURS, created=b.NOW), other).due


def test_a_running_job_is_waited_for_and_never_doubled() -> None:
    running = b.job("x", status="CREATE IN_PROGRESS", created=b.ago(hours=1))
    for when in ("initial", "changed"):
        found = decided(when, running, OURS, objects=NEW_OBJECT)
        assert found.running is running
        assert not found.due


def test_behind_a_running_job_of_ours_that_imports_something_else_another_is_due() -> None:
    running = b.job(OURS.name, status="CREATE IN_PROGRESS", created=b.ago(hours=1))
    found = decided("changed", running, objects=NEW_OBJECT)
    assert found.due
    assert found.behind is running
    assert "never two at once" in found.notes[-1]


@pytest.mark.parametrize(
    ("location", "due"), [(b.DATA, False), ("s3://elsewhere/x.csv", True), (None, False)]
)
def test_a_running_job_of_somebody_else_counts_by_place_if_that_is_known(location, due) -> None:
    found = decided("changed", b.job("x", status="CREATE PENDING", created=b.ago(hours=1), location=location))
    assert found.due is due


@pytest.mark.parametrize(
    ("when", "objects"), [("changed", None), ("changed", {b.DATA: None}), ("initial", NEW_OBJECT)]
)
def test_a_running_job_of_ours_is_only_waited_for_where_nothing_tells_that_it_imports_something_else(
    when, objects
) -> None:
    running = b.job(OURS.name, status="CREATE IN_PROGRESS", created=b.ago(hours=1))
    found = decided(when, running, objects=objects)
    assert (found.running, found.due) == (running, False)


def test_objects_that_may_not_be_read_are_a_note_and_not_due() -> None:
    found = decided("changed", OURS, objects={b.DATA: None})
    assert not found.due
    assert "may not be read" in found.notes[0]


def test_a_first_import_does_not_need_our_own_right_to_read() -> None:
    assert decided("initial", objects={b.DATA: None}).due


def test_a_place_without_objects_is_said() -> None:
    assert "no object" in decided("changed", objects={b.DATA: ()}).notes[0]


def test_a_failed_import_is_not_tried_again_with_the_same_inputs() -> None:
    for when in ("initial", "changed"):
        found = decided(when, failed())
        assert not found.due
        assert found.unhealthy is not None


def test_a_failed_import_is_tried_again_with_other_inputs_or_on_request() -> None:
    assert decided("changed", failed(), objects=NEW_OBJECT).due
    assert decided("changed", failed(), retry_failed=True).due
    assert decided("initial", failed(), retry_failed=True).due


def test_an_attempt_more_is_another_name() -> None:
    again = decided("changed", failed(), retry_failed=True)
    assert again.job_name.endswith("-2")
    assert inputs_of_name(again.job_name) == inputs_of_name(OURS.name)


def test_a_failed_import_of_what_is_not_wanted_any_more_costs_nothing() -> None:
    """A bad file was uploaded and failed; the good one, long imported, was put back: nothing is due."""
    bad = b.job("dataset-shop-interactions-import-0123456789ab-1", status="CREATE FAILED", created=b.NOW)
    for more in ({}, {"retry_failed": True}):
        found = decided("changed", bad, OURS, **more)
        assert not found.due
        assert found.unhealthy is None


def test_a_failure_after_a_success_does_not_make_an_unreadable_place_due() -> None:
    bad = b.job("dataset-shop-interactions-import-0123456789ab-1", status="CREATE FAILED", created=b.NOW)
    assert not decided("changed", bad, OURS, objects={b.DATA: None}).due


def test_a_failure_after_a_success_is_no_matter_to_initial() -> None:
    found = decided("initial", replace(failed(), created=b.NOW), OURS, retry_failed=True)
    assert not found.due


def test_the_first_import_is_full_whatever_the_file_says_and_a_later_one_is_not() -> None:
    desired = policy(mode="INCREMENTAL")
    made = b.plan(desired, b.nothing())
    assert b.request(made, Action.RUN, b.IMPORT)["importMode"] == "FULL"
    state = replace(b.settled(desired), objects=NEW_OBJECT)
    assert b.request(b.plan(desired, state), Action.RUN, b.IMPORT)["importMode"] == "INCREMENTAL"


def test_the_mode_of_the_digest_is_the_declared_one_so_that_a_first_import_is_not_repeated() -> None:
    desired = policy(mode="INCREMENTAL")
    assert b.actions(b.plan(desired, b.settled(desired))) == {}


@given(st.from_regex(r"[a-zA-Z0-9][a-zA-Z0-9\-_]{0,62}", fullmatch=True), st.integers(0, 12))
def test_a_job_name_fits_the_service_and_tells_its_inputs(group, failures) -> None:
    text = f"dataset/{group}/actionInteractions"
    desired = b.file(
        b.declared("schema/events", avro=b.AVRO),
        b.declared(f"dataset-group/{group}"),
        b.declared(text, schema="events"),
        b.declared(f"{text}/import", **{"from": b.DATA, "role": b.ROLE, "when": "changed"}),
    )
    made = b.plan(desired, b.nothing())
    name = b.request(made, Action.RUN, f"{text}/import")["jobName"]
    assert re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9\-_]{0,62}", name)
    assert re.fullmatch(r"dataset-.*-[0-9a-f]{12}-1", name)
    assert inputs_of_name(name) is not None
    assert b.actions(b.plan(desired, b.settled(desired))) == {}


@pytest.mark.parametrize(
    "changed",
    [
        {"objects": NEW_OBJECT},
        {"objects": {b.DATA: (*b.objects()[b.DATA], *NEW_OBJECT[b.DATA])}},
        {"desired": policy(mode="INCREMENTAL")},
    ],
    ids=["etag", "one more object", "mode"],
)
def test_everything_that_is_imported_is_in_the_digest(changed) -> None:
    assert decided("changed", OURS, **changed).due


def test_times_and_the_order_of_objects_are_not_in_the_digest() -> None:
    two = (*b.objects()[b.DATA], ObservedObject(key="b", etag="b", modified=b.NOW))
    desired = policy()
    state = b.settled(desired, objects={b.DATA: two})
    touched = tuple(replace(one, modified=b.NOW) for one in reversed(two))
    assert b.actions(b.plan(desired, replace(state, objects={b.DATA: touched}))) == {}


def test_a_new_life_of_the_dataset_gives_the_same_inputs_another_name() -> None:
    born_again = replace(b.live(STATE, b.DATASET), created=b.NOW)
    state = replace(STATE, resources={**STATE.resources, born_again.address: (born_again,)})
    name = decided("changed", OURS, state=state).job_name
    assert name != OURS.name
    assert inputs_of_name(name) == inputs_of_name(OURS.name)


def test_a_dataset_that_is_being_deleted_does_not_lend_its_life_to_the_next_ones_job() -> None:
    """Under the old name the finished old job would be taken for the import of the new, empty dataset."""
    leaving = b.altered(STATE, b.DATASET, status="DELETE IN_PROGRESS")
    found = decided("changed", OURS, state=leaving)
    assert found.due
    assert found.job_name != OURS.name


@pytest.mark.parametrize(
    "name", ["import-202411231200-1", "by-hand", "", "dataset-x", "interactions-20241123", "x-0123456789ab-0"]
)
def test_a_name_of_somebody_elses_is_not_taken_for_one_of_ours(name) -> None:
    assert inputs_of_name(name) is None


def test_data_that_was_tidied_away_after_its_import_is_not_imported_again() -> None:
    assert not decided("changed", OURS, objects={b.DATA: ()}).due
