"""Event trackers: one per group, with an ARN and a tracking id that are drawn by lot. Source: AWS API
reference, CreateEventTracker; recorded answers for the form of the ARN.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from personalize_emulator.errors import already_exists, invalid
from personalize_emulator.kinds import dataset
from personalize_emulator.kinds.kind import Kind

if TYPE_CHECKING:
    from personalize_emulator.realm import Realm
    from personalize_emulator.resources import Json, Resource


def create(realm: Realm, request: Json) -> Json:
    """CreateEventTracker; needs an Item interactions dataset, which may be empty."""
    group = realm.need_active("dataset-group", request["datasetGroupArn"])
    if others := realm.all("event-tracker", group=group.arn):
        # Assumed: "you will get an error" is all that the API reference says.
        raise already_exists(others[0].arn)
    if dataset.of_type(realm, group.arn, "INTERACTIONS") is None:
        # Assumed: the guide asks for the dataset; the error is not documented.
        raise invalid(f"The given dataset group has no Item interactions dataset: {group.arn}")
    tracking = str(uuid.uuid4())
    wire = {"trackingId": tracking, "accountId": realm.account, "datasetGroupArn": group.arn}
    tracker = realm.create("event-tracker", uuid.uuid4().hex[:8], request, wire=wire, group=group.arn)
    return {"eventTrackerArn": tracker.arn, "trackingId": tracking}


def check_delete(_realm: Realm, _tracker: Resource) -> None:
    """Nothing stands in the way; the dataset keeps its events. Source: API reference, DeleteEventTracker."""


KIND = Kind(
    name="event-tracker",
    noun="EventTracker",
    operations={"CreateEventTracker": create},
    check_delete=check_delete,
)
