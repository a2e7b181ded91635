"""Design 4.9 on trainings and on which version a campaign serves."""

from __future__ import annotations

from dataclasses import replace

import building as b
import pytest

from reconciler.model.address import parse_address
from reconciler.model.values import Unknown
from reconciler.plan.changes import Action, Origin, Until
from reconciler.plan.runs import decide_training
from reconciler.plan.versions import target_version

TRAINING = parse_address(b.TRAINING)
GOOD = b.version(1, created=b.ago(days=5))
OLDER = b.version(2, created=b.ago(days=9))
BAD = b.version(3, status="CREATE FAILED", created=b.ago(days=1), failure_reason="too few users")
RUNNING = b.version(4, status="CREATE IN_PROGRESS", created=b.ago(hours=1))
STOPPED = b.version(5, status="CREATE STOPPED", created=b.ago(hours=2))
SETTLED = b.settled(b.shop())


def account(*versions, imported_days_ago: float = 20, **more):
    """The settled shop with these versions, newest first, its solution and dataset old enough for all."""
    state = SETTLED
    for text in (b.SOLUTION, b.DATASET):
        old = replace(b.live(state, text), created=b.ago(days=99))
        state = replace(state, resources={**state.resources, old.address: (old,)})
    (job,) = b.runs(state, b.IMPORT)
    done = b.ago(days=imported_days_ago)
    state = b.with_runs(state, b.IMPORT, replace(job, created=done, updated=done))
    return replace(b.with_runs(state, b.TRAINING, *versions), **more)


def decided(when: str, *versions, imports_ahead=False, imported_days_ago=20.0, max_age=None, **more):
    policy = {"when": when, **({"maxAge": max_age} if max_age else {})}
    desired = b.shop(b.declared(b.TRAINING, **policy))
    state = account(*versions, imported_days_ago=imported_days_ago)
    return decide_training(
        desired.resources[TRAINING], b.world(desired, state, **more), imports_ahead=imports_ahead
    )


POLICIES = ["initial", "imported"]


@pytest.mark.parametrize("when", POLICIES)
@pytest.mark.parametrize("versions", [(), (STOPPED,)], ids=["none", "stopped"])
def test_a_training_is_due_without_a_version(when, versions) -> None:
    assert decided(when, *versions).due


@pytest.mark.parametrize("when", POLICIES)
@pytest.mark.parametrize("versions", [(GOOD,), (GOOD, OLDER), (STOPPED, GOOD)])
def test_a_version_younger_than_all_imports_is_enough(when, versions) -> None:
    assert not decided(when, *versions).due


@pytest.mark.parametrize("when", [*POLICIES, "never"])
def test_never_two_at_once(when) -> None:
    found = decided(when, RUNNING, GOOD, imports_ahead=True, max_age="1d")
    assert (found.behind if when == "imported" else found.running) is RUNNING
    assert found.due == (when == "imported")


def test_behind_a_running_one_that_began_before_an_import_ended_another_is_due() -> None:
    running = replace(RUNNING, created=b.ago(days=2))
    found = decided("imported", running, GOOD, imported_days_ago=1)
    assert (found.due, found.behind) == (True, running)
    assert decided("initial", running, GOOD, imported_days_ago=1).running is running
    assert decided("imported", RUNNING, GOOD, imported_days_ago=1).running is RUNNING


def test_imported_is_due_after_an_import_that_completed_since() -> None:
    assert decided("imported", GOOD, imported_days_ago=1).due
    assert not decided("initial", GOOD, imported_days_ago=1).due


def test_imported_is_due_when_this_plan_imports() -> None:
    assert decided("imported", GOOD, imports_ahead=True).due
    assert not decided("initial", GOOD, imports_ahead=True).due


@pytest.mark.parametrize(("age", "due"), [("4d", True), ("119h", True), ("1w", False), ("6d", False)])
def test_a_version_older_than_max_age_is_trained_anew(age, due) -> None:
    for when in POLICIES:
        assert decided(when, GOOD, max_age=age).due is due


def test_never_is_never_due() -> None:
    for versions in ((), (BAD,), (GOOD,)):
        found = decided("never", *versions, imports_ahead=True, max_age="1h", retry_failed=True)
        assert not found.due
        assert found.unhealthy is None


@pytest.mark.parametrize("versions", [(BAD,), (BAD, GOOD)])
@pytest.mark.parametrize("when", POLICIES)
def test_a_failed_newest_version_is_reported_and_not_due_by_itself(when, versions) -> None:
    found = decided(when, *versions, max_age="1d")
    assert not found.due
    assert found.unhealthy is BAD


@pytest.mark.parametrize("when", POLICIES)
def test_a_failed_training_is_retried_with_new_data_or_on_request(when) -> None:
    assert decided(when, BAD, imports_ahead=True).due
    assert decided(when, BAD, imported_days_ago=0.5).due
    assert decided(when, BAD, retry_failed=True).due


def test_initial_with_a_good_version_never_pays_again_because_a_later_one_failed() -> None:
    for more in ({"imports_ahead": True}, {"imported_days_ago": 0.5}, {"retry_failed": True}):
        assert not decided("initial", BAD, GOOD, **more).due


def test_a_success_after_a_failure_settles_the_matter() -> None:
    found = decided("imported", GOOD, replace(BAD, created=b.ago(days=9)))
    assert found.unhealthy is None
    assert not found.due


def test_one_training_follows_all_imports_of_the_plan() -> None:
    desired = b.shop(
        b.declared("schema/things", avro={**b.AVRO, "name": "Items"}),
        b.declared("dataset/shop/items", schema="things"),
        b.declared("dataset/shop/items/import", **{"from": "s3://shop-data/items.csv", "role": b.ROLE}),
    )
    made = b.plan(desired, b.nothing())
    needs = b.step(made, Action.RUN, b.TRAINING).needs
    assert {f"run {b.IMPORT}", "run dataset/shop/items/import"} <= set(needs)


def test_an_import_of_another_group_trains_nothing() -> None:
    desired = b.shop(
        b.declared("dataset-group/other"),
        b.declared("dataset/other/interactions", schema="events"),
        b.declared("dataset/other/interactions/import", **{"from": b.DATA, "role": b.ROLE}),
    )
    made = b.plan(desired, account(GOOD))
    assert b.TRAINING not in b.actions(made)


def test_nothing_is_trained_while_an_import_of_the_group_has_failed() -> None:
    (job,) = b.runs(SETTLED, b.IMPORT)
    bad = b.job(job.name, status="CREATE FAILED", created=b.ago(days=1), failure_reason="bad row")
    made = b.plan(b.shop(), b.with_runs(account(), b.IMPORT, bad))
    assert "import" in b.change(made, b.TRAINING).unhealthy
    assert made.steps == ()


def test_a_training_under_way_is_waited_for_also_where_no_other_may_follow_it() -> None:
    (job,) = b.runs(SETTLED, b.IMPORT)
    bad = b.job(job.name, status="CREATE FAILED", created=b.ago(days=1), failure_reason="bad row")
    good = b.job("dataset-shop-interactions-import-0123456789ab-1", created=b.ago(days=2))
    running = replace(RUNNING, created=b.ago(days=3))
    made = b.plan(b.shop(), b.with_runs(account(running), b.IMPORT, bad, good))
    assert b.change(made, b.IMPORT).unhealthy == "bad row"
    assert [(one.action, one.arn) for one in made.steps if one.kind == TRAINING.kind] == [
        (Action.WAIT, running.arn)
    ]


# Which version a campaign serves


def target(said: str, *versions, training=False, waited=False):
    desired = b.shop(b.declared(b.CAMPAIGN, version=said))
    return target_version(
        desired.resources[parse_address(b.CAMPAIGN)],
        b.world(desired, account(*versions)),
        frozenset({TRAINING} if training else ()),
        frozenset({TRAINING} if waited else ()),
    )


def test_latest_is_the_newest_created_active_version_whoever_trained_it() -> None:
    assert target("latest", BAD, GOOD, OLDER).arn == GOOD.arn
    assert target("latest", STOPPED, OLDER).arn == OLDER.arn


def test_latest_is_known_after_apply_when_a_training_is_due() -> None:
    found = target("latest", GOOD, training=True)
    assert found.arn == Unknown(TRAINING)
    assert found.awaits == TRAINING


def test_latest_follows_a_training_that_runs_already() -> None:
    found = target("latest", RUNNING, GOOD, waited=True)
    assert found.arn == RUNNING.arn
    assert found.awaits == TRAINING


def test_latest_is_not_an_older_training_that_ends_later() -> None:
    late = replace(RUNNING, created=b.ago(days=6))
    assert target("latest", GOOD, late, waited=True).arn == GOOD.arn


def test_latest_without_a_version_is_nothing() -> None:
    assert target("latest").arn is None
    assert target("latest", BAD).arn is None


def test_sync_is_the_service_s_own_word_and_needs_a_version_to_begin_with() -> None:
    latest = b.arn("solution/recs/$LATEST")
    assert target("sync", GOOD).arn == latest
    assert target("sync", GOOD).awaits is None
    assert target("sync", training=True).arn == latest
    assert target("sync", training=True).awaits == TRAINING
    assert target("sync").arn is None


def test_a_campaign_without_any_version_to_serve_stops_nobody_else() -> None:
    desired = b.shop(b.declared(b.TRAINING, when="never"), b.declared(b.GROUP, tags={"a": "b"}))
    made = b.plan(desired, b.gone(b.with_runs(SETTLED, b.TRAINING), b.CAMPAIGN))
    assert b.change(made, b.CAMPAIGN).missing
    assert b.change(made, b.CAMPAIGN).unhealthy
    assert b.actions(made) == {b.GROUP: "update"}
    assert len(made.steps) == 1


def test_a_campaign_keeps_its_version_while_nothing_newer_is_there() -> None:
    made = b.plan(b.shop(b.declared(b.TRAINING, when="never")), b.with_runs(SETTLED, b.TRAINING))
    assert b.CAMPAIGN not in b.actions(made)


def test_a_newer_version_is_a_deployment_that_is_due_and_no_drift() -> None:
    made = b.plan(b.shop(), account(b.version(9, created=b.ago(days=3)), GOOD))
    assert b.field(made, b.CAMPAIGN, "version").origin is Origin.DUE
    assert b.change(made, b.CAMPAIGN).due
    assert b.request(made, Action.UPDATE, b.CAMPAIGN)["solutionVersionArn"].endswith("/00000009")


def test_a_roll_back_outside_is_drift() -> None:
    state = b.altered(account(GOOD), b.CAMPAIGN, solutionVersionArn=OLDER.arn)
    assert b.field(b.plan(b.shop(), state), b.CAMPAIGN, "version").origin is Origin.DRIFT


def test_a_deployment_waits_for_its_training() -> None:
    made = b.plan(b.shop(), account(GOOD, imported_days_ago=1))
    assert f"run {b.TRAINING}" in b.step(made, Action.UPDATE, b.CAMPAIGN).needs
    assert b.field(made, b.CAMPAIGN, "version").after == Unknown(TRAINING)


def test_another_training_mode_starts_nothing_by_itself() -> None:
    desired = b.shop(b.declared(b.TRAINING, when="imported", trainingMode="UPDATE"))
    state = b.settled(b.shop())
    assert b.TRAINING not in b.actions(b.plan(desired, state))
    older = b.with_runs(b.with_runs(state, b.IMPORT), b.TRAINING, *b.runs(state, b.TRAINING))
    made = b.plan(desired, older)
    assert b.request(made, Action.RUN, b.TRAINING)["trainingMode"] == "UPDATE"


def test_the_first_training_is_a_full_one_also_where_updates_are_wished() -> None:
    desired = b.shop(b.declared(b.TRAINING, when="imported", trainingMode="UPDATE"))
    made = b.plan(desired, b.with_runs(b.settled(b.shop()), b.TRAINING))
    assert b.request(made, Action.RUN, b.TRAINING)["trainingMode"] == "FULL"
    assert any("sent as FULL" in note for note in b.change(made, b.TRAINING).notes)


def test_a_training_that_an_import_brings_about_starts_once_the_one_under_way_has_ended() -> None:
    plain = b.settled(b.shop())
    state = b.with_runs(plain, b.IMPORT)
    running = b.version(9, status="CREATE IN_PROGRESS", created=b.ago(hours=1))
    made = b.plan(b.shop(), b.with_runs(state, b.TRAINING, running, *b.runs(plain, b.TRAINING)))
    wait, run = b.step(made, Action.WAIT, b.TRAINING), b.step(made, Action.RUN, b.TRAINING)
    assert wait.arn == running.arn
    assert wait.until is Until.SETTLED
    assert {wait.id, f"run {b.IMPORT}"} <= set(run.needs)
