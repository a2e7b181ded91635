"""Updating, deleting, tagging and waiting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_account import arn
from making import GROUP, World, campaign, create, delete, ends, group, ours, update
from refusals import IN_USE, SLOWER

from reconciler.apply.outcome import Ended
from reconciler.errors import DeniedError, NotFoundError
from reconciler.model.address import Address
from reconciler.plan.changes import Action, Call, Step, Until


def test_an_update_waits_for_its_own_record_and_then_writes_marks() -> None:
    world = World()
    where = world.own("campaign", "home", minProvisionedTPS=1)
    result = world.only(update("campaign", "home", minProvisionedTPS=2))
    assert result.ended is Ended.DONE
    assert result.calls == ("UpdateCampaign", "TagResource")
    assert world.api.resources[where].tags["d"] == "2"
    assert result.seconds >= 60


def test_a_failed_update_writes_no_marks() -> None:
    world = World()
    where = world.own("campaign", "home", minProvisionedTPS=1)
    world.api.failing[f"update {where}"] = "capacity"
    result = world.only(update("campaign", "home", minProvisionedTPS=2))
    assert (result.ended, result.detail) == (Ended.FAILED, "capacity")
    assert result.calls == ("UpdateCampaign",)


def test_the_record_of_an_earlier_failed_update_is_not_taken_for_this_one() -> None:
    world = World()
    where = world.own("campaign", "home", minProvisionedTPS=1)
    world.api.failing[f"update {where}"] = "capacity"
    world.only(update("campaign", "home", minProvisionedTPS=2))
    world.api.failing.clear()
    world.api.lag = 7.0
    assert world.only(update("campaign", "home", minProvisionedTPS=2)).ended is Ended.DONE


def test_a_changing_resource_delays_an_update() -> None:
    world = World()
    world.own("campaign", "home", minProvisionedTPS=1)
    world.api.fault("UpdateCampaign", IN_USE, IN_USE, IN_USE)
    assert world.only(update("campaign", "home", minProvisionedTPS=2)).ended is Ended.DONE


@pytest.mark.parametrize(("fault", "sent"), [("lost", 1), ("never", 2)])
def test_an_update_without_an_answer_is_sent_again_only_if_it_does_not_show(fault: str, sent: int) -> None:
    world = World()
    world.own("campaign", "home", minProvisionedTPS=1)
    world.api.fault("UpdateCampaign", fault)
    assert world.only(update("campaign", "home", minProvisionedTPS=2)).ended is Ended.DONE
    assert world.api.count("UpdateCampaign") == sent


def test_a_delete_ends_when_the_resource_is_gone() -> None:
    world = World({"delete filter": 600})
    where = world.own("filter", "f")
    result = world.only(delete("filter", "f", expects=world.api.created(where)))
    assert result.ended is Ended.DONE
    assert result.seconds >= 600


def test_what_is_gone_already_needs_no_delete() -> None:
    world = World()
    result = world.only(delete("filter", "f"))
    assert (result.ended, result.calls) == (Ended.DONE, ())


def test_what_is_being_deleted_is_only_waited_for() -> None:
    world = World()
    where = world.own("filter", "f")
    world.api.resources[where].doomed = 100.0
    result = world.only(delete("filter", "f"))
    assert (result.ended, result.calls) == (Ended.DONE, ())


@pytest.mark.parametrize("surprise", ["created anew", "foreign", "unowned"])
def test_a_surprise_before_a_destructive_step_skips_it_and_what_follows(surprise: str) -> None:
    world = World()
    where = world.own("filter", "f")
    expects = world.api.created(where)
    if surprise == "created anew":
        world.api.resources[where].body["creationDateTime"] = "2026-01-01T00:00:00.000000+00:00"
    elif surprise == "foreign":
        world.api.resources[where].tags["reconcile:stack"] = "other"
    else:
        world.api.resources[where].tags.clear()
    outcome = world.run(
        delete("filter", "f", expects=expects),
        create("filter", "g", "delete filter/f", datasetGroupArn=GROUP),
    )
    assert set(ends(outcome).values()) == {Ended.SKIPPED}
    assert outcome.results[1].detail == "skipped because delete filter/f was skipped"
    assert world.api.mutations() == []


def test_a_lost_delete_answer_is_met_by_sending_it_again() -> None:
    world = World({"delete filter": 0.5})
    where = world.own("filter", "f")
    world.api.fault("DeleteFilter", "lost")
    result = world.only(delete("filter", "f", expects=world.api.created(where)))
    assert (result.ended, result.calls) == (Ended.DONE, ("DeleteFilter",))


def test_a_schema_in_use_is_kept() -> None:
    world = World()
    world.api.add("schema", arn("schema/s"), name="s", schema="{}")
    world.api.fault("DeleteSchema", IN_USE)
    step = replace(delete("schema", "s"), keeps_if_in_use=True)
    result = world.only(step)
    assert (result.ended, result.kept, result.detail) == (Ended.DONE, True, "something still uses it")


def test_tags_are_written_again_after_a_lost_answer() -> None:
    world = World()
    where = world.own("filter", "f")
    world.api.fault("TagResource", "never", IN_USE, SLOWER)
    step = Step(
        id="adopt filter/f",
        address=Address("filter", ("f",)),
        action=Action.ADOPT,
        kind="filter",
        arn=where,
        calls=(
            Call(
                operation="TagResource",
                request={"resourceArn": where, "tags": [{"tagKey": "a", "tagValue": "b"}]},
            ),
        ),
    )
    assert world.only(step).calls == ("TagResource",)
    assert world.api.resources[where].tags["a"] == "b"


def test_a_wait_yields_its_identifier() -> None:
    world = World({"solution-version": 1000})
    world.own("solution", "a")
    version = arn("solution/a/0123abcd")
    world.api.add("solution-version", version, born=0.0)
    address = Address("solution-version", ("a",))
    wait = Step(
        id=f"wait {address}",
        address=address,
        action=Action.WAIT,
        kind="solution-version",
        arn=version,
        until=Until.READY,
    )
    outcome = world.run(wait, campaign("home", "a", f"wait {address}"))
    assert set(ends(outcome).values()) == {Ended.DONE}
    assert world.api.resources[arn("campaign/home")].body["solutionVersionArn"] == version


def test_a_poll_without_an_answer_is_made_again() -> None:
    world = World()
    world.api.fault("DescribeDatasetGroup", "lost", "ok", "lost")
    assert world.only(group()).ended is Ended.DONE


def test_an_update_that_shows_nowhere_fails_after_a_while() -> None:
    world = World()
    world.own("campaign", "home", minProvisionedTPS=1)
    world.api.fault("UpdateCampaign", "ignored")
    result = world.only(update("campaign", "home", minProvisionedTPS=2))
    assert result.ended is Ended.FAILED
    assert "no sign" in result.detail
    assert result.seconds > 300


def test_an_update_without_a_record_is_done_once_the_resource_shows_it() -> None:
    world = World()
    world.own("campaign", "home", minProvisionedTPS=2)
    world.api.fault("UpdateCampaign", "ignored")
    assert world.only(update("campaign", "home", minProvisionedTPS=2)).ended is Ended.DONE


def test_a_delete_that_shows_nowhere_fails_after_a_while() -> None:
    world = World()
    world.own("filter", "f")
    world.api.fault("DeleteFilter", "ignored")
    assert "no sign" in world.only(delete("filter", "f")).detail


def test_someone_elses_deletion_ends_a_wait() -> None:
    world = World({"filter": 600})
    world.clock.at(100, world.api.resources.clear)
    result = world.only(create("filter", "f", datasetGroupArn=GROUP))
    assert (result.ended, result.detail) == (
        Ended.FAILED,
        "it was deleted by someone else while this step waited",
    )


def test_what_stands_there_after_a_delete_may_be_another_one() -> None:
    world = World({"delete filter": 600})
    where = world.own("filter", "f")
    expects = world.api.created(where)

    def recreate() -> None:
        world.api.add("filter", where, born=world.clock.elapsed())

    world.clock.at(100, recreate)
    result = world.only(delete("filter", "f", expects=expects))
    assert result.ended is Ended.DONE
    assert result.seconds < 300


def test_the_identifier_of_what_is_gone_is_not_that_of_what_follows() -> None:
    world = World()
    where = world.api.add(
        "event-tracker", arn("event-tracker/1"), tags=ours(Address("event-tracker", ("shop",)))
    )
    denied = DeniedError("no", operation="CreateEventTracker", code="AccessDeniedException")
    world.api.fault("CreateEventTracker", denied)
    remove = delete("event-tracker", "shop")
    remove = replace(
        remove, arn=where, calls=(Call(operation="DeleteEventTracker", request={"eventTrackerArn": where}),)
    )
    outcome = world.run(remove, create("event-tracker", "shop", remove.id, datasetGroupArn=GROUP))
    assert [(result.ended, result.arn) for result in outcome.results] == [
        (Ended.DONE, where),
        (Ended.FAILED, None),
    ]


def test_a_service_that_has_gone_silent_ends_the_wait_in_the_end() -> None:
    world = World()
    world.own("campaign", "home", minProvisionedTPS=1)
    world.api.fault("DescribeCampaign", "ok", *["never"] * 200)
    result = world.only(update("campaign", "home", minProvisionedTPS=2))
    assert result.ended is Ended.FAILED
    assert "no answer for 300 s" in result.detail
    assert result.seconds < 600


def test_what_is_gone_when_it_is_to_be_deleted_is_done_and_says_so() -> None:
    world = World()
    world.own("filter", "f")
    world.api.fault(
        "DeleteFilter", NotFoundError("none", operation="DeleteFilter", code="ResourceNotFoundException")
    )
    world.api.fault("DescribeFilter", "ok")
    result = world.only(delete("filter", "f"))
    assert (result.ended, result.calls) == (Ended.DONE, ())
    assert "was gone already" in result.detail


def test_an_update_of_which_nothing_is_heard_twice_is_not_sent_for_ever() -> None:
    world = World()
    world.own("campaign", "c")
    world.api.fault("UpdateCampaign", *["never"] * 9)
    result = world.only(update("campaign", "c", minProvisionedTPS=3))
    assert result.ended is Ended.FAILED
    assert world.api.mutations() == ["UpdateCampaign"] * 2
