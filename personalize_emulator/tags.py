"""Tags of Personalize resources.

Source: AWS developer guide, "Tagging Amazon Personalize resources". Does not belong here: the Resource Groups
Tagging API, which reads these tags through `models`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.errors import ApiError, invalid, not_found
from personalize_emulator.resources import Json, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from personalize_emulator.realm import Realm

_MOST = 50


def checked_tags(present: dict[str, str], added: list[dict[str, str]]) -> dict[str, str]:
    """The tags after adding; InvalidInputException for a bad key, TooManyTagsException over 50."""
    keys = [tag["tagKey"] for tag in added]
    for key in keys:
        if key.lower().startswith("aws:"):
            raise invalid(f"Tag keys that begin with aws: are reserved: {key}")
    if len(set(keys)) < len(keys):
        # Assumed: other AWS services refuse a key given twice in one request.
        raise invalid("A tag key is given more than once.")
    tags = present | {tag["tagKey"]: tag["tagValue"] for tag in added}
    if len(tags) > _MOST:
        raise ApiError("TooManyTagsException", f"A resource can have at most {_MOST} tags.")
    return tags


def tag_resource(realm: Realm, request: Json) -> Json:
    """TagResource: adds tags and overwrites values."""
    resource = _taggable(realm, request["resourceArn"])
    change_tags(realm, resource, checked_tags(resource.tags, request["tags"]))
    return {}


def untag_resource(realm: Realm, request: Json) -> Json:
    """UntagResource: removes keys; a key that is not there is no error."""
    resource = _taggable(realm, request["resourceArn"])
    gone = set(request["tagKeys"])
    change_tags(realm, resource, {key: value for key, value in resource.tags.items() if key not in gone})
    return {}


def list_tags_for_resource(realm: Realm, request: Json) -> Json:
    """ListTagsForResource: the only call of Personalize that shows tags."""
    resource = _taggable(realm, request["resourceArn"])
    return {"tags": [{"tagKey": key, "tagValue": value} for key, value in resource.tags.items()]}


def change_tags(realm: Realm, resource: Resource, tags: dict[str, str]) -> None:
    """Store new tags, remembering the old ones and when, since the tagging API shows changes late."""
    if realm.emulator.tagging_lag:
        history = [
            *resource.notes.get("tag-history", []),
            [resource.tagged or resource.created, resource.tags],
        ]
        resource.notes["tag-history"] = history[-20:]
    resource.tags, resource.tagged = tags, realm.now
    realm.save(resource)


def linger(realm: Realm, resource: Resource) -> None:
    """Let the tagging API go on listing a deleted resource for as long as it trails."""
    if realm.emulator.tagging_lag and (tags := tags_shown(realm, resource)):
        until = realm.now + realm.emulator.tagging_lag
        realm.store.lingering.add(resource.arn, resource.kind, resource.account, resource.region, until, tags)


def listed(realm: Realm) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What the tagging API lists, as (ARN, kind, tags): late to show a resource, and to forget it."""
    gone = realm.store.lingering.at(realm.account, realm.region, realm.now)
    for kind in realm.emulator.kinds.values():
        for resource in realm.all(kind.name) if kind.taggable else []:
            # Under the ARN of a deleted resource there may be a new one, which it has not noticed yet.
            _, before = gone.pop(resource.arn, ("", {}))
            yield resource.arn, kind.name, tags_shown(realm, resource) or before
    for arn, (name, tags) in gone.items():
        yield arn, name, tags


def tags_shown(realm: Realm, resource: Resource) -> dict[str, str]:
    """The tags as the tagging API shows them, which trails by the emulator's `tagging_lag`."""
    horizon = realm.now - realm.emulator.tagging_lag
    history = [*resource.notes.get("tag-history", []), [resource.tagged or resource.created, resource.tags]]
    shown: dict[str, str] = {}
    for moment, tags in history:
        if moment <= horizon:
            shown = dict(tags)
    return shown


def _taggable(realm: Realm, arn: str) -> Resource:
    resource = realm.store.find(arn)
    if resource is None or (resource.account, resource.region) != (realm.account, realm.region):
        raise not_found("resource", arn)
    if not realm.kind(resource.kind).taggable:
        # Assumed: the guide's list of taggable resources leaves schemas out; the error is not documented.
        raise invalid(f"Tagging is not supported for {realm.kind(resource.kind).words}s: {arn}")
    return resource


OPERATIONS = {
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
    "ListTagsForResource": list_tags_for_resource,
}
