"""The terms of a recreation: what it does, why, under which id it is agreed to, what stands against it."""

from __future__ import annotations

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Asks
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Json, Value, short_hash
from reconciler.plan.changes import Action, Effect, Refusal
from reconciler.plan.consent import asks_consent, consent_problem, consent_to, paste_line, serves
from reconciler.plan.decision import change_id
from reconciler.plan.evolution import column_changes, obstacle
from reconciler.plan.inside import foreign_inside
from reconciler.plan.live import failure_of, never_worked
from reconciler.plan.renewal import Root
from reconciler.plan.runs import decide_import, newest
from reconciler.plan.world import World

_HARM = {
    Effect.LOSES_DATA: "it loses what was streamed into it, and what nothing imports again",
    Effect.INTERRUPTS: "requests to it fail until it is back",
    Effect.CHANGES_IDENTIFIER: "its trackingId changes, and clients that embed the old one fail",
}


def effects_of(live: ObservedResource) -> tuple[Effect, ...]:
    """What taking this live resource away does to people and data."""
    kind = KINDS[live.address.kind]
    if never_worked(live):
        return ()
    loses = (Effect.LOSES_DATA,) if kind.loses_data else ()
    identifier = (Effect.CHANGES_IDENTIFIER,) if kind.name == "event-tracker" else ()
    interrupts = kind.name in {"campaign", "recommender", "filter"} and serves(live)
    return (*loses, *((Effect.INTERRUPTS,) if interrupts else ()), *identifier)


def root_id(root: Root, world: World) -> str:
    """The change id of a recreation: bound to what is there, what is wanted and what forces it."""
    live = root.live
    before: Value = {one.field: one.before for one in root.fields}
    after: Value = {one.field: one.after for one in root.fields}
    if live.address.kind == "dataset":
        before, after = _contents(live, world)
    names = ",".join(sorted(one.field for one in root.fields))
    return change_id(Action.RECREATE, live.address, names, before, after, str(live.created), world)


def _contents(live: ObservedResource, world: World) -> tuple[Value, Value]:
    """What the dataset has and what it is to have, whatever the schemas are called."""
    schema = world.schema_for(live.address)
    wanted = [schema.fields.get("avro"), schema.fields.get("domain")] if schema else None
    return short_hash(_content(live, world), 12), short_hash(wanted, 12)


def _content(live: ObservedResource, world: World) -> Json:
    """The content of the schema that a dataset has, None where it was not read."""
    found = world.schema_of(live)
    return found.content if found else None


def collateral_id(live: ObservedResource, world: World) -> str:
    """The change id of what only goes along."""
    return change_id(Action.RECREATE, live.address, "", live.arn, None, str(live.created), world)


def reason_of(root: Root, world: World) -> str:
    """What forces a recreation, in words."""
    names = ", ".join(one.field for one in root.fields)
    live = root.live
    if never_worked(live):
        return f"its creation failed: {failure_of(live.body)}"
    if live.address.kind != "dataset":
        return f"{names} cannot change in place"
    schema = world.schema_for(live.address)
    old, new = _content(live, world), schema.fields.get("avro") if schema else None
    why = obstacle(old, new, live.address.name) or "the domain differs"
    return f"its schema cannot change in place: {why}"


def notes_of(live: ObservedResource, root: Root | None, world: World) -> tuple[str, ...]:
    """What a reader should know before agreeing: what goes along, what changes, how to save the data."""
    notes = [*company_note(root)]
    if live.address.kind == "event-tracker":
        notes.append("the new tracker has another trackingId: clients must be given it")
    if live.address.kind == "dataset" and not never_worked(live):
        notes += [*columns_note(live, world), export_note(live, world)]
    return tuple(notes)


def company_note(root: Root | None) -> tuple[str, ...]:
    """What goes along with a root and is put back."""
    if root is None or not root.collateral:
        return ()
    return (f"with it go, and come back: {', '.join(map(str, root.collateral))}",)


def columns_note(live: ObservedResource, world: World) -> tuple[str, ...]:
    """Which columns come, go or change with the schema that the file wants."""
    schema = world.schema_for(live.address)
    old = _content(live, world)
    told = column_changes(old, schema.fields["avro"]) if schema and old is not None else ""
    return (f"columns: {told}",) if told else ()


def export_note(live: ObservedResource, world: World) -> str:
    """The command that saves what was streamed, which exists nowhere else."""
    region = world.observed.environment.region
    return (
        "to save streamed records first: aws personalize create-dataset-export-job"
        f" --job-name NAME --dataset-arn {live.arn} --ingestion-mode PUT --role-arn ROLE"
        f" --job-output s3DataDestination={{path=s3://BUCKET/FOLDER/}} --region {region}"
    )


def refusal_of(
    live: ObservedResource, root: Root | None, identity: str, effects: tuple[Effect, ...], world: World
) -> Refusal | None:
    """Why a recreation may not be carried out, None when it may; `root` is None for what goes along."""
    kind = KINDS[live.address.kind]
    if live.health is Health.FAILED and not never_worked(live):
        return Refusal(
            rule="failed",
            why=f"{live.arn} is {live.body.get('status')}, so it can be neither deleted nor relied on",
            fix="look at it by hand; when it is ACTIVE or gone, plan again",
        )
    if root is None:
        if kind.name == "event-tracker":
            return consent_problem(
                Action.RECREATE, live.address, identity, world, _HARM[Effect.CHANGES_IDENTIFIER]
            )
        return _not_refilled(live, identity, world) if kind.name == "dataset" else None
    foreign = foreign_inside(live, world)
    if foreign:
        return foreign
    if never_worked(live):
        return _interrupting(root, identity, world)
    if kind.name == "dataset" and (refusal := _not_refilled(live, identity, world)):
        return refusal
    if not asks_consent(kind, live):
        return None
    harm = "; ".join(_HARM[one] for one in effects)
    return consent_problem(Action.RECREATE, live.address, identity, world, harm)


def without_data(live: ObservedResource, root: Root | None, world: World) -> Refusal | None:
    """A recommender does not leave its group for one whose data could not be imported.

    `world` knows what is renewed: a dataset that is made anew is imported again.
    """
    declared = world.declared(live.address)
    if root is None or declared is None or live.address.kind != "recommender" or never_worked(live):
        return None
    home = declared.parents["dataset-group"].name
    imports = () if home == world.group_of(live) else world.in_group(home, "dataset-import-job")
    lacking = next((one for one in imports if _has_failed(one, world)), None)
    if lacking is None:
        return None
    dataset = lacking.parents["dataset"]
    return Refusal(
        rule="no-data",
        why=f"it would be made anew without the data of {dataset}, whose import has failed "
        "and is not tried again",
        fix="leave it where it is until they are in: mend what failed, or plan with --retry-failed; "
        "to do without them, take that import out of the file",
    )


def _has_failed(job: DesiredResource, world: World) -> bool:
    """Whether an import has failed, is not due again, and none has succeeded before."""
    return newest(world.runs(job.address), Health.READY) is None and bool(decide_import(job, world).unhealthy)


def _interrupting(root: Root, identity: str, world: World) -> Refusal | None:
    """Nothing is lost with what never worked; what serves, and goes along, asks for consent all the same."""
    serving = [
        str(one)
        for one in root.collateral
        if (live := world.live(one))
        and KINDS[one.kind].asks is Asks.WHEN_ACTIVE
        and asks_consent(KINDS[one.kind], live)
    ]
    if not serving:
        return None
    harm = (
        f"requests to {', '.join(serving)} fail meanwhile: the service deletes no dataset beside what serves"
    )
    return consent_problem(Action.RECREATE, root.live.address, identity, world, harm)


def _not_refilled(live: ObservedResource, identity: str, world: World) -> Refusal | None:
    """A dataset that nothing imports into again would stay empty; only a consent can say that it may."""
    job = world.declared(Address("dataset-import-job", live.address.keys))
    if job is not None and job.fields.get("when") != "never":
        return None
    entry = consent_to(Action.RECREATE, live.address, identity, world)
    if entry and entry.empty:
        return None
    return Refusal(
        rule="stays-empty",
        why="no import would fill the new dataset, so it would stay empty",
        fix=f"declare an import whose `when` is not never; or, if it may stay empty, say so in {world.file}:",
        paste=paste_line(Action.RECREATE, live.address, identity, empty=True),
    )
