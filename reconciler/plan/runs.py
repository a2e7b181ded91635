"""Runs: whether an import or a training is due, and under which name an import goes.

An import job's name ends in 12 hex digits and an attempt. The first 8 digits cover what is imported and
decide whether a job is current; the last 4 tell apart lives of the dataset, since names of old jobs stay
taken and a dataset made in this very plan has no creation time yet (docs/decisions/0004-import-job-names.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedObject, ObservedRun
from reconciler.model.values import short_hash
from reconciler.plan.live import never_worked
from reconciler.plan.world import World

_NAME = re.compile(r"^dataset-.+-(?P<inputs>[0-9a-f]{8})(?P<life>[0-9a-f]{4})-(?P<attempt>[1-9]\d*)$")
_LONGEST = 63
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDecision:
    """What to do about a run: start one, wait for one, or neither.

    `first` says that none has succeeded yet. `running` is the run to wait for, `behind` one that must have
    ended before this one starts; `unhealthy` the failed one that is not retried by itself, `blocked` why a
    run that would be due is not started.
    """

    due: bool = False
    reason: str = ""
    job_name: str = ""
    first: bool = False
    running: ObservedRun | None = None
    behind: ObservedRun | None = None
    unhealthy: ObservedRun | None = None
    blocked: str = ""
    notes: tuple[str, ...] = ()


def inputs_of_name(name: str) -> str | None:
    """The 8 digits that an import job of ours was made from; None for a job that is not ours."""
    match = _NAME.match(name)
    return match["inputs"] if match else None


def newest(runs: Sequence[ObservedRun], *healths: Health) -> ObservedRun | None:
    """The newest run in one of these states; CREATE STOPPED ones count as none unless asked for."""
    return next((run for run in runs if run.health in healths), None)


def decide_import(declared: DesiredResource, world: World) -> RunDecision:
    """Whether the import of a dataset is due under its `when`."""
    address, when = declared.address, str(declared.fields["when"])
    runs = world.runs(address)
    counted = newest(runs, Health.READY, Health.SETTLING)
    failed = newest(runs, Health.FAILED)
    objects = world.observed.objects.get(str(declared.fields["from"]), ())
    inputs = _inputs(declared, world)
    notes = _object_notes(declared, world)
    fresh = RunDecision(
        due=True,
        job_name=_job_name(address, inputs, world, runs),
        first=newest(runs, Health.READY) is None,
        notes=notes,
    )
    if when == "never":
        return RunDecision()
    if counted and counted.health is Health.SETTLING:
        tells = bool(inputs_of_name(counted.name) or counted.location)
        if when == "changed" and objects and tells and not _is_current(counted, declared, inputs, objects):
            return _behind(counted, fresh)
        return RunDecision(running=counted)
    if counted:
        # Of an emptied location there is nothing to import: what is there stays, and a note says so.
        known = when == "changed" and bool(objects)
        if not known or _is_current(counted, declared, inputs, objects or ()):
            return RunDecision(notes=notes if when == "changed" else ())
    if failed and (counted is None or failed.created > counted.created):
        return _after_failure(failed, fresh, inputs, world)
    if counted is None:
        return _because(fresh, "nothing has been imported yet")
    return _because(fresh, "the source or its objects changed since the last import")


def _behind(running: ObservedRun, fresh: RunDecision) -> RunDecision:
    """Import again after one of something else that runs: to train on that would be paid for twice."""
    note = f"{running.name} is still running and ends first: never two at once"
    decided = _because(fresh, "the source or its objects changed since the import that runs")
    return replace(decided, behind=running, notes=(*decided.notes, note))


def _after_failure(failed: ObservedRun, fresh: RunDecision, inputs: str, world: World) -> RunDecision:
    """An import that is wanted, and was tried: again only with other inputs, or on request."""
    if world.retry_failed:
        return _because(fresh, "the last import failed; retried on request")
    if inputs_of_name(failed.name) != inputs:
        return _because(fresh, "the last import failed and its inputs changed since")
    return RunDecision(unhealthy=failed, notes=fresh.notes)


def _because(decision: RunDecision, reason: str) -> RunDecision:
    return RunDecision(
        due=True, reason=reason, job_name=decision.job_name, first=decision.first, notes=decision.notes
    )


def _inputs(declared: DesiredResource, world: World) -> str:
    location = str(declared.fields["from"])
    objects = world.observed.objects.get(location) or ()
    dataset = world.declared(Address("dataset", declared.address.keys))
    schema = world.declared(dataset.parents["schema"]) if dataset else None
    return short_hash(
        [
            str(declared.address),
            schema.fields["avro"] if schema else None,
            location,
            declared.fields["mode"],
            sorted([one.key, one.etag] for one in objects),
        ],
        8,
    )


def _job_name(address: Address, inputs: str, world: World, runs: Sequence[ObservedRun]) -> str:
    parent = world.live(Address("dataset", address.keys))
    stays = parent is not None and parent.health is not Health.LEAVING and not never_worked(parent)
    life = short_hash(str(parent.created if parent and stays and parent.created else world.now), 4)
    attempts = sum(1 for run in runs if (found := _NAME.match(run.name)) and found["inputs"] == inputs)
    tail = f"-{inputs}{life}-{attempts + 1}"
    return str(address).replace("/", "-")[: _LONGEST - len(tail)] + tail


def _is_current(
    job: ObservedRun, declared: DesiredResource, inputs: str, objects: Sequence[ObservedObject]
) -> bool:
    made_from = inputs_of_name(job.name)
    if made_from is not None:
        return made_from == inputs
    return job.location == declared.fields["from"] and all(one.modified < job.created for one in objects)


def _object_notes(declared: DesiredResource, world: World) -> tuple[str, ...]:
    location = str(declared.fields["from"])
    if location not in world.observed.objects:
        return ()
    objects = world.observed.objects[location]
    if objects is None:
        return (f"{location} may not be read by this role, so whether its objects changed is unknown",)
    return () if objects else (f"{location} holds no object: an import would fail",)


def decide_training(declared: DesiredResource, world: World, *, imports_ahead: bool) -> RunDecision:
    """Whether a training of a solution is due; `imports_ahead` when this plan imports into its group."""
    when = str(declared.fields["when"])
    runs = world.runs(declared.address)
    running = newest(runs, Health.SETTLING)
    first = newest(runs, Health.READY) is None
    imported = _last_import(declared, world)
    if running:
        news = "this plan imports new data" if imports_ahead else _missed(running, imported)
        if when != "imported" or not news:
            return RunDecision(running=running)
        note = f"{running.name} is still running and ends first: never two at once"
        return RunDecision(due=True, reason=news, behind=running, first=first, notes=(note,))
    last = newest(runs, Health.READY, Health.FAILED)
    active = newest(runs, Health.READY)
    if when == "never":
        return RunDecision()
    reason = _why_train(declared, world, active, imported, imports_ahead=imports_ahead)
    if last and last.health is Health.FAILED:
        fed = imports_ahead or (imported is not None and imported > last.created)
        if reason and world.retry_failed:
            return RunDecision(due=True, first=first, reason="the last training failed; retried on request")
        if reason and fed:
            return RunDecision(due=True, first=first, reason="the last training failed and new data is there")
        return RunDecision(unhealthy=last)
    return RunDecision(due=bool(reason), first=first, reason=reason)


def _missed(running: ObservedRun, imported: datetime | None) -> str:
    """What a running training began too early for, "" when it has all that was imported."""
    late = imported is not None and running.created < imported
    return "data was imported after the one that runs began" if late else ""


def _why_train(
    declared: DesiredResource,
    world: World,
    active: ObservedRun | None,
    imported: datetime | None,
    *,
    imports_ahead: bool,
) -> str:
    """Why the policy wants a training, "" when it does not."""
    imports, age = declared.fields["when"] == "imported", _max_age(declared)
    if active is None:
        return "no version has been trained yet"
    if imports and imports_ahead:
        return "this plan imports new data"
    if imports and imported and active.created < imported:
        return "data was imported after the newest version"
    if age and world.now - active.created > age:
        return f"the newest version is older than {declared.fields['maxAge']}"
    return ""


def _last_import(declared: DesiredResource, world: World) -> datetime | None:
    group = declared.parents["dataset-group"].name
    addresses = {
        Address("dataset-import-job", one.keys)
        for one in world.observed.resources
        if one.kind == "dataset" and one.keys[0] == group
    }
    done = [newest(world.runs(one), Health.READY) for one in addresses]
    return max((run.updated for run in done if run), default=None)


def _max_age(declared: DesiredResource) -> timedelta | None:
    text = declared.fields.get("maxAge")
    return int(text[:-1]) * _UNITS[text[-1]] if isinstance(text, str) else None
