"""What the service never ends ends for apply, in clear words and with nothing done about it."""

from __future__ import annotations

from dataclasses import replace

from fake_account import arn
from making import (
    GROUP,
    World,
    campaign,
    create,
    delete,
    ends,
    ours,
    solution,
    stop_trainings,
    switch,
    training,
    update,
    wait,
)

from reconciler.apply.outcome import Ended
from reconciler.catalog.time_outs import HOUR
from reconciler.errors import InUseError, ThrottledError
from reconciler.model.address import Address
from reconciler.plan.changes import Until

FOR_EVER = 1e9


def filter_(name: str = "f", *needs: str):
    return create("filter", name, *needs, datasetGroupArn=GROUP)


def test_a_creation_that_hangs_fails_with_what_was_waited_for_and_what_to_do() -> None:
    world = World({"filter": FOR_EVER})
    result = world.only(filter_())
    assert result.ended is Ended.FAILED
    assert result.detail == (
        "the creation of this filter has not ended after 2 h of waiting; the last status seen is CREATE"
        " IN_PROGRESS. This apply does nothing more about it, and the service goes on by itself. Run plan to"
        " see how it stands, and apply again to wait on; if it does not move, look at it in the console of"
        " Personalize or ask AWS Support"
    )
    assert 2 * HOUR <= result.seconds <= 2 * HOUR + 60
    assert world.api.mutations() == ["CreateFilter"]


def test_what_needs_it_is_skipped_and_its_siblings_go_on() -> None:
    world = World({"solution-version": FOR_EVER, "solution": 1})
    made = solution("s")
    trained = training("s", made.id)
    served, sibling = campaign("home", "s", trained.id), filter_()
    outcome = world.run(made, trained, served, sibling)
    assert ends(outcome) == {
        made.id: Ended.DONE,
        trained.id: Ended.FAILED,
        served.id: Ended.SKIPPED,
        sibling.id: Ended.DONE,
    }
    assert "the creation of this training has not ended after 72 h" in outcome.results[1].detail
    assert outcome.exit_code == 1


def test_to_run_again_is_to_wait_again_for_as_long() -> None:
    world = World({"filter": 3 * HOUR})
    assert world.only(filter_()).ended is Ended.FAILED
    again = world.only(wait("filter", "f", Until.READY))
    assert again.ended is Ended.DONE
    assert again.seconds > HOUR / 2


def test_an_update_that_hangs_fails() -> None:
    world = World({"update campaign": FOR_EVER})
    world.own("campaign", "home", minProvisionedTPS=1)
    result = world.only(update("campaign", "home", minProvisionedTPS=2))
    assert result.ended is Ended.FAILED
    assert "the update of this campaign has not ended after 3 h of waiting" in result.detail
    assert "CREATE IN_PROGRESS" in result.detail
    assert world.api.mutations() == ["UpdateCampaign"]


def test_a_deletion_that_hangs_fails() -> None:
    world = World({"delete filter": FOR_EVER})
    world.own("filter", "f")
    result = world.only(delete("filter", "f"))
    assert "the deletion of this filter has not ended after 2 h of waiting" in result.detail
    assert world.api.mutations() == ["DeleteFilter"]


def test_a_stop_that_hangs_fails() -> None:
    world = World({"switch": FOR_EVER})
    world.own("recommender", "r")
    result = world.only(switch("Stop", "r"))
    assert "the start or stop of this recommender has not ended after 6 h" in result.detail


def test_a_recommender_is_not_stopped_while_its_creation_hangs() -> None:
    world = World({"recommender": FOR_EVER})
    world.own("recommender", "r")
    world.api.set_phases(arn("recommender/r"), (0, "CREATE IN_PROGRESS"))
    result = world.only(switch("Stop", "r"))
    assert "the creation of this recommender has not ended after 72 h" in result.detail
    assert world.api.mutations() == []


def test_a_training_that_does_not_stop_fails() -> None:
    world = World({"stop": FOR_EVER, "solution-version": FOR_EVER})
    world.own("solution", "s")
    world.api.add(
        "solution-version",
        arn("solution/s/1"),
        solutionArn=arn("solution/s"),
        born=world.clock.elapsed() - 60,
    )
    result = world.only(stop_trainings("s"))
    assert "the start or stop of this training has not ended after 6 h" in result.detail
    assert "the last status seen is CREATE STOPPING" in result.detail
    assert world.api.mutations() == ["StopSolutionVersionCreation"]


def test_what_leaves_and_never_goes_keeps_its_name_no_longer_than_a_deletion_may_last() -> None:
    world = World()
    where = world.api.add("filter", arn("filter/f"), tags=ours(Address("filter", ("f",))), name="f")
    world.api.resources[where].doomed = FOR_EVER
    result = world.only(filter_())
    assert result.ended is Ended.FAILED
    assert "the deletion of this filter has not ended after 2 h" in result.detail


def test_the_clock_begins_anew_when_the_service_begins_something_else() -> None:
    world = World()
    where = world.own("filter", "f")
    made, going, over = (0, "CREATE IN_PROGRESS"), (1.5 * HOUR, "DELETE IN_PROGRESS"), (3 * HOUR, "ACTIVE")
    world.api.set_phases(where, made, going, over)
    assert world.only(wait("filter", "f", Until.SETTLED)).ended is Ended.DONE
    world.api.set_phases(where, made, going)
    result = world.only(wait("filter", "f", Until.SETTLED))
    assert "the deletion of this filter has not ended after 2 h" in result.detail
    assert result.seconds > 3 * HOUR


def test_a_word_that_nobody_knows_is_waited_for_and_named_when_it_stays() -> None:
    world = World()
    where = world.own("campaign", "home")
    world.api.set_phases(where, (0, "CREATE REVIEWING"), (HOUR, "ACTIVE"))
    assert world.only(wait("campaign", "home", Until.READY)).ended is Ended.DONE
    world.api.set_phases(where, (0, "CREATE REVIEWING"))
    result = world.only(wait("campaign", "home", Until.READY))
    assert result.detail.startswith("this campaign has not settled after 3 h of waiting")
    assert "the last status seen is CREATE REVIEWING, a word that this version does not know" in result.detail
    assert world.api.mutations() == []


def test_what_is_in_a_word_that_nobody_knows_is_not_deleted() -> None:
    world = World()
    world.api.set_phases(world.own("filter", "f"), (0, "ARCHIVING"))
    result = world.only(delete("filter", "f"))
    assert result.ended is Ended.FAILED
    assert result.detail.startswith("this filter has not settled after 2 h of waiting")
    assert world.api.mutations() == []


def test_a_service_that_refuses_every_look_for_its_rate_ends_the_wait() -> None:
    world = World()
    throttled = ThrottledError("Rate exceeded", operation="DescribeFilter", code="ThrottlingException")
    world.api.fault("DescribeFilter", *[throttled] * 1000)
    result = world.only(filter_())
    told = (
        "whether the creation of this filter has ended is not known after 2 h of waiting, since it cannot be"
    )
    assert result.detail.startswith(told)
    assert "ThrottlingException" in result.detail


def test_a_call_that_is_refused_for_its_rate_for_a_day_fails() -> None:
    world = World()
    throttled = ThrottledError("Rate exceeded", operation="CreateFilter", code="ThrottlingException")
    world.api.fault("CreateFilter", *[throttled] * 2000)
    result = world.only(filter_())
    assert result.ended is Ended.FAILED
    assert "refused for 24 hours, the last time with: CreateFilter: ThrottlingException" in result.detail


def test_a_solution_in_use_for_a_day_is_not_deleted() -> None:
    world = World()
    world.own("solution", "s")
    used = InUseError("in use", operation="DeleteSolution", code="ResourceInUseException")
    world.api.fault("DeleteSolution", *[used] * 2000)
    stops = stop_trainings("s")
    outcome = world.run(stops, replace(delete("solution", "s"), needs=(stops.id,)))
    assert "refused for 24 hours" in outcome.results[1].detail
    assert arn("solution/s") in world.api.resources
