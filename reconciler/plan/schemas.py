"""Which generation of a schema a new dataset uses, and which generations go with a deleted one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from reconciler.kinds import KINDS
from reconciler.kinds.kind import Comparison
from reconciler.model.address import Address
from reconciler.model.desired import DesiredResource
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value
from reconciler.plan.changes import Action, Call, Change, FieldChange, Step
from reconciler.plan.decision import Decision
from reconciler.plan.equality import equal
from reconciler.plan.live import never_worked
from reconciler.plan.marks import SCHEMAS
from reconciler.plan.naming import generation_name, generation_number
from reconciler.plan.steps import step_id
from reconciler.plan.world import World

_KIND = KINDS["schema"]
_MOST = 500
"""Schemas per account and region. Source: developer guide, 'Quotas'."""


def users_of(address: Address, world: World) -> list[DesiredResource]:
    """The declared datasets that use a schema."""
    resources = world.desired.resources.values()
    return [
        one for one in resources if one.address.kind == "dataset" and one.parents.get("schema") == address
    ]


def decide_schema(declared: DesiredResource, world: World) -> Decision:
    """Create a generation if a dataset to be made needs one and no equal one exists.

    A schema that no dataset uses is not created: nothing would own it.
    """
    address = declared.address
    users = users_of(address, world)
    awaiting = [one for one in users if _is_to_be_made(world.live(one.address))]
    if not awaiting:
        notes = () if users else ("no dataset uses this schema, so it is not created",)
        return Decision(change=Change(address=address, action=Action.NONE, reason="in place", notes=notes))
    name = _equal_generation(declared, world)
    if name:
        arn = world.observed.environment.arn(f"schema/{name}")
        return Decision(
            change=Change(address=address, action=Action.NONE, reason="an equal one exists", arn=arn)
        )
    name = _next_name(address.name, world)
    arn = world.observed.environment.arn(f"schema/{name}")
    # The service keeps the text; the file's own key order is kept so that people recognise it.
    request: dict[str, Value] = {
        "name": name,
        "schema": json.dumps(declared.fields["avro"], separators=(",", ":")),
    }
    if declared.fields.get("domain"):
        request["domain"] = declared.fields["domain"]
    step = Step(
        id=step_id(Action.CREATE, address),
        address=address,
        action=Action.CREATE,
        kind="schema",
        arn=arn,
        calls=(Call(operation=_KIND.create, request=request),),
    )
    fields = (FieldChange(field="name", before=None, after=name),) if name != address.name else ()
    reason = f"used by {', '.join(str(one.address) for one in awaiting)}"
    change = Change(
        address=address, action=Action.CREATE, reason=reason, fields=fields, arn=arn, missing=True
    )
    return Decision(change=change, steps=(step,))


def _is_to_be_made(live: ObservedResource | None) -> bool:
    return live is None or live.health is Health.LEAVING or never_worked(live)


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


def _next_name(base: str, world: World) -> str:
    numbers = [found for name in world.observed.schema_names if (found := generation_number(base, name))]
    return generation_name(base, max(numbers, default=0) + 1)


def encode_generations(generations: Mapping[str, Iterable[int]]) -> str:
    """The tag that lists generations made by us, e.g. `NAME:1-3 OTHER:5`."""
    words = []
    for name, numbers in sorted(generations.items()):
        ordered = sorted(set(numbers))
        start = previous = ordered[0]
        for number in [*ordered[1:], -1]:
            if number != previous + 1:
                words.append(f"{name}:{start}" if start == previous else f"{name}:{start}-{previous}")
                start = number
            previous = number
    return " ".join(words)


def decode_generations(tag: str | None) -> dict[str, list[int]]:
    """Names and generation numbers of the tag; parts that cannot be read are left out, hence kept."""
    found: dict[str, list[int]] = {}
    for word in (tag or "").split(" "):
        name, _, span = word.rpartition(":")
        first, _, last = span.partition("-")
        if not name or not first.isdecimal() or not (last or first).isdecimal():
            continue
        begin, end = int(first), int(last or first)
        if 0 <= end - begin < _MOST:
            found.setdefault(name, []).extend(range(begin, end + 1))
    return found


def owned_generations(live: ObservedResource) -> list[str]:
    """Physical names of the schemas that a dataset's tag lists as made by us."""
    listed = decode_generations((live.tags or {}).get(SCHEMAS))
    return [generation_name(name, number) for name, numbers in listed.items() for number in numbers]
