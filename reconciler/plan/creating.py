"""The step that makes a resource, and what a reader sees of it."""

from __future__ import annotations

from collections.abc import Mapping

from reconciler.kinds.kind import Kind
from reconciler.model.desired import DesiredResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Call, FieldChange, Step, Until
from reconciler.plan.compare import compare, digest_of, member_shown
from reconciler.plan.decision import Ahead
from reconciler.plan.marks import ATTRIBUTION, DIGEST, SCHEMAS, Owner, marks_for
from reconciler.plan.naming import arn_of
from reconciler.plan.requests import create_call, default_name, said_on_create, tag_call
from reconciler.plan.schemas import generations_tag
from reconciler.plan.steps import step_id
from reconciler.plan.world import World


def create_step(
    kind: Kind,
    declared: DesiredResource,
    world: World,
    ahead: Ahead,
    version: Value = None,
    extra: Mapping[str, Value] | None = None,
) -> Step:
    """Make what the file says; `version` is the ARN that a campaign serves, `extra` overrides members."""
    address = declared.address
    compared = compare(kind, declared, None, world, version)
    tags: dict[str, Value] = {
        **dict(sorted(declared.tags.items())),
        **marks_for(address, world.desired.stack),
        DIGEST: digest_of(compared, declared),
        **schema_tag(declared, world, ahead),
    }
    members: dict[str, Value] = dict(extra or {})
    if declared.parents.get("schema"):
        members["schemaArn"] = ahead.schemas.get(declared.parents["schema"])
    name = world.name(address) if kind.versioned else default_name(kind, declared)
    return Step(
        id=step_id(Action.CREATE, address, name if kind.versioned else ""),
        address=address,
        action=Action.CREATE,
        kind=kind.name,
        arn=arn_of(address, world.observed.environment, name if kind.versioned else ""),
        calls=(
            *group_mark(kind, declared, world),
            create_call(kind, declared, compared, world, name=name, tags=tags, extra=members),
        ),
        until=Until.READY,
    )


def group_mark(kind: Kind, declared: DesiredResource, world: World) -> tuple[Call, ...]:
    """A kind without tags is noted on its group, so that it is found again when it leaves the file."""
    if not kind.owned_through:
        return ()
    return (tag_call(world.arn(declared.parents[kind.owned_through]), {ATTRIBUTION: declared.address.name}),)


def schema_tag(declared: DesiredResource, world: World, ahead: Ahead) -> dict[str, Value]:
    """The tag that lists the schema generation which a dataset is given, where this stack has made it."""
    schema = declared.parents.get("schema")
    # What a dataset lists stays listed when it is made anew: the generations are still ours to clear away.
    before = next(iter(world.observed.resources.get(declared.address, ())), None)
    arn = ahead.schemas.get(schema) if schema else None
    if schema is None or arn is None or schema not in ahead.made_schemas | ahead.listed:
        listed = (before.tags or {}).get(SCHEMAS) if before and world.owner(before) is Owner.OURS else None
        return {SCHEMAS: listed} if listed else {}
    text, _ = generations_tag(schema, arn.rsplit("/", 1)[-1], before)
    return {SCHEMAS: text}


def shown_on_create(
    kind: Kind, declared: DesiredResource, world: World, version: Value = None
) -> tuple[FieldChange, ...]:
    """The fields that making it says."""
    compared = compare(kind, declared, None, world, version)
    switches = [one for one in compared if not one.field.member and one.wanted != one.field.absent]
    return tuple(
        FieldChange(field=one.field.key, member=member_shown(one.field), before=None, after=one.wanted)
        for one in (*said_on_create(compared), *switches)
    )
