"""Learning from the datasets of a group: what solution versions and recommenders have in common.

Does not belong here: how a model is made (`data.training`), or when a training is due (the kind concerned).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from personalize_emulator.data.training import TrainingFailed, train
from personalize_emulator.kinds import dataset

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.records import Record
    from personalize_emulator.resources import Resource


def learn(
    realm: Realm,
    resource: Resource,
    *,
    recipe: str,
    event_type: str | None = None,
    event_threshold: float | None = None,
) -> str | None:
    """Learn a model and keep it under the resource's ARN; the failureReason if the data does not suffice."""
    try:
        model = train(
            interactions=_records(realm, resource, "INTERACTIONS"),
            items=_by_id(realm, resource, "ITEMS", "ITEM_ID")
            | _by_id(realm, resource, "ACTIONS", "ACTION_ID"),
            users=_by_id(realm, resource, "USERS", "USER_ID"),
            recipe=recipe,
            event_type=event_type,
            event_threshold=event_threshold,
        )
    except TrainingFailed as failed:
        return failed.reason
    realm.store.save_model(resource.arn, model)
    return None


def _records(realm: Realm, resource: Resource, kind: str) -> list[Record]:
    found = dataset.of_type(realm, str(resource.group), kind)
    return [] if found is None else realm.store.records.of(found.arn)


def _by_id(realm: Realm, resource: Resource, kind: str, column: str) -> dict[str, Record]:
    return {str(record[column]): record for record in _records(realm, resource, kind)}
