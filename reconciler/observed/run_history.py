"""Import jobs, solution versions and the S3 objects behind imports: read only where a decision needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import ObservedObject, ObservedResource, ObservedRun
from reconciler.model.values import Json, at_path
from reconciler.observed.documents import run
from reconciler.observed.reading import Reader
from reconciler.plan.runs import inputs_of_name, newest
from reconciler.ports import Storage

Resources = Mapping[Address, tuple[ObservedResource, ...]]
Runs = Mapping[Address, tuple[ObservedRun, ...]]


def read_runs(desired: DesiredState, resources: Resources, reader: Reader) -> Runs:
    """The runs of every declared dataset with an import and every declared solution, newest first."""
    parents = {
        address: resources[fed][0]
        for address, declared in desired.resources.items()
        if (fed := _fed(address)) and resources.get(fed) and _matters(address, declared.fields)
    }
    found = reader.each(parents, lambda address: _history(address, parents[address], reader))
    return {address: runs for address, runs in found.items() if runs}


def _fed(address: Address) -> Address | None:
    """What a run feeds or trains; None for what is no run."""
    parents = {"dataset-import-job": "dataset", "solution-version": "solution"}
    return Address(parents[address.kind], address.keys) if address.kind in parents else None


def _matters(address: Address, fields: Mapping[str, Json]) -> bool:
    """Imports that are never due are not listed; a campaign may follow a solution that is never trained."""
    return fields.get("when") != "never" or address.kind == "solution-version"


def _history(address: Address, parent: ObservedResource, reader: Reader) -> tuple[ObservedRun, ...]:
    latest = parent.body.get("latestSolutionVersion")
    if address.kind == "solution-version":
        if not isinstance(latest, Mapping):
            return ()
        summary = run(address.kind, latest)
        if summary.health is Health.READY:
            # The newest version is ACTIVE: older ones decide nothing, so they are not listed.
            return (summary,)
    listing = KINDS[address.kind].listing
    if listing is None:
        return ()
    items = reader.api.pages(listing.operation, {listing.narrows: parent.arn}, listing.result)
    runs = sorted(
        (run(address.kind, item) for item in items), key=lambda one: (one.created, one.arn), reverse=True
    )
    return _located(address, tuple(runs), reader)


def _located(address: Address, runs: tuple[ObservedRun, ...], reader: Reader) -> tuple[ObservedRun, ...]:
    """Where the newest job that somebody else made read from; ours say so in their name."""
    counted = newest(runs, Health.READY)
    if address.kind != "dataset-import-job" or counted is None or inputs_of_name(counted.name):
        return runs
    location = at_path(reader.describe(address.kind, counted.arn), "dataSource.dataLocation")
    return tuple(replace(one, location=str(location)) if one is counted else one for one in runs)


def read_objects(
    desired: DesiredState, runs: Runs, storage: Storage, reader: Reader
) -> Mapping[str, tuple[ObservedObject, ...] | None]:
    """The objects behind every import that may be due; None where we may not read them."""
    locations = sorted(
        {
            str(declared.fields["from"])
            for address, declared in desired.resources.items()
            if address.kind == "dataset-import-job" and _may_be_due(declared.fields, runs.get(address, ()))
        }
    )

    def read(location: str) -> Sequence[ObservedObject] | None:
        return storage.objects(location)

    found = reader.each(locations, read)
    return {location: None if objects is None else tuple(objects) for location, objects in found.items()}


def _may_be_due(fields: Mapping[str, Json], runs: Sequence[ObservedRun]) -> bool:
    """Under `initial` the objects matter only until something has been imported: they name the job."""
    if fields.get("when") == "changed":
        return newest(runs, Health.SETTLING) is None
    return fields.get("when") == "initial" and newest(runs, Health.READY, Health.SETTLING) is None
