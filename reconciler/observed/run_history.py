"""Import jobs, solution versions and the S3 objects behind imports: read only where a decision needs them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import (
    Environment,
    ObservedObject,
    ObservedResource,
    ObservedRun,
    ObservedState,
)
from reconciler.model.values import Json, at_path
from reconciler.observed.documents import run
from reconciler.observed.reading import Reader
from reconciler.plan.generations import target_of
from reconciler.plan.leftovers import datasets_to_go
from reconciler.plan.marks import Owner, owner_of
from reconciler.plan.pins import is_pinned
from reconciler.plan.renewal import find_renewals
from reconciler.plan.runs import inputs_of_name, newest
from reconciler.plan.world import World
from reconciler.ports import Storage

Resources = Mapping[Address, tuple[ObservedResource, ...]]
Runs = Mapping[str, tuple[ObservedRun, ...]]

_PARENTS = {"dataset-import-job": "dataset", "solution-version": "solution"}


def read_runs(desired: DesiredState, resources: Resources, environment: Environment, reader: Reader) -> Runs:
    """The runs of datasets and solutions by their ARN, newest first.

    All that decide of every declared dataset with an import and of every generation of a declared solution;
    of our other solutions, which are to go, only the newest version: it may still be in training. Of one that
    a campaign is pinned to also the generations that are not ours, or not yet.
    """
    parents = {
        address: parent
        for address, declared in desired.resources.items()
        if address.kind in _PARENTS and _matters(address, declared.fields)
        if (parent := _fed(address, desired, resources, environment))
    }
    pinned = _pinned_elsewhere(desired, resources)
    chosen = {one.parents["solution"] for one in desired.resources.values() if is_pinned(one)}
    found = reader.each(parents, lambda address: _history(address, parents[address], reader, pinned))
    fed = {parent.arn for parent in parents.values()}
    others = {
        live.arn: live
        for address, generations in resources.items()
        if address.kind == "solution"
        for live in generations
        if owner_of(live.tags, desired.stack) is Owner.OURS or address in chosen
        if live.arn not in fed
    }
    rest = reader.each(
        others,
        lambda arn: (
            _versions(others[arn], reader, pinned)
            if others[arn].address in desired.resources
            else _newest_version(others[arn])
        ),
    )
    histories = rest | {parents[address].arn: runs for address, runs in found.items()}
    return {arn: runs for arn, runs in histories.items() if runs}


def with_imports_in_the_way(desired: DesiredState, state: ObservedState, reader: Reader) -> ObservedState:
    """The state, with what runs into datasets that are to go although the file imports nothing into them.

    One that left the file, or whose import is never due, is imported into all the same: by somebody else, or
    since before the edit. What has ended stands in nobody's way, and makes no training due. Not where no
    import is declared at all: the role need not be able to list any then.
    """
    if not any(address.kind == "dataset-import-job" for address in desired.resources):
        return state
    # What has to go does not depend on the time.
    world = World(desired=desired, observed=state, now=datetime.min.replace(tzinfo=UTC))
    renewals = find_renewals(world, datasets_to_go(world))
    going = {
        live.arn: live
        for address in (*renewals.roots, *renewals.because)
        if address.kind == "dataset"
        for live in state.resources.get(address, ())
        if live.arn not in state.runs
    }
    found = reader.each(sorted(going), lambda arn: _listed("dataset-import-job", going[arn], reader))
    running = {
        arn: tuple(one for one in runs or () if one.health is Health.SETTLING) for arn, runs in found.items()
    }
    return replace(state, runs={**state.runs, **{arn: runs for arn, runs in running.items() if runs}})


def _fed(
    address: Address, desired: DesiredState, resources: Resources, environment: Environment
) -> ObservedResource | None:
    """The live resource that a declared run feeds or trains, None when there is none."""
    fed = Address(_PARENTS[address.kind], address.keys)
    found = resources.get(fed, ())
    return target_of(fed, desired.resources.get(fed), found, desired.stack, environment)


def _matters(address: Address, fields: Mapping[str, Json]) -> bool:
    """Imports that are never due are not listed; a campaign may follow a solution that is never trained."""
    return fields.get("when") != "never" or address.kind == "solution-version"


def _newest_version(solution: ObservedResource) -> tuple[ObservedRun, ...]:
    latest = solution.body.get("latestSolutionVersion")
    return (run("solution-version", latest),) if isinstance(latest, Mapping) else ()


def _pinned_elsewhere(desired: DesiredState, resources: Resources) -> frozenset[Address]:
    """The solutions of which a campaign is pinned to a version that neither it serves nor is a newest one.

    A campaign that is being deleted serves nothing for long, and comes back on what is known.
    """
    return frozenset(
        solution
        for address, declared in desired.resources.items()
        if is_pinned(declared)
        for solution in (declared.parents["solution"],)
        if declared.fields["version"]
        not in {
            *(
                _id(live.body.get("solutionVersionArn"))
                for live in resources.get(address, ())
                if live.health is not Health.LEAVING
            ),
            *(_id(one.arn) for live in resources.get(solution, ()) for one in _newest_version(live)),
        }
    )


def _id(arn: Json) -> str:
    return str(arn).rsplit("/", 1)[-1]


def _history(
    address: Address, parent: ObservedResource, reader: Reader, pinned: Collection[Address]
) -> tuple[ObservedRun, ...]:
    if address.kind == "solution-version":
        return _versions(parent, reader, pinned)
    return _located(address, _listed(address.kind, parent, reader), reader)


def _versions(
    solution: ObservedResource, reader: Reader, pinned: Collection[Address]
) -> tuple[ObservedRun, ...]:
    """When the newest version is ACTIVE, older ones decide nothing, so they are not listed.

    Unless a campaign of this solution is `pinned` to one. A List that trails lacks the newest version, which
    the solution tells.
    """
    latest = _newest_version(solution)
    if not latest or (latest[0].health is Health.READY and solution.address not in pinned):
        return latest
    listed = _listed("solution-version", solution, reader)
    return listed if latest[0].arn in {one.arn for one in listed} else (*latest, *listed)


def _listed(kind: str, parent: ObservedResource, reader: Reader) -> tuple[ObservedRun, ...]:
    runs = (run(kind, item) for item in reader.listed(kind, parent.arn))
    return tuple(sorted(runs, key=lambda one: (one.created, one.arn), reverse=True))


def _located(address: Address, runs: tuple[ObservedRun, ...], reader: Reader) -> tuple[ObservedRun, ...]:
    """Where the newest job that somebody else made read from; ours say so in their name."""
    counted = newest(runs, Health.READY, Health.SETTLING)
    if address.kind != "dataset-import-job" or counted is None or inputs_of_name(counted.name):
        return runs
    location = at_path(reader.describe(address.kind, counted.arn), "dataSource.dataLocation")
    return tuple(replace(one, location=str(location)) if one is counted else one for one in runs)


def read_objects(
    desired: DesiredState, resources: Resources, runs: Runs, storage: Storage, reader: Reader
) -> Mapping[str, tuple[ObservedObject, ...] | None]:
    """The objects behind every import that may be due; None where we may not read them."""
    locations = sorted(
        {
            str(declared.fields["from"])
            for address, declared in desired.resources.items()
            if address.kind == "dataset-import-job"
            if _may_be_due(declared.fields, _imported(address, resources, runs))
        }
    )

    def read(location: str) -> Sequence[ObservedObject] | None:
        return storage.objects(location)

    found = reader.each(locations, read)
    return {location: None if objects is None else tuple(objects) for location, objects in found.items()}


def _imported(address: Address, resources: Resources, runs: Runs) -> Sequence[ObservedRun]:
    found = resources.get(Address("dataset", address.keys), ())
    return runs.get(found[0].arn, ()) if found else ()


def _may_be_due(fields: Mapping[str, Json], runs: Sequence[ObservedRun]) -> bool:
    """Under `initial` the objects matter only until something has been imported: they name the job.

    Under `changed` also while one runs: it may be of something else, or its dataset be about to be made anew.
    """
    if fields.get("when") == "changed":
        return True
    return fields.get("when") == "initial" and newest(runs, Health.READY, Health.SETTLING) is None
