"""Tags: the inventory's where they show nothing to be done, else asked for one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from reconciler.kinds import KINDS
from reconciler.model.address import Address
from reconciler.model.desired import DesiredState
from reconciler.model.health import Health
from reconciler.model.observed import ObservedResource
from reconciler.observed.reading import Reader
from reconciler.plan.marks import DIGEST, Owner, decode_digest, owner_of

Resources = Mapping[Address, tuple[ObservedResource, ...]]


def with_tags(
    desired: DesiredState, resources: Resources, marked: Mapping[str, Mapping[str, str]], reader: Reader
) -> Resources:
    """Tags of what the inventory did not list, and again of what it lists differently from the file.

    The inventory lags, so it is believed only where it shows nothing to be done.
    """
    doubtful = {
        live.arn: live
        for address, generations in resources.items()
        if KINDS[address.kind].taggable
        for live in generations
        if live.arn not in marked or _tags_differ(desired, address, live)
    }
    read = reader.each(doubtful, lambda arn: _read_tags(arn, reader))
    return {
        address: tuple(
            replace(live, tags=read.get(live.arn, live.tags))
            for live in generations
            if live.arn not in read or read[live.arn] is not None
        )
        for address, generations in resources.items()
    }


def _tags_differ(desired: DesiredState, address: Address, live: ObservedResource) -> bool:
    declared = desired.resources.get(address)
    tags = live.tags or {}
    if declared is None or owner_of(tags, desired.stack) is not Owner.OURS or live.health is not Health.READY:
        return True
    digest = decode_digest(tags.get(DIGEST))
    noted = {key.removeprefix("tag:") for key in digest if key.startswith("tag:")}
    return any(tags.get(key) != value for key, value in declared.tags.items()) or bool(
        noted - set(declared.tags)
    )


def _read_tags(arn: str, reader: Reader) -> Mapping[str, str]:
    answer = reader.api.call("ListTagsForResource", {"resourceArn": arn})
    items = answer.get("tags") or ()
    return {str(one["tagKey"]): str(one["tagValue"]) for one in items}  # type: ignore[union-attr,index,call-overload]
