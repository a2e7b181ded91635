"""What stands around things that are to go: the service wants it gone first, whoever owns it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import Environment, ObservedResource, ObservedSchema
from reconciler.model.values import Json
from reconciler.observed.reading import Reader
from reconciler.observed.schema_reads import same_schema, schema_arn
from reconciler.plan.evolution import in_place
from reconciler.plan.generations import fits, target_of
from reconciler.plan.live import never_worked
from reconciler.plan.marks import Owner, owner_of
from reconciler.plan.naming import kind_of_arn

Resources = Mapping[Address, tuple[ObservedResource, ...]]
Schemas = Mapping[str, ObservedSchema]

_LISTED = {
    "dataset-group": tuple(
        name for name, kind in KINDS.items() if kind.listing and kind.listing.parent == "dataset-group"
    ),
    "dataset": ("event-tracker", "filter", "solution", "metric-attribution"),
    "solution": (),
}
"""Of which kinds the group is listed. Source: developer guide, 'Deleting Amazon Personalize resources'."""


def read_contents(
    desired: DesiredState, environment: Environment, resources: Resources, schemas: Schemas, reader: Reader
) -> Mapping[str, tuple[str, ...]]:
    """By the ARN of each group, dataset and solution that is to go, those of what is in, around or on it.

    Asked for only then. Campaigns are listed per solution.
    """
    going = [
        live
        for address, found in resources.items()
        if address.kind in _LISTED
        for live in _going(address, found, desired, environment, schemas)
    ]

    def read(key: tuple[str, str]) -> tuple[str, ...]:
        return tuple(str(one[KINDS[key[0]].arn_member]) for one in reader.listed(*key))

    asked = {(kind, _home(live)) for live in going for kind in _LISTED[live.address.kind]}
    listed = reader.each(sorted(asked), read)
    solutions = {
        live.arn: (live.arn,)
        if live.address.kind == "solution"
        else listed.get(("solution", _home(live))) or ()
        for live in going
    }
    serving = reader.each(sorted({("campaign", one) for arns in solutions.values() for one in arns}), read)
    contents = {
        live.arn: {
            arn
            for found in (
                *(
                    listed.get((kind, _home(live)))
                    for kind in _LISTED[live.address.kind]
                    if _blocks(kind, live.address)
                ),
                *(serving.get(("campaign", one)) for one in solutions[live.arn]),
            )
            for arn in found or ()
        }
        for live in going
    }
    ghosts = _ghosts({arn for arns in contents.values() for arn in arns}, resources, reader)
    return {arn: tuple(sorted(arns - ghosts)) for arn, arns in contents.items()}


def _ghosts(arns: set[str], resources: Resources, reader: Reader) -> set[str]:
    """Those that a List still shows and Describe does not: they stand in nobody's way."""
    seen = {live.arn for found in resources.values() for live in found}

    def read(arn: str) -> Mapping[str, Json]:
        kind = KINDS[str(kind_of_arn(arn))]
        return reader.api.call(kind.describe, {kind.arn_member: arn})

    bodies = reader.each(sorted(arns - seen), read)
    return {arn for arn, body in bodies.items() if body is None and arn not in reader.failed}


def _going(
    address: Address,
    found: Sequence[ObservedResource],
    desired: DesiredState,
    environment: Environment,
    schemas: Schemas,
) -> list[ObservedResource]:
    """Those of the live resources of an address that cannot stay if the file is to hold."""
    declared = desired.resources.get(address)
    if declared is None:
        return list(found)
    ours = [
        one
        for one in found
        if owner_of(one.tags, desired.stack) is Owner.OURS and one.health is not Health.LEAVING
    ]
    if address.kind == "dataset":
        return [one for one in ours if never_worked(one) or _outgrown(one, desired, schemas)]
    if address.kind == "solution":
        target = target_of(address, declared, found, desired.stack, environment)
        return [one for one in ours if one is not target]
    return [one for one in ours if not fits(declared, one, environment)]


def _outgrown(dataset: ObservedResource, desired: DesiredState, schemas: Schemas) -> bool:
    """Whether the declared schema is one that the service does not bring the live dataset to."""
    declared = desired.resources.get(desired.resources[dataset.address].parents["schema"])
    live = next((one for one in schemas.values() if one.arn == schema_arn(dataset)), None)
    if declared is None or live is None or same_schema(declared, live):
        return False
    avro, domain = declared.fields["avro"], declared.fields.get("domain")
    return live.domain != domain or not in_place(live.content, avro, dataset.address.name)


def _home(live: ObservedResource) -> str:
    """The ARN that the Lists are narrowed to: the group's, of a solution its own."""
    if live.address.kind == "dataset":
        return str(live.body.get("datasetGroupArn"))
    return live.arn


def _blocks(kind: str, address: Address) -> bool:
    """A dataset's group keeps its solutions, and its tracker unless it is the interactions that go."""
    if address.kind != "dataset":
        return True
    return kind != "solution" and (kind != "event-tracker" or address.name == "interactions")
