"""Updates that the service refuses for good, and steps of several calls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_account import arn
from making import World, create, tag_list, update
from refusals import IN_USE

from reconciler.apply.outcome import Ended
from reconciler.apply.stop import Stop
from reconciler.errors import DeniedError, InvalidError
from reconciler.model.address import Address
from reconciler.model.values import Unknown
from reconciler.plan.changes import Call, Step

REFUSED = InvalidError(
    "The solution version is of another solution.",
    operation="UpdateCampaign",
    code="InvalidInputException",
)
HOME = arn("campaign/home")


def moving() -> Step:
    """A campaign to another version, with the tag that notes a refusal."""
    note = {"resourceArn": HOME, "tags": [{"tagKey": "reconcile:refused", "tagValue": "0123abcd"}]}
    return replace(
        update("campaign", "home", solutionVersionArn=arn("solution/b/0123abcd")),
        refused=(Call(operation="TagResource", request=note),),
    )


def world_with_campaign() -> World:
    world = World()
    world.own("campaign", "home", solutionVersionArn=arn("solution/a/1"))
    return world


def test_a_refused_update_is_noted_in_the_tags_and_fails() -> None:
    world = world_with_campaign()
    world.api.fault("UpdateCampaign", REFUSED)
    result = world.only(moving())
    assert (result.ended, result.calls) == (Ended.FAILED, ("TagResource",))
    assert result.detail == (
        "UpdateCampaign: InvalidInputException: The solution version is of another solution. "
        "The refusal is noted in its tags; plan offers the way out."
    )
    assert world.api.resources[HOME].tags["reconcile:refused"] == "0123abcd"
    assert "d" not in world.api.resources[HOME].tags


def test_a_refusal_that_cannot_be_noted_fails_with_both() -> None:
    world = world_with_campaign()
    world.api.fault("UpdateCampaign", REFUSED)
    denied = DeniedError("no tagging", operation="TagResource", code="AccessDeniedException")
    world.api.fault("TagResource", denied)
    result = world.only(moving())
    assert result.ended is Ended.FAILED
    assert "another solution" in result.detail
    assert "no tagging" in result.detail


def test_a_refusal_note_waits_while_the_resource_changes() -> None:
    world = world_with_campaign()
    world.api.fault("UpdateCampaign", REFUSED)
    world.api.fault("TagResource", IN_USE)
    assert world.only(moving()).calls == ("TagResource",)


@pytest.mark.parametrize(
    "error",
    [
        InvalidError("minimum is 1", operation="UpdateCampaign", code="ParamValidationError"),
        DeniedError("no", operation="UpdateCampaign", code="AccessDeniedException"),
    ],
)
def test_only_what_the_service_calls_invalid_is_noted(error: InvalidError) -> None:
    world = world_with_campaign()
    world.api.fault("UpdateCampaign", error)
    assert world.only(moving()).ended is Ended.FAILED
    assert world.api.count("TagResource") == 0


def test_a_refusal_without_a_note_just_fails() -> None:
    world = world_with_campaign()
    world.api.fault("UpdateCampaign", REFUSED)
    result = world.only(replace(moving(), refused=()))
    assert (result.ended, "noted" in result.detail) == (Ended.FAILED, False)


def test_an_update_that_fails_later_is_not_noted() -> None:
    world = world_with_campaign()
    world.api.failing[f"update {HOME}"] = "capacity"
    assert world.only(moving()).detail == "capacity"
    assert world.api.count("TagResource") == 0


def test_the_note_names_a_version_that_this_run_has_made() -> None:
    world = world_with_campaign()
    world.own("solution", "b")
    train = create("solution-version", "b", solutionArn=arn("solution/b"))
    version = Unknown(Address("solution-version", ("b",)))
    note = {"resourceArn": HOME, "tags": [{"tagKey": "reconcile:refused", "tagValue": version}]}
    step = replace(moving(), refused=(Call(operation="TagResource", request=note),), needs=(train.id,))
    world.api.fault("UpdateCampaign", REFUSED)
    made = world.run(train, step).results[0].arn
    assert world.api.resources[HOME].tags["reconcile:refused"] == made


def schema_step() -> Step:
    """A generation of a schema, told in its dataset's tag before it is made."""
    where = arn("dataset/shop/ITEMS")
    tag = Call(
        operation="TagResource",
        request={"resourceArn": where, "tags": tag_list({"reconcile:schemas": "s:1-2"})},
    )
    step = create("schema", "s-v2", schema='{"a": 1}')
    return replace(step, calls=(tag, *step.calls))


def world_with_dataset() -> World:
    world = World()
    world.api.add("dataset", arn("dataset/shop/ITEMS"), name="items")
    return world


@pytest.mark.parametrize("fault", ["ok", "lost", "never"])
def test_a_create_after_another_call_is_made_once(fault: str) -> None:
    world = world_with_dataset()
    world.api.fault("CreateSchema", fault)
    result = world.only(schema_step())
    assert (result.ended, result.calls) == (Ended.DONE, ("TagResource", "CreateSchema"))
    assert arn("schema/s-v2") in world.api.resources


@pytest.mark.parametrize("operation", ["TagResource", "CreateSchema"])
@pytest.mark.parametrize("fault", ["lost", "never"])
def test_a_step_of_several_calls_that_was_cut_short_is_carried_on(operation: str, fault: str) -> None:
    world, stop = world_with_dataset(), Stop()
    world.api.fault(operation, fault)
    plain = world.api.call

    def call(name, request):  # type: ignore[no-untyped-def]
        if name == operation:
            stop.set()
        return plain(name, request)

    world.api.call = call  # type: ignore[method-assign]
    first = world.only(schema_step(), stop=stop)
    assert first.ended in {Ended.NOT_STARTED, Ended.IN_PROGRESS}
    world.api.call = plain  # type: ignore[method-assign]
    again = world.only(schema_step())
    assert again.ended is Ended.DONE
    assert world.api.resources[arn("dataset/shop/ITEMS")].tags["reconcile:schemas"] == "s:1-2"


def test_a_create_that_fails_after_a_tag_write_says_nothing_of_work_that_goes_on() -> None:
    world = world_with_dataset()
    denied = DeniedError("no", operation="CreateSchema", code="AccessDeniedException")
    world.api.fault("CreateSchema", denied)
    result = world.only(schema_step())
    assert (result.ended, result.calls) == (Ended.FAILED, ("TagResource",))
    assert "goes on" not in result.detail
