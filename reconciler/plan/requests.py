"""Exact requests: Create, Update and tag calls from compared fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TypeGuard

from reconciler.kinds.dataset import API_TYPES
from reconciler.kinds.kind import Field, Kind, Mutability, Overlay
from reconciler.model.desired import DesiredResource
from reconciler.model.observed import ObservedResource
from reconciler.model.values import Value, put_path
from reconciler.plan.changes import Call
from reconciler.plan.compare import Compared
from reconciler.plan.live import live_value
from reconciler.plan.world import World

_NAME_LENGTH = 63


def create_call(
    kind: Kind,
    declared: DesiredResource,
    compared: tuple[Compared, ...],
    world: World,
    *,
    name: str,
    tags: Mapping[str, Value],
    extra: Mapping[str, Value] | None = None,
) -> Call:
    """The Create call of a resource or run; `extra` overrides members by dotted path."""
    request: dict[str, Value] = {}
    for parent, member in kind.parents.items():
        if member:
            request[member] = world.arn(declared.parents[parent])
    for one in said_on_create(compared):
        put_path(request, one.field.member, _first_value(one))
    if kind.name == "dataset":
        request["datasetType"] = API_TYPES[declared.address.name]
    for path, value in (extra or {}).items():
        put_path(request, path, value)
    if (kind.name_member and kind.resource) or "name" in {field.key for field in kind.fields}:
        request[kind.name_member] = name
    if kind.taggable and tags:
        request["tags"] = [{"tagKey": key, "tagValue": value} for key, value in tags.items()]
    return Call(operation=kind.create, request=request)


def said_on_create(compared: tuple[Compared, ...]) -> list[Compared]:
    """The fields that a Create call says: all but those where the service assumes the same by itself."""
    return [
        one
        for one in compared
        if one.field.member and one.wanted is not None and one.wire != one.field.default
    ]


def _first_value(one: Compared) -> Value:
    """What is sent when the resource is made: the lower bound of a band."""
    return one.wire["min"] if _is_band(one.wire) else one.wire


def default_name(kind: Kind, declared: DesiredResource) -> str:
    """The physical name: a label the file gives, GROUP-TYPE for a dataset without one, else the key."""
    said = declared.fields.get("name")
    if isinstance(said, str):
        return said
    return "-".join(declared.address.keys)[:_NAME_LENGTH] if kind.name == "dataset" else declared.address.name


def update_call(
    kind: Kind,
    live: ObservedResource,
    compared: tuple[Compared, ...],
    *,
    extra: Mapping[str, Value] | None = None,
    dropped: Collection[str] = (),
    ended: Collection[str] = (),
) -> Call:
    """The Update call: changed top-level members only, each structure whole.

    A structure that the service may replace whole goes as the live object overlaid with the declared
    members, so that what the file does not say stays, but for the fields that are `dropped`. Where one has to
    be `ended` its structure goes even if nothing else in it changes.
    `kind.companions` go along with a structure. `extra` overrides members by dotted path.
    """
    request: dict[str, Value] = {kind.arn_member: live.arn}
    by_target = {_target(one.field): one for one in compared}
    touched = {_target(one.field).split(".")[0] for one in compared if not one.same}
    touched |= {_target(field).split(".")[0] for field in kind.fields if field.key in ended}
    touched |= {kind.companions[top] for top in touched if top in kind.companions}
    if kind.overlay is Overlay.UNTIL_FAILED:
        # The record of the last update is what is read back, and it may hold only what that update sent.
        touched |= {_target(one.field).split(".")[0] for one in compared}
    for field in kind.fields:
        target = _target(field)
        if field.mutability is not Mutability.MUTABLE or target.split(".")[0] not in touched:
            continue
        one, found = by_target.get(target), None if field.key in dropped else live_value(kind, field, live)
        value = found if one is None else _merged(found, _moved(one))
        if value is not None:
            put_path(request, target, value)
    for path, value in (extra or {}).items():
        put_path(request, path, value)
    return Call(operation=kind.update, request=request)


def _target(field: Field) -> str:
    return field.update or field.member


def _merged(live: Value, declared: Value) -> Value:
    if isinstance(live, Mapping) and isinstance(declared, Mapping):
        return {**live, **{key: _merged(live.get(key), value) for key, value in declared.items()}}
    return declared


def _moved(one: Compared) -> Value:
    """The nearest bound of a band that the live value is outside of, otherwise the declared value."""
    if not _is_band(one.wire):
        return one.wire
    low, high = one.wire["min"], one.wire["max"]
    if not isinstance(one.live, int | float) or not isinstance(high, int | float):
        return low
    return high if one.live > high else low


def _is_band(value: Value) -> TypeGuard[Mapping[str, Value]]:
    return isinstance(value, Mapping) and set(value) == {"min", "max"}


def tag_call(arn: Value, tags: Mapping[str, Value]) -> Call:
    """TagResource: sets these tags and leaves all others."""
    pairs: list[Value] = [{"tagKey": key, "tagValue": value} for key, value in tags.items()]
    return Call(operation="TagResource", request={"resourceArn": arn, "tags": pairs})


def untag_call(arn: Value, keys: Iterable[str]) -> Call:
    """UntagResource: takes these tags away."""
    return Call(operation="UntagResource", request={"resourceArn": arn, "tagKeys": sorted(keys)})
