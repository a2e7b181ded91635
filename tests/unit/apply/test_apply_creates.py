"""Creating: lost answers, taken names, full queues and quotas."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_account import arn
from making import GROUP, World, campaign, create, group, ours, solution, training
from refusals import MISSING, QUEUE, QUOTA, SLOWER

from reconciler.apply.events import StepDelayed
from reconciler.apply.outcome import Ended
from reconciler.errors import DeniedError
from reconciler.model.address import Address
from reconciler.plan.changes import Call


def test_a_lost_create_answer_is_looked_up_and_never_sent_again() -> None:
    world = World()
    world.api.fault("CreateDatasetGroup", "lost")
    result = world.only(group())
    assert result.ended is Ended.DONE
    assert result.calls == ("CreateDatasetGroup",)
    assert world.api.count("CreateDatasetGroup") == 1


def test_a_create_that_never_arrived_is_sent_again_where_a_duplicate_would_be_refused() -> None:
    world = World()
    world.api.fault("CreateDatasetGroup", "never")
    assert world.only(group()).ended is Ended.DONE
    assert world.api.count("CreateDatasetGroup") == 2


def test_a_lost_training_is_found_by_what_is_new_below_its_solution() -> None:
    world = World()
    world.own("solution", "a")
    old = world.api.add(
        "solution-version",
        arn("solution/a/old"),
        solutionArn=arn("solution/a"),
        tags=ours(Address("solution-version", ("a",))),
    )
    world.api.fault("CreateSolutionVersion", "lost")
    result = world.only(training("a"))
    assert result.ended is Ended.DONE
    assert result.arn not in {None, old}
    assert world.api.count("CreateSolutionVersion") == 1


def test_a_training_of_which_nothing_shows_is_never_sent_twice() -> None:
    world = World()
    world.own("solution", "a")
    world.api.fault("CreateSolutionVersion", "never")
    result = world.only(training("a"))
    assert result.ended is Ended.FAILED
    assert "run plan again" in result.detail
    assert world.api.count("CreateSolutionVersion") == 1


def test_a_lost_event_tracker_is_found_below_its_group() -> None:
    world = World()
    world.api.fault("CreateEventTracker", "lost")
    result = world.only(create("event-tracker", "shop", datasetGroupArn=GROUP))
    assert (result.ended, result.arn) == (Ended.DONE, arn("event-tracker/00000001"))


def test_a_taken_name_is_ours_only_with_our_marks() -> None:
    mine, theirs = World(), World()
    mine.own("dataset-group", "shop")
    theirs.api.add("dataset-group", GROUP, name="shop", tags={"reconcile:stack": "other"})
    assert mine.only(group()).ended is Ended.DONE
    refused = theirs.only(group())
    assert refused.ended is Ended.FAILED
    assert "not marked" in refused.detail
    assert mine.api.count("CreateDatasetGroup") == theirs.api.count("CreateDatasetGroup") == 1


@pytest.mark.parametrize(
    ("live", "ended"),
    [
        ('{"b": 1, "a": [1, 2]}', Ended.DONE),
        ('{"a": [2, 1], "b": 1}', Ended.FAILED),
        ("no JSON", Ended.FAILED),
    ],
)
def test_a_schema_that_exists_is_taken_when_its_content_is_equal(live: str, ended: Ended) -> None:
    world = World()
    world.api.add("schema", arn("schema/s"), name="s", schema=live)
    assert world.only(create("schema", "s", schema='{"a":[1,2],"b":1}')).ended is ended


def test_a_parent_made_a_moment_ago_may_be_missing_for_some_seconds() -> None:
    world = World()
    world.api.fault("CreateSolution", MISSING, MISSING)
    assert world.only(solution("a")).ended is Ended.DONE
    lasting = World()
    lasting.api.fault("CreateSolution", *[MISSING] * 9)
    assert lasting.only(solution("a")).ended is Ended.FAILED


def test_a_full_queue_is_waited_for_and_told_once() -> None:
    world = World()
    world.api.fault("CreateDatasetImportJob", *[QUEUE] * 5)
    step = create("dataset-import-job", "j", datasetArn=arn("dataset/shop/ITEMS"))
    assert world.only(step).ended is Ended.DONE
    delays = [event for event in world.recorder.events if isinstance(event, StepDelayed)]
    assert [event.why for event in delays] == [
        "5 imports are in progress in this region, the most that the service allows"
    ]


def test_a_full_quota_fails_and_names_it() -> None:
    world = World()
    world.api.fault("CreateCampaign", QUOTA)
    world.own("solution", "a")
    outcome = world.run(training("a"), campaign("home", "a", "create solution/a/training"))
    result = outcome.results[1]
    assert result.ended is Ended.FAILED
    assert result.detail == (
        "CreateCampaign: LimitExceededException: More than 5 resources in ACTIVE state. "
        'The quota "Active campaigns per dataset group" (5 unless raised) is full: delete campaigns that are '
        "not needed, or ask for more in Service Quotas (code L-052ECD67)."
    )


def test_throttling_is_met_with_patience() -> None:
    world = World()
    world.api.fault("CreateDatasetGroup", *[SLOWER] * 4)
    world.api.fault("DescribeDatasetGroup", *[SLOWER] * 4)
    assert world.only(group()).ended is Ended.DONE


def test_a_denied_call_fails_with_what_to_do() -> None:
    world = World()
    denied = DeniedError("no", operation="CreateDatasetGroup", code="AccessDeniedException", fix="Allow it.")
    world.api.fault("CreateDatasetGroup", denied)
    assert world.only(group()).detail == "CreateDatasetGroup: AccessDeniedException: no. Allow it."


def test_a_failed_creation_carries_the_services_reason() -> None:
    world = World()
    world.api.failing[GROUP] = "no such key"
    assert world.only(group()).detail == "no such key"


def test_a_name_whose_owner_is_being_deleted_is_waited_for() -> None:
    world = World()
    where = world.own("dataset-group", "shop")
    world.api.resources[where].doomed = 200.0
    result = world.only(group())
    assert (result.ended, result.calls) == (Ended.DONE, ("CreateDatasetGroup",))


def test_a_thing_with_our_marks_and_other_settings_is_not_taken() -> None:
    world = World()
    where = world.own("dataset-group", "shop")
    world.api.resources[where].tags["reconcile:digest"] = "1 domain=ffff"
    assert world.only(group()).ended is Ended.FAILED


def test_credentials_that_expire_while_waiting_leave_the_service_at_work() -> None:
    world = World()
    expired = DeniedError(
        "expired", operation="DescribeDatasetGroup", code="ExpiredToken", fix="Log in again."
    )
    world.api.fault("DescribeDatasetGroup", expired)
    result = world.only(group())
    assert result.ended is Ended.FAILED
    assert result.detail.endswith("Log in again. What was started goes on; plan shows how it ended.")


def test_what_nothing_has_made_is_named() -> None:
    result = World().only(campaign("home", "a"))
    assert (result.ended, result.detail) == (
        Ended.FAILED,
        "CreateCampaign cannot be sent: nothing has made solution/a/training yet",
    )


def test_a_create_without_marks_takes_no_unmarked_thing() -> None:
    world = World()
    world.api.add("dataset-group", GROUP, name="shop")
    call = Call(operation="CreateDatasetGroup", request={"name": "shop"})
    assert world.only(replace(group(), calls=(call,))).ended is Ended.FAILED


def test_a_lost_create_may_take_some_seconds_to_show() -> None:
    world = World()
    world.api.fault("CreateDatasetGroup", "lost")
    world.api.fault("DescribeDatasetGroup", MISSING, MISSING)
    assert world.only(group()).ended is Ended.DONE
    assert world.api.count("CreateDatasetGroup") == 1


def test_a_training_that_somebody_else_has_started_since_the_plan_is_taken_not_doubled() -> None:
    world = World()
    world.own("solution", "a")
    running = world.api.add(
        "solution-version", arn("solution/a/theirs"), born=0, solutionArn=arn("solution/a")
    )
    result = world.only(training("a"))
    assert (result.ended, result.arn) == (Ended.DONE, running)
    assert "somebody else" in result.detail
    assert world.api.count("CreateSolutionVersion") == 0


@pytest.mark.parametrize(
    ("theirs", "ended"),
    [("dataset-g-items-import-12345678ffff-1", Ended.DONE), ("by-hand", Ended.SKIPPED)],
)
def test_a_running_import_is_taken_if_it_reads_the_same_and_otherwise_left_to_a_later_plan(
    theirs: str, ended: Ended
) -> None:
    world = World()
    where = arn("dataset/g/ITEMS")
    world.api.add(
        "dataset-import-job", arn(f"dataset-import-job/{theirs}"), born=0, jobName=theirs, datasetArn=where
    )
    ours = "dataset-g-items-import-123456780000-1"
    result = world.only(create("dataset-import-job", ours, datasetArn=where))
    assert result.ended is ended
    assert world.api.count("CreateDatasetImportJob") == 0


def test_a_create_that_is_answered_without_an_arn_says_that_nothing_tells_what_to_wait_for() -> None:
    world = World()
    world.api.fault("CreateEventTracker", "ignored")
    result = world.only(create("event-tracker", "t", datasetGroupArn=GROUP))
    assert result.ended is Ended.FAILED
    assert "nothing tells which resource to wait for" in result.detail
