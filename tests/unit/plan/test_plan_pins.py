"""A campaign is pinned to a version: where that is found, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import building as b
import market as m

from reconciler.model.address import parse_address
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource, ObservedState
from reconciler.plan.changes import Action, Origin
from reconciler.plan.marks import DIGEST, encode_digest
from reconciler.plan.pins import group_to_be_in
from reconciler.plan.replacing import still_on
from reconciler.plan.versions import target_version

OLD, NEW = b.version(1, created=b.ago(days=20)), b.version(2, created=b.ago(days=5))
RUNNING = b.version(3, status="CREATE IN_PROGRESS", created=b.ago(hours=1))
BAD = b.version(4, status="CREATE FAILED", created=b.ago(days=1))
TRAINING = parse_address(b.TRAINING)
SHOP = b.shop()
SETTLED = b.settled(SHOP)


def pinned(said: str):
    return b.shop(b.declared(b.CAMPAIGN, version=said))


def account(*versions):
    return b.with_runs(SETTLED, b.TRAINING, *versions)


def target(said: str, state, *, waited: bool = False, renewed=frozenset()):
    desired = pinned(said)
    world = replace(b.world(desired, state), renewed=renewed)
    declared = desired.resources[parse_address(b.CAMPAIGN)]
    return target_version(declared, world, frozenset(), frozenset({TRAINING} if waited else ()))


def test_an_older_version_is_found_and_waits_for_nothing() -> None:
    found = target("00000001", account(NEW, OLD))
    assert (found.arn, found.awaits, found.refusal) == (OLD.arn, None, None)


def test_one_in_training_is_waited_for_by_the_wait_of_its_training_alone() -> None:
    state = account(RUNNING, NEW)
    assert target("00000003", state, waited=True).awaits == TRAINING
    assert target("00000003", state).awaits is None
    assert target("00000002", state, waited=True).awaits is None


def test_what_a_campaign_serves_needs_no_list_to_be_found() -> None:
    served = b.altered(account(NEW), b.CAMPAIGN, solutionVersionArn=OLD.arn)
    assert target("00000001", served).arn == OLD.arn
    assert target("00000001", served, renewed=frozenset({parse_address(b.CAMPAIGN)})).arn == OLD.arn


def test_a_version_that_is_nowhere_is_refused_with_those_that_are_there() -> None:
    made = b.plan(pinned("0000000f"), account(NEW, BAD))
    refusal = b.change(made, b.CAMPAIGN).refusal
    assert refusal is not None
    assert (refusal.rule, refusal.why) == ("pinned-version", f"{b.SOLUTION} has no version 0000000f")
    assert "00000002" in refusal.fix
    assert "00000004" not in refusal.fix
    assert made.steps == ()


def test_it_is_refused_too_where_neither_campaign_nor_solution_is_there() -> None:
    made = b.plan(pinned("00000001"), b.nothing())
    change = b.change(made, b.CAMPAIGN)
    assert (change.action, change.missing) == (Action.CREATE, True)
    assert change.refusal is not None
    assert change.refusal.fix == "let it serve the newest, `version: latest`"


def test_a_version_that_failed_is_refused_and_one_that_is_served_is_not() -> None:
    state = account(BAD, NEW)
    refusal = target("00000004", state).refusal
    assert refusal is not None
    assert "is CREATE FAILED" in refusal.why
    assert target("00000004", b.altered(state, b.CAMPAIGN, solutionVersionArn=BAD.arn)).refusal is None


def test_a_version_of_a_generation_that_is_being_deleted_is_none() -> None:
    leaving = replace(b.live(SETTLED, b.SOLUTION), health=Health.LEAVING)
    state = m.with_generations(b.gone(account(NEW), b.CAMPAIGN), b.SOLUTION, leaving)
    assert target("00000002", state).refusal is not None


def test_a_version_that_goes_with_its_group_is_refused() -> None:
    refusal = target("00000002", account(NEW), renewed=frozenset({parse_address(b.GROUP)})).refusal
    assert refusal is not None
    assert f"{b.GROUP} is made anew" in refusal.why


def test_a_version_in_training_that_nothing_else_waits_for_is_waited_for_before_it_is_served() -> None:
    made = b.plan(
        b.shop(b.declared(b.CAMPAIGN, version="00000003"), b.declared(b.TRAINING, when="never")),
        account(RUNNING, NEW),
    )
    update = b.step(made, Action.UPDATE, b.CAMPAIGN)
    waits = [one for one in made.steps if one.action is Action.WAIT]
    assert [one.arn for one in waits] == [RUNNING.arn]
    assert waits[0].id in update.needs


def test_a_training_that_this_plan_stops_is_no_version_to_be_pinned_to() -> None:
    desired, state = pinned("00000003"), account(RUNNING, NEW)
    world = replace(b.world(desired, state), halted=frozenset({TRAINING}))
    declared = desired.resources[parse_address(b.CAMPAIGN)]
    assert target_version(declared, world, frozenset(), frozenset()).refusal is not None


def elsewhere() -> tuple[ObservedState, ObservedResource]:
    """The account whose campaign serves an older generation, in a group of its own, and that generation."""
    other = b.arn("dataset-group/old")
    new = b.live(SETTLED, b.SOLUTION)
    old = replace(
        new,
        arn=b.arn("solution/recs-v2"),
        name="recs-v2",
        body={**new.body, "name": "recs-v2", "datasetGroupArn": other},
    )
    state = m.with_generations(account(NEW), b.SOLUTION, new, old)
    return b.altered(state, b.CAMPAIGN, solutionVersionArn=f"{old.arn}/0000000a"), old


def test_a_pinned_campaign_belongs_where_its_version_is_or_it_stays_and_any_other_where_its_solution_is() -> (
    None
):
    state, _ = elsewhere()
    for said, group in (("0000000a", "old"), ("00000002", "shop"), ("latest", "shop"), ("0000000f", "old")):
        desired = pinned(said)
        declared = desired.resources[parse_address(b.CAMPAIGN)]
        assert group_to_be_in(declared, b.world(desired, state)) == group


def test_what_is_served_is_accepted_from_a_generation_without_marks_and_it_is_said() -> None:
    state, old = elsewhere()
    lost = m.with_generations(state, b.SOLUTION, b.live(SETTLED, b.SOLUTION))
    made = b.plan(pinned("0000000a"), lost)
    change = b.change(made, b.CAMPAIGN)
    assert change.refusal is None
    assert f"it serves from {old.name}, which is not marked as {b.SOLUTION} of this stack" in change.notes


def test_what_is_served_from_a_solution_of_another_name_is_refused() -> None:
    state = b.altered(account(NEW), b.CAMPAIGN, solutionVersionArn=b.arn("solution/other/0000000a"))
    assert target("0000000a", state).refusal is not None


def test_a_campaign_that_is_being_deleted_does_not_vouch_for_a_solution_that_was_not_read() -> None:
    state, _ = elsewhere()
    leaving = replace(b.live(state, b.CAMPAIGN), health=Health.LEAVING)
    lost = m.with_generations(state, b.SOLUTION, b.live(SETTLED, b.SOLUTION))
    assert target("0000000a", m.with_generations(lost, b.CAMPAIGN, leaving)).refusal is not None


def test_a_generation_to_which_a_plan_sends_a_campaign_is_in_use_though_its_version_was_not_listed() -> None:
    state, old = elsewhere()
    world = b.world(pinned("0000000a"), b.gone(state, b.CAMPAIGN))
    campaign = parse_address(b.CAMPAIGN)
    assert still_on(old.arn, world, {}) == []
    assert still_on(old.arn, world, {campaign: f"{old.arn}/0000000a"}) == [campaign]
    assert still_on(old.arn, b.world(SHOP, state), {campaign: NEW.arn}) == []


def test_a_pin_that_cannot_be_served_was_changed_in_the_file() -> None:
    served = b.altered(account(NEW), b.CAMPAIGN, solutionVersionArn=NEW.arn)
    noted = b.tagged(served, b.CAMPAIGN, **{DIGEST: encode_digest({"version": "00000002"})})
    field = b.field(b.plan(pinned("0000000f"), noted), b.CAMPAIGN, "version")
    assert (field.before, field.after, field.origin) == ("00000002", "0000000f", Origin.PENDING)
