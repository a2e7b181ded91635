"""Campaigns: which version they are given, how they come back, and what to do where a move is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Unknown, UnknownText, Value
from reconciler.plan.align import Manner, align
from reconciler.plan.campaign_options import METADATA, as_it_was, fitting, held, is_set, solution_of, unfit
from reconciler.plan.changes import Action, Call, Change, Effect, Step, Until
from reconciler.plan.compare import SYNC, compare, digest_of
from reconciler.plan.consent import asks_consent, consent_to, paste_line
from reconciler.plan.creating import create_step
from reconciler.plan.decision import Ahead, Decision, change_id
from reconciler.plan.live import live_value
from reconciler.plan.marks import DIGEST, REFUSED, refusal_mark
from reconciler.plan.moves import is_refused
from reconciler.plan.pins import group_to_be_in, is_lost, unmarked_home
from reconciler.plan.requests import tag_call, update_call
from reconciler.plan.steps import away_steps, run_wait_step, step_id
from reconciler.plan.versions import Target, standing_version, suits
from reconciler.plan.world import World

_KIND = KINDS["campaign"]
_VERSION = _KIND.field("version")


def decide_campaign(
    declared: DesiredResource, live: ObservedResource, world: World, ahead: Ahead, target: Target
) -> Decision:
    """What becomes of a campaign that is there: aligned, or offered anew where the service refused a move."""
    if is_refused(live, target.arn) and not _serves(live, target.arn):
        return _refused(declared, live, world, ahead, target)
    manner = _manner(declared, live, target.arn, world)
    decision = align(_KIND, declared, live, world, manner)
    update = step_id(Action.UPDATE, declared.address)
    if not decision.change.fields or not target.awaits:
        return decision
    return replace(decision, after={update: target.awaited})


def deploying(declared: DesiredResource, live: ObservedResource, version: Value, world: World) -> Call:
    """The update that brings a campaign to a version, with nothing else of what the file says of it."""
    manner = _manner(declared, live, version, world)
    alone = tuple(one for one in compare(_KIND, declared, live, world, version) if one.field is _VERSION)
    return update_call(_KIND, live, alone, dropped=manner.dropped, ended=manner.ended)


def _manner(declared: DesiredResource, live: ObservedResource, version: Value, world: World) -> Manner:
    """How a campaign is brought to a version, or kept on it: without the options that it is refused with."""
    aim = solution_of(version, world)
    serves = solution_of(live.body.get(_VERSION.member), world)
    comes_to_serve = solution_of(live_value(_KIND, _VERSION, live), world)
    moves = not serves == comes_to_serve == aim
    refused = tag_call(live.arn, {REFUSED: _version_id(version)}) if moves else None
    dropped = unfit(declared, version, world) if moves else frozenset()
    # Where the move is under way already, they end with it.
    ended = [key for key in sorted(dropped) if comes_to_serve != aim and is_set(key, live)]
    return Manner(
        version=version,
        dropped=dropped,
        ended=ended,
        held=held(declared, version, world),
        untagged=(REFUSED,),
        refused=(refused,) if refused else (),
        notes=(
            *unmarked_home(declared, str(live.body.get(_VERSION.member)), world),
            *(_ending(key) for key in ended),
        ),
    )


def _ending(key: str) -> str:
    return f"{key} ends: the next version would be refused with it, and the file does not ask for it"


def _serves(live: ObservedResource, version: Value) -> bool:
    return live_value(_KIND, _VERSION, live) == version


def _version_id(version: Value) -> Value:
    """What a refusal is noted as; the id of a version still to be trained is filled in when it is known."""
    if isinstance(version, Unknown):
        return UnknownText("{id}", version.address)
    return refusal_mark(version) if isinstance(version, str) else ""


def _refused(
    declared: DesiredResource, live: ObservedResource, world: World, ahead: Ahead, target: Target
) -> Decision:
    """The service has refused this very move: the old version keeps serving, and a recreation is offered.

    Whether a campaign may move to another solution's version is likely and not documented. Everything else of
    the campaign is aligned all the same.
    """
    served = live.body.get(_VERSION.member)
    identity = change_id(
        Action.RECREATE, declared.address, "version", served, target.arn, str(live.created), world
    )
    if asks_consent(_KIND, live) and not consent_to(Action.RECREATE, declared.address, identity, world):
        # Its mark has to stay: by it the move is not tried again.
        staying = replace(_manner(declared, live, named(declared, served), world), untagged=(), refused=())
        kept = align(_KIND, declared, live, world, staying)
        why = f"the service refused to move it to {_shown(target.arn)}; it goes on serving {_shown(served)}"
        offer = (
            "it can be deleted and made again on the new version instead: same ARN, requests fail meanwhile;"
            f" to agree: {paste_line(Action.RECREATE, declared.address, identity)}"
        )
        change = replace(
            kept.change,
            notes=(*kept.change.notes, offer),
            unhealthy="; ".join(filter(None, (kept.change.unhealthy, why))),
        )
        return replace(kept, change=change)
    kept_options = fitting(as_it_was(declared, live), declared, target.arn, world)
    created = create_step(_KIND, declared, world, ahead, target.arn, kept_options)
    change = Change(
        address=declared.address,
        action=Action.RECREATE,
        reason=f"the service refused to move it to {_shown(target.arn)}",
        arn=live.arn,
        effects=(Effect.INTERRUPTS,),
        change_id=identity,
    )
    return Decision(
        change=change,
        steps=(created,),
        away=away_steps(live, world),
        after={created.id: target.awaited},
        group=world.group_of(live),
    )


def _shown(version: Value) -> str:
    return "/".join(version.rsplit("/", 2)[1:]) if isinstance(version, str) else "(known after apply)"


def named(declared: DesiredResource, version: Value) -> Value:
    """A version as a request names it: under sync SOLUTION/$LATEST.

    Source: AWS API reference, CampaignConfig.syncWithLatestSolutionVersion.
    """
    if declared.fields.get("version") != SYNC or not isinstance(version, str):
        return version
    return f"{version.rsplit('/', 1)[0]}/$LATEST"


def bring_back(
    declared: DesiredResource, live: ObservedResource, world: World, ahead: Ahead, target: Target
) -> Decision | None:
    """A campaign that had to go, back on the very version it served, then brought to the one that is wanted.

    Assumed: a version may be served although the dataset that it was trained on has been made anew. None
    where there is nothing to go back to, or the old version is of another group, from which no update leads
    to this one: then it is simply made.
    """
    served, home = live.body.get(_VERSION.member), _home(live, world)
    if live.health is not Health.READY or not isinstance(served, str):
        return None
    if declared.fields.get("version") == SYNC and not target.awaits:
        return None
    moves = home is not None and world.group_of(home) != group_to_be_in(declared, world)
    unknown = home is None and not is_lost(served, declared.parents["solution"], world)
    if unknown or moves or cannot_go_back(declared, live, world):
        return None
    version, kept = named(declared, served), as_it_was(declared, live)
    coming_back = fitting(kept, declared, version, world)
    steps = [create_step(_KIND, declared, world, ahead, version, coming_back)]
    after: dict[str, tuple[Address, ...]] = {}
    notes = [f"it comes back on {_shown(version)}, which it serves now; assumed to be possible"]
    if target.arn is not None and target.arn != version:
        update = _deployment(declared, steps[0], world, ahead, target, kept)
        steps.append(update)
        after = {update.id: target.awaited}
        notes += [_ending(key) for key in sorted(unfit(declared, target.arn, world) & coming_back.keys())]
    if METADATA in unfit(declared, version, world) and kept.get(METADATA):
        notes.append("it comes back without metadata in its answers, which the items were the source of")
    change = Change(
        address=declared.address, action=Action.CREATE, reason="", notes=tuple(notes), missing=True
    )
    return Decision(change=change, steps=tuple(steps), after=after)


def cannot_go_back(declared: DesiredResource, live: ObservedResource, world: World) -> bool:
    """Whether the campaign could not come back on the version that it serves, if it went.

    Since its solution goes too, or does not take what the file has it with. A solution that left the file is
    no longer renewed itself, and goes with its group all the same.
    """
    home = _home(live, world)
    return home is not None and (
        home.health is Health.LEAVING
        or Address("dataset-group", (world.group_of(home),)) in world.renewed
        or not suits(home, declared)
    )


def _home(live: ObservedResource, world: World) -> ObservedResource | None:
    """The solution of the version that the campaign serves."""
    return world.by_arn(str(live.body.get(_VERSION.member) or "").rsplit("/", 1)[0])


def made_meanwhile(
    declared: DesiredResource,
    created: Step,
    world: World,
    ahead: Ahead,
    target: Target,
    kept: Mapping[str, Value],
) -> tuple[Step, ...]:
    """A campaign whose version is still to be trained serves the newest one until then, if there is any.

    So it serves at once, also where an interrupted recreation has left it missing.
    """
    standing = standing_version(declared, world)
    if not target.awaits or standing in {None, target.arn} or not isinstance(created.arn, str):
        return (created,)
    first = create_step(_KIND, declared, world, ahead, standing, fitting(kept, declared, standing, world))
    return (first, _deployment(declared, first, world, ahead, target, kept))


def after_its_version(decision: Decision, declared: DesiredResource, target: Target) -> Decision:
    """The decision, with a wait for what is pinned while it is trained: the service refuses it until then.

    Where that training fails, nothing is done: what serves would be taken away for nothing.
    """
    number = next(
        (
            number
            for number, step in enumerate(decision.steps)
            if any(call.request.get(_VERSION.member) == target.arn for call in step.calls)
        ),
        None,
    )
    if target.runs is None or number is None:
        return decision
    training = Address("solution-version", declared.parents["solution"].keys)
    name = f"{target.runs.name} for {declared.address}"
    wait = run_wait_step(training, target.runs, Until.READY, name)
    return replace(decision, steps=(*decision.steps[:number], wait, *decision.steps[number:]))


def _deployment(
    declared: DesiredResource,
    created: Step,
    world: World,
    ahead: Ahead,
    target: Target,
    kept: Mapping[str, Value],
) -> Step:
    """Bring one that is made meanwhile to its version, with the options that this takes of what is kept."""
    wanted = create_step(
        _KIND, declared, world, ahead, target.arn, fitting(kept, declared, target.arn, world)
    )
    request: dict[str, Value] = {_KIND.arn_member: created.arn, _VERSION.member: target.arn}
    compared, config = compare(_KIND, declared, None, world, target.arn), _config(wanted)
    if config != _config(created):
        # A structure that is sent is sent whole; an empty one might be taken for none.
        request["campaignConfig"] = {"syncWithLatestSolutionVersion": False, **config}
    return Step(
        id=step_id(Action.UPDATE, declared.address),
        address=declared.address,
        action=Action.UPDATE,
        kind=_KIND.name,
        arn=created.arn,
        calls=(Call(operation=_KIND.update, request=request),),
        until=Until.UPDATED,
        marks=(tag_call(created.arn, {DIGEST: digest_of(compared, declared)}),),
    )


def _config(created: Step) -> Mapping[str, Value]:
    said = created.calls[-1].request.get("campaignConfig")
    return said if isinstance(said, Mapping) else {}
