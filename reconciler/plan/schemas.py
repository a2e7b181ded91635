"""Which generation of a schema datasets are to have: an equal one that exists, or a new one."""

from __future__ import annotations

import json
from collections.abc import Iterable

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.adoption import owner_problem
from reconciler.plan.changes import Action, Call, Change, FieldChange, Step
from reconciler.plan.compare import compare
from reconciler.plan.decision import Decision
from reconciler.plan.equality import equal
from reconciler.plan.generations import next_name
from reconciler.plan.live import never_worked
from reconciler.plan.marks import SCHEMAS, Owner
from reconciler.plan.naming import generation_number
from reconciler.plan.renewal import may_evolve
from reconciler.plan.requests import tag_call
from reconciler.plan.schema_marks import decode_generations, listing, owned_generations
from reconciler.plan.steps import step_id
from reconciler.plan.world import World

_KIND = KINDS["schema"]
_MANY = 400
"""From here on the plan warns: an account and region holds 500 schemas, a quota that cannot be raised.

Source: developer guide, 'Quotas'.
"""


def users_of(address: Address, world: World) -> list[DesiredResource]:
    """The declared datasets that use a schema."""
    resources = world.desired.resources.values()
    return [
        one for one in resources if one.address.kind == "dataset" and one.parents.get("schema") == address
    ]


def decide_schema(declared: DesiredResource, world: World) -> Decision:
    """Create a generation if a dataset needs one and no equal one exists.

    A schema that no dataset uses is not created: nothing would own it. The datasets that are there list a
    new generation before it exists, so that one made just before a stop is not forgotten.
    """
    address = declared.address
    users = users_of(address, world)
    awaiting = [one for one in users if awaits_schema(one, world)]
    if not awaiting:
        notes = () if users else ("no dataset uses this schema, so it is not created",)
        return Decision(change=Change(address=address, action=Action.NONE, reason="in place", notes=notes))
    name = _equal_generation(declared, world)
    if name:
        arn = world.observed.environment.arn(f"schema/{name}")
        return Decision(
            change=Change(address=address, action=Action.NONE, reason="an equal one exists", arn=arn)
        )
    return _create(declared, awaiting, world)


def _create(declared: DesiredResource, awaiting: list[DesiredResource], world: World) -> Decision:
    address = declared.address
    name = next_name(address, world.observed.schema_names)
    arn = world.observed.environment.arn(f"schema/{name}")
    # The service keeps the text; the file's own key order is kept so that people recognise it.
    request: dict[str, Value] = {
        "name": name,
        "schema": json.dumps(declared.fields["avro"], separators=(",", ":")),
    }
    if declared.fields.get("domain"):
        request["domain"] = declared.fields["domain"]
    marks, notes = [], []
    for one in awaiting:
        # As it stands, even where it goes and comes back: a stop in between must not forget the generation.
        live = next(iter(world.observed.resources.get(one.address, ())), None)
        if live is not None and not _is_to_be_made(live):
            text, dropped = generations_tag(address, name, live)
            marks.append(tag_call(live.arn, {SCHEMAS: text}))
            notes += [f"{one.address} has no room to list {old}: it stays for good" for old in dropped]
    step = Step(
        id=step_id(Action.CREATE, address, name),
        address=address,
        action=Action.CREATE,
        kind="schema",
        arn=arn,
        calls=(*marks, Call(operation=_KIND.create, request=request)),
    )
    fields = (FieldChange(field="name", before=None, after=name),) if name != address.name else ()
    reason = f"used by {', '.join(str(one.address) for one in awaiting)}"
    change = Change(
        address=address,
        action=Action.CREATE,
        reason=reason,
        fields=fields,
        arn=arn,
        notes=tuple(notes),
        missing=not any(generation_number(address.name, one) for one in world.observed.schemas),
    )
    return Decision(change=change, steps=(step,))


def awaits_schema(dataset: DesiredResource, world: World) -> bool:
    """Whether a dataset is to be made with its schema, or to be brought to it."""
    live = world.live(dataset.address)
    if live is None or _is_to_be_made(live):
        return True
    if live.health is Health.FAILED or not _may_be_brought(dataset, live, world):
        return False
    # Of a schema that could not be read nothing is known, not even that it differs.
    compared = (one for one in compare(KINDS["dataset"], dataset, live, world) if one.field.refers)
    return any(not one.same and one.live_hashed is not None for one in compared)


def _may_be_brought(dataset: DesiredResource, live: ObservedResource, world: World) -> bool:
    """What is only just taken over changes in place or not at all: its recreation waits for the next plan."""
    if world.owner(live) is Owner.OURS:
        return True
    return owner_problem(dataset, live, world) is None and may_evolve(dataset, live, world)


def _is_to_be_made(live: ObservedResource) -> bool:
    return live.health is Health.LEAVING or never_worked(live)


def _equal_generation(declared: DesiredResource, world: World) -> str | None:
    base = declared.address.name
    equals = [
        (number, schema.name)
        for schema in world.observed.schemas.values()
        if (number := generation_number(base, schema.name))
        and equal(Comparison.CONTENT, declared.fields["avro"], schema.content)
        and schema.domain == declared.fields.get("domain")
    ]
    return max(equals)[1] if equals else None


def generations_tag(
    address: Address, name: str, live: ObservedResource | None
) -> tuple[str, tuple[str, ...]]:
    """The tag of a dataset that gets this generation, beside those that it lists already."""
    listed = decode_generations((live.tags or {}).get(SCHEMAS) if live else None)
    number = generation_number(address.name, name) or 1
    return listing({**listed, address.name: [*listed.get(address.name, ()), number]}, address.name)


def made_by_us(world: World) -> frozenset[str]:
    """The physical names of all schema generations that a dataset of this stack lists."""
    return frozenset(
        name
        for address, found in world.observed.resources.items()
        if address.kind == "dataset"
        for live in found
        if world.owner(live) is Owner.OURS
        for name in owned_generations(live)
    )


def quota_warnings(names: Iterable[str]) -> list[str]:
    """A warning when the account's schemas come near their quota."""
    count = len(set(names))
    if count < _MANY:
        return []
    held = f"this account and region hold {count} of at most 500 schemas, a quota that cannot be raised"
    return [f"{held}: delete generations that no dataset uses"]
